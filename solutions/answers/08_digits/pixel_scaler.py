# %% right: np.where
def fit_scaler(X):
    std = X.std(axis=0)
    return {"mean": X.mean(axis=0), "std": np.where(std == 0, 1.0, std)}


def apply_scaler(X, scaler):
    return (X - scaler["mean"]) / scaler["std"]

# %% right: sums written out, and a mask
def fit_scaler(X):
    n = len(X)
    mean = np.sum(X, axis=0) / n
    std = np.sqrt(np.sum((X - mean) ** 2, axis=0) / n)
    std[std == 0] = 1
    return dict(mean=mean, std=std)


def apply_scaler(X, scaler):
    return np.divide(np.subtract(X, scaler["mean"]), scaler["std"])

# %% right: column by column
def fit_scaler(X):
    means, stds = [], []
    for column in X.T:
        means.append(column.mean())
        spread = np.sqrt(np.mean((column - means[-1]) ** 2))
        stds.append(spread if spread > 0 else 1.0)
    return {"std": np.array(stds), "mean": np.array(means)}


def apply_scaler(X, scaler):
    columns = [
        (X[:, j] - scaler["mean"][j]) / scaler["std"][j] for j in range(X.shape[1])
    ]
    return np.stack(columns, axis=1)

# %% right: np.var, and one over the deviation
def fit_scaler(X):
    variance = np.var(X, axis=0)
    variance = variance + (variance == 0.0)
    return {"mean": np.average(X, axis=0), "std": variance**0.5}


def apply_scaler(X, scaler):
    return (X - scaler["mean"]) * (1 / scaler["std"])

# %% wrong: one_mean_for_all
def fit_scaler(X):
    return {"mean": X.mean(), "std": X.std()}


def apply_scaler(X, scaler):
    return (X - scaler["mean"]) / scaler["std"]

# %% wrong: one_spread_for_all
def fit_scaler(X):
    return {"mean": X.mean(axis=0), "std": X.std()}


def apply_scaler(X, scaler):
    return (X - scaler["mean"]) / scaler["std"]

# %% wrong: rows_not_columns
def fit_scaler(X):
    std = X.std(axis=1)
    return {"mean": X.mean(axis=1), "std": np.where(std == 0, 1, std)}


def apply_scaler(X, scaler):
    return (X - scaler["mean"]) / scaler["std"]

# %% wrong: zero_kept
def fit_scaler(X):
    return {"mean": X.mean(axis=0), "std": X.std(axis=0)}


def apply_scaler(X, scaler):
    return (X - scaler["mean"]) / scaler["std"]

# %% wrong: variance_for_spread
def fit_scaler(X):
    variance = X.var(axis=0)
    return {"mean": X.mean(axis=0), "std": np.where(variance == 0, 1, variance)}


def apply_scaler(X, scaler):
    return (X - scaler["mean"]) / scaler["std"]

# %% wrong: divided_by_n_minus_1
def fit_scaler(X):
    std = X.std(axis=0, ddof=1)
    return {"mean": X.mean(axis=0), "std": np.where(std == 0, 1, std)}


def apply_scaler(X, scaler):
    return (X - scaler["mean"]) / scaler["std"]

# %% wrong: tiny_number_added
def fit_scaler(X):
    return {"mean": X.mean(axis=0), "std": X.std(axis=0) + 1e-8}


def apply_scaler(X, scaler):
    return (X - scaler["mean"]) / scaler["std"]

# %% wrong: statistics_of_new_data
def fit_scaler(X):
    std = X.std(axis=0)
    return {"mean": X.mean(axis=0), "std": np.where(std == 0, 1, std)}


def apply_scaler(X, scaler):
    std = X.std(axis=0)
    return (X - X.mean(axis=0)) / np.where(std == 0, 1, std)

# %% wrong: only_shifted
def fit_scaler(X):
    std = X.std(axis=0)
    return {"mean": X.mean(axis=0), "std": np.where(std == 0, 1, std)}


def apply_scaler(X, scaler):
    return X - scaler["mean"]

# %% wrong: multiplied
def fit_scaler(X):
    std = X.std(axis=0)
    return {"mean": X.mean(axis=0), "std": np.where(std == 0, 1, std)}


def apply_scaler(X, scaler):
    return (X - scaler["mean"]) * scaler["std"]

# %% wrong: order_of_steps
def fit_scaler(X):
    std = X.std(axis=0)
    return {"mean": X.mean(axis=0), "std": np.where(std == 0, 1, std)}


def apply_scaler(X, scaler):
    return X / scaler["std"] - scaler["mean"]

# %% wrong: changed_input
def fit_scaler(X):
    X -= X.mean(axis=0)
    std = X.std(axis=0)
    return {"mean": X.mean(axis=0), "std": np.where(std == 0, 1, std)}


def apply_scaler(X, scaler):
    return (X - scaler["mean"]) / scaler["std"]

# %% wrong: small_spread_replaced
def fit_scaler(X):
    spread = X.std(axis=0)
    return {"mean": X.mean(axis=0), "std": np.where(spread < 1e-8, 1, spread)}


def apply_scaler(X, scaler):
    return (X - scaler["mean"]) / scaler["std"]

# %% wrong: changed_input - the spreads of the scaler are replaced when it is applied
def fit_scaler(X):
    spread = X.std(axis=0)
    return {"mean": X.mean(axis=0), "std": np.where(spread == 0, 1, spread)}


def apply_scaler(X, scaler):
    scaler["std"] = 1 / scaler["std"]
    return (X - scaler["mean"]) * scaler["std"]

# %% wrong: changed_input - the spreads are changed in place
def fit_scaler(X):
    spread = X.std(axis=0)
    return {"mean": X.mean(axis=0), "std": np.where(spread == 0, 1, spread)}


def apply_scaler(X, scaler):
    factor = scaler["std"]
    factor **= -1.0
    return (X - scaler["mean"]) * factor
