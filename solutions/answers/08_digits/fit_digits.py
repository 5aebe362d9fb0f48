# %% right: new dictionaries in each step
def fit(params, gradients, X, Y, X_val, Y_val, settings, rng):
    now = best = params
    speed = dict.fromkeys(params, 0.0)
    seen, size = [], settings["batch_size"]
    for _ in range(settings["epochs"]):
        order = rng.permutation(len(X))
        for begin in range(0, len(X), size):
            rows = order[begin : begin + size]
            slope = gradients(now, X[rows], Y[rows])[1]
            speed = {
                key: settings["momentum"] * speed[key] - settings["learning_rate"] * slope[key]
                for key in now
            }
            now = {key: now[key] + speed[key] for key in now}
        seen.append(gradients(now, X_val, Y_val)[0])
        if seen[-1] == min(seen):
            best = now
    return best, seen

# %% right: in place, with copies of the start and of the best
def fit(params, gradients, X, Y, X_val, Y_val, settings, rng):
    n, size = len(X), settings["batch_size"]
    w = {key: value.copy() for key, value in params.items()}
    v = {key: np.zeros(value.shape) for key, value in params.items()}
    best, lowest, losses = None, np.inf, []
    for epoch in range(settings["epochs"]):
        order = np.arange(n)
        rng.shuffle(order)
        start = 0
        while start < n:
            rows = order[start : start + size]
            start += size
            loss, grads = gradients(w, X[rows], Y[rows])
            for key in w:
                v[key] *= settings["momentum"]
                v[key] -= settings["learning_rate"] * grads[key]
                w[key] += v[key]
        loss, _ = gradients(w, X_val, Y_val)
        losses.append(loss)
        if loss < lowest:
            lowest = loss
            best = {key: value.copy() for key, value in w.items()}
    return best, losses

# %% right: batches of nearly equal size, every epoch kept, the best chosen at the end
def fit(params, gradients, X, Y, X_val, Y_val, settings, rng):
    rate, mu = settings["learning_rate"], settings["momentum"]
    parts = -(-len(X) // settings["batch_size"])
    w, v = dict(params), {key: 0 * params[key] for key in params}
    kept, losses = [], []
    for _ in range(settings["epochs"]):
        for rows in np.array_split(np.argsort(rng.random(len(X))), parts):
            _, g = gradients(w, X[rows], Y[rows])
            for key in w:
                v[key] = mu * v[key] - rate * g[key]
                w[key] = w[key] + v[key]
        kept.append(dict(w))
        losses.append(float(gradients(w, X_val, Y_val)[0]))
    return kept[int(np.argmin(losses))], losses

# %% right: a velocity that holds the gradients, the rate outside
def fit(params, gradients, X, Y, X_val, Y_val, settings, rng):
    w = {key: np.array(value, dtype=float) for key, value in params.items()}
    total = {key: 0.0 for key in w}
    best, losses = w, []
    for _ in range(settings["epochs"]):
        mixed = rng.permutation(np.arange(len(X)))
        X_mixed, Y_mixed = X[mixed], Y[mixed]
        for first in range(0, len(mixed), settings["batch_size"]):
            piece = slice(first, first + settings["batch_size"])
            slopes = gradients(w, X_mixed[piece], Y_mixed[piece])[1]
            total = {key: settings["momentum"] * total[key] + slopes[key] for key in w}
            w = {key: w[key] - settings["learning_rate"] * total[key] for key in w}
        losses.append(gradients(w, X_val, Y_val)[0])
        if all(losses[-1] < loss for loss in losses[:-1]):
            best = w
    return best, losses

# %% wrong: rows_torn_apart
def fit(params, gradients, X, Y, X_val, Y_val, settings, rng):
    n, size = len(X), settings["batch_size"]
    rate, mu = settings["learning_rate"], settings["momentum"]
    w = {key: value.copy() for key, value in params.items()}
    v = {key: 0 * value for key, value in params.items()}
    best, losses = w, []
    for epoch in range(settings["epochs"]):
        order, other = rng.permutation(n), rng.permutation(n)
        for start in range(0, n, size):
            rows = order[start : start + size]
            g = gradients(w, X[rows], Y[other[start : start + size]])[1]
            for key in v:
                v[key] = mu * v[key] - rate * g[key]
            w = {key: w[key] + v[key] for key in w}
        losses.append(gradients(w, X_val, Y_val)[0])
        if losses[-1] <= min(losses):
            best = w
    return best, losses

# %% wrong: validation_in_training
def fit(params, gradients, X, Y, X_val, Y_val, settings, rng):
    n, size = len(X), settings["batch_size"]
    rate, mu = settings["learning_rate"], settings["momentum"]
    w = {key: value.copy() for key, value in params.items()}
    v = {key: 0 * value for key, value in params.items()}
    best, losses = w, []
    all_X, all_Y = np.concatenate([X, X_val]), np.concatenate([Y, Y_val])
    for epoch in range(settings["epochs"]):
        order = rng.permutation(len(all_X))
        for start in range(0, len(all_X), size):
            rows = order[start : start + size]
            g = gradients(w, all_X[rows], all_Y[rows])[1]
            for key in v:
                v[key] = mu * v[key] - rate * g[key]
            w = {key: w[key] + v[key] for key in w}
        losses.append(gradients(w, X_val, Y_val)[0])
        if losses[-1] <= min(losses):
            best = w
    return best, losses

# %% wrong: validation_not_each_epoch
def fit(params, gradients, X, Y, X_val, Y_val, settings, rng):
    n, size = len(X), settings["batch_size"]
    rate, mu = settings["learning_rate"], settings["momentum"]
    w = {key: value.copy() for key, value in params.items()}
    v = {key: 0 * value for key, value in params.items()}
    best, losses = w, []
    for epoch in range(settings["epochs"]):
        order = rng.permutation(n)
        for start in range(0, n, size):
            rows = order[start : start + size]
            g = gradients(w, X[rows], Y[rows])[1]
            for key in v:
                v[key] = mu * v[key] - rate * g[key]
            w = {key: w[key] + v[key] for key in w}
    losses.append(gradients(w, X_val, Y_val)[0])
    return w, losses

# %% wrong: whole_set_at_once
def fit(params, gradients, X, Y, X_val, Y_val, settings, rng):
    n, size = len(X), settings["batch_size"]
    rate, mu = settings["learning_rate"], settings["momentum"]
    w = {key: value.copy() for key, value in params.items()}
    v = {key: 0 * value for key, value in params.items()}
    best, losses = w, []
    for epoch in range(settings["epochs"]):
        order = rng.permutation(n)
        for start in range(0, n, n):
            rows = order[start : start + n]
            g = gradients(w, X[rows], Y[rows])[1]
            for key in v:
                v[key] = mu * v[key] - rate * g[key]
            w = {key: w[key] + v[key] for key in w}
        losses.append(gradients(w, X_val, Y_val)[0])
        if losses[-1] <= min(losses):
            best = w
    return best, losses

# %% wrong: drawn_with_replacement
def fit(params, gradients, X, Y, X_val, Y_val, settings, rng):
    n, size = len(X), settings["batch_size"]
    rate, mu = settings["learning_rate"], settings["momentum"]
    w = {key: value.copy() for key, value in params.items()}
    v = {key: 0 * value for key, value in params.items()}
    best, losses = w, []
    for epoch in range(settings["epochs"]):
        order = rng.integers(0, n, size=n)
        for start in range(0, n, size):
            rows = order[start : start + size]
            g = gradients(w, X[rows], Y[rows])[1]
            for key in v:
                v[key] = mu * v[key] - rate * g[key]
            w = {key: w[key] + v[key] for key in w}
        losses.append(gradients(w, X_val, Y_val)[0])
        if losses[-1] <= min(losses):
            best = w
    return best, losses

# %% wrong: last_batch_lost
def fit(params, gradients, X, Y, X_val, Y_val, settings, rng):
    n, size = len(X), settings["batch_size"]
    rate, mu = settings["learning_rate"], settings["momentum"]
    w = {key: value.copy() for key, value in params.items()}
    v = {key: 0 * value for key, value in params.items()}
    best, losses = w, []
    for epoch in range(settings["epochs"]):
        order = rng.permutation(n)
        for start in range(0, n - n % size if n > size else n, size):
            rows = order[start : start + size]
            g = gradients(w, X[rows], Y[rows])[1]
            for key in v:
                v[key] = mu * v[key] - rate * g[key]
            w = {key: w[key] + v[key] for key in w}
        losses.append(gradients(w, X_val, Y_val)[0])
        if losses[-1] <= min(losses):
            best = w
    return best, losses

# %% wrong: never_shuffled
def fit(params, gradients, X, Y, X_val, Y_val, settings, rng):
    n, size = len(X), settings["batch_size"]
    rate, mu = settings["learning_rate"], settings["momentum"]
    w = {key: value.copy() for key, value in params.items()}
    v = {key: 0 * value for key, value in params.items()}
    best, losses = w, []
    for epoch in range(settings["epochs"]):
        order = np.arange(n)
        for start in range(0, n, size):
            rows = order[start : start + size]
            g = gradients(w, X[rows], Y[rows])[1]
            for key in v:
                v[key] = mu * v[key] - rate * g[key]
            w = {key: w[key] + v[key] for key in w}
        losses.append(gradients(w, X_val, Y_val)[0])
        if losses[-1] <= min(losses):
            best = w
    return best, losses

# %% wrong: shuffled_once
def fit(params, gradients, X, Y, X_val, Y_val, settings, rng):
    n, size = len(X), settings["batch_size"]
    rate, mu = settings["learning_rate"], settings["momentum"]
    w = {key: value.copy() for key, value in params.items()}
    v = {key: 0 * value for key, value in params.items()}
    best, losses = w, []
    order = rng.permutation(n)
    for epoch in range(settings["epochs"]):
        for start in range(0, n, size):
            rows = order[start : start + size]
            g = gradients(w, X[rows], Y[rows])[1]
            for key in v:
                v[key] = mu * v[key] - rate * g[key]
            w = {key: w[key] + v[key] for key in w}
        losses.append(gradients(w, X_val, Y_val)[0])
        if losses[-1] <= min(losses):
            best = w
    return best, losses

# %% wrong: own_generator
def fit(params, gradients, X, Y, X_val, Y_val, settings, rng):
    n, size = len(X), settings["batch_size"]
    rate, mu = settings["learning_rate"], settings["momentum"]
    w = {key: value.copy() for key, value in params.items()}
    v = {key: 0 * value for key, value in params.items()}
    best, losses = w, []
    for epoch in range(settings["epochs"]):
        order = np.random.default_rng().permutation(n)
        for start in range(0, n, size):
            rows = order[start : start + size]
            g = gradients(w, X[rows], Y[rows])[1]
            for key in v:
                v[key] = mu * v[key] - rate * g[key]
            w = {key: w[key] + v[key] for key in w}
        losses.append(gradients(w, X_val, Y_val)[0])
        if losses[-1] <= min(losses):
            best = w
    return best, losses

# %% wrong: own_generator - with a seed of its own
def fit(params, gradients, X, Y, X_val, Y_val, settings, rng):
    n, size = len(X), settings["batch_size"]
    rate, mu = settings["learning_rate"], settings["momentum"]
    w = {key: value.copy() for key, value in params.items()}
    v = {key: 0 * value for key, value in params.items()}
    best, losses = w, []
    for epoch in range(settings["epochs"]):
        order = np.random.default_rng(epoch).permutation(n)
        for start in range(0, n, size):
            rows = order[start : start + size]
            g = gradients(w, X[rows], Y[rows])[1]
            for key in v:
                v[key] = mu * v[key] - rate * g[key]
            w = {key: w[key] + v[key] for key in w}
        losses.append(gradients(w, X_val, Y_val)[0])
        if losses[-1] <= min(losses):
            best = w
    return best, losses

# %% wrong: no_momentum
def fit(params, gradients, X, Y, X_val, Y_val, settings, rng):
    n, size = len(X), settings["batch_size"]
    rate, mu = settings["learning_rate"], settings["momentum"]
    w = {key: value.copy() for key, value in params.items()}
    v = {key: 0 * value for key, value in params.items()}
    best, losses = w, []
    for epoch in range(settings["epochs"]):
        order = rng.permutation(n)
        for start in range(0, n, size):
            rows = order[start : start + size]
            g = gradients(w, X[rows], Y[rows])[1]
            for key in v:
                v[key] = -rate * g[key]
            w = {key: w[key] + v[key] for key in w}
        losses.append(gradients(w, X_val, Y_val)[0])
        if losses[-1] <= min(losses):
            best = w
    return best, losses

# %% wrong: uphill
def fit(params, gradients, X, Y, X_val, Y_val, settings, rng):
    n, size = len(X), settings["batch_size"]
    rate, mu = settings["learning_rate"], settings["momentum"]
    w = {key: value.copy() for key, value in params.items()}
    v = {key: 0 * value for key, value in params.items()}
    best, losses = w, []
    for epoch in range(settings["epochs"]):
        order = rng.permutation(n)
        for start in range(0, n, size):
            rows = order[start : start + size]
            g = gradients(w, X[rows], Y[rows])[1]
            for key in v:
                v[key] = mu * v[key] + rate * g[key]
            w = {key: w[key] + v[key] for key in w}
        losses.append(gradients(w, X_val, Y_val)[0])
        if losses[-1] <= min(losses):
            best = w
    return best, losses

# %% wrong: velocity_forgotten
def fit(params, gradients, X, Y, X_val, Y_val, settings, rng):
    n, size = len(X), settings["batch_size"]
    rate, mu = settings["learning_rate"], settings["momentum"]
    w = {key: value.copy() for key, value in params.items()}
    best, losses = w, []
    for epoch in range(settings["epochs"]):
        v = {key: 0 * value for key, value in params.items()}
        order = rng.permutation(n)
        for start in range(0, n, size):
            rows = order[start : start + size]
            g = gradients(w, X[rows], Y[rows])[1]
            for key in v:
                v[key] = mu * v[key] - rate * g[key]
            w = {key: w[key] + v[key] for key in w}
        losses.append(gradients(w, X_val, Y_val)[0])
        if losses[-1] <= min(losses):
            best = w
    return best, losses

# %% wrong: averaged_velocity
def fit(params, gradients, X, Y, X_val, Y_val, settings, rng):
    n, size = len(X), settings["batch_size"]
    rate, mu = settings["learning_rate"], settings["momentum"]
    w = {key: value.copy() for key, value in params.items()}
    v = {key: 0 * value for key, value in params.items()}
    best, losses = w, []
    for epoch in range(settings["epochs"]):
        order = rng.permutation(n)
        for start in range(0, n, size):
            rows = order[start : start + size]
            g = gradients(w, X[rows], Y[rows])[1]
            for key in v:
                v[key] = mu * v[key] - (1 - mu) * rate * g[key]
            w = {key: w[key] + v[key] for key in w}
        losses.append(gradients(w, X_val, Y_val)[0])
        if losses[-1] <= min(losses):
            best = w
    return best, losses

# %% wrong: never_moved
def fit(params, gradients, X, Y, X_val, Y_val, settings, rng):
    n, size = len(X), settings["batch_size"]
    rate, mu = settings["learning_rate"], settings["momentum"]
    w = {key: value.copy() for key, value in params.items()}
    v = {key: 0 * value for key, value in params.items()}
    best, losses = w, []
    for epoch in range(settings["epochs"]):
        order = rng.permutation(n)
        for start in range(0, n, size):
            rows = order[start : start + size]
            g = gradients(w, X[rows], Y[rows])[1]
            for key in v:
                v[key] = mu * v[key] - rate * g[key]
            moved = {key: w[key] + v[key] for key in w}
        losses.append(gradients(w, X_val, Y_val)[0])
        if losses[-1] <= min(losses):
            best = w
    return best, losses

# %% wrong: training_losses
def fit(params, gradients, X, Y, X_val, Y_val, settings, rng):
    n, size = len(X), settings["batch_size"]
    rate, mu = settings["learning_rate"], settings["momentum"]
    w = {key: value.copy() for key, value in params.items()}
    v = {key: 0 * value for key, value in params.items()}
    best, losses = w, []
    for epoch in range(settings["epochs"]):
        order = rng.permutation(n)
        for start in range(0, n, size):
            rows = order[start : start + size]
            train_loss, g = gradients(w, X[rows], Y[rows])
            for key in v:
                v[key] = mu * v[key] - rate * g[key]
            w = {key: w[key] + v[key] for key in w}
        gradients(w, X_val, Y_val)
        losses.append(train_loss)
        best = w
    return best, losses

# %% wrong: last_not_best
def fit(params, gradients, X, Y, X_val, Y_val, settings, rng):
    n, size = len(X), settings["batch_size"]
    rate, mu = settings["learning_rate"], settings["momentum"]
    w = {key: value.copy() for key, value in params.items()}
    v = {key: 0 * value for key, value in params.items()}
    best, losses = w, []
    for epoch in range(settings["epochs"]):
        order = rng.permutation(n)
        for start in range(0, n, size):
            rows = order[start : start + size]
            g = gradients(w, X[rows], Y[rows])[1]
            for key in v:
                v[key] = mu * v[key] - rate * g[key]
            w = {key: w[key] + v[key] for key in w}
        losses.append(gradients(w, X_val, Y_val)[0])
        best = w
    return best, losses

# %% wrong: last_not_best - the best changed in place
def fit(params, gradients, X, Y, X_val, Y_val, settings, rng):
    n, size = len(X), settings["batch_size"]
    rate, mu = settings["learning_rate"], settings["momentum"]
    w = {key: value.copy() for key, value in params.items()}
    v = {key: 0 * value for key, value in params.items()}
    best, losses = w, []
    for epoch in range(settings["epochs"]):
        order = rng.permutation(n)
        for start in range(0, n, size):
            rows = order[start : start + size]
            g = gradients(w, X[rows], Y[rows])[1]
            for key in v:
                v[key] = mu * v[key] - rate * g[key]
            for key in w:
                w[key] += v[key]
        losses.append(gradients(w, X_val, Y_val)[0])
        if losses[-1] <= min(losses):
            best = w
    return best, losses

# %% wrong: worst_not_best
def fit(params, gradients, X, Y, X_val, Y_val, settings, rng):
    n, size = len(X), settings["batch_size"]
    rate, mu = settings["learning_rate"], settings["momentum"]
    w = {key: value.copy() for key, value in params.items()}
    v = {key: 0 * value for key, value in params.items()}
    best, losses = w, []
    for epoch in range(settings["epochs"]):
        order = rng.permutation(n)
        for start in range(0, n, size):
            rows = order[start : start + size]
            g = gradients(w, X[rows], Y[rows])[1]
            for key in v:
                v[key] = mu * v[key] - rate * g[key]
            w = {key: w[key] + v[key] for key in w}
        losses.append(gradients(w, X_val, Y_val)[0])
        if losses[-1] >= max(losses):
            best = w
    return best, losses

# %% wrong: start_returned
def fit(params, gradients, X, Y, X_val, Y_val, settings, rng):
    n, size = len(X), settings["batch_size"]
    rate, mu = settings["learning_rate"], settings["momentum"]
    w = {key: value.copy() for key, value in params.items()}
    v = {key: 0 * value for key, value in params.items()}
    best, losses = w, []
    for epoch in range(settings["epochs"]):
        order = rng.permutation(n)
        for start in range(0, n, size):
            rows = order[start : start + size]
            g = gradients(w, X[rows], Y[rows])[1]
            for key in v:
                v[key] = mu * v[key] - rate * g[key]
            w = {key: w[key] + v[key] for key in w}
        losses.append(gradients(w, X_val, Y_val)[0])
        if losses[-1] <= min(losses):
            best = w
    return params, losses

# %% wrong: changed_input
def fit(params, gradients, X, Y, X_val, Y_val, settings, rng):
    n, size = len(X), settings["batch_size"]
    rate, mu = settings["learning_rate"], settings["momentum"]
    w = params
    v = {key: 0 * value for key, value in params.items()}
    best, losses = w, []
    for epoch in range(settings["epochs"]):
        order = rng.permutation(n)
        for start in range(0, n, size):
            rows = order[start : start + size]
            g = gradients(w, X[rows], Y[rows])[1]
            for key in v:
                v[key] = mu * v[key] - rate * g[key]
            for key in w:
                w[key] += v[key]
        losses.append(gradients(w, X_val, Y_val)[0])
        if losses[-1] <= min(losses):
            best = w
    return best, losses

# %% right: deepcopy, a helper, a list of pairs
import copy
from itertools import islice


def batches_of(order, size):
    order = iter(order)
    while rows := list(islice(order, size)):
        yield rows


def fit(params, gradients, X, Y, X_val, Y_val, settings, rng):
    here = copy.deepcopy(params)
    v = {}
    history = []
    for epoch in range(settings["epochs"]):
        for rows in batches_of(sorted(range(len(X)), key=rng.random(len(X)).__getitem__), settings["batch_size"]):
            _, g = gradients(here, np.stack([X[r] for r in rows]), np.stack([Y[r] for r in rows]))
            for key in here:
                v[key] = settings["momentum"] * v.get(key, 0) + g[key]
                here[key] = here[key] - settings["learning_rate"] * v[key]
        history.append((gradients(here, X_val, Y_val)[0], copy.deepcopy(here)))
        print(f"epoch {epoch}: {history[-1][0]:.3f}")
    return min(history, key=lambda pair: pair[0])[1], [loss for loss, _ in history]

# %% wrong: changed_input - the rows of X and Y are shuffled in the caller's arrays
def fit(params, gradients, X, Y, X_val, Y_val, settings, rng):
    rate, mu, size = settings["learning_rate"], settings["momentum"], settings["batch_size"]
    w = {key: value.copy() for key, value in params.items()}
    v = {key: 0 * value for key, value in params.items()}
    best, losses = w, []
    for epoch in range(settings["epochs"]):
        order = rng.permutation(len(X))
        X[:], Y[:] = X[order], Y[order]
        for start in range(0, len(X), size):
            g = gradients(w, X[start : start + size], Y[start : start + size])[1]
            for key in v:
                v[key] = mu * v[key] - rate * g[key]
            w = {key: w[key] + v[key] for key in w}
        losses.append(gradients(w, X_val, Y_val)[0])
        if losses[-1] <= min(losses):
            best = w
    return best, losses

# %% wrong: start_returned - the lowest loss starts at 10
def fit(params, gradients, X, Y, X_val, Y_val, settings, rng):
    rate, mu, size = settings["learning_rate"], settings["momentum"], settings["batch_size"]
    w = {key: value.copy() for key, value in params.items()}
    v = {key: 0 * value for key, value in params.items()}
    best, lowest, losses = params, 10.0, []
    for epoch in range(settings["epochs"]):
        order = rng.permutation(len(X))
        for start in range(0, len(X), size):
            rows = order[start : start + size]
            g = gradients(w, X[rows], Y[rows])[1]
            for key in v:
                v[key] = mu * v[key] - rate * g[key]
            w = {key: w[key] + v[key] for key in w}
        losses.append(gradients(w, X_val, Y_val)[0])
        if losses[-1] < lowest:
            best, lowest = w, losses[-1]
    return best, losses

# %% wrong: called_for_training_loss - after the look at the validation set
def fit(params, gradients, X, Y, X_val, Y_val, settings, rng):
    rate, mu, size = settings["learning_rate"], settings["momentum"], settings["batch_size"]
    w = {key: value.copy() for key, value in params.items()}
    v = {key: 0 * value for key, value in params.items()}
    best, losses, training = w, [], []
    for epoch in range(settings["epochs"]):
        order = rng.permutation(len(X))
        for start in range(0, len(X), size):
            rows = order[start : start + size]
            g = gradients(w, X[rows], Y[rows])[1]
            for key in v:
                v[key] = mu * v[key] - rate * g[key]
            w = {key: w[key] + v[key] for key in w}
        losses.append(gradients(w, X_val, Y_val)[0])
        training.append(gradients(w, X, Y)[0])
        if losses[-1] <= min(losses):
            best = w
    return best, losses

# %% wrong: called_for_training_loss - before it
def fit(params, gradients, X, Y, X_val, Y_val, settings, rng):
    rate, mu, size = settings["learning_rate"], settings["momentum"], settings["batch_size"]
    w = {key: value.copy() for key, value in params.items()}
    v = {key: 0 * value for key, value in params.items()}
    best, losses, training = w, [], []
    for epoch in range(settings["epochs"]):
        order = rng.permutation(len(X))
        for start in range(0, len(X), size):
            rows = order[start : start + size]
            g = gradients(w, X[rows], Y[rows])[1]
            for key in v:
                v[key] = mu * v[key] - rate * g[key]
            w = {key: w[key] + v[key] for key in w}
        training.append(gradients(w, X, Y)[0])
        losses.append(gradients(w, X_val, Y_val)[0])
        if losses[-1] <= min(losses):
            best = w
    return best, losses

# %% wrong: matched_by_position - the first parameter with the first gradient
def fit(params, gradients, X, Y, X_val, Y_val, settings, rng):
    rate, mu, size = settings["learning_rate"], settings["momentum"], settings["batch_size"]
    w = {key: value.copy() for key, value in params.items()}
    v = {key: 0 * value for key, value in params.items()}
    best, losses = w, []
    for epoch in range(settings["epochs"]):
        order = rng.permutation(len(X))
        for start in range(0, len(X), size):
            rows = order[start : start + size]
            g = gradients(w, X[rows], Y[rows])[1]
            for key, slope in zip(v, g.values()):
                v[key] = mu * v[key] - rate * slope
            w = {key: w[key] + v[key] for key in w}
        losses.append(gradients(w, X_val, Y_val)[0])
        if losses[-1] <= min(losses):
            best = w
    return best, losses
