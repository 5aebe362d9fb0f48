# %% right: the number
predict_keep = 4

# %% right: one over the slope
predict_keep = 1 / (sigmoid(0.0) * (1 - sigmoid(0.0)))

# %% right: measured
predict_keep = 2e-6 / (sigmoid(1e-6) - sigmoid(-1e-6))

# %% wrong: slope_forgotten
predict_keep = 1

# %% wrong: upside_down
predict_keep = 0.25

# %% wrong: value_for_slope
predict_keep = 2

# %% wrong: depth_counted_twice
predict_keep = 4**10
