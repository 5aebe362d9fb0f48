# %% right: np.dot
def layer(X, W, b):
    return np.dot(X, W) + b

# %% right: einsum
def layer(X, W, b):
    return np.einsum("ij,jk->ik", X, W) + b

# %% right: three loops
def layer(X, W, b):
    Z = np.zeros((X.shape[0], W.shape[1]))
    for i in range(X.shape[0]):
        for j in range(W.shape[1]):
            Z[i, j] = b[j]
            for k in range(X.shape[1]):
                Z[i, j] += X[i, k] * W[k, j]
    return Z

# %% right: neuron by neuron
def layer(X, W, b):
    columns = [X @ W[:, j] + b[j] for j in range(W.shape[1])]
    return np.stack(columns, axis=1)

# %% right: the column form, transposed there and back
def layer(X, W, b):
    return (W.T @ X.T + b[:, np.newaxis]).T

# %% right: the bias as a further row of the weights
def layer(X, W, b):
    ones = np.ones((len(X), 1))
    return np.hstack([X, ones]) @ np.vstack([W, b])

# %% wrong: missing_bias
def layer(X, W, b):
    return X @ W

# %% wrong: transposed_weights
def layer(X, W, b):
    return X @ W.T + b

# %% wrong: swapped_factors - the column form without its columns
def layer(X, W, b):
    return W @ X + b

# %% wrong: elementwise_product
def layer(X, W, b):
    return X * W + b

# %% wrong: bias_per_sample
def layer(X, W, b):
    return X @ W + b.reshape(-1, 1)

# %% wrong: bias_on_inputs
def layer(X, W, b):
    return (X + b) @ W

# %% wrong: sigmoid_applied
def layer(X, W, b):
    return sigmoid(X @ W + b)

# %% wrong: one_sample_only
def layer(X, W, b):
    return X[0] @ W + b

# %% wrong: one_sample_only - returns inside the loop
def layer(X, W, b):
    for x in X:
        return np.dot(x, W) + b

# %% wrong: changed_input
def layer(X, W, b):
    X[:] = X @ W + b
    return X

# %% wrong: fractions_cut_off - the result has the type of X
def layer(X, W, b):
    Z = np.zeros((len(X), W.shape[1]), dtype=X.dtype)
    Z[:] = X @ W + b
    return Z

# %% wrong: axis_lost - one sample or one neuron loses its axis
def layer(X, W, b):
    return np.squeeze(X @ W + b)
