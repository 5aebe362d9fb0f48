# %% right: two formulas, one exponential
def quiet_sigmoid(z, exp=np.exp):
    tiny = exp(np.minimum(z, -z))
    return np.where(z < 0, tiny / (1 + tiny), 1 / (1 + tiny))

# %% right: numerator and denominator apart
def quiet_sigmoid(z, exp=np.exp):
    above = exp(np.minimum(z, 0.0))
    below = 1 + exp(-np.absolute(z))
    return above / below

# %% right: mirrored on the left
def quiet_sigmoid(z, exp=np.exp):
    z = np.asarray(z, dtype=float)
    small = exp(-np.abs(z))
    result = 1 / (1 + small)
    left = z < 0
    result[left] = small[left] / (1 + small[left])
    return result

# %% wrong: exponential_of_positive - the published one
def quiet_sigmoid(z, exp=np.exp):
    return 1 / (1 + exp(-z))

# %% wrong: exponential_of_positive - both branches
def quiet_sigmoid(z, exp=np.exp):
    return np.where(z >= 0, 1 / (1 + exp(-z)), exp(z) / (1 + exp(z)))

# %% wrong: exp_not_used
def quiet_sigmoid(z, exp=np.exp):
    return np.where(z < 0, np.exp(np.minimum(z, 0)), 1) / (1 + np.exp(-np.abs(z)))

# %% wrong: mirrored
def quiet_sigmoid(z, exp=np.exp):
    s = exp(-np.abs(z))
    return np.where(z >= 0, s, 1) / (1 + s)

# %% wrong: always_positive_form
def quiet_sigmoid(z, exp=np.exp):
    s = exp(-np.abs(z))
    return 1 / (1 + s)

# %% wrong: always_negative_form
def quiet_sigmoid(z, exp=np.exp):
    s = exp(-np.abs(z))
    return s / (1 + s)

# %% wrong: tanh_for_sigmoid
def quiet_sigmoid(z, exp=np.exp):
    s = exp(-np.abs(z))
    return np.tanh(z)

# %% wrong: changed_input
def quiet_sigmoid(z, exp=np.exp):
    sign = np.where(z >= 0, 1, 0)
    z[z > 0] *= -1
    s = exp(-np.abs(z))
    return np.where(sign, 1, s) / (1 + s)

# %% wrong: clipped
def quiet_sigmoid(z, exp=np.exp):
    s = exp(-np.abs(z))
    return np.clip(np.where(z >= 0, 1, s) / (1 + s), 1e-12, 1)

# %% wrong: exp_not_used - in one of the two branches
def quiet_sigmoid(z, exp=np.exp):
    with np.errstate(all="ignore"):
        return np.where(z >= 0, 1 / (1 + exp(-np.abs(z))), np.exp(z) / (1 + np.exp(z)))

# %% wrong: exp_not_used - exp is called, and its values are thrown away
def quiet_sigmoid(z, exp=np.exp):
    exp(-np.abs(z))
    return sigmoid(z)
