# %% right: formulas
def mse_baseline(Y):
    return np.mean((Y - np.mean(Y)) ** 2)


def bce_baseline(Y):
    q = np.mean(Y)
    if q in (0, 1):
        return 0.0
    return -(q * np.log(q) + (1 - q) * np.log(1 - q))

# %% right: np.var, and a sum without zeros
def mse_baseline(Y):
    return np.var(Y)


def bce_baseline(Y):
    shares = np.array([np.mean(Y), 1 - np.mean(Y)])
    shares = shares[shares > 0]
    return float(-np.sum(shares * np.log(shares)) + 0.0)

# %% right: mean of squares minus square of the mean, and a helper
def mse_baseline(Y):
    return max(np.mean(np.square(Y)) - np.mean(Y) ** 2, 0.0)


def bce_baseline(Y):
    def part(share):
        return -share * np.log(share) if share > 0 else 0.0

    q = float(np.mean(Y))
    return part(q) + part(1 - q)

# %% right: sample by sample
def mse_baseline(Y):
    y = np.ravel(Y)
    c = y.sum() / len(y)
    return sum((value - c) ** 2 for value in y) / len(y)


def bce_baseline(Y):
    y = np.ravel(Y)
    q = y.mean()
    total = 0.0
    for label in y:
        total -= np.log(q) if label == 1 else np.log(1 - q)
    return total / len(y)

# %% wrong: sum_not_mean - squared error
def mse_baseline(Y):
    return np.sum((Y - np.mean(Y)) ** 2)


def bce_baseline(Y):
    q = np.mean(Y)
    if q in (0, 1):
        return 0.0
    return -(q * np.log(q) + (1 - q) * np.log(1 - q))

# %% wrong: divided_by_n_minus_one
def mse_baseline(Y):
    return np.sum((Y - np.mean(Y)) ** 2) / max(len(Y) - 1, 1)


def bce_baseline(Y):
    q = np.mean(Y)
    if q in (0, 1):
        return 0.0
    return -(q * np.log(q) + (1 - q) * np.log(1 - q))

# %% wrong: root_taken
def mse_baseline(Y):
    return np.std(Y)


def bce_baseline(Y):
    q = np.mean(Y)
    if q in (0, 1):
        return 0.0
    return -(q * np.log(q) + (1 - q) * np.log(1 - q))

# %% wrong: predicted_zero
def mse_baseline(Y):
    return np.mean(np.square(Y))


def bce_baseline(Y):
    q = np.mean(Y)
    if q in (0, 1):
        return 0.0
    return -(q * np.log(q) + (1 - q) * np.log(1 - q))

# %% wrong: predicted_median
def mse_baseline(Y):
    return np.mean((Y - np.median(Y)) ** 2)


def bce_baseline(Y):
    q = np.mean(Y)
    if q in (0, 1):
        return 0.0
    return -(q * np.log(q) + (1 - q) * np.log(1 - q))

# %% wrong: constant_not_loss
def mse_baseline(Y):
    return np.mean(Y)


def bce_baseline(Y):
    q = np.mean(Y)
    if q in (0, 1):
        return 0.0
    return -(q * np.log(q) + (1 - q) * np.log(1 - q))

# %% wrong: always_zero
def mse_baseline(Y):
    return np.mean(Y - np.mean(Y))


def bce_baseline(Y):
    q = np.mean(Y)
    if q in (0, 1):
        return 0.0
    return -(q * np.log(q) + (1 - q) * np.log(1 - q))

# %% wrong: changed_input
def mse_baseline(Y):
    Y -= np.mean(Y)
    return np.mean(Y**2)


def bce_baseline(Y):
    q = np.mean(Y)
    if q in (0, 1):
        return 0.0
    return -(q * np.log(q) + (1 - q) * np.log(1 - q))

# %% wrong: always_log_two
def mse_baseline(Y):
    return np.mean((Y - np.mean(Y)) ** 2)


def bce_baseline(Y):
    return 0.0 if np.mean(Y) in (0, 1) else np.log(2)

# %% wrong: flipped_sign
def mse_baseline(Y):
    return np.mean((Y - np.mean(Y)) ** 2)


def bce_baseline(Y):
    q = np.mean(Y)
    if q in (0, 1):
        return 0.0
    return q * np.log(q) + (1 - q) * np.log(1 - q)

# %% wrong: sum_not_mean - cross-entropy
def mse_baseline(Y):
    return np.mean((Y - np.mean(Y)) ** 2)


def bce_baseline(Y):
    q = np.mean(Y)
    if q in (0, 1):
        return 0.0
    return -(q * np.log(q) + (1 - q) * np.log(1 - q)) * len(Y)

# %% wrong: only_ones_pay
def mse_baseline(Y):
    return np.mean((Y - np.mean(Y)) ** 2)


def bce_baseline(Y):
    q = np.mean(Y)
    if q in (0, 1):
        return 0.0
    return -q * np.log(q)

# %% wrong: weights_swapped
def mse_baseline(Y):
    return np.mean((Y - np.mean(Y)) ** 2)


def bce_baseline(Y):
    q = np.mean(Y)
    if q in (0, 1):
        return 0.0
    return -((1 - q) * np.log(q) + q * np.log(1 - q))

# %% wrong: prices_not_weighed
def mse_baseline(Y):
    return np.mean((Y - np.mean(Y)) ** 2)


def bce_baseline(Y):
    q = np.mean(Y)
    if q in (0, 1):
        return 0.0
    return -(np.log(q) + np.log(1 - q))

# %% wrong: bits
def mse_baseline(Y):
    return np.mean((Y - np.mean(Y)) ** 2)


def bce_baseline(Y):
    q = np.mean(Y)
    if q in (0, 1):
        return 0.0
    return -(q * np.log2(q) + (1 - q) * np.log2(1 - q))

# %% wrong: variance_instead
def mse_baseline(Y):
    return np.mean((Y - np.mean(Y)) ** 2)


def bce_baseline(Y):
    q = np.mean(Y)
    if q in (0, 1):
        return 0.0
    return np.var(Y)

# %% wrong: nan_from_zero_times_infinity
def mse_baseline(Y):
    return np.mean((Y - np.mean(Y)) ** 2)


def bce_baseline(Y):
    q = np.mean(Y)
    return -(q * np.log(q) + (1 - q) * np.log(1 - q))

# %% wrong: certain_for_majority - as if every label were the usual one
def mse_baseline(Y):
    return np.var(Y)


def bce_baseline(Y):
    q = np.mean(Y)
    if q > 0.5:
        return -np.log(q)
    if q == 0:
        return 0.0
    return -(q * np.log(q) + (1 - q) * np.log(1 - q))

