# %% right: the number
predict_corner = 1

# %% right: with a decimal point
predict_corner = 1.0

# %% right: solved for x1
x2, bias = 1.0, -2.0
predict_corner = -(x2 + bias)

# %% right: found on a grid with NumPy
grid = np.linspace(-4, 4, 801)
predict_corner = grid[np.argmin(np.abs(grid + 1 - 2))]

# %% wrong: wrong_direction
predict_corner = -1

# %% wrong: bias_without_effect
predict_corner = 0

# %% wrong: other_input_forgotten
predict_corner = 2

# %% wrong: bias_taken_for_corner
predict_corner = -2.0
