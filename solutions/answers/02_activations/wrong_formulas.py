# %% right: list
wrong_formulas = ["tanh", "elu"]

# %% right: tuple in the other order
wrong_formulas = ("elu", "tanh")

# %% right: set
wrong_formulas = {"tanh", "elu"}

# %% right: found by a loop that leaves out the kink
wrong_formulas = []
for name, (f, f_prime) in colleague.items():
    z = np.linspace(-3.1, 3.1, 40)
    if np.max(np.abs(checks.numerical_derivative(f, z) - f_prime(z))) > 1e-4:
        wrong_formulas.append(name)

# %% right: found by counting the places that disagree
grid = np.linspace(-3, 3, 61)
wrong_formulas = [
    name
    for name, (f, f_prime) in colleague.items()
    if np.sum(np.abs(checks.numerical_derivative(f, grid) - f_prime(grid)) > 1e-5) > 1
]

# %% wrong: one_place_only - looked at z = 0 alone
wrong_formulas = ["elu"]

# %% wrong: one_place_only - a loop over one place
wrong_formulas = [
    name for name, (f, f_prime) in colleague.items() if abs(checks.numerical_derivative(f, 0.0) - f_prime(0.0)) > 1e-4
]

# %% wrong: positive_places_only
grid = np.linspace(0.1, 3, 30)
wrong_formulas = [
    name
    for name, (f, f_prime) in colleague.items()
    if np.max(np.abs(checks.numerical_derivative(f, grid) - f_prime(grid))) > 1e-4
]

# %% wrong: rounding_taken_for_error
wrong_formulas = ["sigmoid", "tanh", "softplus", "absolute", "elu"]

# %% wrong: kink_taken_for_error
grid = np.linspace(-3, 3, 61)
wrong_formulas = [
    name
    for name, (f, f_prime) in colleague.items()
    if np.max(np.abs(checks.numerical_derivative(f, grid) - f_prime(grid))) > 1e-4
]

# %% wrong: right_formula_accused
wrong_formulas = ["tanh", "elu", "sigmoid"]

# %% right: a NumPy array of names, made a list
wrong_formulas = list(np.array(["tanh", "elu"]))

