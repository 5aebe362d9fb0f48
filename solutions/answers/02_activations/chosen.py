# %% right: dictionary
chosen = {
    "spam": "sigmoid",
    "digit": "softmax",
    "tags": "sigmoid",
    "celsius": "identity",
    "steering": "tanh",
    "hidden": "relu",
}

# %% right: capital letters
chosen = {
    "spam": "Sigmoid",
    "digit": "Softmax",
    "tags": "Sigmoid",
    "celsius": "Identity",
    "steering": "Tanh",
    "hidden": "ReLU",
}

# %% right: dict with keywords
chosen = dict(hidden="relu", steering="tanh", celsius="identity", tags="sigmoid", digit="softmax", spam="sigmoid")

# %% right: key by key
chosen = {}
for key in ("spam", "tags"):
    chosen[key] = "sigmoid"
chosen["digit"] = "softmax"
chosen["celsius"] = "identity"
chosen["steering"] = "tanh"
chosen["hidden"] = "relu"

# %% wrong: softmax_of_one
chosen = {
    "spam": "softmax",
    "digit": "softmax",
    "tags": "sigmoid",
    "celsius": "identity",
    "steering": "tanh",
    "hidden": "relu",
}

# %% wrong: not_a_probability
chosen = {
    "spam": "relu",
    "digit": "softmax",
    "tags": "sigmoid",
    "celsius": "identity",
    "steering": "tanh",
    "hidden": "relu",
}

# %% wrong: tanh_for_probability
chosen = {
    "spam": "tanh",
    "digit": "softmax",
    "tags": "sigmoid",
    "celsius": "identity",
    "steering": "tanh",
    "hidden": "relu",
}

# %% wrong: classes_not_exclusive
chosen = {
    "spam": "sigmoid",
    "digit": "sigmoid",
    "tags": "sigmoid",
    "celsius": "identity",
    "steering": "tanh",
    "hidden": "relu",
}

# %% wrong: number_for_class
chosen = {
    "spam": "sigmoid",
    "digit": "identity",
    "tags": "sigmoid",
    "celsius": "identity",
    "steering": "tanh",
    "hidden": "relu",
}

# %% wrong: labels_made_to_compete
chosen = {
    "spam": "sigmoid",
    "digit": "softmax",
    "tags": "softmax",
    "celsius": "identity",
    "steering": "tanh",
    "hidden": "relu",
}

# %% wrong: no_frost
chosen = {
    "spam": "sigmoid",
    "digit": "softmax",
    "tags": "sigmoid",
    "celsius": "relu",
    "steering": "tanh",
    "hidden": "relu",
}

# %% wrong: squashed_regression
chosen = {
    "spam": "sigmoid",
    "digit": "softmax",
    "tags": "sigmoid",
    "celsius": "sigmoid",
    "steering": "tanh",
    "hidden": "relu",
}

# %% wrong: squashed_to_one
chosen = {
    "spam": "sigmoid",
    "digit": "softmax",
    "tags": "sigmoid",
    "celsius": "tanh",
    "steering": "tanh",
    "hidden": "relu",
}

# %% wrong: only_one_direction
chosen = {
    "spam": "sigmoid",
    "digit": "softmax",
    "tags": "sigmoid",
    "celsius": "identity",
    "steering": "sigmoid",
    "hidden": "relu",
}

# %% wrong: relu_only_right
chosen = {
    "spam": "sigmoid",
    "digit": "softmax",
    "tags": "sigmoid",
    "celsius": "identity",
    "steering": "relu",
    "hidden": "relu",
}

# %% wrong: unbounded_command
chosen = {
    "spam": "sigmoid",
    "digit": "softmax",
    "tags": "sigmoid",
    "celsius": "identity",
    "steering": "identity",
    "hidden": "relu",
}

# %% wrong: no_bend
chosen = {
    "spam": "sigmoid",
    "digit": "softmax",
    "tags": "sigmoid",
    "celsius": "identity",
    "steering": "tanh",
    "hidden": "identity",
}

# %% wrong: vanishing_sigmoid
chosen = {
    "spam": "sigmoid",
    "digit": "softmax",
    "tags": "sigmoid",
    "celsius": "identity",
    "steering": "tanh",
    "hidden": "sigmoid",
}

# %% wrong: vanishing_tanh
chosen = {
    "spam": "sigmoid",
    "digit": "softmax",
    "tags": "sigmoid",
    "celsius": "identity",
    "steering": "tanh",
    "hidden": "tanh",
}
