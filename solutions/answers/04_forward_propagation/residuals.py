# %% right: sizes compared, labels as a column
def residuals(P, Y):
    if Y.size != P.shape[0]:
        raise ValueError("sizes differ")
    return P - Y.reshape(-1, 1)

# %% right: reshape does the checking
def residuals(P, Y):
    return P - np.reshape(Y, P.shape)

# %% right: a new axis for flat labels, then a comparison of shapes
def residuals(P, Y):
    column = Y[:, np.newaxis] if Y.ndim == 1 else Y
    if column.shape != P.shape:
        raise ValueError(f"{column.shape} against {P.shape}")
    return P - column

# %% right: a strict zip
def residuals(P, Y):
    pairs = zip(P.ravel(), Y.ravel(), strict=True)
    return np.array([p - y for p, y in pairs], dtype=float).reshape(-1, 1)

# %% right: flat, and back to a column
def residuals(P, Y):
    p, y = P[:, 0], Y.ravel()
    if len(p) != len(y):
        raise ValueError
    return np.expand_dims(np.subtract(p, y), axis=1)

# %% wrong: broadcast
def residuals(P, Y):
    if len(P) != len(Y):
        raise ValueError("sizes differ")
    return P - Y

# %% wrong: flattened
def residuals(P, Y):
    if len(P) != len(Y):
        raise ValueError("sizes differ")
    return P.ravel() - Y.ravel()

# %% wrong: flipped_sign
def residuals(P, Y):
    if len(P) != len(Y):
        raise ValueError("sizes differ")
    return Y.reshape(-1, 1) - P

# %% wrong: single_label_stretched
def residuals(P, Y):
    return P - Y.reshape(-1, 1)

# %% wrong: absolute_values
def residuals(P, Y):
    if len(P) != len(Y):
        raise ValueError("sizes differ")
    return np.abs(P - Y.reshape(-1, 1))

# %% wrong: squared
def residuals(P, Y):
    if len(P) != len(Y):
        raise ValueError("sizes differ")
    return (P - Y.reshape(-1, 1)) ** 2

# %% wrong: changed_input
def residuals(P, Y):
    if len(P) != len(Y):
        raise ValueError("sizes differ")
    P -= Y.reshape(-1, 1)
    return P

# %% wrong: fractions_cut_off - filled into an array of the predictions' type
def residuals(P, Y):
    if Y.size != len(P):
        raise ValueError
    result = np.zeros_like(P)
    for i, y in enumerate(Y.ravel()):
        result[i, 0] = P[i, 0] - y
    return result

