# %% right: np.maximum
def relu(z):
    return np.maximum(0, z)


def relu_prime(z):
    return np.where(z > 0, 1.0, 0.0)

# %% right: products with a mask
def relu(z):
    return z * (np.asarray(z) > 0)


def relu_prime(z):
    return (np.asarray(z) > 0).astype(float)

# %% right: absolute values and signs
def relu(z):
    return (z + np.abs(z)) / 2


def relu_prime(z):
    return np.maximum(np.sign(z), 0)

# %% right: copies and masks
def relu(z):
    a = np.array(z)
    a[a < 0] = 0
    return a


def relu_prime(z):
    slopes = np.zeros(np.shape(z))
    slopes[np.asarray(z) > 0] = 1
    return slopes

# %% right: clip and heaviside
def relu(z):
    return np.clip(z, 0, None)


def relu_prime(z):
    return np.heaviside(z, 0)

# %% right: entry by entry
def relu(z):
    return np.array([max(0, t) for t in np.ravel(z)]).reshape(np.shape(z))


def relu_prime(z):
    return np.array([1 if t > 0 else 0 for t in np.ravel(z)], dtype=int).reshape(np.shape(z))

# %% right: from the value, and with np.select
def relu(z):
    z = np.asarray(z)
    return np.select([z > 0], [z], default=0)


def relu_prime(z):
    return 1.0 * (relu(z) != 0)

# %% wrong: maximum_over_axis
def relu(z):
    return np.max(z, 0)


def relu_prime(z):
    return np.where(z > 0, 1.0, 0.0)

# %% wrong: largest_of_all
def relu(z):
    return max(0, np.max(z))


def relu_prime(z):
    return np.where(z > 0, 1.0, 0.0)

# %% wrong: absolute_value
def relu(z):
    return np.abs(z)


def relu_prime(z):
    return np.where(z > 0, 1.0, 0.0)

# %% wrong: negative_part
def relu(z):
    return np.minimum(0, z)


def relu_prime(z):
    return np.where(z > 0, 1.0, 0.0)

# %% wrong: derivative_instead
def relu(z):
    return np.where(z > 0, 1.0, 0.0)


def relu_prime(z):
    return np.where(z > 0, 1.0, 0.0)

# %% wrong: leaky_instead
def relu(z):
    return np.maximum(0.01 * z, z)


def relu_prime(z):
    return np.where(z > 0, 1.0, 0.0)

# %% wrong: changed_input
def relu(z):
    z = np.asarray(z)
    z[z < 0] = 0
    return z


def relu_prime(z):
    return np.where(z > 0, 1.0, 0.0)

# %% wrong: changed_input - in the derivative
def relu(z):
    return np.maximum(0, z)


def relu_prime(z):
    z = np.asarray(z)
    z[z <= 0] = 0
    z[z > 0] = 1
    return z

# %% wrong: one_at_zero
def relu(z):
    return np.maximum(0, z)


def relu_prime(z):
    return np.where(z >= 0, 1.0, 0.0)

# %% wrong: half_at_zero
def relu(z):
    return np.maximum(0, z)


def relu_prime(z):
    return (1 + np.sign(z)) / 2

# %% wrong: minus_one_on_the_left
def relu(z):
    return np.maximum(0, z)


def relu_prime(z):
    return np.sign(z)

# %% wrong: value_instead_of_slope
def relu(z):
    return np.maximum(0, z)


def relu_prime(z):
    return np.where(z > 0, z, 0.0)

# %% wrong: always_one
def relu(z):
    return np.maximum(0, z)


def relu_prime(z):
    return np.ones_like(z)

# %% wrong: truth_values
def relu(z):
    return np.maximum(0, z)


def relu_prime(z):
    return z > 0
