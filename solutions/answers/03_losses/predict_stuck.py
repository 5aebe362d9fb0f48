# %% right: number
predict_stuck = -1

# %% right: p - y
predict_stuck = 0.00005 - 1

# %% right: computed
predict_stuck = sigmoid(-10.0) - 1

# %% right: numerical slope
predict_stuck = checks.numerical_derivative(lambda z: np.logaddexp(0, -z), -10.0)

# %% wrong: slope_not_cancelled
predict_stuck = 0

# %% wrong: slope_not_cancelled - computed
predict_stuck = (sigmoid(-10.0) - 1) * sigmoid(-10.0) * (1 - sigmoid(-10.0))

# %% wrong: flipped_sign
predict_stuck = 1

# %% wrong: factor_two
predict_stuck = -2

# %% wrong: loss_not_slope
predict_stuck = 10

# %% wrong: slope_in_probability
predict_stuck = -1 / sigmoid(-10.0)
