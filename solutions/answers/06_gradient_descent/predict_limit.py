# %% right: the number
predict_limit = 0.4

# %% right: a fraction
predict_limit = 2 / 5

# %% right: from the inputs
inputs = np.array([1, 1, 2, 2])
predict_limit = 2 / (2 * np.mean(inputs**2))

# %% right: one over the mean square
predict_limit = 4 / (1 + 1 + 4 + 4)

# %% wrong: one_over_curvature
predict_limit = 0.2

# %% wrong: missing_factor_two
predict_limit = 0.8

# %% wrong: sum_not_mean
predict_limit = 0.1

# %% wrong: curvature_itself
predict_limit = 5

# %% wrong: inputs_not_squared
predict_limit = 2 / 3
