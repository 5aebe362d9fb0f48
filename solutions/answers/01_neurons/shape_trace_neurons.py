# %% right: from the sizes
n, d, h, k = 10, 4, 3, 2
shapes = dict(X=(n, d), W1=(d, h), b1=(h,), Z1=(n, h), A1=(n, h), W2=(h, k), b2=(k,), Z2=(n, k), A2=(n, k))

# %% right: from real arrays
X = np.zeros((10, 4))
W1, b1 = np.zeros((4, 3)), np.zeros(3)
W2, b2 = np.zeros((3, 2)), np.zeros(2)
Z1 = X @ W1 + b1
Z2 = Z1 @ W2 + b2
shapes = {"X": X.shape, "W1": W1.shape, "b1": b1.shape, "Z1": Z1.shape, "A1": Z1.shape}
shapes.update({"W2": W2.shape, "b2": b2.shape, "Z2": Z2.shape, "A2": Z2.shape})

# %% right: lists instead of tuples
shapes = {"X": [10, 4], "W1": [4, 3], "b1": [3], "Z1": [10, 3], "A1": [10, 3]}
shapes["W2"], shapes["b2"], shapes["Z2"], shapes["A2"] = [3, 2], [2], [10, 2], [10, 2]

# %% wrong: inner_sizes - the column form in the first layer
shapes = {
    "X": (10, 4), "W1": (3, 4), "b1": (3,), "Z1": (10, 3), "A1": (10, 3),
    "W2": (3, 2), "b2": (2,), "Z2": (10, 2), "A2": (10, 2),
}

# %% wrong: inner_sizes - the column form in the second layer
shapes = {
    "X": (10, 4), "W1": (4, 3), "b1": (3,), "Z1": (10, 3), "A1": (10, 3),
    "W2": (2, 3), "b2": (2,), "Z2": (10, 2), "A2": (10, 2),
}

# %% wrong: number_for_tuple
shapes = {
    "X": (10, 4), "W1": (4, 3), "b1": (3), "Z1": (10, 3), "A1": (10, 3),
    "W2": (3, 2), "b2": (2), "Z2": (10, 2), "A2": (10, 2),
}

# %% wrong: output_size_for_hidden
shapes = {
    "X": (10, 4), "W1": (4, 2), "b1": (2,), "Z1": (10, 2), "A1": (10, 2),
    "W2": (2, 2), "b2": (2,), "Z2": (10, 2), "A2": (10, 2),
}

# %% wrong: bias_per_sample
shapes = {
    "X": (10, 4), "W1": (4, 3), "b1": (10, 3), "Z1": (10, 3), "A1": (10, 3),
    "W2": (3, 2), "b2": (10, 2), "Z2": (10, 2), "A2": (10, 2),
}

# %% wrong: bias_per_input
shapes = {
    "X": (10, 4), "W1": (4, 3), "b1": (4,), "Z1": (10, 3), "A1": (10, 3),
    "W2": (3, 2), "b2": (3,), "Z2": (10, 2), "A2": (10, 2),
}

# %% wrong: bias_as_matrix
shapes = {
    "X": (10, 4), "W1": (4, 3), "b1": (1, 3), "Z1": (10, 3), "A1": (10, 3),
    "W2": (3, 2), "b2": (1, 2), "Z2": (10, 2), "A2": (10, 2),
}

# %% wrong: batch_forgotten
shapes = {
    "X": (10, 4), "W1": (4, 3), "b1": (3,), "Z1": (3,), "A1": (3,),
    "W2": (3, 2), "b2": (2,), "Z2": (2,), "A2": (2,),
}

# %% wrong: samples_in_columns
shapes = {
    "X": (10, 4), "W1": (4, 3), "b1": (3,), "Z1": (3, 10), "A1": (3, 10),
    "W2": (3, 2), "b2": (2,), "Z2": (2, 10), "A2": (2, 10),
}

# %% wrong: shape_of_input_kept
shapes = {
    "X": (10, 4), "W1": (4, 3), "b1": (3,), "Z1": (10, 4), "A1": (10, 4),
    "W2": (3, 2), "b2": (2,), "Z2": (10, 3), "A2": (10, 3),
}

# %% wrong: skips_hidden_layer
shapes = {
    "X": (10, 4), "W1": (4, 3), "b1": (3,), "Z1": (10, 3), "A1": (10, 3),
    "W2": (4, 2), "b2": (2,), "Z2": (10, 2), "A2": (10, 2),
}
