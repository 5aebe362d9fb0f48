# %% right: transpose and ravel
def rows_from_columns(layers):
    return [(W.T, b.ravel()) for W, b in layers]

# %% right: a loop with np.transpose and the first column
def rows_from_columns(layers):
    rows = []
    for W, b in layers:
        rows.append((np.transpose(W).copy(), b[:, 0].copy()))
    return rows

# %% right: entry by entry
def rows_from_columns(layers):
    rows = []
    for W_column, b_column in layers:
        d_out, d_in = W_column.shape
        W, b = np.empty((d_in, d_out)), np.empty(d_out)
        for j in range(d_out):
            W[:, j] = W_column[j]
            b[j] = b_column[j, 0]
        rows.append([W, b])
    return rows

# %% right: a tuple by einsum and squeeze
def rows_from_columns(layers):
    return tuple((np.einsum("oi->io", W), np.squeeze(b, axis=1)) for W, b in layers)

# %% right: read by rows, refilled by columns
def rows_from_columns(layers):
    return [(W.ravel().reshape(W.shape[::-1], order="F"), b.reshape(-1)) for W, b in layers]

# %% wrong: not_transposed
def rows_from_columns(layers):
    return [(W, b.ravel()) for W, b in layers]

# %% wrong: reshaped_not_transposed
def rows_from_columns(layers):
    return [(W.reshape(W.shape[1], W.shape[0]), b.ravel()) for W, b in layers]

# %% wrong: layers_reversed
def rows_from_columns(layers):
    return [(W.T, b.ravel()) for W, b in reversed(layers)]

# %% wrong: bias_left_as_column
def rows_from_columns(layers):
    return [(W.T, b) for W, b in layers]

# %% wrong: bias_as_matrix
def rows_from_columns(layers):
    return [(W.T, b.T) for W, b in layers]

# %% wrong: layer_lost
def rows_from_columns(layers):
    rows = []
    for W, b in layers:
        rows = [(W.T, b.ravel())]
    return rows

# %% wrong: changed_input - the list is translated in place
def rows_from_columns(layers):
    for i, (W, b) in enumerate(layers):
        layers[i] = (W.T, b.ravel())
    return layers

# %% wrong: changed_input - the list is emptied
def rows_from_columns(layers):
    rows = []
    while layers:
        W, b = layers.pop(0)
        rows.append((W.T, b.ravel()))
    return rows

