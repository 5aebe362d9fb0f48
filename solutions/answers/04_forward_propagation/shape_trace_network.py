# %% right: from the sizes
n, d0, d1, d2, d3 = 7, 5, 4, 3, 1
trace = dict(
    W1=(d0, d1), A1=(n, d1), W2=(d1, d2), A2=(n, d2), W3=(d2, d3), b3=(d3,), P=(n, d3),
    error_flat=(n, n), error_column=(n, 1), W1_columns=(d1, d0),
)

# %% right: lists instead of tuples
trace = {"W1": [5, 4], "A1": [7, 4], "W2": [4, 3], "A2": [7, 3], "W3": [3, 1], "b3": [1]}
trace.update({"P": [7, 1], "error_flat": [7, 7], "error_column": [7, 1], "W1_columns": [4, 5]})

# %% right: from real arrays
X, Y = np.zeros((7, 5)), np.zeros(7)
W1, W2, W3, b3 = np.zeros((5, 4)), np.zeros((4, 3)), np.zeros((3, 1)), np.zeros(1)
A1 = X @ W1
A2 = A1 @ W2
P = A2 @ W3 + b3
arrays = {
    "W1": W1, "A1": A1, "W2": W2, "A2": A2, "W3": W3, "b3": b3, "P": P,
    "error_flat": P - Y, "error_column": P - Y.reshape(-1, 1), "W1_columns": W1.T,
}
trace = {key: array.shape for key, array in arrays.items()}

# %% wrong: number_for_tuple
trace = {
    "W1": (5, 4), "A1": (7, 4), "W2": (4, 3), "A2": (7, 3), "W3": (3, 1),
    "b3": (1), "P": (7, 1), "error_flat": (7, 7), "error_column": (7, 1), "W1_columns": (4, 5),
}

# %% wrong: column_form - all layers
trace = {
    "W1": (4, 5), "A1": (7, 4), "W2": (3, 4), "A2": (7, 3), "W3": (1, 3),
    "b3": (1,), "P": (7, 1), "error_flat": (7, 7), "error_column": (7, 1), "W1_columns": (4, 5),
}

# %% wrong: column_form - the second layer
trace = {
    "W1": (5, 4), "A1": (7, 4), "W2": (3, 4), "A2": (7, 3), "W3": (3, 1),
    "b3": (1,), "P": (7, 1), "error_flat": (7, 7), "error_column": (7, 1), "W1_columns": (4, 5),
}

# %% wrong: column_form - the third layer
trace = {
    "W1": (5, 4), "A1": (7, 4), "W2": (4, 3), "A2": (7, 3), "W3": (1, 3),
    "b3": (1,), "P": (7, 1), "error_flat": (7, 7), "error_column": (7, 1), "W1_columns": (4, 5),
}

# %% wrong: skips_hidden_layer
trace = {
    "W1": (5, 4), "A1": (7, 4), "W2": (5, 3), "A2": (7, 3), "W3": (5, 1),
    "b3": (1,), "P": (7, 1), "error_flat": (7, 7), "error_column": (7, 1), "W1_columns": (4, 5),
}

# %% wrong: skips_hidden_layer - in the last layer
trace = {
    "W1": (5, 4), "A1": (7, 4), "W2": (4, 3), "A2": (7, 3), "W3": (5, 1),
    "b3": (1,), "P": (7, 1), "error_flat": (7, 7), "error_column": (7, 1), "W1_columns": (4, 5),
}

# %% wrong: flat_weights
trace = {
    "W1": (5, 4), "A1": (7, 4), "W2": (4, 3), "A2": (7, 3), "W3": (3,),
    "b3": (1,), "P": (7, 1), "error_flat": (7, 7), "error_column": (7, 1), "W1_columns": (4, 5),
}

# %% wrong: bias_per_sample
trace = {
    "W1": (5, 4), "A1": (7, 4), "W2": (4, 3), "A2": (7, 3), "W3": (3, 1),
    "b3": (7, 1), "P": (7, 1), "error_flat": (7, 7), "error_column": (7, 1), "W1_columns": (4, 5),
}

# %% wrong: bias_per_input
trace = {
    "W1": (5, 4), "A1": (7, 4), "W2": (4, 3), "A2": (7, 3), "W3": (3, 1),
    "b3": (3,), "P": (7, 1), "error_flat": (7, 7), "error_column": (7, 1), "W1_columns": (4, 5),
}

# %% wrong: bias_as_matrix
trace = {
    "W1": (5, 4), "A1": (7, 4), "W2": (4, 3), "A2": (7, 3), "W3": (3, 1),
    "b3": (1, 1), "P": (7, 1), "error_flat": (7, 7), "error_column": (7, 1), "W1_columns": (4, 5),
}

# %% wrong: samples_in_columns
trace = {
    "W1": (5, 4), "A1": (4, 7), "W2": (4, 3), "A2": (3, 7), "W3": (3, 1),
    "b3": (1,), "P": (1, 7), "error_flat": (7, 7), "error_column": (7, 1), "W1_columns": (4, 5),
}

# %% wrong: batch_forgotten
trace = {
    "W1": (5, 4), "A1": (4,), "W2": (4, 3), "A2": (3,), "W3": (3, 1),
    "b3": (1,), "P": (1,), "error_flat": (7, 7), "error_column": (7, 1), "W1_columns": (4, 5),
}

# %% wrong: flat_predictions
trace = {
    "W1": (5, 4), "A1": (7, 4), "W2": (4, 3), "A2": (7, 3), "W3": (3, 1),
    "b3": (1,), "P": (7,), "error_flat": (7, 7), "error_column": (7, 1), "W1_columns": (4, 5),
}

# %% wrong: not_transposed
trace = {
    "W1": (5, 4), "A1": (7, 4), "W2": (4, 3), "A2": (7, 3), "W3": (3, 1),
    "b3": (1,), "P": (7, 1), "error_flat": (7, 7), "error_column": (7, 1), "W1_columns": (5, 4),
}

# %% wrong: broadcast_unseen
trace = {
    "W1": (5, 4), "A1": (7, 4), "W2": (4, 3), "A2": (7, 3), "W3": (3, 1),
    "b3": (1,), "P": (7, 1), "error_flat": (7, 1), "error_column": (7, 1), "W1_columns": (4, 5),
}

# %% wrong: broadcast_unseen_flat
trace = {
    "W1": (5, 4), "A1": (7, 4), "W2": (4, 3), "A2": (7, 3), "W3": (3, 1),
    "b3": (1,), "P": (7, 1), "error_flat": (7,), "error_column": (7, 1), "W1_columns": (4, 5),
}

# %% wrong: reshape_unseen
trace = {
    "W1": (5, 4), "A1": (7, 4), "W2": (4, 3), "A2": (7, 3), "W3": (3, 1),
    "b3": (1,), "P": (7, 1), "error_flat": (7, 7), "error_column": (7, 7), "W1_columns": (4, 5),
}

# %% wrong: column_taken_for_vector
trace = {
    "W1": (5, 4), "A1": (7, 4), "W2": (4, 3), "A2": (7, 3), "W3": (3, 1),
    "b3": (1,), "P": (7, 1), "error_flat": (7, 7), "error_column": (7,), "W1_columns": (4, 5),
}
