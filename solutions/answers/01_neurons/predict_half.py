# %% right: the number
predicted_x = 2

# %% right: minus bias over weight
w, b = 1.5, -3
predicted_x = -b / w

# %% right: solved by NumPy
predicted_x = np.roots([1.5, -3.0])[0]

# %% right: found on a grid
grid = np.linspace(-6, 6, 1201)
predicted_x = grid[np.argmin(np.abs(1.5 * grid - 3))]

# %% wrong: sign_slip
predicted_x = -3 / 1.5

# %% wrong: threshold_without_weight
predicted_x = 3

# %% wrong: bias_itself
predicted_x = -3

# %% wrong: inverted_ratio
predicted_x = 1.5 / 3

# %% wrong: half_for_z - sets z to one half
predicted_x = (0.5 + 3) / 1.5

# %% wrong: always_zero
predicted_x = 0.0
