# %% right: a factor
def mse_gradient(P, Y, half=False):
    factor = 1 if half else 2
    return factor * (P - Y) / len(P)

# %% right: two returns
def mse_gradient(P, Y, half=False):
    gaps = P - Y
    n = P.shape[0]
    if half:
        return gaps / n
    return gaps * (2 / n)

# %% right: row by row
def mse_gradient(P, Y, half=False):
    n = len(P)
    rows = [(p - y) / n for p, y in zip(P, Y)]
    dP = np.array(rows, dtype=float).reshape(P.shape)
    return dP if half else dP + dP

# %% right: np.subtract and a divisor
def mse_gradient(P, Y, half=False):
    divisor = len(Y) * (1.0 if half else 0.5)
    return np.subtract(P, Y) / divisor

# %% wrong: missing_factor_two
def mse_gradient(P, Y, half=False):
    return (P - Y) / len(P)

# %% wrong: sum_not_mean
def mse_gradient(P, Y, half=False):
    return (1 if half else 2) * (P - Y)

# %% wrong: averaged_over_outputs
def mse_gradient(P, Y, half=False):
    return (1 if half else 2) * (P - Y) / P.size

# %% wrong: flipped_sign
def mse_gradient(P, Y, half=False):
    return (1 if half else 2) * (Y - P) / len(P)

# %% wrong: loss_not_gradient
def mse_gradient(P, Y, half=False):
    return (P - Y) ** 2 / len(P)

# %% wrong: summed_over_samples
def mse_gradient(P, Y, half=False):
    return (1 if half else 2) * np.sum(P - Y, axis=0) / len(P)

# %% wrong: changed_input
def mse_gradient(P, Y, half=False):
    P -= Y
    return (1 if half else 2) * P / len(P)

# %% wrong: half_ignored
def mse_gradient(P, Y, half=False):
    return 2 * (P - Y) / len(P)

# %% wrong: halved_twice
def mse_gradient(P, Y, half=False):
    dP = 2 * (P - Y) / len(P)
    return dP / 4 if half else dP

# %% wrong: doubled
def mse_gradient(P, Y, half=False):
    dP = 2 * (P - Y) / len(P)
    return dP * 2 if half else dP

# %% wrong: changed_input - with half=True alone
def mse_gradient(P, Y, half=False):
    if half:
        P -= Y
        P /= len(P)
        return P
    return 2 * (P - Y) / len(P)

# %% wrong: fractions_cut_off - with half=True alone
def mse_gradient(P, Y, half=False):
    dP = 2 * (P - Y) / len(P)
    if half:
        halved = np.zeros_like(P)
        halved[:] = dP / 2
        return halved
    return dP
