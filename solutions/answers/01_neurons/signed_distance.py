# %% right: NumPy's norm
def signed_distance(x, w, b):
    return (x @ w + b) / np.linalg.norm(w)

# %% right: a loop for both sums
def signed_distance(x, w, b):
    z, squares = b, 0.0
    for x_i, w_i in zip(x, w):
        z += x_i * w_i
        squares += w_i**2
    return z / squares**0.5

# %% right: the unit vector first
def signed_distance(x, w, b):
    length = np.sqrt(np.sum(w**2))
    return np.dot(x, w / length) + b / length

# %% right: from the nearest point of the line
def signed_distance(x, w, b):
    z = np.sum(w * x) + b
    foot = x - z / np.sum(w * w) * w
    return np.sign(z) * np.sqrt(np.sum((x - foot) ** 2))

# %% wrong: not_divided
def signed_distance(x, w, b):
    return np.dot(w, x) + b

# %% wrong: squared_length
def signed_distance(x, w, b):
    return (np.dot(w, x) + b) / np.sum(w**2)

# %% wrong: sum_of_weights
def signed_distance(x, w, b):
    return (np.dot(w, x) + b) / np.sum(w)

# %% wrong: absolute_weights
def signed_distance(x, w, b):
    return (np.dot(w, x) + b) / np.sum(np.abs(w))

# %% wrong: missing_bias
def signed_distance(x, w, b):
    return np.dot(w, x) / np.linalg.norm(w)

# %% wrong: bias_not_divided - brackets forgotten
def signed_distance(x, w, b):
    return np.dot(w, x) / np.linalg.norm(w) + b

# %% wrong: length_of_x
def signed_distance(x, w, b):
    return (np.dot(w, x) + b) / np.linalg.norm(x)

# %% wrong: origin_only
def signed_distance(x, w, b):
    return abs(b) / np.linalg.norm(w)

# %% wrong: sign_flipped - the way one has to walk
def signed_distance(x, w, b):
    return -(np.dot(w, x) + b) / np.linalg.norm(w)

# %% wrong: sign_lost - a distance is never negative, one thinks
def signed_distance(x, w, b):
    return abs(np.dot(w, x) + b) / np.linalg.norm(w)

# %% wrong: two_inputs_only
def signed_distance(x, w, b):
    return (np.dot(w, x) + b) / np.sqrt(w[0] ** 2 + w[1] ** 2)

# %% wrong: changed_input
def signed_distance(x, w, b):
    length = np.linalg.norm(w)
    w /= length
    return np.dot(w, x) + b / length

# %% wrong: square_of_the_sum - the sum is squared, not the entries
def signed_distance(x, w, b):
    return (np.dot(w, x) + b) / np.sqrt(np.sum(w) ** 2)

# %% right: math
import math
def signed_distance(x, w, b):
    return math.sumprod(x, w) / math.hypot(*w) + b / math.dist(w, [0] * len(w)) if hasattr(math, "sumprod") else (sum(p * q for p, q in zip(x, w)) + b) / math.hypot(*w)
