# %% right: positive and negative part
def leaky_relu(z, slope=0.01):
    return np.maximum(0, z) + slope * np.minimum(0, z)


def leaky_relu_prime(z, slope=0.01):
    return np.where(z > 0, 1.0, slope)

# %% right: np.where
def leaky_relu(z, slope=0.01):
    return np.where(z > 0, z, slope * z)


def leaky_relu_prime(z, slope=0.01):
    positive = np.asarray(z) > 0
    return positive * 1.0 + ~positive * slope

# %% right: the larger of two, and a filled array
def leaky_relu(z, slope=0.01):
    return np.maximum(z, slope * z)


def leaky_relu_prime(z, slope=0.01):
    slopes = np.full(np.shape(z), float(slope))
    slopes[np.asarray(z) > 0] = 1
    return slopes

# %% right: input times slope
def leaky_relu_prime(z, slope=0.01):
    return slope + (1 - slope) * np.heaviside(z, 0)


def leaky_relu(z, slope=0.01):
    return z * leaky_relu_prime(z, slope)

# %% right: a copy with a mask
def leaky_relu(z, slope=0.01):
    a = np.array(z, dtype=float)
    a[a < 0] *= slope
    return a


def leaky_relu_prime(z, slope=0.01):
    return np.vectorize(lambda t: 1.0 if t > 0 else slope, otypes=[float])(z)

# %% wrong: slope_ignored
def leaky_relu(z, slope=0.01):
    return np.where(z > 0, z, 0.01 * z)


def leaky_relu_prime(z, slope=0.01):
    return np.where(z > 0, 1.0, 0.01)

# %% wrong: no_leak
def leaky_relu(z, slope=0.01):
    return np.maximum(0, z)


def leaky_relu_prime(z, slope=0.01):
    return np.where(z > 0, 1.0, 0.0)

# %% wrong: slope_on_both_sides
def leaky_relu(z, slope=0.01):
    return slope * z


def leaky_relu_prime(z, slope=0.01):
    return np.where(z > 0, 1.0, slope)

# %% wrong: constant_leak
def leaky_relu(z, slope=0.01):
    return np.where(z > 0, z, slope)


def leaky_relu_prime(z, slope=0.01):
    return np.where(z > 0, 1.0, slope)

# %% wrong: sides_swapped
def leaky_relu(z, slope=0.01):
    return np.where(z > 0, slope * z, z)


def leaky_relu_prime(z, slope=0.01):
    return np.where(z > 0, 1.0, slope)

# %% wrong: flipped_sign
def leaky_relu(z, slope=0.01):
    return np.where(z > 0, z, -slope * z)


def leaky_relu_prime(z, slope=0.01):
    return np.where(z > 0, 1.0, slope)

# %% wrong: maximum_with_slope
def leaky_relu(z, slope=0.01):
    return np.maximum(slope, z)


def leaky_relu_prime(z, slope=0.01):
    return np.where(z > 0, 1.0, slope)

# %% wrong: changed_input
def leaky_relu(z, slope=0.01):
    z = np.asarray(z)
    z[z < 0] *= slope
    return z


def leaky_relu_prime(z, slope=0.01):
    return np.where(z > 0, 1.0, slope)

# %% wrong: fractions_cut_off
def leaky_relu(z, slope=0.01):
    a = np.array(z)
    a[a < 0] = slope * a[a < 0]
    return a


def leaky_relu_prime(z, slope=0.01):
    return np.where(z > 0, 1.0, slope)

# %% wrong: fractions_cut_off - in the derivative
def leaky_relu(z, slope=0.01):
    return np.where(z > 0, z, slope * z)


def leaky_relu_prime(z, slope=0.01):
    slopes = np.ones_like(z)
    slopes[z <= 0] = slope
    return slopes

# %% wrong: one_at_zero
def leaky_relu(z, slope=0.01):
    return np.where(z > 0, z, slope * z)


def leaky_relu_prime(z, slope=0.01):
    return np.where(z < 0, slope, 1.0)

# %% wrong: slope_ignored - in the derivative
def leaky_relu(z, slope=0.01):
    return np.where(z > 0, z, slope * z)


def leaky_relu_prime(z, slope=0.01):
    return np.where(z > 0, 1.0, 0.01)

# %% wrong: no_leak - in the derivative
def leaky_relu(z, slope=0.01):
    return np.where(z > 0, z, slope * z)


def leaky_relu_prime(z, slope=0.01):
    return np.where(z > 0, 1.0, 0.0)

# %% wrong: value_instead_of_slope
def leaky_relu(z, slope=0.01):
    return np.where(z > 0, z, slope * z)


def leaky_relu_prime(z, slope=0.01):
    return np.where(z > 0, z, slope * z)

# %% wrong: slope_times_input
def leaky_relu(z, slope=0.01):
    return np.where(z > 0, z, slope * z)


def leaky_relu_prime(z, slope=0.01):
    return np.where(z > 0, 1.0, slope * z)

# %% wrong: minus_slope
def leaky_relu(z, slope=0.01):
    return np.where(z > 0, z, slope * z)


def leaky_relu_prime(z, slope=0.01):
    return np.where(z > 0, 1.0, -slope)

# %% wrong: zero_slope_ignored - 0 counts as not given, in the derivative
def leaky_relu(z, slope=0.01):
    return np.where(z > 0, z, slope * z)


def leaky_relu_prime(z, slope=None):
    return np.where(z > 0, 1.0, slope or 0.01)

# %% right: parts and heaviside
def leaky_relu(z, slope=0.01):
    return np.maximum(z, 0) - slope * np.maximum(-z, 0)


def leaky_relu_prime(z, slope=0.01):
    return np.maximum(np.heaviside(z, 0), slope * np.heaviside(-z, 1))
