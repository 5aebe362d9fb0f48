# %% right: loop over the inputs
def weighted_sum(x, w, b):
    z = b
    for i in range(len(x)):
        z += x[i] * w[i]
    return z

# %% right: the matrix product operator
def weighted_sum(x, w, b):
    return x @ w + b

# %% right: product and sum
def weighted_sum(x, w, b):
    return (x * w).sum() + b

# %% right: einsum
def weighted_sum(x, w, b):
    return np.einsum("i,i->", x, w) + b

# %% right: Python's sum over pairs
def weighted_sum(x, w, b):
    return sum(x_i * w_i for x_i, w_i in zip(x, w)) + b

# %% right: the bias as one more weight of an input that is always 1
def weighted_sum(x, w, b):
    return float(np.append(x, 1.0) @ np.append(w, b))

# %% wrong: missing_bias
def weighted_sum(x, w, b):
    return np.dot(x, w)

# %% wrong: bias_subtracted - taken for a threshold
def weighted_sum(x, w, b):
    return np.dot(x, w) - b

# %% wrong: bias_in_each_term - added inside the sum
def weighted_sum(x, w, b):
    return np.sum(x * w + b)

# %% wrong: bias_in_each_term - added inside the loop
def weighted_sum(x, w, b):
    z = 0
    for i in range(len(x)):
        z = z + x[i] * w[i] + b
    return z

# %% wrong: bias_on_inputs
def weighted_sum(x, w, b):
    return np.dot(x + b, w)

# %% wrong: sum_of_weights_and_bias
def weighted_sum(x, w, b):
    return np.sum(w) + b

# %% wrong: products_not_added
def weighted_sum(x, w, b):
    return x * w + b

# %% wrong: fixed_number_of_inputs - written for the example
def weighted_sum(x, w, b):
    return x[0] * w[0] + x[1] * w[1] + x[2] * w[2] + b

# %% wrong: fixed_number_of_inputs - slices hide the missing inputs
def weighted_sum(x, w, b):
    return np.dot(x[:3], w[:3]) + b

# %% wrong: changed_input
def weighted_sum(x, w, b):
    x *= w
    return x.sum() + b

# %% right: helper, recursion and a print
def weighted_sum(x, w, b):
    print("called with", len(x), "inputs")
    if len(x) == 0:
        return b
    return x[0] * w[0] + weighted_sum(x[1:], w[1:], b)
