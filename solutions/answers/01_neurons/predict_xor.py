# %% right: the number
rows_right = 3

# %% right: as a floating-point number
rows_right = 3.0

# %% right: OR agrees with XOR in these rows
rows_right = sum(a == b for a, b in zip([0, 1, 1, 1], [0, 1, 1, 0]))

# %% right: searched on a grid of weights and biases
grid = np.arange(-2, 2.25, 0.25)
rows_right = max(
    sum(int(w1 * x1 + w2 * x2 + b >= 0) == (x1 ^ x2) for x1 in (0, 1) for x2 in (0, 1))
    for w1 in grid for w2 in grid for b in grid
)

# %% wrong: four_thought_possible
rows_right = 4

# %% wrong: half_is_not_the_best
rows_right = 2

# %% wrong: too_few - one row
rows_right = 1

# %% wrong: too_few - none
rows_right = 0
