# %% right: one line for each kind
def output_delta(Z, Y, kind):
    n = len(Z)
    guesses = sigmoid(Z)
    if kind == "bce":
        return (guesses - Y) / n
    if kind == "mse_sigmoid":
        return 2 * (guesses - Y) * guesses * (1 - guesses) / n
    return 2 * (Z - Y) / n

# %% right: the chain rule with factors
def output_delta(Z, Y, kind):
    P = Z if kind == "mse_linear" else sigmoid(Z)
    slope_of_f = {"bce": 1.0, "mse_linear": 1.0}.get(kind, P - P**2)
    front = 1 if kind == "bce" else 2
    return front / Z.shape[0] * (P - Y) * slope_of_f

# %% right: row by row
def output_delta(Z, Y, kind):
    rows = []
    for z, y in zip(Z, Y):
        if kind == "bce":
            rows.append(sigmoid(z) - y)
        elif kind == "mse_linear":
            rows.append(2 * z - 2 * y)
        else:
            p = sigmoid(z)
            rows.append(2 * (p - y) * p * sigmoid(-z))
    return np.array(rows) / len(rows)

# %% right: a table of functions
def output_delta(Z, Y, kind):
    table = {
        "bce": lambda: np.where(True, sigmoid(Z), 0) - Y,
        "mse_linear": lambda: 2.0 * np.subtract(Z, Y),
        "mse_sigmoid": lambda: 2.0 * (sigmoid(Z) - Y) * sigmoid(Z) * (1 - sigmoid(Z)),
    }
    return table[kind]() / np.shape(Z)[0]

# %% wrong: slope_not_cancelled
def output_delta(Z, Y, kind):
    if kind == "mse_linear":
        return 2 * (Z - Y) / len(Z)
    P = sigmoid(Z)
    front = 1 if kind == "bce" else 2
    return front * (P - Y) * P * (1 - P) / len(Z)

# %% wrong: sum_not_mean
def output_delta(Z, Y, kind):
    P = sigmoid(Z)
    if kind == "bce":
        return P - Y
    if kind == "mse_linear":
        return 2 * (Z - Y)
    return 2 * (P - Y) * P * (1 - P)

# %% wrong: averaged_over_outputs
def output_delta(Z, Y, kind):
    P = sigmoid(Z)
    if kind == "bce":
        return (P - Y) / Z.size
    if kind == "mse_linear":
        return 2 * (Z - Y) / Z.size
    return 2 * (P - Y) * P * (1 - P) / Z.size

# %% wrong: flipped_sign
def output_delta(Z, Y, kind):
    P = sigmoid(Z)
    if kind == "bce":
        return (Y - P) / len(Z)
    if kind == "mse_linear":
        return 2 * (Y - Z) / len(Z)
    return 2 * (Y - P) * P * (1 - P) / len(Z)

# %% wrong: sigmoid_forgotten
def output_delta(Z, Y, kind):
    P = Z
    if kind == "bce":
        return (P - Y) / len(Z)
    return 2 * (P - Y) / len(Z) * (1 if kind == "mse_linear" else P * (1 - P))

# %% wrong: kinds_swapped
def output_delta(Z, Y, kind):
    P = sigmoid(Z)
    if kind == "mse_linear":
        return 2 * (Z - Y) / len(Z)
    if kind == "mse_sigmoid":
        return (P - Y) / len(Z)
    return 2 * (P - Y) * P * (1 - P) / len(Z)

# %% wrong: factor_two
def output_delta(Z, Y, kind):
    P = Z if kind == "mse_linear" else sigmoid(Z)
    return 2 * (P - Y) / len(Z) * (P * (1 - P) if kind == "mse_sigmoid" else 1)

# %% wrong: cross_entropy_for_squared_error
def output_delta(Z, Y, kind):
    P = sigmoid(Z)
    if kind == "mse_linear":
        return 2 * (Z - Y) / len(Z)
    return (P - Y) / len(Z)

# %% wrong: sigmoid_slope_missing
def output_delta(Z, Y, kind):
    P = Z if kind == "mse_linear" else sigmoid(Z)
    front = 1 if kind == "bce" else 2
    return front * (P - Y) / len(Z)

# %% wrong: missing_two
def output_delta(Z, Y, kind):
    P = sigmoid(Z)
    if kind == "bce":
        return (P - Y) / len(Z)
    if kind == "mse_linear":
        return 2 * (Z - Y) / len(Z)
    return (P - Y) * P * (1 - P) / len(Z)

# %% wrong: missing_two - without activation
def output_delta(Z, Y, kind):
    P = sigmoid(Z)
    if kind == "bce":
        return (P - Y) / len(Z)
    if kind == "mse_linear":
        return (Z - Y) / len(Z)
    return 2 * (P - Y) * P * (1 - P) / len(Z)

# %% wrong: slope_of_tanh
def output_delta(Z, Y, kind):
    P = sigmoid(Z)
    if kind == "bce":
        return (P - Y) / len(Z)
    if kind == "mse_linear":
        return 2 * (Z - Y) / len(Z)
    return 2 * (P - Y) * (1 - P**2) / len(Z)

# %% wrong: sigmoid_without_need
def output_delta(Z, Y, kind):
    P = sigmoid(Z)
    if kind == "bce":
        return (P - Y) / len(Z)
    if kind == "mse_linear":
        return 2 * (P - Y) / len(Z)
    return 2 * (P - Y) * P * (1 - P) / len(Z)

# %% wrong: changed_input
def output_delta(Z, Y, kind):
    if kind == "mse_linear":
        return 2 * (Z - Y) / len(Z)
    Z[:] = sigmoid(Z)
    if kind == "bce":
        return (Z - Y) / len(Z)
    return 2 * (Z - Y) * Z * (1 - Z) / len(Z)

# %% wrong: changed_input - of the squared error alone
def output_delta(Z, Y, kind):
    P = sigmoid(Z)
    if kind == "bce":
        return (P - Y) / len(Z)
    if kind == "mse_linear":
        Z -= Y
        Z *= 2 / len(Z)
        return Z
    return 2 * (P - Y) * P * (1 - P) / len(Z)

# %% wrong: fractions_cut_off - the result in an array like Z, which may hold whole numbers
def output_delta(Z, Y, kind):
    delta = np.zeros_like(Z)
    for i in range(len(Z)):
        if kind == "mse_linear":
            delta[i] = 2 * (Z[i] - Y[i]) / len(Z)
        else:
            p = sigmoid(Z[i])
            delta[i] = (p - Y[i]) / len(Z)
            if kind == "mse_sigmoid":
                delta[i] *= 2 * p * (1 - p)
    return delta

# %% wrong: divided_by_zero - the chain rule undone: nan where the sigmoid is saturated
def output_delta(Z, Y, kind):
    n = len(Z)
    if kind == "mse_linear":
        return 2 * (Z - Y) / n
    P = sigmoid(Z)
    dP = 2 * (P - Y) if kind == "mse_sigmoid" else (1 - Y) / (1 - P) - Y / P
    return dP * P * (1 - P) / n
