# %% right: number
predict_slope = 0.25

# %% right: expression
predict_slope = 1 / 4

# %% right: from the formula
a = 0.5
predict_slope = a * (1 - a)

# %% right: searched on a grid
heights = np.linspace(0, 1, 1001)
predict_slope = np.max(heights * (1 - heights))

# %% wrong: height_not_slope
predict_slope = 0.5

# %% wrong: slope_of_tanh
predict_slope = 1

# %% wrong: slope_at_two
predict_slope = 0.105

# %% wrong: slope_at_saturation
predict_slope = 0
