# %% right: number
predict_error_left = 4.5

# %% right: formula
predict_error_left = 8 * (1 - 0.25) ** 2

# %% right: step by step
error = 8.0
for step in range(2):
    error -= 0.25 * error
predict_error_left = error

# %% wrong: factor_two_kept
predict_error_left = 2

# %% wrong: one_step
predict_error_left = 6

# %% wrong: steps_not_updated
predict_error_left = 8 - 2 * 0.25 * 8

# %% wrong: loss_not_error
predict_error_left = 4.5**2

# %% wrong: divided_rate
predict_error_left = 8 * (1 - 0.125) ** 2
