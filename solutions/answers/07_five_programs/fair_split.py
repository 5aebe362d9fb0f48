# %% right: a mask
def fair_split(x, y, share, rng):
    is_test = np.zeros(len(x), dtype=bool)
    is_test[rng.choice(len(x), size=round(share * len(x)), replace=False)] = True
    return x[~is_test], y[~is_test], x[is_test], y[is_test]

# %% right: sorted by random numbers
def fair_split(x, y, share, rng):
    shuffled = np.argsort(rng.random(len(y)))
    cut = len(y) - round(share * len(y))
    x_mixed, y_mixed = x[shuffled], y[shuffled]
    return x_mixed[:cut], y_mixed[:cut], x_mixed[cut:], y_mixed[cut:]

# %% right: a shuffled list of places
def fair_split(x, y, share, rng):
    places = list(range(len(x)))
    rng.shuffle(places)
    chosen = sorted(places[: round(share * len(x))])
    rest = [i for i in range(len(x)) if i not in chosen]
    return x[rest], y[rest], x[chosen], y[chosen]

# %% wrong: changed_input
def fair_split(x, y, share, rng):
    order = np.arange(len(x))
    state = rng.permutation(len(x))
    x[:], y[:] = x[state], y[state]
    k = round(share * len(x))
    test, train = order[:k], order[k:]
    return x[train], y[train], x[test], y[test]

# %% wrong: share_swapped
def fair_split(x, y, share, rng):
    order = rng.permutation(len(x))
    k = round(share * len(x))
    train, test = order[:k], order[k:]
    return x[train], y[train], x[test], y[test]

# %% wrong: pairs_torn
def fair_split(x, y, share, rng):
    order = rng.permutation(len(x))
    k = round(share * len(x))
    test, train = order[:k], order[k:]
    other = rng.permutation(len(x))
    return x[train], y[other[k:]], x[test], y[other[:k]]

# %% wrong: overlap
def fair_split(x, y, share, rng):
    order = rng.integers(0, len(x), size=len(x))
    k = round(share * len(x))
    test, train = order[:k], order[k:]
    return x[train], y[train], x[test], y[test]

# %% wrong: overlap - the training part has all kinds
def fair_split(x, y, share, rng):
    order = rng.permutation(len(x))
    k = round(share * len(x))
    test, train = order[:k], rng.permutation(len(x))[k:]
    return x[train], y[train], x[test], y[test]

# %% wrong: not_shuffled
def fair_split(x, y, share, rng):
    order = np.arange(len(x))
    k = round(share * len(x))
    test, train = order[:k], order[k:]
    return x[train], y[train], x[test], y[test]

# %% wrong: not_shuffled - the last ones
def fair_split(x, y, share, rng):
    order = rng.permutation(len(x))
    k = round(share * len(x))
    test, train = np.arange(len(x))[-k:], np.arange(len(x))[:-k]
    return x[train], y[train], x[test], y[test]

# %% wrong: global_generator
def fair_split(x, y, share, rng):
    order = np.random.permutation(len(x))
    k = round(share * len(x))
    test, train = order[:k], order[k:]
    return x[train], y[train], x[test], y[test]

# %% wrong: seed_inside
def fair_split(x, y, share, rng):
    order = np.random.default_rng(0).permutation(len(x))
    k = round(share * len(x))
    test, train = order[:k], order[k:]
    return x[train], y[train], x[test], y[test]

# %% wrong: uneven_draw
def fair_split(x, y, share, rng):
    order = np.argsort(rng.random(len(x)) * np.arange(1, len(x) + 1))
    k = round(share * len(x))
    test, train = order[:k], order[k:]
    return x[train], y[train], x[test], y[test]

# %% wrong: rounded_down
def fair_split(x, y, share, rng):
    order = rng.permutation(len(x))
    held = int(share * len(x))
    test, train = order[:held], order[held:]
    return x[train], y[train], x[test], y[test]

# %% wrong: rounded_up - as scikit-learn does it
import math


def fair_split(x, y, share, rng):
    order = rng.permutation(len(x))
    held = math.ceil(share * len(x))
    return x[order[held:]], y[order[held:]], x[order[:held]], y[order[:held]]

# %% wrong: minus_zero - order[-0:] is the whole list
def fair_split(x, y, share, rng):
    order = rng.permutation(len(x))
    k = round(share * len(x))
    train, test = order[:-k], order[-k:]
    return x[train], y[train], x[test], y[test]

# %% wrong: glued_into_one_table - x of shape (n,) comes back as a column, whole labels as fractions
def fair_split(x, y, share, rng):
    table = rng.permutation(np.column_stack([x, y]))
    held = round(share * len(x))
    test, train = table[:held], table[held:]
    return train[:, :-1], train[:, -1], test[:, :-1], test[:, -1]
