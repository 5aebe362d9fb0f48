# %% right: without the Jacobian
def softmax_backward(P, dP):
    return P * (dP - np.sum(P * dP, axis=-1, keepdims=True))

# %% right: one Jacobian for each sample
def softmax_backward(P, dP):
    P, dP = np.asarray(P), np.asarray(dP)
    if P.ndim == 1:
        return (np.diag(P) - np.outer(P, P)) @ dP
    dZ = np.empty(P.shape)
    for i in range(len(P)):
        jacobian = np.diag(P[i]) - np.outer(P[i], P[i])
        dZ[i] = jacobian @ dP[i]
    return dZ

# %% right: einsum
def softmax_backward(P, dP):
    return P * dP - P * np.einsum("...k,...k->...", P, dP)[..., None]

# %% right: all Jacobians at once
def softmax_backward(P, dP):
    K = P.shape[-1]
    J = P[..., :, None] * np.eye(K) - P[..., :, None] * P[..., None, :]
    return (J @ dP[..., None])[..., 0]

# %% right: loops over the two cases
def softmax_backward(P, dP):
    if P.ndim == 1:
        K = len(P)
        dz = np.zeros(K)
        for j in range(K):
            for i in range(K):
                slope = P[i] * (1 - P[i]) if i == j else -P[i] * P[j]
                dz[j] += dP[i] * slope
        return dz
    return np.array([softmax_backward(p, dp) for p, dp in zip(P, dP)]).reshape(P.shape)

# %% wrong: diagonal_only
def softmax_backward(P, dP):
    return dP * P * (1 - P)

# %% wrong: sum_without_probabilities
def softmax_backward(P, dP):
    return P * (dP - np.sum(dP, axis=-1, keepdims=True))

# %% wrong: factor_missing
def softmax_backward(P, dP):
    return dP - np.sum(P * dP, axis=-1, keepdims=True)

# %% wrong: flipped_sign
def softmax_backward(P, dP):
    return P * (np.sum(P * dP, axis=-1, keepdims=True) - dP)

# %% wrong: added_instead_of_subtracted
def softmax_backward(P, dP):
    return P * (dP + np.sum(P * dP, axis=-1, keepdims=True))

# %% wrong: off_diagonal_missing_sign
def softmax_backward(P, dP):
    others = np.sum(P * dP, axis=-1, keepdims=True) - P * dP
    return dP * P * (1 - P) + P * others

# %% wrong: derivative_of_cross_entropy
def softmax_backward(P, dP):
    return P - dP

# %% wrong: changed_input
def softmax_backward(P, dP):
    dP -= np.sum(P * dP, axis=-1, keepdims=True)
    return P * dP

# %% wrong: wrong_axis
def softmax_backward(P, dP):
    return P * (dP - np.sum(P * dP, axis=0, keepdims=True))

# %% wrong: whole_batch
def softmax_backward(P, dP):
    return P * (dP - np.sum(P * dP))

# %% wrong: averaged
def softmax_backward(P, dP):
    mean = np.mean(P * dP, axis=-1, keepdims=True) if P.ndim > 1 else np.sum(P * dP)
    return P * (dP - mean)

# %% wrong: sum_without_probabilities - in a batch
def softmax_backward(P, dP):
    if P.ndim == 1:
        return P * (dP - P @ dP)
    return P * (dP - dP.sum(axis=1, keepdims=True))

# %% wrong: diagonal_only - in a batch
def softmax_backward(P, dP):
    if P.ndim == 1:
        return (np.diag(P) - np.outer(P, P)) @ dP
    return P * (1 - P) * dP

# %% wrong: fractions_cut_off - filled into an array of dP's type
def softmax_backward(P, dP):
    if P.ndim == 1:
        return (np.diag(P) - np.outer(P, P)) @ dP
    dZ = np.zeros_like(dP)
    for i in range(len(P)):
        dZ[i] = (np.diag(P[i]) - np.outer(P[i], P[i])) @ dP[i]
    return dZ

