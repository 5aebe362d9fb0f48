# %% right: square
def tanh_prime_from_output(a):
    return 1 - a**2

# %% right: two factors
def tanh_prime_from_output(a):
    return (1 - a) * (1 + a)

# %% right: np.square
def tanh_prime_from_output(a):
    return np.subtract(1, np.square(a))

# %% right: through the sigmoid
def tanh_prime_from_output(a):
    s = (np.asarray(a) + 1) / 2
    return 4 * s * (1 - s)

# %% right: back to z and forth again, with warnings at a = 1
def tanh_prime_from_output(a):
    z = np.arctanh(np.asarray(a, dtype=float))
    return 1 - np.tanh(z) ** 2

# %% right: entry by entry
def tanh_prime_from_output(a):
    a = np.asarray(a)
    slopes = np.empty(a.shape)
    for place in np.ndindex(a.shape):
        slopes[place] = 1 - a[place] * a[place]
    return slopes

# %% wrong: output_taken_for_input
def tanh_prime_from_output(a):
    return 1 - np.tanh(a) ** 2

# %% wrong: derivative_of_sigmoid
def tanh_prime_from_output(a):
    return a * (1 - a)

# %% wrong: missing_square
def tanh_prime_from_output(a):
    return 1 - a

# %% wrong: flipped_sign
def tanh_prime_from_output(a):
    return a**2 - 1

# %% wrong: derivative_of_formula
def tanh_prime_from_output(a):
    return -2 * a

# %% wrong: changed_input
def tanh_prime_from_output(a):
    a **= 2
    return 1 - a

# %% wrong: arrays_only - a Python number has no shape
def tanh_prime_from_output(a):
    return np.ones(a.shape) - a**2

# %% wrong: arrays_only - nor a copy method
def tanh_prime_from_output(a):
    result = a.copy()
    result = 1 - result * result
    return result

# %% right: Python's pow
def tanh_prime_from_output(a):
    return -(pow(np.asarray(a), 2) - 1)
