# %% right: shifted log-softmax
def cross_entropy(Z, Y):
    shifted = Z - np.max(Z, axis=1, keepdims=True)
    log_P = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    return -np.sum(Y * log_P) / len(Z), (np.exp(log_P) - Y) / len(Z)

# %% right: logaddexp.reduce
def cross_entropy(Z, Y):
    Z = np.asarray(Z, dtype=float)
    log_sum = np.logaddexp.reduce(Z, axis=1)
    loss = np.mean(log_sum * Y.sum(axis=1) - (Y * Z).sum(axis=1))
    P = np.exp(Z - log_sum[:, None])
    return [loss, (P - Y) / Z.shape[0]]

# %% right: log1p of the other classes, with boolean masks
def cross_entropy(Z, Y):
    n = Z.shape[0]
    largest = np.argmax(Z, axis=1)
    differences = Z - Z[np.arange(n), largest][:, np.newaxis]
    others = np.exp(differences)
    others[np.arange(n), largest] = 0.0
    log_P = differences - np.log1p(others.sum(axis=1, keepdims=True))
    loss = float(np.einsum("nk,nk->", Y, log_P)) / -n
    return loss, np.exp(log_P) / n - Y / n

# %% right: sample by sample
def cross_entropy(Z, Y):
    n, total, rows = len(Z), 0.0, []
    for z, y in zip(Z, Y):
        c = z.max()
        e = np.exp(z - c)
        total += c + np.log(e.sum()) - float(y @ z)
        rows.append((e / e.sum() - y) / n)
    return total / n, np.array(rows)

# %% wrong: sum_not_mean
def cross_entropy(Z, Y):
    shifted = Z - np.max(Z, axis=1, keepdims=True)
    log_P = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    return -np.sum(Y * log_P), np.exp(log_P) - Y

# %% wrong: averaged_over_outputs
def cross_entropy(Z, Y):
    shifted = Z - np.max(Z, axis=1, keepdims=True)
    log_P = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    return -np.mean(Y * log_P), (np.exp(log_P) - Y) / Z.size

# %% wrong: flipped_sign
def cross_entropy(Z, Y):
    shifted = Z - np.max(Z, axis=1, keepdims=True)
    log_P = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    return np.sum(Y * log_P) / len(Z), (Y - np.exp(log_P)) / len(Z)

# %% wrong: wrong_axis
def cross_entropy(Z, Y):
    shifted = Z - np.max(Z, axis=0, keepdims=True)
    log_P = shifted - np.log(np.sum(np.exp(shifted), axis=0, keepdims=True))
    return -np.sum(Y * log_P) / len(Z), (np.exp(log_P) - Y) / len(Z)

# %% wrong: whole_batch
def cross_entropy(Z, Y):
    shifted = Z - np.max(Z)
    log_P = shifted - np.log(np.sum(np.exp(shifted)))
    return -np.sum(Y * log_P) / len(Z), (np.exp(log_P) - Y) / len(Z)

# %% wrong: binary_for_each_class
def cross_entropy(Z, Y):
    return np.sum(np.logaddexp(0, Z) - Y * Z) / len(Z), (sigmoid(Z) - Y) / len(Z)

# %% wrong: wrong_classes_too
def cross_entropy(Z, Y):
    e = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    P = e / np.sum(e, axis=1, keepdims=True)
    return -np.sum(Y * np.log(P) + (1 - Y) * np.log(1 - P)) / len(Z), (P - Y) / len(Z)

# %% wrong: logarithm_missing
def cross_entropy(Z, Y):
    e = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    P = e / np.sum(e, axis=1, keepdims=True)
    return -np.sum(Y * P) / len(Z), (P - Y) / len(Z)

# %% wrong: all_classes_counted
def cross_entropy(Z, Y):
    shifted = Z - np.max(Z, axis=1, keepdims=True)
    log_P = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    return -np.sum(log_P) / len(Z), (np.exp(log_P) - Y) / len(Z)

# %% wrong: softmax_twice
def cross_entropy(Z, Y):
    e = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    P = e / np.sum(e, axis=1, keepdims=True)
    log_P = P - np.log(np.sum(np.exp(P), axis=1, keepdims=True))
    return -np.sum(Y * log_P) / len(Z), (P - Y) / len(Z)

# %% wrong: changed_input
def cross_entropy(Z, Y):
    Z -= np.max(Z, axis=1, keepdims=True)
    log_P = Z - np.log(np.sum(np.exp(Z), axis=1, keepdims=True))
    return -np.sum(Y * log_P) / len(Z), (np.exp(log_P) - Y) / len(Z)

# %% wrong: unshifted - softmax
def cross_entropy(Z, Y):
    e = np.exp(Z)
    P = e / np.sum(e, axis=1, keepdims=True)
    return -np.sum(Y * np.log(P)) / len(Z), (P - Y) / len(Z)

# %% wrong: unshifted - log-sum-exp
def cross_entropy(Z, Y):
    log_sum = np.log(np.sum(np.exp(Z), axis=1))
    loss = np.mean(log_sum - np.sum(Y * Z, axis=1))
    shifted = Z - np.max(Z, axis=1, keepdims=True)
    P = np.exp(shifted) / np.sum(np.exp(shifted), axis=1, keepdims=True)
    return loss, (P - Y) / len(Z)

# %% wrong: clipped
def cross_entropy(Z, Y):
    e = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    P = e / np.sum(e, axis=1, keepdims=True)
    return -np.sum(Y * np.log(np.clip(P, 1e-15, 1))) / len(Z), (P - Y) / len(Z)

# %% wrong: nan_from_zero_times_infinity
def cross_entropy(Z, Y):
    e = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    P = e / np.sum(e, axis=1, keepdims=True)
    return -np.sum(Y * np.log(P)) / len(Z), (P - Y) / len(Z)

# %% wrong: log_of_zero
def cross_entropy(Z, Y):
    e = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    P = e / np.sum(e, axis=1, keepdims=True)
    with np.errstate(all="ignore"):
        prices = np.where(Y > 0, -Y * np.log(P), 0)
    return np.sum(prices) / len(Z), (P - Y) / len(Z)

# %% wrong: slope_not_cancelled
def cross_entropy(Z, Y):
    shifted = Z - np.max(Z, axis=1, keepdims=True)
    log_P = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    P = np.exp(log_P)
    return -np.sum(Y * log_P) / len(Z), (P - Y) * P * (1 - P) / len(Z)

# %% wrong: gradient_in_probabilities
def cross_entropy(Z, Y):
    shifted = Z - np.max(Z, axis=1, keepdims=True)
    log_P = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    return -np.sum(Y * log_P) / len(Z), -Y / np.exp(log_P) / len(Z)

# %% wrong: right_class_only
def cross_entropy(Z, Y):
    shifted = Z - np.max(Z, axis=1, keepdims=True)
    log_P = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    return -np.sum(Y * log_P) / len(Z), Y * (np.exp(log_P) - Y) / len(Z)

# %% wrong: sigmoid_for_softmax
def cross_entropy(Z, Y):
    shifted = Z - np.max(Z, axis=1, keepdims=True)
    log_P = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    return -np.sum(Y * log_P) / len(Z), (sigmoid(Z) - Y) / len(Z)

# %% wrong: log_for_probability
def cross_entropy(Z, Y):
    shifted = Z - np.max(Z, axis=1, keepdims=True)
    log_P = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    return -np.sum(Y * log_P) / len(Z), (log_P - Y) / len(Z)

# %% wrong: factor_two
def cross_entropy(Z, Y):
    shifted = Z - np.max(Z, axis=1, keepdims=True)
    log_P = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    return -np.sum(Y * log_P) / len(Z), 2 * (np.exp(log_P) - Y) / len(Z)

# %% wrong: labels_rounded
def cross_entropy(Z, Y):
    shifted = Z - np.max(Z, axis=1, keepdims=True)
    log_P = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    dZ = np.exp(log_P)
    dZ[np.arange(len(Z)), np.argmax(Y, axis=1)] -= 1
    return -np.sum(Y * log_P) / len(Z), dZ / len(Z)

# %% wrong: fractions_cut_off - dZ filled into an array of the logits' type
def cross_entropy(Z, Y):
    total, dZ = 0.0, np.zeros_like(Z)
    for i, (z, y) in enumerate(zip(Z, Y)):
        s = z - z.max()
        log_p = s - np.log(np.exp(s).sum())
        total -= (y * log_p).sum()
        dZ[i] = (np.exp(log_p) - y) / len(Z)
    return total / len(Z), dZ

# %% wrong: labels_rounded - in the loss
def cross_entropy(Z, Y):
    s = Z - Z.max(axis=1, keepdims=True)
    log_P = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    return -log_P[np.arange(len(Z)), Y.argmax(axis=1)].mean(), (np.exp(log_P) - Y) / len(Z)

# %% wrong: shift_not_largest - the first logit of each row
def cross_entropy(Z, Y):
    s = Z - Z[:, :1]
    log_P = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    return -np.sum(Y * log_P) / len(Z), (np.exp(log_P) - Y) / len(Z)

# %% wrong: shift_not_largest - in the gradient alone
def cross_entropy(Z, Y):
    s = Z - Z.max(axis=1, keepdims=True)
    log_P = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    e = np.exp(Z - Z[:, :1])
    P = e / e.sum(axis=1, keepdims=True)
    return -np.sum(Y * log_P) / len(Z), (P - Y) / len(Z)

# %% wrong: shift_not_largest - the mean of each row
def cross_entropy(Z, Y):
    s = Z - Z.mean(axis=1, keepdims=True)
    log_P = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    return -np.sum(Y * log_P) / len(Z), (np.exp(log_P) - Y) / len(Z)
