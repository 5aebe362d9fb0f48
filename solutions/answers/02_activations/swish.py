# %% right: with the sigmoid of the cell
sigmoid = curves["sigmoid"]


def swish(z):
    return z * sigmoid(z)


def swish_prime(z):
    s = sigmoid(z)
    return s + z * s * (1 - s)

# %% right: from paper, with warnings
def swish(z):
    return z / (1 + np.exp(-np.asarray(z, dtype=float)))


def swish_prime(z):
    s = 1 / (1 + np.exp(-np.asarray(z, dtype=float)))
    return s * (1 + z * (1 - s))

# %% right: from the value of swish
def swish(z):
    return z * (1 + np.tanh(z / 2)) / 2


def swish_prime(z):
    s = (1 + np.tanh(z / 2)) / 2
    a = swish(z)
    return a + s * (1 - a)

# %% right: entry by entry
import math


def one_sigmoid(t):
    return 1 / (1 + math.exp(-t)) if t > 0 else math.exp(t) / (1 + math.exp(t))


def swish(z):
    return np.array([t * one_sigmoid(t) for t in np.ravel(z)], dtype=float).reshape(np.shape(z))


def swish_prime(z):
    slopes = [one_sigmoid(t) * (1 + t * one_sigmoid(-t)) for t in np.ravel(z)]
    return np.array(slopes, dtype=float).reshape(np.shape(z))

# %% wrong: sigmoid_instead
sigmoid = curves["sigmoid"]


def swish(z):
    return sigmoid(z)


def swish_prime(z):
    return sigmoid(z) + z * sigmoid(z) * (1 - sigmoid(z))

# %% wrong: softplus_instead
sigmoid = curves["sigmoid"]


def swish(z):
    return np.logaddexp(0, z)


def swish_prime(z):
    return sigmoid(z) + z * sigmoid(z) * (1 - sigmoid(z))

# %% wrong: missing_minus_sign
sigmoid = curves["sigmoid"]


def swish(z):
    return z / (1 + np.exp(z))


def swish_prime(z):
    return sigmoid(z) + z * sigmoid(z) * (1 - sigmoid(z))

# %% wrong: sigmoid_of_product
sigmoid = curves["sigmoid"]


def swish(z):
    return sigmoid(z * z)


def swish_prime(z):
    return sigmoid(z) + z * sigmoid(z) * (1 - sigmoid(z))

# %% wrong: relu_instead
sigmoid = curves["sigmoid"]


def swish(z):
    return np.maximum(z, 0)


def swish_prime(z):
    return sigmoid(z) + z * sigmoid(z) * (1 - sigmoid(z))

# %% wrong: overflow
def swish(z):
    return z * np.exp(z) / (1 + np.exp(z))


def swish_prime(z):
    s = np.exp(z) / (1 + np.exp(z))
    return s + z * s * (1 - s)

# %% wrong: overflow - in the derivative
def swish(z):
    return z * (1 + np.tanh(z / 2)) / 2


def swish_prime(z):
    e = np.exp(z)
    return e * (1 + z + e) / (1 + e) ** 2

# %% wrong: changed_input
sigmoid = curves["sigmoid"]


def swish(z):
    z = np.asarray(z)
    z *= sigmoid(z)
    return z


def swish_prime(z):
    return sigmoid(z) + z * sigmoid(z) * (1 - sigmoid(z))

# %% wrong: product_of_derivatives
sigmoid = curves["sigmoid"]


def swish(z):
    return z * sigmoid(z)


def swish_prime(z):
    return 1 * sigmoid(z) * (1 - sigmoid(z))

# %% wrong: second_term_missing
sigmoid = curves["sigmoid"]


def swish(z):
    return z * sigmoid(z)


def swish_prime(z):
    return sigmoid(z)

# %% wrong: first_term_missing
sigmoid = curves["sigmoid"]


def swish(z):
    return z * sigmoid(z)


def swish_prime(z):
    return z * sigmoid(z) * (1 - sigmoid(z))

# %% wrong: sigmoid_prime_incomplete
sigmoid = curves["sigmoid"]


def swish(z):
    return z * sigmoid(z)


def swish_prime(z):
    return sigmoid(z) + z * (1 - sigmoid(z))

# %% wrong: flipped_sign
sigmoid = curves["sigmoid"]


def swish(z):
    return z * sigmoid(z)


def swish_prime(z):
    s = sigmoid(z)
    return s - z * s * (1 - s)

# %% wrong: output_taken_for_sigmoid
sigmoid = curves["sigmoid"]


def swish(z):
    return z * sigmoid(z)


def swish_prime(z):
    a = swish(z)
    return a * (1 - a)

# %% wrong: numerical_slope
sigmoid = curves["sigmoid"]


def swish(z):
    return z * sigmoid(z)


def swish_prime(z):
    return checks.numerical_derivative(swish, z)

# %% right: from paper, with warnings and a nan that is 0
sigmoid = curves["sigmoid"]


def swish(z):
    return z * sigmoid(z)


def swish_prime(z):
    e = np.exp(-np.asarray(z, dtype=float))
    return np.nan_to_num((1 + e + z * e) / (1 + e) ** 2)

# %% right: both sigmoids
sigmoid = curves["sigmoid"]


def swish(z):
    return z * sigmoid(z)


def swish_prime(z):
    a = np.asarray(z, dtype=float)
    s = sigmoid(a)
    t = sigmoid(-a)
    return s * (1 + a * t)
