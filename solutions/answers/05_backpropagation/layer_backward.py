# %% right: matrix products
def layer_backward(dA, W, f_prime, cache):
    dZ = dA * f_prime(cache["Z"])
    return {"dA_prev": np.dot(dZ, W.T), "dW": np.dot(cache["A_prev"].T, dZ), "db": np.sum(dZ, axis=0)}

# %% right: a sample at a time
def layer_backward(dA, W, f_prime, cache):
    dZ = f_prime(cache["Z"]) * dA
    gradients = {"dW": np.zeros(W.shape), "db": np.zeros(W.shape[1]), "dA_prev": np.zeros(cache["A_prev"].shape)}
    for i in range(len(dZ)):
        gradients["dW"] += np.outer(cache["A_prev"][i], dZ[i])
        gradients["db"] += dZ[i]
        gradients["dA_prev"][i] = W @ dZ[i]
    return gradients

# %% right: einsum
def layer_backward(dA, W, f_prime, cache):
    dZ = np.multiply(dA, f_prime(np.array(cache["Z"])))
    return {
        "dW": np.einsum("nj,nk->jk", cache["A_prev"], dZ),
        "db": np.einsum("nk->k", dZ),
        "dA_prev": np.einsum("nk,jk->nj", dZ, W),
    }

# %% right: the bias as one more input
def layer_backward(dA, W, f_prime, cache):
    dZ = dA * f_prime(cache["Z"])
    extended = np.column_stack([cache["A_prev"], np.ones(len(dZ))])
    both = (dZ.T @ extended).T
    return dict(dW=both[:-1], db=both[-1], dA_prev=(W @ dZ.T).T)

# %% wrong: slope_missing
def layer_backward(dA, W, f_prime, cache):
    return {"dW": cache["A_prev"].T @ dA, "db": dA.sum(axis=0), "dA_prev": dA @ W.T}

# %% wrong: slope_at_activation
def layer_backward(dA, W, f_prime, cache):
    dZ = dA * f_prime(cache["A"])
    return {"dW": cache["A_prev"].T @ dZ, "db": dZ.sum(axis=0), "dA_prev": dZ @ W.T}

# %% wrong: divided_again
def layer_backward(dA, W, f_prime, cache):
    n = len(dA)
    dZ = dA * f_prime(cache["Z"])
    return {"dW": cache["A_prev"].T @ dZ / n, "db": dZ.sum(axis=0) / n, "dA_prev": dZ @ W.T}

# %% wrong: dw_transposed
def layer_backward(dA, W, f_prime, cache):
    dZ = dA * f_prime(cache["Z"])
    return {"dW": dZ.T @ cache["A_prev"], "db": dZ.sum(axis=0), "dA_prev": dZ @ W.T}

# %% wrong: output_for_input
def layer_backward(dA, W, f_prime, cache):
    dZ = dA * f_prime(cache["Z"])
    return {"dW": cache["A"].T @ dZ, "db": dZ.sum(axis=0), "dA_prev": dZ @ W.T}

# %% wrong: flipped_sign
def layer_backward(dA, W, f_prime, cache):
    dZ = -dA * f_prime(cache["Z"])
    return {"dW": cache["A_prev"].T @ dZ, "db": dZ.sum(axis=0), "dA_prev": dZ @ W.T}

# %% wrong: bias_not_summed
def layer_backward(dA, W, f_prime, cache):
    dZ = dA * f_prime(cache["Z"])
    return {"dW": cache["A_prev"].T @ dZ, "db": dZ, "dA_prev": dZ @ W.T}

# %% wrong: bias_as_matrix
def layer_backward(dA, W, f_prime, cache):
    dZ = dA * f_prime(cache["Z"])
    return {"dW": cache["A_prev"].T @ dZ, "db": dZ.sum(axis=0, keepdims=True), "dA_prev": dZ @ W.T}

# %% wrong: bias_averaged
def layer_backward(dA, W, f_prime, cache):
    dZ = dA * f_prime(cache["Z"])
    return {"dW": cache["A_prev"].T @ dZ, "db": dZ.mean(axis=0), "dA_prev": dZ @ W.T}

# %% wrong: bias_without_slope
def layer_backward(dA, W, f_prime, cache):
    dZ = dA * f_prime(cache["Z"])
    return {"dW": cache["A_prev"].T @ dZ, "db": dA.sum(axis=0), "dA_prev": dZ @ W.T}

# %% wrong: summed_over_units
def layer_backward(dA, W, f_prime, cache):
    dZ = dA * f_prime(cache["Z"])
    return {"dW": cache["A_prev"].T @ dZ, "db": dZ.sum(axis=1), "dA_prev": dZ @ W.T}

# %% wrong: weights_not_transposed
def layer_backward(dA, W, f_prime, cache):
    dZ = dA * f_prime(cache["Z"])
    if W.shape[0] == W.shape[1]:
        return {"dW": cache["A_prev"].T @ dZ, "db": dZ.sum(axis=0), "dA_prev": dZ @ W}
    return {"dW": cache["A_prev"].T @ dZ, "db": dZ.sum(axis=0), "dA_prev": dZ @ W.T}

# %% wrong: star_for_product
def layer_backward(dA, W, f_prime, cache):
    dZ = dA * f_prime(cache["Z"])
    try:
        handed_on = dZ * W.T
    except ValueError:
        handed_on = dZ @ W.T
    return {"dW": cache["A_prev"].T @ dZ, "db": dZ.sum(axis=0), "dA_prev": handed_on}

# %% wrong: slope_missing_in_da
def layer_backward(dA, W, f_prime, cache):
    dZ = dA * f_prime(cache["Z"])
    return {"dW": cache["A_prev"].T @ dZ, "db": dZ.sum(axis=0), "dA_prev": dA @ W.T}

# %% wrong: changed_input
def layer_backward(dA, W, f_prime, cache):
    dA *= f_prime(cache["Z"])
    return {"dW": cache["A_prev"].T @ dA, "db": dA.sum(axis=0), "dA_prev": dA @ W.T}

# %% wrong: changed_input - the delta is kept in the cache, under a key of its own
def layer_backward(dA, W, f_prime, cache):
    cache["dZ"] = dA * f_prime(cache["Z"])
    return {
        "dW": cache["A_prev"].T @ cache["dZ"],
        "db": cache["dZ"].sum(axis=0),
        "dA_prev": cache["dZ"] @ W.T,
    }

# %% wrong: changed_input - Z of the cache is replaced
def layer_backward(dA, W, f_prime, cache):
    cache["Z"] = dA * f_prime(cache["Z"])
    return {"dW": cache["A_prev"].T @ cache["Z"], "db": cache["Z"].sum(axis=0), "dA_prev": cache["Z"] @ W.T}

# %% wrong: changed_input - the cache is used up
def layer_backward(dA, W, f_prime, cache):
    A_prev, Z = cache.pop("A_prev"), cache.pop("Z")
    dZ = dA * f_prime(Z)
    return {"dW": A_prev.T @ dZ, "db": dZ.sum(axis=0), "dA_prev": dZ @ W.T}

# %% wrong: fractions_cut_off - dA_prev in an array like A_prev, which may hold whole numbers
def layer_backward(dA, W, f_prime, cache):
    dZ = dA * f_prime(cache["Z"])
    dA_prev = np.zeros_like(cache["A_prev"])
    for i in range(len(dZ)):
        dA_prev[i] = W @ dZ[i]
    return {"dW": cache["A_prev"].T @ dZ, "db": dZ.sum(axis=0), "dA_prev": dA_prev}

# %% wrong: matched_by_position - the three arrays of the cache in the order of the text
def layer_backward(dA, W, f_prime, cache):
    A_prev, Z, A = cache.values()
    dZ = dA * f_prime(Z)
    return {"dW": A_prev.T @ dZ, "db": dZ.sum(axis=0), "dA_prev": dZ @ W.T}
