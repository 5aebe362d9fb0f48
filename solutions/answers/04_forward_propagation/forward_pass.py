# %% right: a loop
def forward(X, layers):
    cache = []
    A = X
    for W, b, f in layers:
        Z = A @ W + b
        cache.append({"A_prev": A, "Z": Z, "A": f(Z)})
        A = cache[-1]["A"]
    return A, cache

# %% right: recursion from the front
def forward(X, layers):
    W, b, f = layers[0]
    Z = np.matmul(X, W) + b
    A = f(Z.copy())
    first = dict(A_prev=X, Z=Z, A=A)
    if len(layers) == 1:
        return A, [first]
    P, rest = forward(A, layers[1:])
    return P, [first] + rest

# %% right: a list of activations, the cache at the end
def forward(X, layers):
    activations, sums = [np.asarray(X)], []
    for W, b, f in layers:
        sums.append(np.add(np.dot(activations[-1], W), b))
        activations.append(f(sums[-1]))
    cache = [
        {"Z": sums[i], "A": activations[i + 1], "A_prev": activations[i]}
        for i in range(len(layers))
    ]
    return [activations[-1], cache]

# %% right: a sample at a time, stacked
def forward(X, layers):
    A, cache = np.array(X, dtype=float), []
    for W, b, f in layers:
        Z = np.zeros((len(A), W.shape[1]))
        for i in range(len(A)):
            Z[i] = A[i] @ W + b
        out = f(Z)
        cache.append({"A_prev": A, "Z": Z, "A": out})
        A = out
    return A, cache

# %% right: the bias as one more weight, in column form
def forward(X, layers):
    cache, A = [], X
    for W, b, f in layers:
        extended = np.hstack([A, np.ones((A.shape[0], 1))])
        Z = (np.vstack([W, b]).T @ extended.T).T
        cache.append({"A_prev": A, "Z": Z, "A": f(Z)})
        A = f(Z.copy())
    return A, cache

# %% wrong: activation_missing
def forward(X, layers):
    cache, A = [], X
    for W, b, f in layers:
        Z = A @ W + b
        cache.append({"A_prev": A, "Z": Z, "A": Z})
        A = Z
    return A, cache

# %% wrong: last_activation_missing
def forward(X, layers):
    cache, A = [], X
    for W, b, f in layers:
        Z = A @ W + b
        cache.append({"A_prev": A, "Z": Z, "A": f(Z)})
        A = f(Z.copy())
    return Z, cache

# %% wrong: only_last_activation
def forward(X, layers):
    cache, A = [], X
    for W, b, f in layers:
        Z = A @ W + b
        cache.append({"A_prev": A, "Z": Z, "A": f(Z)})
        A = Z
    return f(Z), cache

# %% wrong: bias_missing
def forward(X, layers):
    cache, A = [], X
    for W, b, f in layers:
        Z = A @ W
        cache.append({"A_prev": A, "Z": Z, "A": f(Z)})
        A = f(Z.copy())
    return A, cache

# %% wrong: bias_on_inputs
def forward(X, layers):
    cache, A = [], X
    for W, b, f in layers:
        Z = (A + b) @ W
        cache.append({"A_prev": A, "Z": Z, "A": f(Z)})
        A = f(Z.copy())
    return A, cache

# %% wrong: input_never_handed_on
def forward(X, layers):
    cache = []
    for W, b, f in layers:
        Z = X @ W + b
        A = f(Z.copy())
        cache.append({"A_prev": X, "Z": Z, "A": A})
    return A, cache

# %% wrong: one_function_for_all
def forward(X, layers):
    f = layers[0][2]
    cache, A = [], X
    for W, b, _ in layers:
        Z = A @ W + b
        cache.append({"A_prev": A, "Z": Z, "A": f(Z)})
        A = f(Z.copy())
    return A, cache

# %% wrong: weights_transposed
def forward(X, layers):
    cache, A = [], X
    for W, b, f in layers:
        Z = A @ W.T + b
        cache.append({"A_prev": A, "Z": Z, "A": f(Z)})
        A = f(Z.copy())
    return A, cache

# %% wrong: changed_input
def forward(X, layers):
    cache, A = [], X
    for W, b, f in layers:
        W *= 1.5
        Z = A @ W + b
        cache.append({"A_prev": A, "Z": Z, "A": f(Z)})
        A = f(Z.copy())
    return A, cache

# %% wrong: cache_incomplete
def forward(X, layers):
    A = X
    for W, b, f in layers:
        A_prev = A
        Z = A_prev @ W + b
        A = f(Z.copy())
    return A, [{"A_prev": A_prev, "Z": Z, "A": A}]

# %% wrong: one_dict_for_all
def forward(X, layers):
    cache, A = [], X
    entry = {}
    for W, b, f in layers:
        entry["A_prev"] = A
        entry["Z"] = A @ W + b
        entry["A"] = A = f(entry["Z"])
        cache.append(entry)
    return A, cache

# %% wrong: layers_reversed
def forward(X, layers):
    cache, A = [], X
    for W, b, f in layers:
        Z = A @ W + b
        cache.insert(0, {"A_prev": A, "Z": Z, "A": f(Z)})
        A = f(Z.copy())
    return A, cache

# %% wrong: output_for_input
def forward(X, layers):
    cache, A = [], X
    for W, b, f in layers:
        Z = A @ W + b
        A = f(Z.copy())
        cache.append({"A_prev": A, "Z": Z, "A": A})
    return A, cache

# %% wrong: always_x
def forward(X, layers):
    cache, A = [], X
    for W, b, f in layers:
        Z = A @ W + b
        A = f(Z.copy())
        cache.append({"A_prev": X, "Z": Z, "A": A})
    return A, cache

# %% wrong: activation_for_pre_activation
def forward(X, layers):
    cache, A = [], X
    for W, b, f in layers:
        A_prev = A
        A = f(A_prev @ W + b)
        cache.append({"A_prev": A_prev, "Z": A, "A": A})
    return A, cache

# %% wrong: pre_activation_for_activation
def forward(X, layers):
    cache, A = [], X
    for W, b, f in layers:
        A_prev = A
        Z = A_prev @ W + b
        A = f(Z.copy())
        cache.append({"A_prev": A_prev, "Z": Z, "A": Z})
    return A, cache

# %% wrong: changed_input - the list of layers is emptied
def forward(X, layers):
    cache, A = [], X
    while layers:
        W, b, f = layers.pop(0)
        Z = A @ W + b
        cache.append({"A_prev": A, "Z": Z, "A": f(Z)})
        A = cache[-1]["A"]
    return A, cache

# %% wrong: cache_shared - the cache is made once, and grows from call to call
def forward(X, layers, cache=[]):
    A = X
    for W, b, f in layers:
        Z = A @ W + b
        cache.append({"A_prev": A, "Z": Z, "A": f(Z)})
        A = cache[-1]["A"]
    return A, cache

# %% wrong: cache_shared - a list outside of the function, emptied in each call
cache = []
def forward(X, layers):
    cache.clear()
    A = X
    for W, b, f in layers:
        Z = A @ W + b
        cache.append({"A_prev": A, "Z": Z, "A": f(Z)})
        A = cache[-1]["A"]
    return A, cache

# %% wrong: one_array_for_all - all layers write into one array
def forward(X, layers):
    cache, A = [], np.array(X, dtype=float)
    for W, b, f in layers:
        Z = A @ W + b
        entry = {"A_prev": A, "Z": Z, "A": f(Z)}
        cache.append(entry)
        if A.shape == Z.shape:
            A[:] = entry["A"]
        else:
            A = entry["A"].copy()
    return A, cache

# %% wrong: axis_lost - one output loses its axis
def forward(X, layers):
    cache, A = [], X
    for W, b, f in layers:
        Z = A @ W + b
        cache.append({"A_prev": A, "Z": Z, "A": f(Z)})
        A = cache[-1]["A"]
    return A.squeeze(), cache

# %% wrong: functions_fixed - ReLU inside and a sigmoid at the end, as in section 4.2, whatever f is
def forward(X, layers):
    cache, A = [], X
    for i, (W, b, f) in enumerate(layers):
        Z = A @ W + b
        last = i == len(layers) - 1
        cache.append({"A_prev": A, "Z": Z, "A": sigmoid(Z) if last else relu(Z)})
        A = cache[-1]["A"]
    return A, cache
