# %% right: the number
predict_intercept = 1.5

# %% right: one and the mean of the noise
predict_intercept = 1 + 0.5

# %% right: tried out
lots = np.random.default_rng(8).random(100_000)
predict_intercept = 1 + lots.mean()

# %% right: the middle of the band
lowest, highest = 1, 2
predict_intercept = (lowest + highest) / 2

# %% wrong: stated_intercept
predict_intercept = 1

# %% wrong: largest_noise
predict_intercept = 2.0

# %% wrong: noise_alone
predict_intercept = 0.5

# %% wrong: slope_for_intercept
predict_intercept = 2.5

# %% wrong: variance_for_mean
predict_intercept = 1 + 1 / 12
