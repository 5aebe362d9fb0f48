# %% right: delta first, then both updates
def fit_linear(X, Y, learning_rate, epochs):
    W, b = np.zeros((X.shape[1], Y.shape[1])), np.zeros(Y.shape[1])
    for epoch in range(epochs):
        dP = (X @ W + b - Y) * 2 / len(Y)
        dW, db = X.T @ dP, dP.sum(axis=0)
        W, b = W - learning_rate * dW, b - learning_rate * db
    return W, b

# %% right: the bias as the weight of a column of ones
def fit_linear(X, Y, learning_rate, epochs):
    extended = np.hstack([X, np.ones((len(X), 1))])
    theta = np.zeros((extended.shape[1], Y.shape[1]))
    for _ in range(epochs):
        theta = theta - learning_rate * 2 / len(X) * extended.T @ (extended @ theta - Y)
    return theta[:-1], theta[-1]

# %% right: means instead of sums, in place on its own arrays
def fit_linear(X, Y, learning_rate, epochs):
    W = np.zeros((np.shape(X)[1], np.shape(Y)[1]))
    b = np.zeros(np.shape(Y)[1])
    n = X.shape[0]
    while epochs > 0:
        wrong_by = X @ W + b - Y
        b_step = 2 * wrong_by.mean(axis=0)
        W -= learning_rate * (2 / n) * (X.T @ wrong_by)
        b -= learning_rate * b_step
        epochs -= 1
    return W, b

# %% right: sample by sample, added up
def fit_linear(X, Y, learning_rate, epochs):
    n, d = X.shape
    W, b = np.zeros((d, Y.shape[1])), np.zeros(Y.shape[1])
    for _ in range(epochs):
        W_slope, b_slope = np.zeros_like(W), np.zeros_like(b)
        for x, y in zip(X, Y):
            miss = x @ W + b - y
            W_slope = W_slope + 2 * np.outer(x, miss) / n
            b_slope = b_slope + 2 * miss / n
        W = W - learning_rate * W_slope
        b = b - learning_rate * b_slope
    return [W, b]

# %% wrong: missing_factor_two
def fit_linear(X, Y, learning_rate, epochs):
    W, b = np.zeros((X.shape[1], Y.shape[1])), np.zeros(Y.shape[1])
    for _ in range(epochs):
        delta = (X @ W + b - Y) / len(X)
        W, b = W - learning_rate * X.T @ delta, b - learning_rate * delta.sum(axis=0)
    return W, b

# %% wrong: ascent
def fit_linear(X, Y, learning_rate, epochs):
    W, b = np.zeros((X.shape[1], Y.shape[1])), np.zeros(Y.shape[1])
    for _ in range(epochs):
        delta = 2 * (Y - X @ W - b) / len(X)
        W, b = W - learning_rate * X.T @ delta, b - learning_rate * delta.sum(axis=0)
    return W, b

# %% wrong: sum_not_mean
def fit_linear(X, Y, learning_rate, epochs):
    W, b = np.zeros((X.shape[1], Y.shape[1])), np.zeros(Y.shape[1])
    for _ in range(epochs):
        delta = 2 * (X @ W + b - Y)
        W, b = W - learning_rate * X.T @ delta, b - learning_rate * delta.sum(axis=0)
    return W, b

# %% wrong: averaged_over_outputs
def fit_linear(X, Y, learning_rate, epochs):
    W, b = np.zeros((X.shape[1], Y.shape[1])), np.zeros(Y.shape[1])
    for _ in range(epochs):
        delta = 2 * (X @ W + b - Y) / Y.size
        W, b = W - learning_rate * X.T @ delta, b - learning_rate * delta.sum(axis=0)
    return W, b

# %% wrong: one_epoch_only
def fit_linear(X, Y, learning_rate, epochs):
    W, b = np.zeros((X.shape[1], Y.shape[1])), np.zeros(Y.shape[1])
    for _ in range(epochs):
        delta = 2 * (X @ W + b - Y) / len(X)
        W, b = W - learning_rate * X.T @ delta, b - learning_rate * delta.sum(axis=0)
        return W, b
    return W, b

# %% wrong: bias_not_trained
def fit_linear(X, Y, learning_rate, epochs):
    W, b = np.zeros((X.shape[1], Y.shape[1])), np.zeros(Y.shape[1])
    for _ in range(epochs):
        delta = 2 * (X @ W + b - Y) / len(X)
        W = W - learning_rate * X.T @ delta
    return W, b

# %% wrong: bias_averaged_twice
def fit_linear(X, Y, learning_rate, epochs):
    W, b = np.zeros((X.shape[1], Y.shape[1])), np.zeros(Y.shape[1])
    for _ in range(epochs):
        delta = 2 * (X @ W + b - Y) / len(X)
        W, b = W - learning_rate * X.T @ delta, b - learning_rate * delta.mean(axis=0)
    return W, b

# %% wrong: updated_in_turn
def fit_linear(X, Y, learning_rate, epochs):
    W, b = np.zeros((X.shape[1], Y.shape[1])), np.zeros(Y.shape[1])
    for _ in range(epochs):
        W = W - learning_rate * X.T @ (X @ W + b - Y) * 2 / len(X)
        b = b - learning_rate * (X @ W + b - Y).sum(axis=0) * 2 / len(X)
    return W, b

# %% wrong: changed_input
def fit_linear(X, Y, learning_rate, epochs):
    W, b = np.zeros((X.shape[1], Y.shape[1])), np.zeros(Y.shape[1])
    Y[:] = -Y
    for _ in range(epochs):
        delta = 2 * (X @ W + b + Y) / len(X)
        W, b = W - learning_rate * X.T @ delta, b - learning_rate * delta.sum(axis=0)
    return W, b

# %% wrong: fractions_cut_off
def fit_linear(X, Y, learning_rate, epochs):
    W, b = np.zeros((X.shape[1], Y.shape[1]), dtype=X.dtype), np.zeros(Y.shape[1], dtype=Y.dtype)
    for _ in range(epochs):
        delta = 2 * (X @ W + b - Y) / len(X)
        W[...] = W - learning_rate * X.T @ delta
        b[...] = b - learning_rate * delta.sum(axis=0)
    return W, b
