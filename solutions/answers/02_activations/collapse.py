# %% right: two products
def collapse(W1, b1, W2, b2):
    return W1 @ W2, b1 @ W2 + b2

# %% right: named steps with np.matmul and np.dot
def collapse(W1, b1, W2, b2):
    weights = np.matmul(W1, W2)
    bias = np.dot(b1, W2)
    bias = bias + b2
    return weights, bias

# %% right: column vectors, transposed back
def collapse(W1, b1, W2, b2):
    W = (W2.T @ W1.T).T
    b = (W2.T @ b1.reshape(-1, 1)).ravel() + b2
    return [W, b]

# %% right: einsum
def collapse(W1, b1, W2, b2):
    return np.einsum("ih,ho->io", W1, W2), np.einsum("h,ho->o", b1, W2) + b2

# %% right: ask the two layers themselves, at zero and at the unit vectors
def collapse(W1, b1, W2, b2):
    def layers(X):
        return (X @ W1 + b1) @ W2 + b2

    d_in = W1.shape[0]
    b = layers(np.zeros((1, d_in)))[0]
    return layers(np.eye(d_in)) - b, b

# %% right: loops
def collapse(W1, b1, W2, b2):
    d_in, d_hidden = W1.shape
    d_out = W2.shape[1]
    W = np.zeros((d_in, d_out))
    b = np.zeros(d_out)
    for o in range(d_out):
        for i in range(d_in):
            for h in range(d_hidden):
                W[i, o] += W1[i, h] * W2[h, o]
        b[o] = b2[o] + sum(b1[h] * W2[h, o] for h in range(d_hidden))
    return W, b

# %% wrong: swapped_order
def collapse(W1, b1, W2, b2):
    return W2 @ W1, b1 @ W2 + b2

# %% wrong: elementwise_product
def collapse(W1, b1, W2, b2):
    return W1 * W2, b1 @ W2 + b2

# %% wrong: added_weights
def collapse(W1, b1, W2, b2):
    return W1 + W2, b1 @ W2 + b2

# %% wrong: bias_not_carried
def collapse(W1, b1, W2, b2):
    return W1 @ W2, b1 + b2

# %% wrong: first_bias_lost
def collapse(W1, b1, W2, b2):
    return W1 @ W2, b2

# %% wrong: second_bias_lost
def collapse(W1, b1, W2, b2):
    return W1 @ W2, b1 @ W2

# %% wrong: bias_through_first_weights
def collapse(W1, b1, W2, b2):
    return W1 @ W2, b1 @ W1 + b2

# %% wrong: second_bias_through_weights
def collapse(W1, b1, W2, b2):
    return W1 @ W2, (b1 + b2) @ W2

# %% wrong: transposed_weights
def collapse(W1, b1, W2, b2):
    return W1 @ W2, W2 @ b1 + b2

# %% wrong: changed_input
def collapse(W1, b1, W2, b2):
    b2 += b1 @ W2
    return W1 @ W2, b2

# %% wrong: square_only - the sizes of W are those of W1
def collapse(W1, b1, W2, b2):
    W = np.zeros(W1.shape)
    for i in range(W1.shape[0]):
        for j in range(W1.shape[1]):
            W[i, j] = sum(W1[i, k] * W2[k, j] for k in range(W1.shape[1]))
    return W, b1 @ W2 + b2

# %% wrong: square_only - the network is asked at the unit vectors of the wrong space
def collapse(W1, b1, W2, b2):
    d = len(b2)
    b = (np.zeros(d) @ W1 + b1) @ W2 + b2
    return (np.eye(d) @ W1 + b1) @ W2 + b2 - b, b

# %% wrong: square_only - the bias loops over the wrong size
def collapse(W1, b1, W2, b2):
    b = b2.copy()
    for j in range(len(b2)):
        for k in range(len(b2)):
            b[j] += b1[k] * W2[k, j]
    return W1 @ W2, b

# %% wrong: square_only - the bias as a matrix of W1's size
def collapse(W1, b1, W2, b2):
    extended = np.vstack([W1, b1]) @ W2
    n = W2.shape[1]
    return extended[:n], extended[n] + b2
