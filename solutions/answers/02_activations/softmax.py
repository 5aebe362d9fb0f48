# %% right: shifted by the largest logit of each row
def softmax(Z):
    exponentials = np.exp(Z - np.max(Z, axis=-1, keepdims=True))
    return exponentials / np.sum(exponentials, axis=-1, keepdims=True)

# %% right: the exponential of log-softmax
def softmax(Z):
    Z = np.asarray(Z, dtype=float)
    return np.exp(Z - np.logaddexp.reduce(Z, axis=-1, keepdims=True))

# %% right: row by row
def softmax(Z):
    Z = np.asarray(Z, dtype=float)
    P = np.empty(Z.shape)
    if Z.ndim == 1:
        e = np.exp(Z - Z.max())
        return e / e.sum()
    for i, row in enumerate(Z):
        e = np.exp(row - row.max())
        P[i] = e / e.sum()
    return P

# %% right: classes first
def softmax(Z):
    columns = Z.T
    e = np.exp(columns - columns.max(axis=0))
    return (e / e.sum(axis=0)).T

# %% right: all pairwise differences, with warnings
def softmax(Z):
    Z = np.asarray(Z, dtype=float)
    differences = Z[..., None, :] - Z[..., :, None]
    return 1 / np.sum(np.exp(differences), axis=-1)

# %% right: in place on a copy
def softmax(Z):
    P = np.array(Z, dtype=float)
    P -= P.max(axis=-1, keepdims=True)
    np.exp(P, out=P)
    P /= P.sum(axis=-1, keepdims=True)
    return P

# %% wrong: wrong_axis
def softmax(Z):
    e = np.exp(Z - np.max(Z, axis=0, keepdims=True))
    return e / np.sum(e, axis=0, keepdims=True)

# %% wrong: whole_batch
def softmax(Z):
    e = np.exp(Z - np.max(Z))
    return e / np.sum(e)

# %% wrong: sigmoid_instead
def softmax(Z):
    return 1 / (1 + np.exp(-Z))

# %% wrong: no_exponential
def softmax(Z):
    return Z / np.sum(Z, axis=-1, keepdims=True)

# %% wrong: shift_by_column
def softmax(Z):
    e = np.exp(Z - np.max(Z, axis=0))
    return e / np.sum(e, axis=-1, keepdims=True)

# %% wrong: not_divided
def softmax(Z):
    return np.exp(Z)

# %% wrong: not_divided_after_shift
def softmax(Z):
    return np.exp(Z - np.max(Z, axis=-1, keepdims=True))

# %% wrong: unequal_shift
def softmax(Z):
    return np.exp(Z - np.max(Z, axis=-1, keepdims=True)) / np.sum(np.exp(Z), axis=-1, keepdims=True)

# %% wrong: log_softmax_instead
def softmax(Z):
    shifted = Z - np.max(Z, axis=-1, keepdims=True)
    return shifted - np.log(np.sum(np.exp(shifted), axis=-1, keepdims=True))

# %% wrong: changed_input
def softmax(Z):
    Z -= np.max(Z, axis=-1, keepdims=True)
    e = np.exp(Z)
    return e / np.sum(e, axis=-1, keepdims=True)

# %% wrong: single_sample_as_batch
def softmax(Z):
    rows = Z.reshape(len(Z), -1)
    e = np.exp(rows - rows.max(axis=1, keepdims=True))
    return (e / e.sum(axis=1, keepdims=True)).reshape(Z.shape)

# %% wrong: unshifted
def softmax(Z):
    e = np.exp(Z)
    return e / np.sum(e, axis=-1, keepdims=True)

# %% wrong: overflow_hidden
def softmax(Z):
    e = np.exp(Z)
    return np.nan_to_num(e / np.sum(e, axis=-1, keepdims=True), nan=0.0)

# %% wrong: clipped
def softmax(Z):
    e = np.exp(np.clip(Z, -500, 500))
    return e / np.sum(e, axis=-1, keepdims=True)

# %% wrong: one_shift_for_the_batch
def softmax(Z):
    e = np.exp(Z - np.max(Z))
    return e / np.sum(e, axis=-1, keepdims=True)

# %% wrong: shifted_by_mean
def softmax(Z):
    e = np.exp(Z - np.mean(Z, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)

# %% wrong: shifted_by_first - the first logit, not the largest
def softmax(Z):
    e = np.exp(Z - Z[..., :1])
    return e / e.sum(axis=-1, keepdims=True)

