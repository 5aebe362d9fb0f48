# %% right: number
predict_bend = 0.25

# %% right: solved for s
predict_bend = 0.5 / 2

# %% right: searched on a grid
slopes = np.linspace(0, 1, 101)
predict_bend = slopes[np.argmin(np.abs(2 * slopes - 0.5))]

# %% wrong: output_weight_forgotten
predict_bend = 0.5

# %% wrong: only_when_straight
predict_bend = 1.0

# %% wrong: flipped_sign
predict_bend = -0.25

# %% wrong: any_leak
predict_bend = 0

# %% wrong: threshold_not_halved
predict_bend = 1.5
