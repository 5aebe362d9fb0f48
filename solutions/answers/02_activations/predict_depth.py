# %% right: power
predict_depth = 0.25**5

# %% right: three digits
predict_depth = 0.000977

# %% right: fraction
predict_depth = 1 / 1024

# %% right: layer by layer
predict_depth = 1.0
for _ in range(5):
    predict_depth *= 0.25

# %% wrong: added_slopes
predict_depth = 5 * 0.25

# %% wrong: divided_slope
predict_depth = 0.25 / 5

# %% wrong: one_layer
predict_depth = 0.25

# %% wrong: height_not_slope
predict_depth = 0.5**5

# %% wrong: wrong_count
predict_depth = 0.25**4

# %% wrong: slope_of_tanh
predict_depth = 1
