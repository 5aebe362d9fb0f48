# %% right: step by step, with the names of the text
def loss_and_gradients(params, X, Y, decay):
    n = X.shape[0]
    Z1 = X @ params["W1"] + params["b1"]
    A1 = np.where(Z1 > 0, Z1, 0.0)
    Z2 = A1 @ params["W2"] + params["b2"]
    log_P = Z2 - np.logaddexp.reduce(Z2, axis=1, keepdims=True)
    loss = -(Y * log_P).sum() / n
    loss = loss + 0.5 * decay * sum((params[k] ** 2).sum() for k in ("W1", "W2"))
    dZ2 = (np.exp(log_P) - Y) / n
    dA1 = dZ2 @ params["W2"].T
    dZ1 = dA1 * (Z1 > 0)
    grads = {}
    grads["W2"] = A1.T @ dZ2 + decay * params["W2"]
    grads["b2"] = dZ2.sum(axis=0)
    grads["W1"] = X.T @ dZ1 + decay * params["W1"]
    grads["b1"] = dZ1.sum(axis=0)
    return loss, grads

# %% right: sample by sample
def loss_and_gradients(params, X, Y, decay):
    W1, b1, W2, b2 = (params[key] for key in ("W1", "b1", "W2", "b2"))
    grads = {key: np.zeros(params[key].shape) for key in params}
    loss = 0.0
    for x, y in zip(X, Y):
        z1 = x @ W1 + b1
        a1 = np.maximum(0.0, z1)
        z2 = a1 @ W2 + b2
        top = z2.max()
        log_sum = top + np.log(np.exp(z2 - top).sum())
        loss += (log_sum - z2 @ y) / len(X)
        delta2 = (np.exp(z2 - log_sum) - y) / len(X)
        delta1 = (W2 @ delta2) * (z1 > 0)
        grads["W2"] += np.outer(a1, delta2)
        grads["b2"] += delta2
        grads["W1"] += np.outer(x, delta1)
        grads["b1"] += delta1
    for key in ("W1", "W2"):
        loss += decay * np.vdot(params[key], params[key]) / 2
        grads[key] += decay * params[key]
    return loss, grads

# %% right: the biases as one more row of the weights
def loss_and_gradients(params, X, Y, decay):
    n = len(X)
    ones = np.ones((n, 1))
    T1 = np.vstack([params["W1"], params["b1"]])
    T2 = np.vstack([params["W2"], params["b2"]])
    X1 = np.hstack([X, ones])
    Z1 = X1 @ T1
    A1 = np.hstack([np.clip(Z1, 0, None), ones])
    Z2 = A1 @ T2
    Z2 = Z2 - Z2.max(axis=1)[:, None]
    E = np.exp(Z2)
    P = E / E.sum(axis=1)[:, None]
    loss = np.mean(np.log(E.sum(axis=1)) - (Z2 * Y).sum(axis=1))
    D2 = (P - Y) / n
    D1 = np.einsum("nk,hk->nh", D2, params["W2"])
    D1[Z1 <= 0] = 0
    G1, G2 = X1.T @ D1, A1.T @ D2
    G1[:-1] += decay * params["W1"]
    G2[:-1] += decay * params["W2"]
    loss += decay / 2 * (np.square(T1[:-1]).sum() + np.square(T2[:-1]).sum())
    return [loss, {"W1": G1[:-1], "b1": G1[-1], "W2": G2[:-1], "b2": G2[-1]}]

# %% right: division by n at the end
def loss_and_gradients(params, X, Y, decay):
    hidden = X @ params["W1"] + params["b1"]
    slope = np.heaviside(hidden, 0.0)
    bent = hidden * slope
    Z = bent @ params["W2"] + params["b2"]
    Z = Z - np.max(Z, axis=1, keepdims=True)
    log_P = Z - np.log(np.sum(np.exp(Z), axis=1, keepdims=True))
    true_ones = log_P[Y == 1]
    loss = -true_ones.mean() + decay / 2 * (
        np.linalg.norm(params["W1"]) ** 2 + np.linalg.norm(params["W2"]) ** 2
    )
    D2 = np.exp(log_P) - Y
    D1 = D2 @ params["W2"].T * slope
    sums = {"W1": X.T @ D1, "b1": D1.sum(0), "W2": bent.T @ D2, "b2": D2.sum(0)}
    grads = {key: value / len(X) for key, value in sums.items()}
    for key in ("W1", "W2"):
        grads[key] = grads[key] + decay * params[key]
    return loss, grads

# %% wrong: decay_missing - in the loss
def loss_and_gradients(params, X, Y, decay):
    n = len(X)
    Z1 = X @ params["W1"] + params["b1"]
    A1 = np.maximum(0, Z1)
    Z = A1 @ params["W2"] + params["b2"]
    Z = Z - Z.max(axis=1, keepdims=True)
    log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    penalty = (params["W1"] ** 2).sum() + (params["W2"] ** 2).sum()
    loss = -np.sum(Y * log_P) / n 
    dZ = (np.exp(log_P) - Y) / n
    dZ1 = (dZ @ params["W2"].T) * (Z1 > 0)
    grads = {
        "W1": X.T @ dZ1 + decay * params["W1"],
        "b1": dZ1.sum(axis=0),
        "W2": A1.T @ dZ + decay * params["W2"],
        "b2": dZ.sum(axis=0),
    }
    return loss, grads

# %% wrong: decay_missing - in the gradients
def loss_and_gradients(params, X, Y, decay):
    n = len(X)
    Z1 = X @ params["W1"] + params["b1"]
    A1 = np.maximum(0, Z1)
    Z = A1 @ params["W2"] + params["b2"]
    Z = Z - Z.max(axis=1, keepdims=True)
    log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    penalty = (params["W1"] ** 2).sum() + (params["W2"] ** 2).sum()
    loss = -np.sum(Y * log_P) / n + decay / 2 * penalty
    dZ = (np.exp(log_P) - Y) / n
    dZ1 = (dZ @ params["W2"].T) * (Z1 > 0)
    grads = {
        "W1": X.T @ dZ1 ,
        "b1": dZ1.sum(axis=0),
        "W2": A1.T @ dZ ,
        "b2": dZ.sum(axis=0),
    }
    return loss, grads

# %% wrong: decay_without_half
def loss_and_gradients(params, X, Y, decay):
    n = len(X)
    Z1 = X @ params["W1"] + params["b1"]
    A1 = np.maximum(0, Z1)
    Z = A1 @ params["W2"] + params["b2"]
    Z = Z - Z.max(axis=1, keepdims=True)
    log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    penalty = (params["W1"] ** 2).sum() + (params["W2"] ** 2).sum()
    loss = -np.sum(Y * log_P) / n + decay * penalty
    dZ = (np.exp(log_P) - Y) / n
    dZ1 = (dZ @ params["W2"].T) * (Z1 > 0)
    grads = {
        "W1": X.T @ dZ1 + decay * params["W1"],
        "b1": dZ1.sum(axis=0),
        "W2": A1.T @ dZ + decay * params["W2"],
        "b2": dZ.sum(axis=0),
    }
    return loss, grads

# %% wrong: decay_on_biases - in the loss
def loss_and_gradients(params, X, Y, decay):
    n = len(X)
    Z1 = X @ params["W1"] + params["b1"]
    A1 = np.maximum(0, Z1)
    Z = A1 @ params["W2"] + params["b2"]
    Z = Z - Z.max(axis=1, keepdims=True)
    log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    penalty = (params["W1"] ** 2).sum() + (params["W2"] ** 2).sum() + (params["b1"] ** 2).sum() + (params["b2"] ** 2).sum()
    loss = -np.sum(Y * log_P) / n + decay / 2 * penalty
    dZ = (np.exp(log_P) - Y) / n
    dZ1 = (dZ @ params["W2"].T) * (Z1 > 0)
    grads = {
        "W1": X.T @ dZ1 + decay * params["W1"],
        "b1": dZ1.sum(axis=0),
        "W2": A1.T @ dZ + decay * params["W2"],
        "b2": dZ.sum(axis=0),
    }
    return loss, grads

# %% wrong: decay_on_biases - in the gradients
def loss_and_gradients(params, X, Y, decay):
    n = len(X)
    Z1 = X @ params["W1"] + params["b1"]
    A1 = np.maximum(0, Z1)
    Z = A1 @ params["W2"] + params["b2"]
    Z = Z - Z.max(axis=1, keepdims=True)
    log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    penalty = (params["W1"] ** 2).sum() + (params["W2"] ** 2).sum()
    loss = -np.sum(Y * log_P) / n + decay / 2 * penalty
    dZ = (np.exp(log_P) - Y) / n
    dZ1 = (dZ @ params["W2"].T) * (Z1 > 0)
    grads = {
        "W1": X.T @ dZ1 + decay * params["W1"],
        "b1": dZ1.sum(axis=0) + decay * params["b1"],
        "W2": A1.T @ dZ + decay * params["W2"],
        "b2": dZ.sum(axis=0) + decay * params["b2"],
    }
    return loss, grads

# %% wrong: decay_averaged - in the loss
def loss_and_gradients(params, X, Y, decay):
    n = len(X)
    Z1 = X @ params["W1"] + params["b1"]
    A1 = np.maximum(0, Z1)
    Z = A1 @ params["W2"] + params["b2"]
    Z = Z - Z.max(axis=1, keepdims=True)
    log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    penalty = (params["W1"] ** 2).sum() + (params["W2"] ** 2).sum()
    loss = -np.sum(Y * log_P) / n + decay / 2 * penalty / n
    dZ = (np.exp(log_P) - Y) / n
    dZ1 = (dZ @ params["W2"].T) * (Z1 > 0)
    grads = {
        "W1": X.T @ dZ1 + decay * params["W1"],
        "b1": dZ1.sum(axis=0),
        "W2": A1.T @ dZ + decay * params["W2"],
        "b2": dZ.sum(axis=0),
    }
    return loss, grads

# %% wrong: decay_averaged - in the gradients
def loss_and_gradients(params, X, Y, decay):
    n = len(X)
    Z1 = X @ params["W1"] + params["b1"]
    A1 = np.maximum(0, Z1)
    Z = A1 @ params["W2"] + params["b2"]
    Z = Z - Z.max(axis=1, keepdims=True)
    log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    penalty = (params["W1"] ** 2).sum() + (params["W2"] ** 2).sum()
    loss = -np.sum(Y * log_P) / n + decay / 2 * penalty
    dZ = (np.exp(log_P) - Y) / n
    dZ1 = (dZ @ params["W2"].T) * (Z1 > 0)
    grads = {
        "W1": X.T @ dZ1 + decay / n * params["W1"],
        "b1": dZ1.sum(axis=0),
        "W2": A1.T @ dZ + decay / n * params["W2"],
        "b2": dZ.sum(axis=0),
    }
    return loss, grads

# %% wrong: only_last_weights
def loss_and_gradients(params, X, Y, decay):
    n = len(X)
    Z1 = X @ params["W1"] + params["b1"]
    A1 = np.maximum(0, Z1)
    Z = A1 @ params["W2"] + params["b2"]
    Z = Z - Z.max(axis=1, keepdims=True)
    log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    penalty = (params["W2"] ** 2).sum()
    loss = -np.sum(Y * log_P) / n + decay / 2 * penalty
    dZ = (np.exp(log_P) - Y) / n
    dZ1 = (dZ @ params["W2"].T) * (Z1 > 0)
    grads = {
        "W1": X.T @ dZ1 + decay * params["W1"],
        "b1": dZ1.sum(axis=0),
        "W2": A1.T @ dZ + decay * params["W2"],
        "b2": dZ.sum(axis=0),
    }
    return loss, grads

# %% wrong: sum_not_mean - in the loss
def loss_and_gradients(params, X, Y, decay):
    n = len(X)
    Z1 = X @ params["W1"] + params["b1"]
    A1 = np.maximum(0, Z1)
    Z = A1 @ params["W2"] + params["b2"]
    Z = Z - Z.max(axis=1, keepdims=True)
    log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    penalty = (params["W1"] ** 2).sum() + (params["W2"] ** 2).sum()
    loss = -np.sum(Y * log_P) + decay / 2 * penalty
    dZ = (np.exp(log_P) - Y) / n
    dZ1 = (dZ @ params["W2"].T) * (Z1 > 0)
    grads = {
        "W1": X.T @ dZ1 + decay * params["W1"],
        "b1": dZ1.sum(axis=0),
        "W2": A1.T @ dZ + decay * params["W2"],
        "b2": dZ.sum(axis=0),
    }
    return loss, grads

# %% wrong: sum_not_mean - in the gradients
def loss_and_gradients(params, X, Y, decay):
    n = len(X)
    Z1 = X @ params["W1"] + params["b1"]
    A1 = np.maximum(0, Z1)
    Z = A1 @ params["W2"] + params["b2"]
    Z = Z - Z.max(axis=1, keepdims=True)
    log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    penalty = (params["W1"] ** 2).sum() + (params["W2"] ** 2).sum()
    loss = -np.sum(Y * log_P) / n + decay / 2 * penalty
    dZ = np.exp(log_P) - Y
    dZ1 = (dZ @ params["W2"].T) * (Z1 > 0)
    grads = {
        "W1": X.T @ dZ1 + decay * params["W1"],
        "b1": dZ1.sum(axis=0),
        "W2": A1.T @ dZ + decay * params["W2"],
        "b2": dZ.sum(axis=0),
    }
    return loss, grads

# %% wrong: averaged_over_classes - in the loss
def loss_and_gradients(params, X, Y, decay):
    n = len(X)
    Z1 = X @ params["W1"] + params["b1"]
    A1 = np.maximum(0, Z1)
    Z = A1 @ params["W2"] + params["b2"]
    Z = Z - Z.max(axis=1, keepdims=True)
    log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    penalty = (params["W1"] ** 2).sum() + (params["W2"] ** 2).sum()
    loss = -np.mean(Y * log_P) + decay / 2 * penalty
    dZ = (np.exp(log_P) - Y) / n
    dZ1 = (dZ @ params["W2"].T) * (Z1 > 0)
    grads = {
        "W1": X.T @ dZ1 + decay * params["W1"],
        "b1": dZ1.sum(axis=0),
        "W2": A1.T @ dZ + decay * params["W2"],
        "b2": dZ.sum(axis=0),
    }
    return loss, grads

# %% wrong: averaged_over_classes - in the gradients
def loss_and_gradients(params, X, Y, decay):
    n = len(X)
    Z1 = X @ params["W1"] + params["b1"]
    A1 = np.maximum(0, Z1)
    Z = A1 @ params["W2"] + params["b2"]
    Z = Z - Z.max(axis=1, keepdims=True)
    log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    penalty = (params["W1"] ** 2).sum() + (params["W2"] ** 2).sum()
    loss = -np.sum(Y * log_P) / n + decay / 2 * penalty
    dZ = (np.exp(log_P) - Y) / Y.size
    dZ1 = (dZ @ params["W2"].T) * (Z1 > 0)
    grads = {
        "W1": X.T @ dZ1 + decay * params["W1"],
        "b1": dZ1.sum(axis=0),
        "W2": A1.T @ dZ + decay * params["W2"],
        "b2": dZ.sum(axis=0),
    }
    return loss, grads

# %% wrong: relu_missing
def loss_and_gradients(params, X, Y, decay):
    n = len(X)
    Z1 = X @ params["W1"] + params["b1"]
    A1 = Z1
    Z = A1 @ params["W2"] + params["b2"]
    Z = Z - Z.max(axis=1, keepdims=True)
    log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    penalty = (params["W1"] ** 2).sum() + (params["W2"] ** 2).sum()
    loss = -np.sum(Y * log_P) / n + decay / 2 * penalty
    dZ = (np.exp(log_P) - Y) / n
    dZ1 = (dZ @ params["W2"].T) * (Z1 > 0)
    grads = {
        "W1": X.T @ dZ1 + decay * params["W1"],
        "b1": dZ1.sum(axis=0),
        "W2": A1.T @ dZ + decay * params["W2"],
        "b2": dZ.sum(axis=0),
    }
    return loss, grads

# %% wrong: flipped_sign - in the loss
def loss_and_gradients(params, X, Y, decay):
    n = len(X)
    Z1 = X @ params["W1"] + params["b1"]
    A1 = np.maximum(0, Z1)
    Z = A1 @ params["W2"] + params["b2"]
    Z = Z - Z.max(axis=1, keepdims=True)
    log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    penalty = (params["W1"] ** 2).sum() + (params["W2"] ** 2).sum()
    loss = np.sum(Y * log_P) / n + decay / 2 * penalty
    dZ = (np.exp(log_P) - Y) / n
    dZ1 = (dZ @ params["W2"].T) * (Z1 > 0)
    grads = {
        "W1": X.T @ dZ1 + decay * params["W1"],
        "b1": dZ1.sum(axis=0),
        "W2": A1.T @ dZ + decay * params["W2"],
        "b2": dZ.sum(axis=0),
    }
    return loss, grads

# %% wrong: flipped_sign - in the gradients
def loss_and_gradients(params, X, Y, decay):
    n = len(X)
    Z1 = X @ params["W1"] + params["b1"]
    A1 = np.maximum(0, Z1)
    Z = A1 @ params["W2"] + params["b2"]
    Z = Z - Z.max(axis=1, keepdims=True)
    log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    penalty = (params["W1"] ** 2).sum() + (params["W2"] ** 2).sum()
    loss = -np.sum(Y * log_P) / n + decay / 2 * penalty
    dZ = (Y - np.exp(log_P)) / n
    dZ1 = (dZ @ params["W2"].T) * (Z1 > 0)
    grads = {
        "W1": X.T @ dZ1 + decay * params["W1"],
        "b1": dZ1.sum(axis=0),
        "W2": A1.T @ dZ + decay * params["W2"],
        "b2": dZ.sum(axis=0),
    }
    return loss, grads

# %% wrong: overflow
def loss_and_gradients(params, X, Y, decay):
    n = len(X)
    Z1 = X @ params["W1"] + params["b1"]
    A1 = np.maximum(0, Z1)
    Z = A1 @ params["W2"] + params["b2"]
    log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    penalty = (params["W1"] ** 2).sum() + (params["W2"] ** 2).sum()
    loss = -np.sum(Y * log_P) / n + decay / 2 * penalty
    dZ = (np.exp(log_P) - Y) / n
    dZ1 = (dZ @ params["W2"].T) * (Z1 > 0)
    grads = {
        "W1": X.T @ dZ1 + decay * params["W1"],
        "b1": dZ1.sum(axis=0),
        "W2": A1.T @ dZ + decay * params["W2"],
        "b2": dZ.sum(axis=0),
    }
    return loss, grads

# %% wrong: divided_twice
def loss_and_gradients(params, X, Y, decay):
    n = len(X)
    Z1 = X @ params["W1"] + params["b1"]
    A1 = np.maximum(0, Z1)
    Z = A1 @ params["W2"] + params["b2"]
    Z = Z - Z.max(axis=1, keepdims=True)
    log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    penalty = (params["W1"] ** 2).sum() + (params["W2"] ** 2).sum()
    loss = -np.sum(Y * log_P) / n + decay / 2 * penalty
    dZ = (np.exp(log_P) - Y) / n
    dZ1 = (dZ @ params["W2"].T) * (Z1 > 0)
    grads = {
        "W1": X.T @ dZ1 / n + decay * params["W1"],
        "b1": dZ1.mean(axis=0),
        "W2": A1.T @ dZ / n + decay * params["W2"],
        "b2": dZ.mean(axis=0),
    }
    return loss, grads

# %% wrong: bias_per_sample
def loss_and_gradients(params, X, Y, decay):
    n = len(X)
    Z1 = X @ params["W1"] + params["b1"]
    A1 = np.maximum(0, Z1)
    Z = A1 @ params["W2"] + params["b2"]
    Z = Z - Z.max(axis=1, keepdims=True)
    log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    penalty = (params["W1"] ** 2).sum() + (params["W2"] ** 2).sum()
    loss = -np.sum(Y * log_P) / n + decay / 2 * penalty
    dZ = (np.exp(log_P) - Y) / n
    dZ1 = (dZ @ params["W2"].T) * (Z1 > 0)
    grads = {
        "W1": X.T @ dZ1 + decay * params["W1"],
        "b1": dZ1,
        "W2": A1.T @ dZ + decay * params["W2"],
        "b2": dZ,
    }
    return loss, grads

# %% wrong: relu_slope_missing
def loss_and_gradients(params, X, Y, decay):
    n = len(X)
    Z1 = X @ params["W1"] + params["b1"]
    A1 = np.maximum(0, Z1)
    Z = A1 @ params["W2"] + params["b2"]
    Z = Z - Z.max(axis=1, keepdims=True)
    log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    penalty = (params["W1"] ** 2).sum() + (params["W2"] ** 2).sum()
    loss = -np.sum(Y * log_P) / n + decay / 2 * penalty
    dZ = (np.exp(log_P) - Y) / n
    dZ1 = (dZ @ params["W2"].T)
    grads = {
        "W1": X.T @ dZ1 + decay * params["W1"],
        "b1": dZ1.sum(axis=0),
        "W2": A1.T @ dZ + decay * params["W2"],
        "b2": dZ.sum(axis=0),
    }
    return loss, grads

# %% wrong: relu_for_slope
def loss_and_gradients(params, X, Y, decay):
    n = len(X)
    Z1 = X @ params["W1"] + params["b1"]
    A1 = np.maximum(0, Z1)
    Z = A1 @ params["W2"] + params["b2"]
    Z = Z - Z.max(axis=1, keepdims=True)
    log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    penalty = (params["W1"] ** 2).sum() + (params["W2"] ** 2).sum()
    loss = -np.sum(Y * log_P) / n + decay / 2 * penalty
    dZ = (np.exp(log_P) - Y) / n
    dZ1 = (dZ @ params["W2"].T) * A1
    grads = {
        "W1": X.T @ dZ1 + decay * params["W1"],
        "b1": dZ1.sum(axis=0),
        "W2": A1.T @ dZ + decay * params["W2"],
        "b2": dZ.sum(axis=0),
    }
    return loss, grads

# %% wrong: softmax_slope_again
def loss_and_gradients(params, X, Y, decay):
    n = len(X)
    Z1 = X @ params["W1"] + params["b1"]
    A1 = np.maximum(0, Z1)
    Z = A1 @ params["W2"] + params["b2"]
    Z = Z - Z.max(axis=1, keepdims=True)
    log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    penalty = (params["W1"] ** 2).sum() + (params["W2"] ** 2).sum()
    loss = -np.sum(Y * log_P) / n + decay / 2 * penalty
    P = np.exp(log_P)
    dZ = (P - Y) * P * (1 - P) / n
    dZ1 = (dZ @ params["W2"].T) * (Z1 > 0)
    grads = {
        "W1": X.T @ dZ1 + decay * params["W1"],
        "b1": dZ1.sum(axis=0),
        "W2": A1.T @ dZ + decay * params["W2"],
        "b2": dZ.sum(axis=0),
    }
    return loss, grads

# %% wrong: softmax_slope_again - only below the top
def loss_and_gradients(params, X, Y, decay):
    n = len(X)
    Z1 = X @ params["W1"] + params["b1"]
    A1 = np.maximum(0, Z1)
    Z = A1 @ params["W2"] + params["b2"]
    Z = Z - Z.max(axis=1, keepdims=True)
    log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    penalty = (params["W1"] ** 2).sum() + (params["W2"] ** 2).sum()
    loss = -np.sum(Y * log_P) / n + decay / 2 * penalty
    dZ = (np.exp(log_P) - Y) / n
    Q = np.exp(log_P)
    dZ1 = ((dZ * Q * (1 - Q)) @ params["W2"].T) * (Z1 > 0)
    grads = {
        "W1": X.T @ dZ1 + decay * params["W1"],
        "b1": dZ1.sum(axis=0),
        "W2": A1.T @ dZ + decay * params["W2"],
        "b2": dZ.sum(axis=0),
    }
    return loss, grads

# %% wrong: inputs_before_relu
def loss_and_gradients(params, X, Y, decay):
    n = len(X)
    Z1 = X @ params["W1"] + params["b1"]
    A1 = np.maximum(0, Z1)
    Z = A1 @ params["W2"] + params["b2"]
    Z = Z - Z.max(axis=1, keepdims=True)
    log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    penalty = (params["W1"] ** 2).sum() + (params["W2"] ** 2).sum()
    loss = -np.sum(Y * log_P) / n + decay / 2 * penalty
    dZ = (np.exp(log_P) - Y) / n
    dZ1 = (dZ @ params["W2"].T) * (Z1 > 0)
    grads = {
        "W1": X.T @ dZ1 + decay * params["W1"],
        "b1": dZ1.sum(axis=0),
        "W2": Z1.T @ dZ + decay * params["W2"],
        "b2": dZ.sum(axis=0),
    }
    return loss, grads

# %% wrong: half_of_the_decay
def loss_and_gradients(params, X, Y, decay):
    n = len(X)
    Z1 = X @ params["W1"] + params["b1"]
    A1 = np.maximum(0, Z1)
    Z = A1 @ params["W2"] + params["b2"]
    Z = Z - Z.max(axis=1, keepdims=True)
    log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    penalty = (params["W1"] ** 2).sum() + (params["W2"] ** 2).sum()
    loss = -np.sum(Y * log_P) / n + decay / 2 * penalty
    dZ = (np.exp(log_P) - Y) / n
    dZ1 = (dZ @ params["W2"].T) * (Z1 > 0)
    grads = {
        "W1": X.T @ dZ1 + decay / 2 * params["W1"],
        "b1": dZ1.sum(axis=0),
        "W2": A1.T @ dZ + decay / 2 * params["W2"],
        "b2": dZ.sum(axis=0),
    }
    return loss, grads

# %% wrong: twice_the_decay
def loss_and_gradients(params, X, Y, decay):
    n = len(X)
    Z1 = X @ params["W1"] + params["b1"]
    A1 = np.maximum(0, Z1)
    Z = A1 @ params["W2"] + params["b2"]
    Z = Z - Z.max(axis=1, keepdims=True)
    log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    penalty = (params["W1"] ** 2).sum() + (params["W2"] ** 2).sum()
    loss = -np.sum(Y * log_P) / n + decay / 2 * penalty
    dZ = (np.exp(log_P) - Y) / n
    dZ1 = (dZ @ params["W2"].T) * (Z1 > 0)
    grads = {
        "W1": X.T @ dZ1 + 2 * decay * params["W1"],
        "b1": dZ1.sum(axis=0),
        "W2": A1.T @ dZ + 2 * decay * params["W2"],
        "b2": dZ.sum(axis=0),
    }
    return loss, grads

# %% wrong: sign_of_the_weights
def loss_and_gradients(params, X, Y, decay):
    n = len(X)
    Z1 = X @ params["W1"] + params["b1"]
    A1 = np.maximum(0, Z1)
    Z = A1 @ params["W2"] + params["b2"]
    Z = Z - Z.max(axis=1, keepdims=True)
    log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    penalty = (params["W1"] ** 2).sum() + (params["W2"] ** 2).sum()
    loss = -np.sum(Y * log_P) / n + decay / 2 * penalty
    dZ = (np.exp(log_P) - Y) / n
    dZ1 = (dZ @ params["W2"].T) * (Z1 > 0)
    grads = {
        "W1": X.T @ dZ1 + decay * np.sign(params["W1"]),
        "b1": dZ1.sum(axis=0),
        "W2": A1.T @ dZ + decay * np.sign(params["W2"]),
        "b2": dZ.sum(axis=0),
    }
    return loss, grads

# %% wrong: shrinks_the_gradient
def loss_and_gradients(params, X, Y, decay):
    n = len(X)
    Z1 = X @ params["W1"] + params["b1"]
    A1 = np.maximum(0, Z1)
    Z = A1 @ params["W2"] + params["b2"]
    Z = Z - Z.max(axis=1, keepdims=True)
    log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    penalty = (params["W1"] ** 2).sum() + (params["W2"] ** 2).sum()
    loss = -np.sum(Y * log_P) / n + decay / 2 * penalty
    dZ = (np.exp(log_P) - Y) / n
    dZ1 = (dZ @ params["W2"].T) * (Z1 > 0)
    grads = {
        "W1": X.T @ dZ1 - decay * params["W1"],
        "b1": dZ1.sum(axis=0),
        "W2": A1.T @ dZ - decay * params["W2"],
        "b2": dZ.sum(axis=0),
    }
    return loss, grads

# %% wrong: changed_input
def loss_and_gradients(params, X, Y, decay):
    n = len(X)
    params["b1"] += 0.5
    Z1 = X @ params["W1"] + params["b1"]
    A1 = np.maximum(0, Z1)
    Z = A1 @ params["W2"] + params["b2"]
    Z = Z - Z.max(axis=1, keepdims=True)
    log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    penalty = (params["W1"] ** 2).sum() + (params["W2"] ** 2).sum()
    loss = -np.sum(Y * log_P) / n + decay / 2 * penalty
    dZ = (np.exp(log_P) - Y) / n
    dZ1 = (dZ @ params["W2"].T) * (Z1 > 0)
    grads = {
        "W1": X.T @ dZ1 + decay * params["W1"],
        "b1": dZ1.sum(axis=0),
        "W2": A1.T @ dZ + decay * params["W2"],
        "b2": dZ.sum(axis=0),
    }
    return loss, grads

# %% right: prints, warnings switched off, a helper with annotations
import warnings

warnings.filterwarnings("ignore")


def log_softmax(Z: np.ndarray) -> np.ndarray:
    top = np.max(Z, axis=-1, keepdims=True)
    return Z - top - np.log(np.sum(np.exp(Z - top), axis=-1, keepdims=True))


def loss_and_gradients(params: dict, X: np.ndarray, Y: np.ndarray, decay: float) -> tuple:
    W1, b1, W2, b2 = map(np.asarray, (params["W1"], params["b1"], params["W2"], params["b2"]))
    Z1 = X @ W1 + b1
    A1 = Z1.copy()
    A1[A1 < 0] = 0
    log_P = log_softmax(A1 @ W2 + b2)
    loss = -np.einsum("nk,nk->n", Y, log_P).mean() + decay * 0.5 * ((W1**2).sum() + (W2**2).sum())
    print("loss", loss)
    D2 = np.exp(log_P)
    D2[Y == 1] -= 1
    D2 /= len(X)
    D1 = np.where(A1 > 0, np.einsum("nk,hk->nh", D2, W2), 0)
    return loss, {"b2": np.ones(len(X)) @ D2, "W2": np.tensordot(A1, D2, (0, 0)) + decay * W2,
                  "b1": np.ones(len(X)) @ D1, "W1": np.tensordot(X, D1, (0, 0)) + decay * W1}
