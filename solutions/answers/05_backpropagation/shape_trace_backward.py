# %% right: from the sizes
n, d0, d1, d2 = 6, 4, 3, 2
back_trace = dict(
    dZ2=(n, d2), dW2=(d1, d2), db2=(d2,), dA1=(n, d1), dZ1=(n, d1), dW1=(d0, d1), db1=(d1,), one_column=(n, d1),
)

# %% right: lists
back_trace = {"dZ2": [6, 2], "dA1": [6, 3], "dZ1": [6, 3], "one_column": [6, 3]}
back_trace.update({"dW2": [3, 2], "db2": [2], "dW1": [4, 3], "db1": [3]})

# %% right: from real arrays
came_in, hidden, last = np.zeros((6, 4)), np.zeros((6, 3)), np.zeros((6, 2))
last_weights = np.zeros((3, 2))
arrays = {
    "dZ2": last, "dW2": hidden.T @ last, "db2": last.sum(axis=0), "dA1": last @ last_weights.T, "dZ1": hidden,
    "dW1": came_in.T @ hidden, "db1": hidden.sum(axis=0), "one_column": last[:, :1] * last_weights[:, :1].T,
}
back_trace = {key: array.shape for key, array in arrays.items()}

# %% wrong: batch_forgotten
back_trace = {
    "dZ2": (2,), "dW2": (3, 2), "db2": (2,), "dA1": (6, 3), "dZ1": (6, 3), "dW1": (4, 3), "db1": (3,), "one_column": (6, 3),
}

# %% wrong: samples_in_columns
back_trace = {
    "dZ2": (2, 6), "dW2": (3, 2), "db2": (2,), "dA1": (3, 6), "dZ1": (3, 6), "dW1": (4, 3), "db1": (3,), "one_column": (6, 3),
}

# %% wrong: shape_of_the_next_layer
back_trace = {
    "dZ2": (6, 2), "dW2": (3, 2), "db2": (2,), "dA1": (6, 2), "dZ1": (6, 3), "dW1": (4, 3), "db1": (3,), "one_column": (6, 3),
}

# %% wrong: shape_of_the_layer_before
back_trace = {
    "dZ2": (6, 2), "dW2": (3, 2), "db2": (2,), "dA1": (6, 3), "dZ1": (6, 4), "dW1": (4, 3), "db1": (3,), "one_column": (6, 3),
}

# %% wrong: broadcast_unseen
back_trace = {
    "dZ2": (6, 2), "dW2": (3, 2), "db2": (2,), "dA1": (6, 3), "dZ1": (6, 3), "dW1": (4, 3), "db1": (3,), "one_column": (6, 1),
}

# %% wrong: lengths_repeated
back_trace = {
    "dZ2": (6, 2), "dW2": (3, 2), "db2": (2,), "dA1": (6, 3), "dZ1": (6, 3), "dW1": (4, 3), "db1": (3,), "one_column": (6, 6),
}

# %% wrong: number_for_tuple
back_trace = {
    "dZ2": (6, 2), "dW2": (3, 2), "db2": (2), "dA1": (6, 3), "dZ1": (6, 3), "dW1": (4, 3), "db1": (3,), "one_column": (6, 3),
}

# %% wrong: weights_transposed
back_trace = {
    "dZ2": (6, 2), "dW2": (2, 3), "db2": (2,), "dA1": (6, 3), "dZ1": (6, 3), "dW1": (3, 4), "db1": (3,), "one_column": (6, 3),
}

# %% wrong: one_gradient_per_sample
back_trace = {
    "dZ2": (6, 2), "dW2": (6, 3, 2), "db2": (2,), "dA1": (6, 3), "dZ1": (6, 3), "dW1": (6, 4, 3), "db1": (3,), "one_column": (6, 3),
}

# %% wrong: bias_not_summed
back_trace = {
    "dZ2": (6, 2), "dW2": (3, 2), "db2": (6, 2), "dA1": (6, 3), "dZ1": (6, 3), "dW1": (4, 3), "db1": (6, 3), "one_column": (6, 3),
}

# %% wrong: bias_as_matrix
back_trace = {
    "dZ2": (6, 2), "dW2": (3, 2), "db2": (1, 2), "dA1": (6, 3), "dZ1": (6, 3), "dW1": (4, 3), "db1": (1, 3), "one_column": (6, 3),
}
