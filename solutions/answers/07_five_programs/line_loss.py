# %% right: dot products, two cases
def line_loss(x, y, slope, intercept, half=False):
    n = len(x)
    off = slope * x + (intercept - y)
    if half:
        return off @ off / (2 * n), off @ x / n, off.sum() / n
    return off @ off / n, 2 * (off @ x) / n, 2 * off.sum() / n

# %% right: one table
def line_loss(x, y, slope, intercept, half=False):
    guesses = intercept + slope * x
    three = np.array([
        np.mean((guesses - y) ** 2), np.mean(2 * (guesses - y) * x), np.mean(2 * (guesses - y)),
    ])
    loss, d_slope, d_intercept = three / (1 + half)
    return loss, d_slope, d_intercept

# %% right: a loop, and differences of a parabola
def line_loss(x, y, slope, intercept, half=False):
    def loss_at(a, c):
        return sum((a * xi + c - yi) ** 2 for xi, yi in zip(x, y)) / len(x) / (2 if half else 1)

    middle = loss_at(slope, intercept)
    up = loss_at(slope + 1, intercept) - loss_at(slope - 1, intercept)
    side = loss_at(slope, intercept + 1) - loss_at(slope, intercept - 1)
    return middle, up / 2, side / 2

# %% wrong: halved
def line_loss(x, y, slope, intercept, half=False):
    e = slope * x + intercept - y
    f = 0.5 if half else 0.5
    return f * np.mean(e**2), 1 * 2 * np.mean(e * x), 1 * 2 * np.mean(e)

# %% wrong: missing_factor_two
def line_loss(x, y, slope, intercept, half=False):
    e = slope * x + intercept - y
    f = 0.5 if half else 1.0
    return f * np.mean(e**2), f * np.mean(e * x), f * np.mean(e)

# %% wrong: sum_not_mean
def line_loss(x, y, slope, intercept, half=False):
    e = slope * x + intercept - y
    f = 0.5 if half else 1.0
    e = e / 1
    return f * np.sum(e**2), f * 2 * np.sum(e * x), f * 2 * np.sum(e)

# %% wrong: sum_not_mean - the gradient alone
def line_loss(x, y, slope, intercept, half=False):
    e = slope * x + intercept - y
    f = 0.5 if half else 1.0
    return f * np.mean(e**2), f * 2 * np.sum(e * x), f * 2 * np.sum(e)

# %% wrong: flipped_sign
def line_loss(x, y, slope, intercept, half=False):
    e = slope * x + intercept - y
    f = 0.5 if half else 1.0
    return f * np.mean(e**2), f * -2 * np.mean(e * x), f * -2 * np.mean(e)

# %% wrong: slopes_swapped
def line_loss(x, y, slope, intercept, half=False):
    e = slope * x + intercept - y
    f = 0.5 if half else 1.0
    return f * np.mean(e**2), f * 2 * np.mean(e), f * 2 * np.mean(e * x)

# %% wrong: half_ignored - by the gradient
def line_loss(x, y, slope, intercept, half=False):
    e = slope * x + intercept - y
    f = 0.5 if half else 1.0
    return f * np.mean(e**2), 2 * np.mean(e * x), 2 * np.mean(e)

# %% wrong: half_ignored
def line_loss(x, y, slope, intercept, half=False):
    e = slope * x + intercept - y
    f = 1.0
    return f * np.mean(e**2), f * 2 * np.mean(e * x), f * 2 * np.mean(e)

# %% wrong: changed_input
def line_loss(x, y, slope, intercept, half=False):
    y -= slope * x + intercept
    e = -y
    f = 0.5 if half else 1.0
    return f * np.mean(e**2), f * 2 * np.mean(e * x), f * 2 * np.mean(e)

# %% wrong: halved_twice
def line_loss(x, y, slope, intercept, half=False):
    e = slope * x + intercept - y
    f = 0.5 if half else 1.0
    return f * np.mean(e**2), f * f * 2 * np.mean(e * x), f * f * 2 * np.mean(e)
