# %% right: truth values times one
def step(z):
    return (z >= 0) * 1

# %% right: converted with astype
def step(z):
    return (np.asarray(z) >= 0).astype(int)

# %% right: NumPy's own step function, with its value at zero
def step(z):
    return np.heaviside(z, 1)

# %% right: the other way round
def step(z):
    return 1 - np.where(z < 0, 1, 0)

# %% right: a copy with assignments, for any shape
def step(z):
    result = np.zeros(np.shape(z))
    result[z >= 0] = 1
    return result

# %% right: a scalar function made to work on arrays
def step(z):
    return np.vectorize(lambda value: 1.0 if value >= 0 else 0.0)(z)

# %% wrong: zero_counts_as_no
def step(z):
    return np.where(z > 0, 1, 0)

# %% wrong: threshold_at_half
def step(z):
    return np.where(z >= 0.5, 1, 0)

# %% wrong: minus_one_for_no
def step(z):
    return np.where(z >= 0, 1, -1)

# %% wrong: sign_function
def step(z):
    return np.sign(z)

# %% wrong: inverted
def step(z):
    return np.where(z >= 0, 0, 1)

# %% wrong: negative_cut_off
def step(z):
    return np.maximum(z, 0)

# %% wrong: booleans
def step(z):
    return z >= 0

# %% wrong: scalar_only
def step(z):
    if z >= 0:
        return 1
    else:
        return 0

# %% wrong: changed_input
def step(z):
    yes = z >= 0
    z[yes] = 1
    z[~yes] = 0
    return z

# %% wrong: half_at_zero - np.heaviside's usual second argument
def step(z):
    return np.heaviside(z, 0.5)

# %% wrong: half_at_zero - from the sign
def step(z):
    return (np.sign(z) + 1) / 2

# %% right: np.piecewise, with a 0-d array for a number
def step(z):
    z = np.asarray(z, dtype=float)
    return np.piecewise(z, [z >= 0], [1, 0])

# %% right: unsigned bytes
def step(z):
    return np.greater_equal(z, 0).astype(np.uint8)

# %% right: a number on its own, arrays by recursion
def step(z):
    if np.ndim(z) == 0:
        return 1 if z >= 0 else 0
    return np.array([step(row) for row in z])
