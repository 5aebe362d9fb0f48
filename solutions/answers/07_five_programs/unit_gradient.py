# %% right: two cases, means over products
def unit_gradient(X, Y, w, b, loss):
    z = np.dot(X, w) + b
    answer = sigmoid(z)
    slope_in_z = {"mse": 2 * (answer - Y) * sigmoid(z) * sigmoid(-z), "bce": answer - Y}[loss]
    return np.mean(X * slope_in_z, axis=0).reshape(w.shape), np.mean(slope_in_z, axis=0)

# %% right: a loop over the samples
def unit_gradient(X, Y, w, b, loss):
    total_w, total_b = np.zeros(w.shape), np.zeros(b.shape)
    for row, label in zip(X, Y):
        p = sigmoid(row @ w + b)
        d = p - label
        if loss != "bce":
            d = 2 * d * (p - p**2)
        total_w += row.reshape(-1, 1) * d
        total_b += d
    return total_w / len(Y), total_b / len(Y)

# %% right: measured slopes
def unit_gradient(X, Y, w, b, loss):
    def value(p):
        z = X @ p["w"] + p["b"]
        if loss == "mse":
            return np.mean((sigmoid(z) - Y) ** 2)
        return np.mean(np.logaddexp(0, z) - Y * z)

    found = slopes_of(value, {"w": w, "b": b})
    return found["w"].round(9), found["b"].round(9)

# %% wrong: gradient_of_cross_entropy - for both
def unit_gradient(X, Y, w, b, loss):
    P = sigmoid(X @ w + b)
    if loss == "mse":
        delta = (P - Y) / len(X)
    else:
        delta = (P - Y) / len(X)
    return X.T @ delta, delta.sum(axis=0)

# %% wrong: sigmoid_slope_missing
def unit_gradient(X, Y, w, b, loss):
    P = sigmoid(X @ w + b)
    if loss == "mse":
        delta = 2 * (P - Y) / len(X)
    else:
        delta = (P - Y) / len(X)
    return X.T @ delta, delta.sum(axis=0)

# %% wrong: missing_factor_two
def unit_gradient(X, Y, w, b, loss):
    P = sigmoid(X @ w + b)
    if loss == "mse":
        delta = (P - Y) * P * (1 - P) / len(X)
    else:
        delta = (P - Y) / len(X)
    return X.T @ delta, delta.sum(axis=0)

# %% wrong: sum_not_mean
def unit_gradient(X, Y, w, b, loss):
    P = sigmoid(X @ w + b)
    if loss == "mse":
        delta = 2 * (P - Y) * P * (1 - P)
    else:
        delta = (P - Y)
    return X.T @ delta, delta.sum(axis=0)

# %% wrong: flipped_sign
def unit_gradient(X, Y, w, b, loss):
    P = sigmoid(X @ w + b)
    if loss == "mse":
        delta = 2 * (Y - P) * P * (1 - P) / len(X)
    else:
        delta = (Y - P) / len(X)
    return X.T @ delta, delta.sum(axis=0)

# %% wrong: changed_input
def unit_gradient(X, Y, w, b, loss):
    P = sigmoid(X @ w + b)
    if loss == "mse":
        delta = 2 * (P - Y) * P * (1 - P) / len(X)
    else:
        delta = (P - Y) / len(X)
    X *= delta
    return X.sum(axis=0).reshape(w.shape), delta.sum(axis=0)

# %% wrong: slope_not_cancelled
def unit_gradient(X, Y, w, b, loss):
    P = sigmoid(X @ w + b)
    if loss == "mse":
        delta = 2 * (P - Y) * P * (1 - P) / len(X)
    else:
        delta = (P - Y) * P * (1 - P) / len(X)
    return X.T @ delta, delta.sum(axis=0)

# %% wrong: gradient_of_squared_error - for both
def unit_gradient(X, Y, w, b, loss):
    P = sigmoid(X @ w + b)
    if loss == "mse":
        delta = 2 * (P - Y) * P * (1 - P) / len(X)
    else:
        delta = 2 * (P - Y) * P * (1 - P) / len(X)
    return X.T @ delta, delta.sum(axis=0)

# %% wrong: factor_two - for both
def unit_gradient(X, Y, w, b, loss):
    P = sigmoid(X @ w + b)
    if loss == "mse":
        delta = 2 * (P - Y) * P * (1 - P) / len(X)
    else:
        delta = 2 * (P - Y) / len(X)
    return X.T @ delta, delta.sum(axis=0)

# %% wrong: fractions_cut_off - the delta in an array like Y, whose labels may be whole numbers
def unit_gradient(X, Y, w, b, loss):
    delta = np.zeros_like(Y)
    for i in range(len(X)):
        p = sigmoid(X[i] @ w + b)
        slope = 2 * p * (1 - p) if loss == "mse" else 1
        delta[i] = (p - Y[i]) * slope / len(X)
    return X.T @ delta, delta.sum(axis=0)
