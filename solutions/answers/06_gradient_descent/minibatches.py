# %% right: a permutation, cut into slices
def minibatches(X, Y, batch_size, rng):
    shuffled = rng.permutation(X.shape[0])
    batches = []
    for first in range(0, X.shape[0], batch_size):
        chosen = shuffled[first : first + batch_size]
        batches.append((X[chosen], Y[chosen]))
    return batches

# %% right: a generator
def minibatches(X, Y, batch_size, rng):
    waiting = rng.permutation(len(Y))
    while len(waiting):
        now, waiting = waiting[:batch_size], waiting[batch_size:]
        yield X[now], Y[now]

# %% right: both arrays reordered first
def minibatches(X, Y, batch_size, rng):
    indices = np.arange(len(X))
    rng.shuffle(indices)
    mixed_X, mixed_Y = X[indices], Y[indices]
    count = -(-len(X) // batch_size)
    return [
        (mixed_X[k * batch_size : (k + 1) * batch_size], mixed_Y[k * batch_size : (k + 1) * batch_size])
        for k in range(count)
    ]

# %% right: random keys, sorted, and np.split
def minibatches(X, Y, batch_size, rng):
    if not len(X):
        return []
    places = np.argsort(rng.random(len(X)))
    cuts = np.arange(batch_size, len(X), batch_size)
    return [[X[part], Y[part]] for part in np.split(places, cuts)]

# %% wrong: last_batch_dropped
def minibatches(X, Y, batch_size, rng):
    order = rng.permutation(len(X))
    count = len(X) // batch_size
    parts = [order[k * batch_size : (k + 1) * batch_size] for k in range(count)]
    return [(X[rows], Y[rows]) for rows in parts]

# %% wrong: number_for_size
def minibatches(X, Y, batch_size, rng):
    parts = np.array_split(rng.permutation(len(X)), batch_size)
    return [(X[rows], Y[rows]) for rows in parts]

# %% wrong: evened_out
def minibatches(X, Y, batch_size, rng):
    if len(X) == 0:
        return []
    parts = np.array_split(rng.permutation(len(X)), int(np.ceil(len(X) / batch_size)))
    return [(X[rows], Y[rows]) for rows in parts]

# %% wrong: last_batch_filled
def minibatches(X, Y, batch_size, rng):
    order = rng.permutation(len(X))
    parts = [
        np.take(order, range(k, k + batch_size), mode="wrap") for k in range(0, len(X), batch_size)
    ]
    return [(X[rows], Y[rows]) for rows in parts]

# %% wrong: smaller_batch_first
def minibatches(X, Y, batch_size, rng):
    order = rng.permutation(len(X))
    parts = [order[k : k + batch_size] for k in range(0, len(X), batch_size)]
    return [(X[rows], Y[rows]) for rows in parts[::-1]]

# %% wrong: with_repetition
def minibatches(X, Y, batch_size, rng):
    batches = []
    for start in range(0, len(X), batch_size):
        rows = rng.integers(len(X), size=min(batch_size, len(X) - start))
        batches.append((X[rows], Y[rows]))
    return batches

# %% wrong: pairs_broken - two orders
def minibatches(X, Y, batch_size, rng):
    one, other = rng.permutation(len(X)), rng.permutation(len(X))
    return [
        (X[one[k : k + batch_size]], Y[other[k : k + batch_size]]) for k in range(0, len(X), batch_size)
    ]

# %% wrong: pairs_broken - only the inputs are shuffled
def minibatches(X, Y, batch_size, rng):
    order = rng.permutation(len(X))
    return [
        (X[order[k : k + batch_size]], Y[k : k + batch_size]) for k in range(0, len(X), batch_size)
    ]

# %% wrong: not_shuffled
def minibatches(X, Y, batch_size, rng):
    return [(X[k : k + batch_size], Y[k : k + batch_size]) for k in range(0, len(X), batch_size)]

# %% wrong: shuffled_within - only the order of the batches
def minibatches(X, Y, batch_size, rng):
    batches = [(X[k : k + batch_size], Y[k : k + batch_size]) for k in range(0, len(X), batch_size)]
    last = batches[-1:] if batches and len(batches[-1][0]) < batch_size else []
    full = batches[: len(batches) - len(last)]
    return [full[i] for i in rng.permutation(len(full))] + last

# %% wrong: shuffled_within - only within each batch
def minibatches(X, Y, batch_size, rng):
    batches = []
    for k in range(0, len(X), batch_size):
        rows = k + rng.permutation(len(X[k : k + batch_size]))
        batches.append((X[rows], Y[rows]))
    return batches

# %% wrong: same_order_again - a seed inside
def minibatches(X, Y, batch_size, rng):
    order = np.random.default_rng(0).permutation(len(X))
    return [
        (X[order[k : k + batch_size]], Y[order[k : k + batch_size]]) for k in range(0, len(X), batch_size)
    ]

# %% wrong: global_generator
def minibatches(X, Y, batch_size, rng):
    order = np.random.permutation(len(X))
    return [
        (X[order[k : k + batch_size]], Y[order[k : k + batch_size]]) for k in range(0, len(X), batch_size)
    ]

# %% wrong: changed_input
def minibatches(X, Y, batch_size, rng):
    order = rng.permutation(len(X))
    X[:] = X[order]
    Y[:] = Y[order]
    return [(X[k : k + batch_size], Y[k : k + batch_size]) for k in range(0, len(X), batch_size)]

# %% right: choice without putting back, a nested generator
def minibatches(X, Y, batch_size, rng):
    left = list(rng.choice(len(X), size=len(X), replace=False)) if len(X) else []

    def chunks():
        while left:
            rows = [left.pop() for _ in range(min(batch_size, len(left)))]
            yield np.take(X, rows, axis=0), np.take(Y, rows, axis=0)

    yield from chunks()

# %% wrong: targets_changed_kind - X and Y glued together, so whole targets become fractions
def minibatches(X, Y, batch_size, rng):
    glued = rng.permutation(np.hstack([X, Y]))
    parts = [glued[start : start + batch_size] for start in range(0, len(glued), batch_size)]
    return [(part[:, : X.shape[1]], part[:, X.shape[1] :]) for part in parts]

# %% wrong: shuffled_within - the table is only turned: a random start, then the given order
def minibatches(X, Y, batch_size, rng):
    n = len(X)
    start = rng.integers(n) if n else 0
    order = np.roll(np.arange(n), -start)
    return [(X[order[k : k + batch_size]], Y[order[k : k + batch_size]]) for k in range(0, n, batch_size)]
