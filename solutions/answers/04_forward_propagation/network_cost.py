# %% right: two sums
def network_cost(sizes, n):
    weights = sum(i * o for i, o in zip(sizes[:-1], sizes[1:]))
    return weights + sum(sizes[1:]), n * weights

# %% right: a loop over positions
def network_cost(sizes, n):
    parameters = multiplications = 0
    for k in range(1, len(sizes)):
        parameters += (sizes[k - 1] + 1) * sizes[k]
        multiplications += n * sizes[k - 1] * sizes[k]
    return parameters, multiplications

# %% right: NumPy's dot product of neighbours
def network_cost(sizes, n):
    weights = np.dot(sizes[:-1], sizes[1:])
    return int(weights) + int(np.sum(sizes[1:])), int(n * weights)

# %% right: build the arrays and ask them
def network_cost(sizes, n):
    Ws = [np.empty((i, o)) for i, o in zip(sizes, sizes[1:])]
    bs = [np.empty(o) for o in sizes[1:]]
    return sum(a.size for a in Ws + bs), n * sum(W.size for W in Ws)

# %% wrong: biases_forgotten
def network_cost(sizes, n):
    weights = sum(i * o for i, o in zip(sizes[:-1], sizes[1:]))
    return weights, n * weights

# %% wrong: bias_for_inputs
def network_cost(sizes, n):
    weights = sum(i * o for i, o in zip(sizes[:-1], sizes[1:]))
    return weights + sum(sizes), n * weights

# %% wrong: bias_per_layer
def network_cost(sizes, n):
    weights = sum(i * o for i, o in zip(sizes[:-1], sizes[1:]))
    return weights + 1 * (len(sizes) - 1), n * weights

# %% wrong: bias_for_wrong_side
def network_cost(sizes, n):
    weights = sum(i * o for i, o in zip(sizes[:-1], sizes[1:]))
    return weights + sum(sizes[:-1]), n * weights

# %% wrong: batch_in_parameters
def network_cost(sizes, n):
    weights = sum(i * o for i, o in zip(sizes[:-1], sizes[1:]))
    return n * (weights + sum(sizes[1:])), n * weights

# %% wrong: ends_only
def network_cost(sizes, n):
    weights = sizes[0] * sizes[-1]
    return weights + sizes[-1], n * weights

# %% wrong: batch_forgotten
def network_cost(sizes, n):
    weights = sum(i * o for i, o in zip(sizes[:-1], sizes[1:]))
    return weights + sum(sizes[1:]), weights

# %% wrong: bias_multiplied
def network_cost(sizes, n):
    parameters = sum(i * o + o for i, o in zip(sizes[:-1], sizes[1:]))
    return parameters, n * parameters

# %% wrong: changed_input - the list is emptied
def network_cost(sizes, n):
    parameters = multiplications = 0
    d_in = sizes.pop(0)
    while sizes:
        d_out = sizes.pop(0)
        parameters += (d_in + 1) * d_out
        multiplications += n * d_in * d_out
        d_in = d_out
    return parameters, multiplications

# %% wrong: order_swapped
def network_cost(sizes, n):
    weights = sum(i * o for i, o in zip(sizes, sizes[1:]))
    return n * weights, weights + sum(sizes[1:])
