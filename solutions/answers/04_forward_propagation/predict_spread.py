# %% right: the number
predict_spread = 0.125

# %% right: a fraction
predict_spread = 1 / 8

# %% right: from the formula
predict_spread = np.sqrt(1 / 64)

# %% right: a power
d_in = 64
predict_spread = d_in ** -0.5

# %% wrong: variance_for_spread
predict_spread = 1 / 64

# %% wrong: no_scaling
predict_spread = 1

# %% wrong: upside_down
predict_spread = 8

# %% wrong: he_without_relu
predict_spread = np.sqrt(2 / 64)

# %% wrong: half_variance
predict_spread = np.sqrt(1 / 128)
