# %% right: means of products
def neuron_gradient(X, y, w, b, f, f_prime):
    sums = np.dot(X, w) + b
    each = 2.0 * (f(sums) - y) * f_prime(sums)
    dw = np.array([np.mean(each * X[:, j]) for j in range(X.shape[1])])
    return dw, np.mean(each)

# %% right: sample by sample
def neuron_gradient(X, y, w, b, f, f_prime):
    dw, db = np.zeros(len(w)), 0.0
    for i in range(len(y)):
        z = float(np.sum(w * X[i])) + b
        pull = 2 * (f(z) - y[i]) * f_prime(z) / len(y)
        dw = dw + pull * X[i]
        db = db + pull
    return dw, float(db)

# %% right: the bias as one more weight
def neuron_gradient(X, y, w, b, f, f_prime):
    longer = np.column_stack([X, np.ones(len(X))])
    weighted = longer @ np.append(w, b)
    both = longer.T @ ((f(weighted) - y) * f_prime(weighted)) * 2 / len(X)
    return both[:-1], both[-1]

# %% wrong: flipped_sign
def neuron_gradient(X, y, w, b, f, f_prime):
    z = X @ w + b
    delta = 2 * (y - f(z)) * f_prime(z) / len(y)
    return X.T @ delta, delta.sum()

# %% wrong: activation_missing
def neuron_gradient(X, y, w, b, f, f_prime):
    z = X @ w + b
    delta = 2 * (z - y) / len(y)
    return X.T @ delta, delta.sum()

# %% wrong: slope_missing
def neuron_gradient(X, y, w, b, f, f_prime):
    z = X @ w + b
    delta = 2 * (f(z) - y) / len(y)
    return X.T @ delta, delta.sum()

# %% wrong: changed_input
def neuron_gradient(X, y, w, b, f, f_prime):
    z = X @ w + b
    delta = 2 * (f(z) - y) * f_prime(z) / len(y)
    X *= delta.reshape(-1, 1)
    return X.sum(axis=0), delta.sum()

# %% wrong: slope_at_output
def neuron_gradient(X, y, w, b, f, f_prime):
    z = X @ w + b
    delta = 2 * (f(z) - y) * f_prime(f(z)) / len(y)
    return X.T @ delta, delta.sum()

# %% wrong: error_before_activation
def neuron_gradient(X, y, w, b, f, f_prime):
    z = X @ w + b
    delta = 2 * (z - y) * f_prime(z) / len(y)
    return X.T @ delta, delta.sum()

# %% wrong: missing_factor_two
def neuron_gradient(X, y, w, b, f, f_prime):
    z = X @ w + b
    delta = (f(z) - y) * f_prime(z) / len(y)
    return X.T @ delta, delta.sum()

# %% wrong: sum_not_mean
def neuron_gradient(X, y, w, b, f, f_prime):
    z = X @ w + b
    delta = 2 * (f(z) - y) * f_prime(z)
    return X.T @ delta, delta.sum()

# %% wrong: fractions_cut_off - dw in an array like w, which may hold whole numbers
def neuron_gradient(X, y, w, b, f, f_prime):
    dw, db = np.zeros_like(w), 0.0
    for j in range(len(w)):
        z = X @ w + b
        dw[j] = np.mean(2 * (f(z) - y) * f_prime(z) * X[:, j])
    z = X @ w + b
    return dw, np.mean(2 * (f(z) - y) * f_prime(z))
