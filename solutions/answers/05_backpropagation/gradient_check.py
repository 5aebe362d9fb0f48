# %% right: norms of long lists
def gradient_check(loss, backward, params, measure):
    claimed, measured = backward(params), measure(loss, params)
    if any(key not in claimed or np.shape(claimed[key]) != np.shape(params[key]) for key in params):
        return False
    c = np.concatenate([np.ravel(claimed[key]) for key in params])
    m = np.concatenate([np.ravel(measured[key]) for key in params])
    return np.linalg.norm(c - m) <= 1e-4 * np.linalg.norm(m)

# %% right: the largest difference against the largest entry
def gradient_check(loss, backward, params, measure):
    claimed, measured = backward(params), measure(loss, params)
    largest = max(float(np.max(np.abs(measured[key]))) for key in params)
    for key in params:
        if key not in claimed or np.shape(claimed[key]) != np.shape(measured[key]):
            return False
        if not np.all(np.abs(claimed[key] - measured[key]) <= 1e-5 * largest):
            return False
    return True

# %% right: allclose, with a bound that grows with the gradient
def gradient_check(loss, backward, params, measure):
    claimed, measured = backward(params), measure(loss, params)
    if set(claimed) != set(params):
        return False
    if any(np.shape(claimed[key]) != np.shape(params[key]) for key in params):
        return False
    size = max(np.abs(measured[key]).max() for key in params)
    return all(np.allclose(claimed[key], measured[key], rtol=1e-6, atol=1e-6 * size) for key in params)

# %% right: measured in its own way
def gradient_check(loss, backward, params, measure):
    claimed = backward(params)
    squares_of_gaps = squares = 0.0
    for key, array in params.items():
        if key not in claimed or claimed[key].shape != array.shape:
            return False
        for place in np.ndindex(array.shape):
            nudged = []
            for side in (1.0, -1.0):
                moved = array.astype(float)
                moved[place] += side * 1e-5
                nudged.append(loss({**params, key: moved}))
            slope = (nudged[0] - nudged[1]) / 2e-5
            squares_of_gaps += (slope - claimed[key][place]) ** 2
            squares += slope**2
    return bool(squares_of_gaps <= 1e-10 * squares)

# %% wrong: accuses_all
def gradient_check(loss, backward, params, measure):
    claimed, measured = backward(params), measure(loss, params)
    return all(np.array_equal(claimed[key], measured[key]) for key in params)

# %% wrong: trusts_all
def gradient_check(loss, backward, params, measure):
    return True

# %% wrong: bound_too_tight
def gradient_check(loss, backward, params, measure):
    claimed, measured = backward(params), measure(loss, params)
    if any(key not in claimed or np.shape(claimed[key]) != np.shape(params[key]) for key in params):
        return False
    c = np.concatenate([np.ravel(claimed[key]) for key in params])
    m = np.concatenate([np.ravel(measured[key]) for key in params])
    return np.linalg.norm(c - m) <= 3e-9 * np.linalg.norm(m)

# %% wrong: sign_not_compared
def gradient_check(loss, backward, params, measure):
    claimed, measured = backward(params), measure(loss, params)
    if any(key not in claimed or np.shape(claimed[key]) != np.shape(params[key]) for key in params):
        return False
    c = np.concatenate([np.ravel(claimed[key]) for key in params])
    m = np.concatenate([np.ravel(measured[key]) for key in params])
    return abs(np.linalg.norm(c) - np.linalg.norm(m)) <= 1e-5 * np.linalg.norm(m)

# %% wrong: errors_cancel
def gradient_check(loss, backward, params, measure):
    claimed, measured = backward(params), measure(loss, params)
    if any(key not in claimed or np.shape(claimed[key]) != np.shape(params[key]) for key in params):
        return False
    c = np.concatenate([np.ravel(claimed[key]) for key in params])
    m = np.concatenate([np.ravel(measured[key]) for key in params])
    return abs(np.sum(c - m)) <= 1e-5 * np.linalg.norm(m)

# %% wrong: entries_unchecked
def gradient_check(loss, backward, params, measure):
    claimed, measured = backward(params), measure(loss, params)
    key = list(params)[0]
    gap = np.linalg.norm(claimed[key] - measured[key])
    return gap <= 1e-5 * np.linalg.norm(measured[key])

# %% wrong: entries_unchecked - one entry of each array
def gradient_check(loss, backward, params, measure):
    claimed, measured = backward(params), measure(loss, params)
    for key in params:
        if key not in claimed or np.shape(claimed[key]) != np.shape(params[key]):
            return False
        corners = np.ravel(claimed[key])[[0, -1]], np.ravel(measured[key])[[0, -1]]
        if not np.linalg.norm(corners[0] - corners[1]) <= 1e-5 * np.linalg.norm(corners[1]):
            return False
    return True

# %% wrong: bound_too_wide
def gradient_check(loss, backward, params, measure):
    claimed, measured = backward(params), measure(loss, params)
    if any(key not in claimed or np.shape(claimed[key]) != np.shape(params[key]) for key in params):
        return False
    c = np.concatenate([np.ravel(claimed[key]) for key in params])
    m = np.concatenate([np.ravel(measured[key]) for key in params])
    return np.linalg.norm(c - m) <= 0.05 * np.linalg.norm(m)

# %% wrong: fixed_bound
def gradient_check(loss, backward, params, measure):
    claimed, measured = backward(params), measure(loss, params)
    for key in params:
        if key not in claimed or np.shape(claimed[key]) != np.shape(params[key]):
            return False
        if not np.all(np.abs(claimed[key] - measured[key]) < 1e-6):
            return False
    return True

# %% wrong: fixed_bound - what allclose does by itself
def gradient_check(loss, backward, params, measure):
    claimed, measured = backward(params), measure(loss, params)
    for key in params:
        if key not in claimed or np.shape(claimed[key]) != np.shape(params[key]):
            return False
        if not np.allclose(claimed[key], measured[key]):
            return False
    return True

# %% wrong: each_entry_by_its_own_size
def gradient_check(loss, backward, params, measure):
    claimed, measured = backward(params), measure(loss, params)
    for key in params:
        if key not in claimed or np.shape(claimed[key]) != np.shape(params[key]):
            return False
        if not np.all(np.abs(claimed[key] - measured[key]) <= 1e-5 * np.abs(measured[key])):
            return False
    return True

# %% wrong: zero_by_zero
def gradient_check(loss, backward, params, measure):
    claimed, measured = backward(params), measure(loss, params)
    if any(key not in claimed or np.shape(claimed[key]) != np.shape(params[key]) for key in params):
        return False
    c = np.concatenate([np.ravel(claimed[key]) for key in params])
    m = np.concatenate([np.ravel(measured[key]) for key in params])
    return np.linalg.norm(c - m) / np.linalg.norm(m) <= 1e-5

# %% wrong: nan_trusted
def gradient_check(loss, backward, params, measure):
    claimed, measured = backward(params), measure(loss, params)
    if any(key not in claimed or np.shape(claimed[key]) != np.shape(params[key]) for key in params):
        return False
    c = np.concatenate([np.ravel(claimed[key]) for key in params])
    m = np.concatenate([np.ravel(measured[key]) for key in params])
    if np.linalg.norm(c - m) > 1e-5 * np.linalg.norm(m):
        return False
    return True

# %% wrong: shapes_not_compared
def gradient_check(loss, backward, params, measure):
    claimed, measured = backward(params), measure(loss, params)
    if any(key not in claimed for key in params):
        return False
    c = np.concatenate([np.ravel(claimed[key]) for key in params])
    m = np.concatenate([np.ravel(measured[key]) for key in params])
    return np.linalg.norm(c - m) <= 1e-5 * np.linalg.norm(m)

# %% wrong: missing_key_trusted
def gradient_check(loss, backward, params, measure):
    claimed, measured = backward(params), measure(loss, params)
    if any(np.shape(claimed[key]) != np.shape(params[key]) for key in claimed):
        return False
    c = np.concatenate([np.ravel(claimed[key]) for key in claimed])
    m = np.concatenate([np.ravel(measured[key]) for key in claimed])
    return np.linalg.norm(c - m) <= 1e-5 * np.linalg.norm(m)

# %% right: in random directions, without the measured gradient
def gradient_check(loss, backward, params, measure):
    claimed = backward(params)
    if any(np.shape(claimed.get(key)) != params[key].shape for key in params):
        return False
    draw = np.random.default_rng(0)
    for _ in range(8):
        way = {key: draw.normal(size=value.shape) for key, value in params.items()}
        high = loss({key: params[key] + 1e-5 * way[key] for key in params})
        low = loss({key: params[key] - 1e-5 * way[key] for key in params})
        seen = (high - low) / 2e-5
        said = sum(np.sum(way[key] * claimed[key]) for key in params)
        size = np.sqrt(sum(np.sum(np.square(claimed[key])) for key in params))
        if not abs(seen - said) <= 1e-5 * size:
            return False
    return True

# %% wrong: each_array_by_its_own_size
def gradient_check(loss, backward, params, measure):
    claimed, measured = backward(params), measure(loss, params)
    for key in params:
        if key not in claimed or np.shape(claimed[key]) != np.shape(params[key]):
            return False
        gap = np.linalg.norm(claimed[key] - measured[key])
        if not gap <= 1e-5 * np.linalg.norm(measured[key]):
            return False
    return True

# %% wrong: each_array_by_its_own_size - nan for an array of zeros is taken for agreement
def gradient_check(loss, backward, params, measure):
    claimed, measured = backward(params), measure(loss, params)
    for key in params:
        if key not in claimed or np.shape(claimed[key]) != np.shape(params[key]):
            return False
        largest = np.abs(measured[key]).max()
        if largest == 0 and not np.any(claimed[key]):
            continue
        if not np.abs(claimed[key] - measured[key]).max() / largest < 1e-4:
            return False
    return True

# %% wrong: matched_by_position - the values of both dictionaries, in whatever order they stand
def gradient_check(loss, backward, params, measure):
    claimed, measured = backward(params), measure(loss, params)
    if len(claimed) != len(params):
        return False
    if any(np.shape(c) != np.shape(m) for c, m in zip(claimed.values(), measured.values())):
        return False
    c = np.concatenate([np.ravel(value) for value in claimed.values()])
    m = np.concatenate([np.ravel(value) for value in measured.values()])
    return np.linalg.norm(c - m) <= 1e-5 * np.linalg.norm(m)
