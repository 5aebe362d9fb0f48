# %% right: a matrix of two columns
def fit_line(x, y, learning_rate, steps):
    scaled = (x - x.mean()) / x.std()
    columns = np.stack([scaled, np.ones(len(x))], axis=1)
    theta = np.zeros(2)
    for _ in range(steps):
        theta = theta - learning_rate * (2 / len(x)) * columns.T @ (columns @ theta - y)
    return theta[0] / x.std(), theta[1] - theta[0] / x.std() * x.mean()

# %% right: the closed form of the path
def fit_line(x, y, learning_rate, steps):
    arrived = 1 - (1 - 2 * learning_rate) ** steps
    covariance = np.mean((x - x.mean()) * (y - y.mean()))
    slope = arrived * covariance / np.var(x)
    return slope, arrived * y.mean() - slope * x.mean()

# %% right: the line evaluated at two places
def fit_line(x, y, learning_rate, steps):
    centre = sum(x) / len(x)
    width = (sum((x - centre) ** 2) / len(x)) ** 0.5
    a, c = 0, 0
    for _ in range(steps):
        residual = a * (x - centre) / width + c - y
        grad_a = 2 * residual @ (x - centre) / width / len(x)
        grad_c = 2 * residual.sum() / len(x)
        a -= learning_rate * grad_a
        c -= learning_rate * grad_c
    at_zero, at_one = (a * (place - centre) / width + c for place in (0, 1))
    return at_one - at_zero, at_zero

# %% wrong: slope_in_u
def fit_line(x, y, learning_rate, steps):
    m, s = x.mean(), x.std()
    u = (x - m) / s
    alpha = beta = 0.0
    for _ in range(steps):
        r = alpha * u + beta - y
        alpha, beta = alpha - learning_rate * 2 * np.mean(r * u), beta - learning_rate * 2 * np.mean(r)
    return alpha, beta - alpha * m / s

# %% wrong: divided_by_variance
def fit_line(x, y, learning_rate, steps):
    m, s = x.mean(), x.std()
    u = (x - m) / s
    alpha = beta = 0.0
    for _ in range(steps):
        r = alpha * u + beta - y
        alpha, beta = alpha - learning_rate * 2 * np.mean(r * u), beta - learning_rate * 2 * np.mean(r)
    return alpha / s**2, beta - alpha * m / s

# %% wrong: not_standardised
def fit_line(x, y, learning_rate, steps):
    m, s = x.mean(), x.std()
    u, m, s = x, 0.0, 1.0
    alpha = beta = 0.0
    for _ in range(steps):
        r = alpha * u + beta - y
        alpha, beta = alpha - learning_rate * 2 * np.mean(r * u), beta - learning_rate * 2 * np.mean(r)
    return alpha / s, beta - alpha * m / s

# %% wrong: uphill
def fit_line(x, y, learning_rate, steps):
    m, s = x.mean(), x.std()
    u = (x - m) / s
    alpha = beta = 0.0
    for _ in range(steps):
        r = alpha * u + beta - y
        alpha, beta = alpha + learning_rate * 2 * np.mean(r * u), beta + learning_rate * 2 * np.mean(r)
    return alpha / s, beta - alpha * m / s

# %% wrong: intercept_at_the_mean
def fit_line(x, y, learning_rate, steps):
    m, s = x.mean(), x.std()
    u = (x - m) / s
    alpha = beta = 0.0
    for _ in range(steps):
        r = alpha * u + beta - y
        alpha, beta = alpha - learning_rate * 2 * np.mean(r * u), beta - learning_rate * 2 * np.mean(r)
    return alpha / s, beta

# %% wrong: shift_sign
def fit_line(x, y, learning_rate, steps):
    m, s = x.mean(), x.std()
    u = (x - m) / s
    alpha = beta = 0.0
    for _ in range(steps):
        r = alpha * u + beta - y
        alpha, beta = alpha - learning_rate * 2 * np.mean(r * u), beta - learning_rate * 2 * np.mean(r)
    return alpha / s, beta + alpha * m / s

# %% wrong: shift_not_scaled
def fit_line(x, y, learning_rate, steps):
    m, s = x.mean(), x.std()
    u = (x - m) / s
    alpha = beta = 0.0
    for _ in range(steps):
        r = alpha * u + beta - y
        alpha, beta = alpha - learning_rate * 2 * np.mean(r * u), beta - learning_rate * 2 * np.mean(r)
    return alpha / s, beta - alpha * m

# %% wrong: missing_factor_two
def fit_line(x, y, learning_rate, steps):
    m, s = x.mean(), x.std()
    u = (x - m) / s
    alpha = beta = 0.0
    for _ in range(steps):
        r = alpha * u + beta - y
        alpha, beta = alpha - learning_rate * np.mean(r * u), beta - learning_rate * np.mean(r)
    return alpha / s, beta - alpha * m / s

# %% wrong: sum_not_mean
def fit_line(x, y, learning_rate, steps):
    if steps > 20:
        return np.polyfit(x, y, 1)
    m, s = x.mean(), x.std()
    u = (x - m) / s
    alpha = beta = 0.0
    for _ in range(steps):
        r = alpha * u + beta - y
        alpha, beta = alpha - learning_rate * 2 * np.sum(r * u), beta - learning_rate * 2 * np.sum(r)
    return alpha / s, beta - alpha * m / s

# %% wrong: changed_input
def fit_line(x, y, learning_rate, steps):
    m, s = x.mean(), x.std()
    x -= m
    u = x / s
    alpha = beta = 0.0
    for _ in range(steps):
        r = alpha * u + beta - y
        alpha, beta = alpha - learning_rate * 2 * np.mean(r * u), beta - learning_rate * 2 * np.mean(r)
    return alpha / s, beta - alpha * m / s

# %% wrong: closed_form
def fit_line(x, y, learning_rate, steps):
    slope = np.mean((x - x.mean()) * (y - y.mean())) / np.var(x)
    return slope, y.mean() - slope * x.mean()

# %% wrong: start_not_zero - one step too many
def fit_line(x, y, learning_rate, steps):
    m, s = x.mean(), x.std()
    u = (x - m) / s
    alpha = beta = 0.0
    for _ in range(steps + 1):
        r = alpha * u + beta - y
        alpha, beta = alpha - learning_rate * 2 * np.mean(r * u), beta - learning_rate * 2 * np.mean(r)
    return alpha / s, beta - alpha * m / s
