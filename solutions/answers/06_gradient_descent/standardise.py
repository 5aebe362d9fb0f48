# %% right: means and spreads, a mask
def standardise(X_train, X_new):
    middle, width = np.mean(X_train, axis=0), np.std(X_train, axis=0)
    width = np.where(width == 0, 1.0, width)
    return (X_train - middle) / width, (X_new - middle) / width

# %% right: an inner function
def standardise(X_train, X_new):
    means = X_train.mean(axis=0, keepdims=True)
    spreads = np.sqrt(((X_train - means) ** 2).mean(axis=0, keepdims=True))

    def scaled(X):
        return np.subtract(X, means) / (spreads + (spreads == 0))

    return scaled(X_train), scaled(X_new)

# %% right: column by column
def standardise(X_train, X_new):
    first = np.zeros(X_train.shape)
    second = np.zeros(X_new.shape)
    for j in range(X_train.shape[1]):
        column = X_train[:, j]
        spread = column.std() or 1.0
        first[:, j] = (column - column.mean()) / spread
        second[:, j] = (X_new[:, j] - column.mean()) / spread
    return [first, second]

# %% right: division where it is possible
def standardise(X_train, X_new):
    m, s = X_train.mean(0), X_train.var(0) ** 0.5
    results = []
    for X in (X_train, X_new):
        centred = X - m
        results.append(np.divide(centred, s, out=centred.copy(), where=s > 0))
    return tuple(results)

# %% wrong: one_mean_for_all
def standardise(X_train, X_new):
    centre, spread = X_train.mean(), X_train.std()
    spread = spread if spread else 1
    return (X_train - centre) / spread, (X_new - centre) / spread

# %% wrong: per_sample
def standardise(X_train, X_new):
    def scaled(X):
        spread = X.std(axis=1, keepdims=True)
        return (X - X.mean(axis=1, keepdims=True)) / np.where(spread == 0, 1, spread)

    return scaled(X_train), scaled(X_new)

# %% wrong: variance_for_spread
def standardise(X_train, X_new):
    centre, spread = X_train.mean(axis=0), X_train.var(axis=0)
    spread[spread == 0] = 1
    return (X_train - centre) / spread, (X_new - centre) / spread

# %% wrong: not_centred
def standardise(X_train, X_new):
    spread = X_train.std(axis=0)
    spread[spread == 0] = 1
    return X_train / spread, X_new / spread

# %% wrong: not_scaled
def standardise(X_train, X_new):
    centre = X_train.mean(axis=0)
    return X_train - centre, X_new - centre

# %% wrong: smallest_to_largest
def standardise(X_train, X_new):
    low, high = X_train.min(axis=0), X_train.max(axis=0)
    span = np.where(high == low, 1, high - low)
    return (X_train - low) / span, (X_new - low) / span

# %% wrong: divided_by_n_minus_one
def standardise(X_train, X_new):
    centre, spread = X_train.mean(axis=0), X_train.std(axis=0, ddof=1)
    spread[spread == 0] = 1
    return (X_train - centre) / spread, (X_new - centre) / spread

# %% wrong: pooled_statistics
def standardise(X_train, X_new):
    both = np.vstack([X_train, X_new])
    centre, spread = both.mean(axis=0), both.std(axis=0)
    spread[spread == 0] = 1
    return (X_train - centre) / spread, (X_new - centre) / spread

# %% wrong: own_statistics
def standardise(X_train, X_new):
    def scaled(X):
        spread = X.std(axis=0)
        return (X - X.mean(axis=0)) / np.where(spread == 0, 1, spread)

    return scaled(X_train), scaled(X_new)

# %% wrong: own_mean
def standardise(X_train, X_new):
    spread = X_train.std(axis=0)
    spread[spread == 0] = 1
    return (X_train - X_train.mean(axis=0)) / spread, (X_new - X_new.mean(axis=0)) / spread

# %% wrong: new_left_alone
def standardise(X_train, X_new):
    centre, spread = X_train.mean(axis=0), X_train.std(axis=0)
    spread[spread == 0] = 1
    return (X_train - centre) / spread, X_new

# %% wrong: divided_by_zero
def standardise(X_train, X_new):
    centre, spread = X_train.mean(axis=0), X_train.std(axis=0)
    return (X_train - centre) / spread, (X_new - centre) / spread

# %% wrong: constant_column_zeroed
def standardise(X_train, X_new):
    centre, spread = X_train.mean(axis=0), X_train.std(axis=0)
    spread[spread == 0] = np.inf
    return (X_train - centre) / spread, (X_new - centre) / spread

# %% wrong: constant_column_not_centred
def standardise(X_train, X_new):
    centre, spread = X_train.mean(axis=0), X_train.std(axis=0)
    centre[spread == 0] = 0
    spread[spread == 0] = 1
    return (X_train - centre) / spread, (X_new - centre) / spread

# %% wrong: spread_shifted - where a spread is zero, all get one more
def standardise(X_train, X_new):
    centre, spread = X_train.mean(axis=0), X_train.std(axis=0)
    if np.any(spread == 0):
        spread = spread + 1
    return (X_train - centre) / spread, (X_new - centre) / spread

# %% wrong: changed_input
def standardise(X_train, X_new):
    centre, spread = X_train.mean(axis=0), X_train.std(axis=0)
    spread[spread == 0] = 1
    X_train[:] = (X_train - centre) / spread
    X_new[:] = (X_new - centre) / spread
    return X_train, X_new

# %% wrong: small_spread_replaced - a spread near 0 counts as 0
def standardise(X_train, X_new):
    centre, spread = X_train.mean(axis=0), X_train.std(axis=0)
    spread = np.where(np.isclose(spread, 0), 1, spread)
    return (X_train - centre) / spread, (X_new - centre) / spread

# %% wrong: small_spread_replaced - below a bound
def standardise(X_train, X_new):
    centre, spread = X_train.mean(axis=0), X_train.std(axis=0)
    spread[spread < 1e-6] = 1
    return (X_train - centre) / spread, (X_new - centre) / spread
