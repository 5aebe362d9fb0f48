# %% right: a dictionary comprehension over items
def gradient_step(params, grads, learning_rate):
    return {name: value - learning_rate * grads[name] for name, value in params.items()}

# %% right: a loop into a new dictionary
def gradient_step(params, grads, learning_rate):
    moved = {}
    for name in params:
        downhill = -1.0 * grads[name]
        moved[name] = np.add(params[name], learning_rate * downhill)
    return moved

# %% right: copies, changed in place
def gradient_step(params, grads, learning_rate):
    moved = {name: np.array(value, dtype=float) for name, value in params.items()}
    for name, slope in grads.items():
        moved[name] -= learning_rate * slope
    return moved

# %% right: dict and zip
def gradient_step(params, grads, learning_rate):
    names = list(grads)
    steps = [np.multiply(-learning_rate, grads[name]) for name in names]
    return dict(zip(names, (params[name] + step for name, step in zip(names, steps))))

# %% wrong: ascent
def gradient_step(params, grads, learning_rate):
    return {key: params[key] + learning_rate * grads[key] for key in params}

# %% wrong: rate_ignored
def gradient_step(params, grads, learning_rate):
    return {key: params[key] - grads[key] for key in params}

# %% wrong: divided_by_rate
def gradient_step(params, grads, learning_rate):
    return {key: params[key] - grads[key] / learning_rate for key in params}

# %% wrong: step_without_start
def gradient_step(params, grads, learning_rate):
    return {key: -learning_rate * grads[key] for key in params}

# %% wrong: sign_only
def gradient_step(params, grads, learning_rate):
    return {key: params[key] - learning_rate * np.sign(grads[key]) for key in params}

# %% wrong: parameter_shrunk
def gradient_step(params, grads, learning_rate):
    return {key: params[key] - learning_rate * params[key] for key in params}

# %% wrong: not_moved - only the weights
def gradient_step(params, grads, learning_rate):
    moved = dict(params)
    for key in params:
        if key.startswith("W"):
            moved[key] = params[key] - learning_rate * grads[key]
    return moved

# %% wrong: not_moved - a name is bound anew
def gradient_step(params, grads, learning_rate):
    for key, value in params.items():
        value = value - learning_rate * grads[key]
    return params

# %% wrong: changed_input
def gradient_step(params, grads, learning_rate):
    for key in params:
        params[key] = params[key] - learning_rate * grads[key]
    return params

# %% wrong: changed_input - a shallow copy
def gradient_step(params, grads, learning_rate):
    moved = dict(params)
    for key in moved:
        moved[key][...] = moved[key] - learning_rate * grads[key]
    return moved

# %% wrong: changed_input - the gradients
def gradient_step(params, grads, learning_rate):
    for key in grads:
        grads[key] = learning_rate * grads[key]
    return {key: params[key] - grads[key] for key in params}

# %% wrong: matched_by_position - the first parameter with the first gradient
def gradient_step(params, grads, learning_rate):
    return {key: value - learning_rate * slope for (key, value), slope in zip(params.items(), grads.values())}

# %% right: annotated, with a helper and a docstring
from collections import OrderedDict


def moved(value: np.ndarray, slope: np.ndarray, rate: float) -> np.ndarray:
    """One array after one step."""
    return np.asarray(value) - rate * np.asarray(slope)


def gradient_step(params: dict, grads: dict, learning_rate: float) -> dict:
    print("step with", learning_rate)
    return dict(OrderedDict((key, moved(params[key], grads[key], learning_rate)) for key in params))
