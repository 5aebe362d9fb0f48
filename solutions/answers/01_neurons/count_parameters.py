# %% right: a loop over the layers
def count_parameters(sizes):
    total = 0
    for k in range(1, len(sizes)):
        total += sizes[k - 1] * sizes[k] + sizes[k]
    return total

# %% right: the bias as one more input
def count_parameters(sizes):
    return sum((sizes[k] + 1) * sizes[k + 1] for k in range(len(sizes) - 1))

# %% right: weights and biases apart, with NumPy
def count_parameters(sizes):
    counts = np.array(sizes)
    return int(np.sum(counts[:-1] * counts[1:]) + np.sum(counts[1:]))

# %% right: by making the arrays and asking for their sizes
def count_parameters(sizes):
    layers = [(np.zeros((d_in, d_out)), np.zeros(d_out)) for d_in, d_out in zip(sizes[:-1], sizes[1:])]
    return sum(W.size + b.size for W, b in layers)

# %% right: recursion
def count_parameters(sizes):
    if len(sizes) < 2:
        return 0
    return (sizes[0] + 1) * sizes[1] + count_parameters(sizes[1:])

# %% wrong: biases_forgotten
def count_parameters(sizes):
    return sum(d_in * d_out for d_in, d_out in zip(sizes, sizes[1:]))

# %% wrong: bias_for_input_nodes
def count_parameters(sizes):
    return sum(d_in * d_out for d_in, d_out in zip(sizes, sizes[1:])) + sum(sizes)

# %% wrong: one_bias_per_layer
def count_parameters(sizes):
    return sum(d_in * d_out + 1 for d_in, d_out in zip(sizes, sizes[1:]))

# %% wrong: first_layer_only - returns inside the loop
def count_parameters(sizes):
    for d_in, d_out in zip(sizes, sizes[1:]):
        return d_in * d_out + d_out

# %% wrong: nodes_counted
def count_parameters(sizes):
    return sum(sizes)

# %% wrong: bias_per_connection_source
def count_parameters(sizes):
    return sum(d_in * d_out + d_in for d_in, d_out in zip(sizes, sizes[1:]))

# %% wrong: three_layers_only - written for the drawing
def count_parameters(sizes):
    return sizes[0] * sizes[1] + sizes[1] + sizes[1] * sizes[2] + sizes[2]

# %% wrong: changed_input
def count_parameters(sizes):
    total = 0
    d_in = sizes.pop(0)
    while sizes:
        d_out = sizes.pop(0)
        total += d_in * d_out + d_out
        d_in = d_out
    return total

# %% right: a float
def count_parameters(sizes):
    s = np.array(sizes, dtype=float)
    return np.sum((s[:-1] + 1) * s[1:])

# %% wrong: first_layer_only - the loop ends one layer early
def count_parameters(sizes):
    total = 0
    for k in range(1, len(sizes) - 1):
        total += sizes[k - 1] * sizes[k] + sizes[k]
    return total
