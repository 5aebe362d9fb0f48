# %% right: the largest eigenvalue
def stability_limit(X):
    H = X.T @ X * (2 / X.shape[0])
    return 2 / max(np.linalg.eigvalsh(H))

# %% right: the largest singular value of X
def stability_limit(X):
    longest = np.linalg.svd(np.asarray(X, dtype=float), compute_uv=False)[0]
    return len(X) / longest**2

# %% right: the spectral norm of the Hessian
def stability_limit(X):
    n = len(X)
    return 2 / np.linalg.norm(2 / n * np.dot(X.T, X), ord=2)

# %% right: eigenvalues of a general table, and of the samples' side
def stability_limit(X):
    eigenvalues = np.linalg.eigvals(2 * (X @ X.T) / len(X)).real
    return float(2 / eigenvalues.max())

# %% wrong: one_over_curvature
def stability_limit(X):
    return 1 / np.linalg.eigvalsh(2 * X.T @ X / len(X))[-1]

# %% wrong: missing_factor_two
def stability_limit(X):
    return 2 / np.linalg.eigvalsh(X.T @ X / len(X))[-1]

# %% wrong: sum_not_mean
def stability_limit(X):
    return 2 / np.linalg.eigvalsh(2 * X.T @ X)[-1]

# %% wrong: two_over_n_missing
def stability_limit(X):
    return 2 / np.linalg.eigvalsh(X.T @ X)[-1]

# %% wrong: smallest_curvature
def stability_limit(X):
    return 2 / np.linalg.eigvalsh(2 * X.T @ X / len(X))[0]

# %% wrong: curvature_itself
def stability_limit(X):
    return np.linalg.eigvalsh(2 * X.T @ X / len(X))[-1]

# %% wrong: trace_for_eigenvalue
def stability_limit(X):
    return 2 / np.trace(2 * X.T @ X / len(X))

# %% wrong: features_alone
def stability_limit(X):
    return 2 / np.max(np.diag(2 * X.T @ X / len(X)))

# %% wrong: centred
def stability_limit(X):
    X = X - X.mean(axis=0)
    return 2 / np.linalg.eigvalsh(2 * X.T @ X / len(X))[-1]

# %% wrong: not_squared
def stability_limit(X):
    return len(X) / np.linalg.svd(X)[1][0]

# %% wrong: changed_input
def stability_limit(X):
    X /= np.sqrt(len(X))
    return 2 / np.linalg.eigvalsh(2 * X.T @ X)[-1]
