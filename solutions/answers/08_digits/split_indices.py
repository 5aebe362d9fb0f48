# %% right: a permutation, cut
def split_indices(n, n_val, n_test, rng):
    if n_val + n_test >= n:
        raise ValueError("no row is left for training")
    shuffled = rng.permutation(n)
    held_out = n_val + n_test
    return shuffled[held_out:], shuffled[:n_val], shuffled[n_val:held_out]

# %% right: np.split after a shuffle in place, training first
def split_indices(n, n_val, n_test, rng):
    n_train = n - n_val - n_test
    if not n_train > 0:
        raise ValueError(f"{n} rows are too few")
    rows = np.arange(n)
    rng.shuffle(rows)
    train, val, test = np.split(rows, [n_train, n_train + n_val])
    return train, val, test

# %% right: random numbers, sorted; each part in rising order
def split_indices(n, n_val, n_test, rng):
    left = n - (n_val + n_test)
    if left < 1:
        raise ValueError("nothing to train on")
    order = np.argsort(rng.random(n))
    return [np.sort(order[:left]), np.sort(order[left : left + n_val]), np.sort(order[left + n_val :])]

# %% right: drawn without replacement, one part after the other
def split_indices(n, n_val, n_test, rng):
    if n <= n_val + n_test:
        raise ValueError("no training rows")
    rest = np.arange(n)
    val = rng.choice(rest, size=n_val, replace=False)
    rest = np.setdiff1d(rest, val)
    test = rng.choice(rest, size=n_test, replace=False)
    return np.setdiff1d(rest, test), val, test

# %% wrong: parts_in_wrong_order
def split_indices(n, n_val, n_test, rng):
    if n_val + n_test >= n:
        raise ValueError("no row is left for training")
    order = rng.permutation(n)
    return order[:n_val], order[n_val : n_val + n_test], order[n_val + n_test :]

# %% wrong: test_before_val
def split_indices(n, n_val, n_test, rng):
    if n_val + n_test >= n:
        raise ValueError("no row is left for training")
    order = rng.permutation(n)
    return order[n_val + n_test :], order[n_val : n_val + n_test], order[:n_val]

# %% wrong: all_rows_for_training
def split_indices(n, n_val, n_test, rng):
    if n_val + n_test >= n:
        raise ValueError("no row is left for training")
    order = rng.permutation(n)
    return order, order[:n_val], order[n_val : n_val + n_test]

# %% wrong: minus_zero
def split_indices(n, n_val, n_test, rng):
    if n_val + n_test >= n:
        raise ValueError("no row is left for training")
    order = rng.permutation(n)
    n_train = n - n_val - n_test
    return order[:n_train], order[n_train : n_train + n_val], order[-n_test:]

# %% wrong: rows_in_two_parts
def split_indices(n, n_val, n_test, rng):
    if n_val + n_test >= n:
        raise ValueError("no row is left for training")
    n_train = n - n_val - n_test
    return rng.permutation(n)[:n_train], rng.permutation(n)[:n_val], rng.permutation(n)[:n_test]

# %% wrong: rows_in_two_parts
def split_indices(n, n_val, n_test, rng):
    if n_val + n_test >= n:
        raise ValueError("no row is left for training")
    drawn = rng.integers(0, n, size=n)
    return drawn[n_val + n_test :], drawn[:n_val], drawn[n_val : n_val + n_test]

# %% wrong: own_generator
def split_indices(n, n_val, n_test, rng):
    if n_val + n_test >= n:
        raise ValueError("no row is left for training")
    order = np.random.default_rng().permutation(n)
    return order[n_val + n_test :], order[:n_val], order[n_val : n_val + n_test]

# %% wrong: not_shuffled
def split_indices(n, n_val, n_test, rng):
    if n_val + n_test >= n:
        raise ValueError("no row is left for training")
    order = np.arange(n)
    return order[n_val + n_test :], order[:n_val], order[n_val : n_val + n_test]

# %% wrong: unequal_chances
def split_indices(n, n_val, n_test, rng):
    if n_val + n_test >= n:
        raise ValueError("no row is left for training")
    half = n // 2
    order = np.append(rng.permutation(half), half + rng.permutation(n - half))
    return order[n_val + n_test :], order[:n_val], order[n_val : n_val + n_test]
