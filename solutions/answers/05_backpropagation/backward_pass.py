# %% right: from the last layer to the first
def backward(P, Y, layers, cache):
    grads = [None] * len(layers)
    dZ = (P - Y) / P.shape[0]
    for l in reversed(range(len(layers))):
        grads[l] = {"dW": cache[l]["A_prev"].T @ dZ, "db": np.sum(dZ, axis=0)}
        if l > 0:
            dZ = (dZ @ layers[l][0].T) * layers[l - 1][2](cache[l - 1]["Z"])
    return grads

# %% right: recursion
def backward(P, Y, layers, cache):
    def go(back, l):
        here = {"dW": np.dot(cache[l]["A_prev"].T, back), "db": back.sum(0)}
        if l == 0:
            return [here]
        f_prime = layers[l - 1][2]
        return go(np.dot(back, layers[l][0].T) * f_prime(cache[l - 1]["Z"]), l - 1) + [here]

    return go((P - Y) / len(P), len(layers) - 1)

# %% right: collected backwards, then turned round
def backward(P, Y, layers, cache):
    n = len(P)
    collected, dA = [], None
    for (W, b, f_prime), kept in reversed(list(zip(layers, cache))):
        dZ = (P - Y) / n if dA is None else dA * f_prime(kept["Z"])
        collected.append({"db": np.ones(n) @ dZ, "dW": np.einsum("ni,no->io", kept["A_prev"], dZ)})
        dA = dZ @ W.T
    return collected[::-1]

# %% right: sums first, divided at the end
def backward(P, Y, layers, cache):
    n = Y.shape[0]
    grads, dZ = [], np.subtract(P, Y)
    for l in range(len(layers) - 1, -1, -1):
        grads = [{"dW": cache[l]["A_prev"].T @ dZ / n, "db": dZ.mean(axis=0)}] + grads
        dZ = np.matmul(dZ, layers[l][0].T)
        if l:
            dZ = dZ * layers[l - 1][2](cache[l - 1]["Z"])
    return grads

# %% wrong: slope_not_cancelled
def backward(P, Y, layers, cache):
    grads = []
    dA = (P - Y) / len(P)
    for (W, b, f_prime), kept in zip(layers[::-1], cache[::-1]):
        dZ = dA * f_prime(kept["Z"])
        grads.insert(0, {"dW": kept["A_prev"].T @ dZ, "db": dZ.sum(axis=0)})
        dA = dZ @ W.T
    return grads

# %% wrong: squared_error_delta
def backward(P, Y, layers, cache):
    grads = [None] * len(layers)
    dZ = 2 * (P - Y) * P * (1 - P) / P.shape[0]
    for l in reversed(range(len(layers))):
        grads[l] = {"dW": cache[l]["A_prev"].T @ dZ, "db": np.sum(dZ, axis=0)}
        if l > 0:
            dZ = (dZ @ layers[l][0].T) * layers[l - 1][2](cache[l - 1]["Z"])
    return grads

# %% wrong: sum_not_mean
def backward(P, Y, layers, cache):
    grads = [None] * len(layers)
    dZ = P - Y
    for l in reversed(range(len(layers))):
        grads[l] = {"dW": cache[l]["A_prev"].T @ dZ, "db": np.sum(dZ, axis=0)}
        if l > 0:
            dZ = (dZ @ layers[l][0].T) * layers[l - 1][2](cache[l - 1]["Z"])
    return grads

# %% wrong: divided_again
def backward(P, Y, layers, cache):
    n = len(P)
    grads = [None] * len(layers)
    dZ = (P - Y) / n
    for l in reversed(range(len(layers))):
        grads[l] = {"dW": cache[l]["A_prev"].T @ dZ / n, "db": np.sum(dZ, axis=0) / n}
        if l > 0:
            dZ = (dZ @ layers[l][0].T) * layers[l - 1][2](cache[l - 1]["Z"])
    return grads

# %% wrong: averaged_over_outputs
def backward(P, Y, layers, cache):
    grads = [None] * len(layers)
    dZ = (P - Y) / P.size
    for l in reversed(range(len(layers))):
        grads[l] = {"dW": cache[l]["A_prev"].T @ dZ, "db": np.sum(dZ, axis=0)}
        if l > 0:
            dZ = (dZ @ layers[l][0].T) * layers[l - 1][2](cache[l - 1]["Z"])
    return grads

# %% wrong: flipped_sign
def backward(P, Y, layers, cache):
    grads = [None] * len(layers)
    dZ = (Y - P) / P.shape[0]
    for l in reversed(range(len(layers))):
        grads[l] = {"dW": cache[l]["A_prev"].T @ dZ, "db": np.sum(dZ, axis=0)}
        if l > 0:
            dZ = (dZ @ layers[l][0].T) * layers[l - 1][2](cache[l - 1]["Z"])
    return grads

# %% wrong: bias_not_summed
def backward(P, Y, layers, cache):
    grads = [None] * len(layers)
    dZ = (P - Y) / P.shape[0]
    for l in reversed(range(len(layers))):
        grads[l] = {"dW": cache[l]["A_prev"].T @ dZ, "db": dZ}
        if l > 0:
            dZ = (dZ @ layers[l][0].T) * layers[l - 1][2](cache[l - 1]["Z"])
    return grads

# %% wrong: bias_averaged
def backward(P, Y, layers, cache):
    grads = [None] * len(layers)
    dZ = (P - Y) / P.shape[0]
    for l in reversed(range(len(layers))):
        grads[l] = {"dW": cache[l]["A_prev"].T @ dZ, "db": dZ.mean(axis=0)}
        if l > 0:
            dZ = (dZ @ layers[l][0].T) * layers[l - 1][2](cache[l - 1]["Z"])
    return grads

# %% wrong: layer_lost
def backward(P, Y, layers, cache):
    grads = []
    dZ = (P - Y) / P.shape[0]
    l = len(layers) - 1
    while True:
        grads.insert(0, {"dW": cache[l]["A_prev"].T @ dZ, "db": np.sum(dZ, axis=0)})
        if l <= 1:
            return grads
        dZ = (dZ @ layers[l][0].T) * layers[l - 1][2](cache[l - 1]["Z"])
        l -= 1

# %% wrong: layers_reversed
def backward(P, Y, layers, cache):
    grads = []
    dZ = (P - Y) / P.shape[0]
    for l in reversed(range(len(layers))):
        grads.append({"dW": cache[l]["A_prev"].T @ dZ, "db": np.sum(dZ, axis=0)})
        if l > 0:
            dZ = (dZ @ layers[l][0].T) * layers[l - 1][2](cache[l - 1]["Z"])
    return grads

# %% wrong: slope_missing
def backward(P, Y, layers, cache):
    grads = [None] * len(layers)
    dZ = (P - Y) / P.shape[0]
    for l in reversed(range(len(layers))):
        grads[l] = {"dW": cache[l]["A_prev"].T @ dZ, "db": np.sum(dZ, axis=0)}
        dZ = dZ @ layers[l][0].T
    return grads

# %% wrong: slope_at_activation
def backward(P, Y, layers, cache):
    grads = [None] * len(layers)
    dZ = (P - Y) / P.shape[0]
    for l in reversed(range(len(layers))):
        grads[l] = {"dW": cache[l]["A_prev"].T @ dZ, "db": np.sum(dZ, axis=0)}
        if l > 0:
            dZ = (dZ @ layers[l][0].T) * layers[l - 1][2](cache[l - 1]["A"])
    return grads

# %% wrong: weights_not_transposed
def backward(P, Y, layers, cache):
    grads = [None] * len(layers)
    dZ = (P - Y) / P.shape[0]
    for l in reversed(range(len(layers))):
        grads[l] = {"dW": cache[l]["A_prev"].T @ dZ, "db": np.sum(dZ, axis=0)}
        if l > 0:
            dZ = (dZ @ layers[l][0]) * layers[l - 1][2](cache[l - 1]["Z"])
    return grads

# %% wrong: star_for_product
def backward(P, Y, layers, cache):
    grads = [None] * len(layers)
    dZ = (P - Y) / P.shape[0]
    for l in reversed(range(len(layers))):
        grads[l] = {"dW": cache[l]["A_prev"].T @ dZ, "db": np.sum(dZ, axis=0)}
        if l > 0:
            dZ = dZ * layers[l][0].T * layers[l - 1][2](cache[l - 1]["Z"])
    return grads

# %% wrong: changed_input
def backward(P, Y, layers, cache):
    grads = [None] * len(layers)
    P -= Y
    dZ = P / P.shape[0]
    for l in reversed(range(len(layers))):
        grads[l] = {"dW": cache[l]["A_prev"].T @ dZ, "db": np.sum(dZ, axis=0)}
        if l > 0:
            dZ = (dZ @ layers[l][0].T) * layers[l - 1][2](cache[l - 1]["Z"])
    return grads

# %% wrong: changed_input - layers and cache are used up
def backward(P, Y, layers, cache):
    grads, dZ = [], (P - Y) / len(P)
    while layers:
        W, b, slope = layers.pop()
        kept = cache.pop()
        grads.insert(0, {"dW": kept["A_prev"].T @ dZ, "db": np.sum(dZ, axis=0)})
        if layers:
            dZ = (dZ @ W.T) * layers[-1][2](cache[-1]["Z"])
    return grads

# %% right: with a helper for one layer, tuples inside, a deque turned into a list
from collections import deque


def through(dA, W, f_prime, cache):
    dZ = dA * f_prime(cache["Z"])
    return {"dW": np.tensordot(cache["A_prev"], dZ, (0, 0)), "db": np.add.reduce(dZ)}, np.inner(dZ, W)


def backward(P, Y, layers, cache):
    *hidden, (W, b, _) = layers
    dZ = np.divide(P - Y, len(Y))
    found = deque([{"dW": (dZ.T @ cache[-1]["A_prev"]).T, "db": dZ.sum(axis=0)}])
    dA = dZ @ W.T
    for (W, b, slope), kept in zip(reversed(hidden), cache[-2::-1]):
        here, dA = through(dA, W, slope, kept)
        found.appendleft(here)
    return list(found)

# %% wrong: divided_by_zero - P (1 - P) divided out and multiplied in again: nan where the output is saturated
def backward(P, Y, layers, cache):
    grads = []
    dA = (P - Y) / (P * (1 - P)) / len(P)
    for (W, b, f_prime), kept in zip(layers[::-1], cache[::-1]):
        dZ = dA * f_prime(kept["Z"])
        grads.insert(0, {"dW": kept["A_prev"].T @ dZ, "db": dZ.sum(axis=0)})
        dA = dZ @ W.T
    return grads

# %% wrong: divided_by_zero - the slopes of the cross-entropy, entry by entry
def backward(P, Y, layers, cache):
    grads = [None] * len(layers)
    dA = ((1 - Y) / (1 - P) - Y / P) / P.shape[0]
    for l in reversed(range(len(layers))):
        W, b, f_prime = layers[l]
        dZ = dA * f_prime(cache[l]["Z"])
        grads[l] = {"dW": cache[l]["A_prev"].T @ dZ, "db": dZ.sum(axis=0)}
        dA = dZ @ W.T
    return grads
