# %% right: the number
predicted_y = 2

# %% right: a NumPy number
predicted_y = np.float64(1.5) * 2 + np.float64(-1)

# %% right: with names for the parts
w, b, x = 1.5, -1, 2
predicted_y = w * x + b

# %% right: through a function
predicted_y = (lambda x: 1.5 * x - 1)(2.0)

# %% wrong: missing_bias
predicted_y = 1.5 * 2

# %% wrong: sign_slip
predicted_y = 1.5 * 2 + 1

# %% wrong: sum_times_x
predicted_y = (1.5 - 1) * 2

# %% wrong: added_everything
predicted_y = 1.5 + 2 - 1

# %% wrong: weight_only
predicted_y = 1.5
