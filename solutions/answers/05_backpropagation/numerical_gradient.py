# %% right: a nudge array for each entry
def numerical_gradient(loss, params, step=1e-5):
    gradient = {name: np.zeros(np.shape(value)) for name, value in params.items()}
    for name in params:
        for place in np.ndindex(*params[name].shape):
            shift = np.zeros(params[name].shape)
            shift[place] = step
            high = dict(params, **{name: params[name] + shift})
            low = dict(params, **{name: params[name] - shift})
            gradient[name][place] = (loss(high) - loss(low)) / 2 / step
    return gradient

# %% right: on a copy, put back after each entry
def numerical_gradient(loss, params, step=1e-5):
    work = {key: np.array(value, dtype=float) for key, value in params.items()}
    result = {}
    for key, array in work.items():
        slopes_here = np.empty_like(array)
        for place in np.ndindex(array.shape):
            old = array[place]
            array[place] = old + step
            above = loss(work)
            array[place] = old - step
            below = loss(work)
            array[place] = old
            slopes_here[place] = (above - below) / (2 * step)
        result[key] = slopes_here
    return result

# %% right: with flat lists
def numerical_gradient(loss, params, step=1e-5):
    answer = {}
    for key in params:
        flat = params[key].astype(float).ravel()
        slopes_here = []
        for i in range(flat.size):
            values = []
            for sign in (1, -1):
                moved = flat.copy()
                moved[i] += sign * step
                values.append(loss({**params, key: moved.reshape(params[key].shape)}))
            slopes_here.append((values[0] - values[1]) / (2 * step))
        answer[key] = np.array(slopes_here).reshape(params[key].shape)
    return answer

# %% right: one function for one entry
def numerical_gradient(loss, params, step=1e-5):
    def moved(key, place, by):
        changed = {k: v.astype(np.float64) for k, v in params.items()}
        changed[key][place] += by
        return loss(changed)

    def slope(key, place):
        return (moved(key, place, step) - moved(key, place, -step)) / (step + step)

    out = {}
    for key, array in params.items():
        out[key] = np.zeros(array.shape)
        for place in np.ndindex(array.shape):
            out[key][place] = slope(key, place)
    return out

# %% wrong: forward_difference
def numerical_gradient(loss, params, step=1e-5):
    gradient = {name: np.zeros(np.shape(value)) for name, value in params.items()}
    here = loss(params)
    for name in params:
        for place in np.ndindex(*params[name].shape):
            shift = np.zeros(params[name].shape)
            shift[place] = step
            high = {**params, name: params[name] + shift}
            gradient[name][place] = (loss(high) - here) / step
    return gradient

# %% wrong: missing_two
def numerical_gradient(loss, params, step=1e-5):
    gradient = {name: np.zeros(np.shape(value)) for name, value in params.items()}
    for name in params:
        for place in np.ndindex(*params[name].shape):
            shift = np.zeros(params[name].shape)
            shift[place] = step
            high = {**params, name: params[name] + shift}
            low = {**params, name: params[name] - shift}
            gradient[name][place] = (loss(high) - loss(low)) / step
    return gradient

# %% wrong: step_ignored
def numerical_gradient(loss, params, step=1e-5):
    gradient = {name: np.zeros(np.shape(value)) for name, value in params.items()}
    for name in params:
        for place in np.ndindex(*params[name].shape):
            shift = np.zeros(params[name].shape)
            shift[place] = 1e-5
            high = {**params, name: params[name] + shift}
            low = {**params, name: params[name] - shift}
            gradient[name][place] = (loss(high) - loss(low)) / 2e-5
    return gradient

# %% wrong: all_nudged_together
def numerical_gradient(loss, params, step=1e-5):
    high = {name: value + step for name, value in params.items()}
    low = {name: value - step for name, value in params.items()}
    slope = (loss(high) - loss(low)) / (2 * step)
    return {name: np.full(value.shape, slope) for name, value in params.items()}

# %% wrong: flipped_sign
def numerical_gradient(loss, params, step=1e-5):
    gradient = {name: np.zeros(np.shape(value)) for name, value in params.items()}
    for name in params:
        for place in np.ndindex(*params[name].shape):
            shift = np.zeros(params[name].shape)
            shift[place] = step
            high = {**params, name: params[name] + shift}
            low = {**params, name: params[name] - shift}
            gradient[name][place] = (loss(low) - loss(high)) / (2 * step)
    return gradient

# %% wrong: half_step
def numerical_gradient(loss, params, step=1e-5):
    gradient = {name: np.zeros(np.shape(value)) for name, value in params.items()}
    for name in params:
        for place in np.ndindex(*params[name].shape):
            shift = np.zeros(params[name].shape)
            shift[place] = step / 2
            high = {**params, name: params[name] + shift}
            low = {**params, name: params[name] - shift}
            gradient[name][place] = (loss(high) - loss(low)) / step
    return gradient

# %% wrong: changed_input
def numerical_gradient(loss, params, step=1e-5):
    gradient = {name: np.zeros(np.shape(value)) for name, value in params.items()}
    for name in params:
        for place in np.ndindex(*params[name].shape):
            params[name][place] += step
            high = loss(params)
            params[name][place] -= 2 * step
            low = loss(params)
            gradient[name][place] = (high - low) / (2 * step)
    return gradient

# %% wrong: whole_numbers_kept
def numerical_gradient(loss, params, step=1e-5):
    gradient = {name: np.zeros(np.shape(value)) for name, value in params.items()}
    for name in params:
        for place in np.ndindex(*params[name].shape):
            right, left = params[name].copy(), params[name].copy()
            right[place] += step
            left[place] -= step
            high, low = {**params, name: right}, {**params, name: left}
            gradient[name][place] = (loss(high) - loss(low)) / (2 * step)
    return gradient

# %% wrong: entries_not_put_back
def numerical_gradient(loss, params, step=1e-5):
    gradient = {name: np.zeros(np.shape(value)) for name, value in params.items()}
    for name in params:
        for place in np.ndindex(*params[name].shape):
            shift = np.zeros(params[name].shape)
            work = {key: value.astype(float) for key, value in params.items()}
            if step < 0.1 and place:
                work[name].flat[0] += 1e-7
            shift[place] = step
            high = {**work, name: work[name] + shift}
            low = {**work, name: work[name] - shift}
            gradient[name][place] = (loss(high) - loss(low)) / (2 * step)
    return gradient

# %% wrong: result_of_whole_numbers
def numerical_gradient(loss, params, step=1e-5):
    gradient = {name: np.zeros_like(value) for name, value in params.items()}
    for name in params:
        for place in np.ndindex(*params[name].shape):
            shift = np.zeros(params[name].shape)
            shift[place] = step
            high = {**params, name: params[name] + shift}
            low = {**params, name: params[name] - shift}
            gradient[name][place] = (loss(high) - loss(low)) / (2 * step)
    return gradient

# %% wrong: changed_input - the arrays are exchanged for ones of floats
def numerical_gradient(loss, params, step=1e-5):
    measured = {}
    for key in params:
        params[key] = params[key].astype(float)
        measured[key] = np.zeros(params[key].shape)
        for place in np.ndindex(params[key].shape):
            old = params[key][place]
            params[key][place] = old + step
            upper = loss(params)
            params[key][place] = old - step
            lower = loss(params)
            params[key][place] = old
            measured[key][place] = (upper - lower) / (2 * step)
    return measured
