# %% right: a cache of pre-activations
def forward_221(X, params):
    first = np.dot(X, params["W1"]) + params["b1"]
    second = np.dot(sigmoid(first), params["W2"]) + params["b2"]
    return sigmoid(second), dict(inputs=X, first=first, second=second)


def gradients_221(cache, params, y):
    n = len(cache["inputs"])
    end = sigmoid(cache["second"])[:, 0] - y.ravel()
    end = end[:, np.newaxis] / n
    begin = end * params["W2"].ravel() * sigmoid(cache["first"]) * sigmoid(-cache["first"])
    result = {"W2": sigmoid(cache["first"]).T @ end, "b2": end.sum(axis=0)}
    result.update(W1=cache["inputs"].T @ begin, b1=begin.sum(axis=0))
    return result

# %% right: means of sample gradients
def forward_221(X, params):
    unit = sigmoid(X @ params["W1"] + params["b1"])
    chance = sigmoid(unit @ params["W2"] + params["b2"])
    return chance, {"rows": list(zip(X, unit, chance))}


def gradients_221(cache, params, y):
    each = {"W1": [], "b1": [], "W2": [], "b2": []}
    for (x, a, p), label in zip(cache["rows"], y.reshape(-1)):
        miss = p - label
        early = params["W2"][:, 0] * miss * a * (1 - a)
        each["W1"].append(np.outer(x, early))
        each["b1"].append(early)
        each["W2"].append(np.outer(a, miss))
        each["b2"].append(miss)
    return {key: np.mean(parts, axis=0) for key, parts in each.items()}

# %% right: the bias as one more weight
def forward_221(X, params):
    X1 = np.column_stack([X, np.ones(len(X))])
    H = sigmoid(X1 @ np.vstack([params["W1"], params["b1"]]))
    H1 = np.column_stack([H, np.ones(len(H))])
    P = sigmoid(H1 @ np.vstack([params["W2"], params["b2"]]))
    return P, {"X1": X1, "H1": H1, "P": P}


def gradients_221(cache, params, y):
    signal = (cache["P"] - np.reshape(y, cache["P"].shape)) / len(y)
    H = cache["H1"][:, :-1]
    inner_signal = signal @ params["W2"].T * (H - H**2)
    outer, inner = cache["H1"].T @ signal, cache["X1"].T @ inner_signal
    return {"W1": inner[:-1], "b1": inner[-1], "W2": outer[:-1], "b2": outer[-1]}

# %% wrong: labels_broadcast
def forward_221(X, params):
    A1 = sigmoid(X @ params["W1"] + params["b1"])
    P = sigmoid(A1 @ params["W2"] + params["b2"])
    return P, {"X": X, "A1": A1, "P": P}


def gradients_221(cache, params, y):
    Y = y
    dZ2 = (cache["P"] - Y) / len(Y)
    dZ1 = (dZ2[:, :1] @ params["W2"].T) * cache["A1"] * (1 - cache["A1"])
    return {
        "W1": cache["X"].T @ dZ1, "b1": dZ1.sum(axis=0),
        "W2": cache["A1"].T @ dZ2, "b2": dZ2.sum(axis=0),
    }

# %% wrong: slope_not_cancelled
def forward_221(X, params):
    A1 = sigmoid(X @ params["W1"] + params["b1"])
    P = sigmoid(A1 @ params["W2"] + params["b2"])
    return P, {"X": X, "A1": A1, "P": P}


def gradients_221(cache, params, y):
    Y = y.reshape(-1, 1)
    dZ2 = (cache["P"] - Y) * cache["P"] * (1 - cache["P"]) / len(Y)
    dZ1 = (dZ2 @ params["W2"].T) * cache["A1"] * (1 - cache["A1"])
    return {
        "W1": cache["X"].T @ dZ1, "b1": dZ1.sum(axis=0),
        "W2": cache["A1"].T @ dZ2, "b2": dZ2.sum(axis=0),
    }

# %% wrong: slope_not_cancelled - on the way back
def forward_221(X, params):
    A1 = sigmoid(X @ params["W1"] + params["b1"])
    P = sigmoid(A1 @ params["W2"] + params["b2"])
    return P, {"X": X, "A1": A1, "P": P}


def gradients_221(cache, params, y):
    Y = y.reshape(-1, 1)
    dZ2 = (cache["P"] - Y) / len(Y)
    dZ1 = (dZ2 * cache["P"] * (1 - cache["P"]) @ params["W2"].T) * cache["A1"] * (1 - cache["A1"])
    return {
        "W1": cache["X"].T @ dZ1, "b1": dZ1.sum(axis=0),
        "W2": cache["A1"].T @ dZ2, "b2": dZ2.sum(axis=0),
    }

# %% wrong: sum_not_mean
def forward_221(X, params):
    A1 = sigmoid(X @ params["W1"] + params["b1"])
    P = sigmoid(A1 @ params["W2"] + params["b2"])
    return P, {"X": X, "A1": A1, "P": P}


def gradients_221(cache, params, y):
    Y = y.reshape(-1, 1)
    dZ2 = (cache["P"] - Y)
    dZ1 = (dZ2 @ params["W2"].T) * cache["A1"] * (1 - cache["A1"])
    return {
        "W1": cache["X"].T @ dZ1, "b1": dZ1.sum(axis=0),
        "W2": cache["A1"].T @ dZ2, "b2": dZ2.sum(axis=0),
    }

# %% wrong: sum_not_mean - in the hidden layer
def forward_221(X, params):
    A1 = sigmoid(X @ params["W1"] + params["b1"])
    P = sigmoid(A1 @ params["W2"] + params["b2"])
    return P, {"X": X, "A1": A1, "P": P}


def gradients_221(cache, params, y):
    Y = y.reshape(-1, 1)
    dZ2 = (cache["P"] - Y) / len(Y)
    dZ1 = len(Y) * (dZ2 @ params["W2"].T) * cache["A1"] * (1 - cache["A1"])
    return {
        "W1": cache["X"].T @ dZ1, "b1": dZ1.sum(axis=0),
        "W2": cache["A1"].T @ dZ2, "b2": dZ2.sum(axis=0),
    }

# %% wrong: flipped_sign
def forward_221(X, params):
    A1 = sigmoid(X @ params["W1"] + params["b1"])
    P = sigmoid(A1 @ params["W2"] + params["b2"])
    return P, {"X": X, "A1": A1, "P": P}


def gradients_221(cache, params, y):
    Y = y.reshape(-1, 1)
    dZ2 = (Y - cache["P"]) / len(Y)
    dZ1 = (dZ2 @ params["W2"].T) * cache["A1"] * (1 - cache["A1"])
    return {
        "W1": cache["X"].T @ dZ1, "b1": dZ1.sum(axis=0),
        "W2": cache["A1"].T @ dZ2, "b2": dZ2.sum(axis=0),
    }

# %% wrong: flipped_sign - in the hidden layer
def forward_221(X, params):
    A1 = sigmoid(X @ params["W1"] + params["b1"])
    P = sigmoid(A1 @ params["W2"] + params["b2"])
    return P, {"X": X, "A1": A1, "P": P}


def gradients_221(cache, params, y):
    Y = y.reshape(-1, 1)
    dZ2 = (cache["P"] - Y) / len(Y)
    dZ1 = -1 * (dZ2 @ params["W2"].T) * cache["A1"] * (1 - cache["A1"])
    return {
        "W1": cache["X"].T @ dZ1, "b1": dZ1.sum(axis=0),
        "W2": cache["A1"].T @ dZ2, "b2": dZ2.sum(axis=0),
    }

# %% wrong: hidden_slope_missing
def forward_221(X, params):
    A1 = sigmoid(X @ params["W1"] + params["b1"])
    P = sigmoid(A1 @ params["W2"] + params["b2"])
    return P, {"X": X, "A1": A1, "P": P}


def gradients_221(cache, params, y):
    Y = y.reshape(-1, 1)
    dZ2 = (cache["P"] - Y) / len(Y)
    dZ1 = (dZ2 @ params["W2"].T)
    return {
        "W1": cache["X"].T @ dZ1, "b1": dZ1.sum(axis=0),
        "W2": cache["A1"].T @ dZ2, "b2": dZ2.sum(axis=0),
    }

# %% wrong: slope_of_tanh
def forward_221(X, params):
    A1 = sigmoid(X @ params["W1"] + params["b1"])
    P = sigmoid(A1 @ params["W2"] + params["b2"])
    return P, {"X": X, "A1": A1, "P": P}


def gradients_221(cache, params, y):
    Y = y.reshape(-1, 1)
    dZ2 = (cache["P"] - Y) / len(Y)
    dZ1 = (dZ2 @ params["W2"].T) * (1 - cache["A1"] ** 2)
    return {
        "W1": cache["X"].T @ dZ1, "b1": dZ1.sum(axis=0),
        "W2": cache["A1"].T @ dZ2, "b2": dZ2.sum(axis=0),
    }

# %% wrong: changed_input
def forward_221(X, params):
    A1 = sigmoid(X @ params["W1"] + params["b1"])
    P = sigmoid(A1 @ params["W2"] + params["b2"])
    return P, {"X": X, "A1": A1, "P": P}


def gradients_221(cache, params, y):
    Y = y.reshape(-1, 1)
    Y -= cache["P"]
    dZ2 = -Y / len(Y)
    dZ1 = (dZ2 @ params["W2"].T) * cache["A1"] * (1 - cache["A1"])
    return {
        "W1": cache["X"].T @ dZ1, "b1": dZ1.sum(axis=0),
        "W2": cache["A1"].T @ dZ2, "b2": dZ2.sum(axis=0),
    }

# %% wrong: hidden_not_trained
def forward_221(X, params):
    A1 = sigmoid(X @ params["W1"] + params["b1"])
    P = sigmoid(A1 @ params["W2"] + params["b2"])
    return P, {"X": X, "A1": A1, "P": P}


def gradients_221(cache, params, y):
    Y = y.reshape(-1, 1)
    dZ2 = (cache["P"] - Y) / len(Y)
    dZ1 = (dZ2 @ params["W2"].T) * 0
    return {
        "W1": cache["X"].T @ dZ1, "b1": dZ1.sum(axis=0),
        "W2": cache["A1"].T @ dZ2, "b2": dZ2.sum(axis=0),
    }

# %% wrong: cache_shared - the gradients read global variables, not the cache
def forward_221(X, params):
    global last_X, last_A1, last_P
    last_X = X
    last_A1 = sigmoid(X @ params["W1"] + params["b1"])
    last_P = sigmoid(last_A1 @ params["W2"] + params["b2"])
    return last_P, {}


def gradients_221(cache, params, y):
    Y = y.reshape(-1, 1)
    dZ2 = (last_P - Y) / len(Y)
    dZ1 = (dZ2 @ params["W2"].T) * last_A1 * (1 - last_A1)
    return {"W1": last_X.T @ dZ1, "b1": dZ1.sum(axis=0), "W2": last_A1.T @ dZ2, "b2": dZ2.sum(axis=0)}

# %% wrong: changed_input - the deltas are put into the cache
def forward_221(X, params):
    A1 = sigmoid(X @ params["W1"] + params["b1"])
    P = sigmoid(A1 @ params["W2"] + params["b2"])
    return P, {"X": X, "A1": A1, "P": P}


def gradients_221(cache, params, y):
    Y = y.reshape(-1, 1)
    cache["dZ2"] = (cache["P"] - Y) / len(Y)
    cache["dZ1"] = (cache["dZ2"] @ params["W2"].T) * cache["A1"] * (1 - cache["A1"])
    return {
        "W1": cache["X"].T @ cache["dZ1"], "b1": cache["dZ1"].sum(axis=0),
        "W2": cache["A1"].T @ cache["dZ2"], "b2": cache["dZ2"].sum(axis=0),
    }
