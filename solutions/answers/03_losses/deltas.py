# %% right: formulas
def bce_delta(Z, Y):
    return (sigmoid(Z) - Y) / len(Z)


def mse_delta(Z, Y):
    P = sigmoid(Z)
    return 2 * (P - Y) * P * (1 - P) / len(Z)

# %% right: one from the other
def bce_delta(Z, Y):
    return (sigmoid(Z) - Y) / Z.shape[0]


def mse_delta(Z, Y):
    return bce_delta(Z, Y) * 2 * sigmoid(Z) * sigmoid(-Z)

# %% right: the chain rule, factor by factor
def bce_delta(Z, Y):
    n = len(Z)
    P = 1 / (1 + np.exp(-np.clip(Z, -500, 500)))
    return np.where(np.asarray(Y) == 1, -sigmoid(-Z), P) / n


def mse_delta(Z, Y):
    n = len(Z)
    P = sigmoid(Z)
    dP = 2 / n * (P - Y)
    slope = P - P**2
    return dP * slope

# %% right: row by row
def bce_delta(Z, Y):
    return np.array([(sigmoid(z) - y) / len(Z) for z, y in zip(Z, Y)])


def mse_delta(Z, Y):
    rows = []
    for z, y in zip(Z, Y):
        p = sigmoid(z)
        rows.append(2 * (p - y) * p * (1 - p) / len(Z))
    return np.array(rows)

# %% wrong: slope_not_cancelled
def bce_delta(Z, Y):
    P = sigmoid(Z)
    return (P - Y) * P * (1 - P) / len(Z)


def mse_delta(Z, Y):
    P = sigmoid(Z)
    return 2 * (P - Y) * P * (1 - P) / len(Z)

# %% wrong: sum_not_mean
def bce_delta(Z, Y):
    return sigmoid(Z) - Y


def mse_delta(Z, Y):
    P = sigmoid(Z)
    return 2 * (P - Y) * P * (1 - P)

# %% wrong: averaged_over_outputs
def bce_delta(Z, Y):
    return (sigmoid(Z) - Y) / Z.size


def mse_delta(Z, Y):
    P = sigmoid(Z)
    return 2 * (P - Y) * P * (1 - P) / Z.size

# %% wrong: flipped_sign
def bce_delta(Z, Y):
    return (Y - sigmoid(Z)) / len(Z)


def mse_delta(Z, Y):
    P = sigmoid(Z)
    return 2 * (Y - P) * P * (1 - P) / len(Z)

# %% wrong: gradient_in_probabilities
def bce_delta(Z, Y):
    P = sigmoid(Z)
    return (P - Y) / (P * (1 - P)) / len(Z)


def mse_delta(Z, Y):
    P = sigmoid(Z)
    return 2 * (P - Y) * P * (1 - P) / len(Z)

# %% wrong: sigmoid_forgotten
def bce_delta(Z, Y):
    return (Z - Y) / len(Z)


def mse_delta(Z, Y):
    P = sigmoid(Z)
    return 2 * (P - Y) * P * (1 - P) / len(Z)

# %% wrong: factor_two
def bce_delta(Z, Y):
    return 2 * (sigmoid(Z) - Y) / len(Z)


def mse_delta(Z, Y):
    P = sigmoid(Z)
    return 2 * (P - Y) * P * (1 - P) / len(Z)

# %% wrong: gradient_of_squared_error
def mse_delta(Z, Y):
    return (sigmoid(Z) - Y) / len(Z)


def bce_delta(Z, Y):
    P = sigmoid(Z)
    return 2 * (P - Y) * P * (1 - P) / len(Z)

# %% wrong: gradient_of_cross_entropy
def bce_delta(Z, Y):
    return (sigmoid(Z) - Y) / len(Z)


def mse_delta(Z, Y):
    return (sigmoid(Z) - Y) / len(Z)

# %% wrong: sigmoid_slope_missing
def bce_delta(Z, Y):
    return (sigmoid(Z) - Y) / len(Z)


def mse_delta(Z, Y):
    return 2 * (sigmoid(Z) - Y) / len(Z)

# %% wrong: missing_factor_two
def bce_delta(Z, Y):
    return (sigmoid(Z) - Y) / len(Z)


def mse_delta(Z, Y):
    P = sigmoid(Z)
    return (P - Y) * P * (1 - P) / len(Z)

# %% wrong: slope_of_tanh
def bce_delta(Z, Y):
    return (sigmoid(Z) - Y) / len(Z)


def mse_delta(Z, Y):
    P = sigmoid(Z)
    return 2 * (P - Y) * (1 - P**2) / len(Z)

# %% wrong: slope_at_logit
def bce_delta(Z, Y):
    return (sigmoid(Z) - Y) / len(Z)


def mse_delta(Z, Y):
    return 2 * (sigmoid(Z) - Y) * Z * (1 - Z) / len(Z)

# %% wrong: changed_input
def bce_delta(Z, Y):
    Z -= 0.0
    Z[:] = sigmoid(Z)
    return (Z - Y) / len(Z)


def mse_delta(Z, Y):
    Z[:] = sigmoid(Z)
    return 2 * (Z - Y) * Z * (1 - Z) / len(Z)

# %% wrong: overflow - from paper (right by the text as it stands, which says nothing of large logits)
def bce_delta(Z, Y):
    P = np.exp(Z) / (1 + np.exp(Z))
    return (P - Y) / len(Z)


def mse_delta(Z, Y):
    P = 1 / (1 + np.exp(-Z))
    return 2 * (P - Y) * np.exp(-Z) / (1 + np.exp(-Z)) ** 2 / len(Z)

# %% wrong: fractions_cut_off - filled into an array of the logits' type
def bce_delta(Z, Y):
    dZ = np.zeros_like(Z)
    for i in range(len(Z)):
        dZ[i] = (sigmoid(Z[i]) - Y[i]) / len(Z)
    return dZ


def mse_delta(Z, Y):
    dZ = np.zeros_like(Z)
    for i in range(len(Z)):
        p = sigmoid(Z[i])
        dZ[i] = 2 * (p - Y[i]) * p * (1 - p) / len(Z)
    return dZ

