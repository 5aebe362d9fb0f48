# %% right: from logarithms
predict_steps = np.log(0.01) / np.log(0.99)

# %% right: from the rule of thumb
predict_steps = 460

# %% right: counted
left, predict_steps = 1.0, 0
while left > 0.01:
    left *= 1 - 1 / 100
    predict_steps += 1

# %% right: decimal logarithms
predict_steps = -2 / np.log10(0.99)

# %% wrong: condition_for_steps
predict_steps = 100

# %% wrong: linear_thinking
predict_steps = 99

# %% wrong: best_rate
predict_steps = np.log(0.01) / np.log(99 / 101)

# %% wrong: steepest_direction
predict_steps = 1

# %% wrong: decimal_logarithm
predict_steps = np.log10(0.01) / np.log(0.99)

# %% wrong: wrong_factor
predict_steps = np.log(0.01) / np.log(0.9)
