# %% right: dictionary
task_losses = {
    "rent": "mse",
    "corner": "mse",
    "leaves": "bce",
    "digit": "cross_entropy",
    "tags": "bce",
    "language": "cross_entropy",
}

# %% right: capital letters
task_losses = {
    "rent": "MSE",
    "corner": "MSE",
    "leaves": "BCE",
    "digit": "CROSS_ENTROPY",
    "tags": "BCE",
    "language": "CROSS_ENTROPY",
}

# %% right: by kind of task
task_losses = dict.fromkeys(["rent", "corner"], "mse")
task_losses.update(dict.fromkeys(["leaves", "tags"], "bce"))
task_losses.update(dict.fromkeys(["digit", "language"], "cross_entropy"))

# %% right: dict with keywords
task_losses = dict(language="cross_entropy", tags="bce", digit="cross_entropy", leaves="bce", corner="mse", rent="mse")

# %% wrong: amount_as_class
task_losses = {
    "rent": "cross_entropy",
    "corner": "mse",
    "leaves": "bce",
    "digit": "cross_entropy",
    "tags": "bce",
    "language": "cross_entropy",
}

# %% wrong: amount_as_yes_or_no
task_losses = {
    "rent": "mse",
    "corner": "bce",
    "leaves": "bce",
    "digit": "cross_entropy",
    "tags": "bce",
    "language": "cross_entropy",
}

# %% wrong: squared_error_for_class - leaves
task_losses = {
    "rent": "mse",
    "corner": "mse",
    "leaves": "mse",
    "digit": "cross_entropy",
    "tags": "bce",
    "language": "cross_entropy",
}

# %% wrong: softmax_of_one
task_losses = {
    "rent": "mse",
    "corner": "mse",
    "leaves": "cross_entropy",
    "digit": "cross_entropy",
    "tags": "bce",
    "language": "cross_entropy",
}

# %% wrong: number_for_class
task_losses = {
    "rent": "mse",
    "corner": "mse",
    "leaves": "bce",
    "digit": "mse",
    "tags": "bce",
    "language": "cross_entropy",
}

# %% wrong: classes_not_exclusive
task_losses = {
    "rent": "mse",
    "corner": "mse",
    "leaves": "bce",
    "digit": "cross_entropy",
    "tags": "bce",
    "language": "bce",
}

# %% wrong: labels_made_to_compete
task_losses = {
    "rent": "mse",
    "corner": "mse",
    "leaves": "bce",
    "digit": "cross_entropy",
    "tags": "cross_entropy",
    "language": "cross_entropy",
}

# %% wrong: squared_error_for_class - tags
task_losses = {
    "rent": "mse",
    "corner": "mse",
    "leaves": "bce",
    "digit": "cross_entropy",
    "tags": "mse",
    "language": "cross_entropy",
}
