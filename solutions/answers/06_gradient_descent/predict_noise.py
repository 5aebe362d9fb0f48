# %% right: the number
predict_noise = 0.5

# %% right: by way of sigma
sigma = 2.0 * np.sqrt(4)
predict_noise = sigma / np.sqrt(64)

# %% right: a quarter of the old one
predict_noise = 2 / (64 / 4) ** 0.5

# %% right: from the variance
predict_noise = (2.0**2 / 16) ** 0.5

# %% wrong: no_square_root
predict_noise = 2.0 / 16

# %% wrong: noise_unchanged
predict_noise = 2.0

# %% wrong: wrong_direction
predict_noise = 8

# %% wrong: single_sample_forgotten
predict_noise = 2.0 / 8

# %% wrong: sigma_itself
predict_noise = 4
