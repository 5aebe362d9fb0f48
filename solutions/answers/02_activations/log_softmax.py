# %% right: shifted
def log_softmax(Z):
    shifted = Z - np.max(Z, axis=-1, keepdims=True)
    return shifted - np.log(np.sum(np.exp(shifted), axis=-1, keepdims=True))

# %% right: logaddexp
def log_softmax(Z):
    Z = np.asarray(Z, dtype=float)
    return Z - np.logaddexp.reduce(Z, axis=-1, keepdims=True)

# %% right: c added back
def log_softmax(Z):
    c = Z.max(axis=-1)[..., None]
    log_sum_exp = c + np.log(np.exp(Z - c).sum(axis=-1)[..., None])
    return Z - log_sum_exp

# %% right: row by row, with log1p
def log_softmax(Z):
    if Z.ndim == 1:
        largest = int(np.argmax(Z))
        others = np.exp(np.delete(Z, largest) - Z[largest]).sum()
        return Z - Z[largest] - np.log1p(others)
    return np.array([log_softmax(row) for row in Z], dtype=float).reshape(Z.shape)

# %% wrong: wrong_axis
def log_softmax(Z):
    shifted = Z - np.max(Z, axis=0, keepdims=True)
    return shifted - np.log(np.sum(np.exp(shifted), axis=0, keepdims=True))

# %% wrong: whole_batch
def log_softmax(Z):
    shifted = Z - np.max(Z)
    return shifted - np.log(np.sum(np.exp(shifted)))

# %% wrong: softmax_instead
def log_softmax(Z):
    e = np.exp(Z - np.max(Z, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)

# %% wrong: missing_log
def log_softmax(Z):
    return Z - np.sum(np.exp(Z), axis=-1, keepdims=True)

# %% wrong: shift_not_undone
def log_softmax(Z):
    shifted = Z - np.max(Z, axis=-1, keepdims=True)
    return Z - np.log(np.sum(np.exp(shifted), axis=-1, keepdims=True))

# %% wrong: flipped_sign
def log_softmax(Z):
    shifted = Z - np.max(Z, axis=-1, keepdims=True)
    return np.log(np.sum(np.exp(shifted), axis=-1, keepdims=True)) - shifted

# %% wrong: sum_of_logs
def log_softmax(Z):
    return Z - np.sum(np.log(np.exp(Z)), axis=-1, keepdims=True)

# %% wrong: changed_input
def log_softmax(Z):
    Z -= np.max(Z, axis=-1, keepdims=True)
    return Z - np.log(np.sum(np.exp(Z), axis=-1, keepdims=True))

# %% wrong: log_of_softmax
def log_softmax(Z):
    e = np.exp(Z - np.max(Z, axis=-1, keepdims=True))
    return np.log(e / np.sum(e, axis=-1, keepdims=True))

# %% wrong: log_with_epsilon
def log_softmax(Z):
    e = np.exp(Z - np.max(Z, axis=-1, keepdims=True))
    return np.log(e / np.sum(e, axis=-1, keepdims=True) + 1e-12)

# %% wrong: unshifted
def log_softmax(Z):
    return Z - np.log(np.sum(np.exp(Z), axis=-1, keepdims=True))

# %% wrong: one_shift_for_the_batch
def log_softmax(Z):
    shifted = Z - np.max(Z)
    return shifted - np.log(np.sum(np.exp(shifted), axis=-1, keepdims=True))
