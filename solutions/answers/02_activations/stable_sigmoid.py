# %% right: one expression
def stable_sigmoid(z):
    return np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z)))

# %% right: np.where, which evaluates both forms and warns
def stable_sigmoid(z):
    z = np.asarray(z, dtype=float)
    return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))

# %% right: np.where without warnings
def stable_sigmoid(z):
    z = np.asarray(z, dtype=float)
    with np.errstate(over="ignore", invalid="ignore"):
        positive = 1 / (1 + np.exp(-z))
        negative = np.exp(z) / (1 + np.exp(z))
    return np.where(z < 0, negative, positive)

# %% right: masks
def stable_sigmoid(z):
    z = np.asarray(z)
    result = np.empty(z.shape, dtype=float)
    positive = z >= 0
    result[positive] = 1 / (1 + np.exp(-z[positive]))
    e = np.exp(z[~positive])
    result[~positive] = e / (1 + e)
    return result

# %% right: small exponential, then two cases
def stable_sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(np.asarray(z) >= 0, 1, e) / (1 + e)

# %% right: logaddexp
def stable_sigmoid(z):
    return np.exp(-np.logaddexp(0, -np.asarray(z, dtype=float)))

# %% right: np.piecewise
def stable_sigmoid(z):
    z = np.asarray(z, dtype=float)
    return np.piecewise(z, [z < 0], [lambda t: np.exp(t) / (1 + np.exp(t)), lambda t: 1 / (1 + np.exp(-t))])

# %% right: entry by entry with the math module
import math


def stable_sigmoid(z):
    def one(t):
        if t >= 0:
            return 1 / (1 + math.exp(-t))
        e = math.exp(t)
        return e / (1 + e)

    if np.ndim(z) == 0:
        return one(z)
    return np.array([one(t) for t in np.ravel(z)], dtype=float).reshape(np.shape(z))

# %% wrong: missing_minus_sign
def stable_sigmoid(z):
    return np.exp(np.minimum(-z, 0)) / (1 + np.exp(-np.abs(z)))

# %% wrong: tanh_instead
def stable_sigmoid(z):
    return np.tanh(z)

# %% wrong: tanh_without_half
def stable_sigmoid(z):
    return (1 + np.tanh(z)) / 2

# %% wrong: derivative_instead
def stable_sigmoid(z):
    e = np.exp(-np.abs(z))
    return e / (1 + e) ** 2

# %% wrong: one_form_for_both_sides
def stable_sigmoid(z):
    return 1 / (1 + np.exp(-np.abs(z)))

# %% wrong: tails_swapped
def stable_sigmoid(z):
    e = np.exp(-np.abs(z))
    return e / (1 + e)

# %% wrong: changed_input
def stable_sigmoid(z):
    z = np.asarray(z)
    negative = z < 0
    if z.ndim:
        z[negative] = -z[negative]
    return np.where(negative, np.exp(-np.abs(z)), 1) / (1 + np.exp(-np.abs(z)))

# %% wrong: fractions_cut_off
def stable_sigmoid(z):
    z = np.asarray(z)
    result = np.empty_like(z)
    positive = z >= 0
    result[positive] = 1 / (1 + np.exp(-z[positive]))
    e = np.exp(z[~positive])
    result[~positive] = e / (1 + e)
    return result

# %% wrong: overflow - the formula from paper
def stable_sigmoid(z):
    return 1 / (1 + np.exp(-z))

# %% wrong: overflow - the other formula
def stable_sigmoid(z):
    return np.exp(z) / (1 + np.exp(z))

# %% wrong: cancellation - by way of tanh
def stable_sigmoid(z):
    return (1 + np.tanh(np.asarray(z) / 2)) / 2

# %% wrong: cancellation - one minus the other side
def stable_sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(np.asarray(z) >= 0, 1 / (1 + e), 1 - 1 / (1 + e))

# %% wrong: clipped
def stable_sigmoid(z):
    return 1 / (1 + np.exp(-np.clip(z, -500, 500)))

# %% right: with more digits than float64, rounded back
def stable_sigmoid(z):
    z = np.asarray(z, dtype=np.longdouble)
    e = np.exp(-np.abs(z))
    return (np.where(z >= 0, 1, e) / (1 + e)).astype(float)

# %% right: with more digits than float64
def stable_sigmoid(z):
    z = np.asarray(z, dtype=np.longdouble)
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-z))


# %% wrong: overflow - cut off below -700
def stable_sigmoid(z):
    z = np.asarray(z, dtype=float)
    e = np.exp(-np.abs(z))
    return np.where(z < -700, 0.0, np.where(z >= 0, 1, e) / (1 + e))

# %% wrong: cancellation - cut off below -30
def stable_sigmoid(z):
    z = np.asarray(z, dtype=float)
    e = np.exp(-np.abs(z))
    return np.where(z < -30, 0.0, np.where(z >= 0, 1, e) / (1 + e))
