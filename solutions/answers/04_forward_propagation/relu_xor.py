# %% right: the network of the text, ten times
xor_params = {
    "W1": np.array([[1.0, 1.0], [1.0, 1.0]]), "b1": np.array([0.0, -1.0]),
    "W2": np.array([[10.0], [-20.0]]), "b2": np.array([-5.0]),
}

# %% right: only the first, or only the second
xor_params = {
    "W1": np.array([[1, -1], [-1, 1]]), "b1": np.array([0, 0]),
    "W2": np.array([[12], [12]]), "b2": np.array([-6]),
}

# %% right: units exchanged and stretched, in lists of numbers
xor_params = {
    "W1": np.array([[3.0, 2.0], [3.0, 2.0]]), "b1": np.array([-3.0, 0.0]),
    "W2": np.array([[-20.0], [15.0]]), "b2": np.array([-15.0]),
}

# %% right: built column by column, NAND and OR as ReLU units
not_both = np.array([-1.0, -1.0])
at_least_one = np.array([-1.0, -1.0])
xor_params = {
    "W1": np.column_stack([not_both, at_least_one]),
    "b1": np.array([2.0, 1.0]),
    "W2": 40 * np.array([[1.0], [-2.0]]),
    "b2": np.array([-20.0]),
}

# %% wrong: weights_transposed
xor_params = {
    "W1": np.array([[1, 1], [2, 2]]), "b1": np.array([0, -2]),
    "W2": np.array([[10.0], [-10.0]]), "b2": np.array([-5.0]),
}

# %% wrong: not_certain
xor_params = {
    "W1": np.array([[1.0, 1.0], [1.0, 1.0]]), "b1": np.array([0.0, -1.0]),
    "W2": np.array([[1.0], [-2.0]]), "b2": np.array([-0.5]),
}

# %% wrong: inverted
xor_params = {
    "W1": np.array([[1.0, 1.0], [1.0, 1.0]]), "b1": np.array([0.0, -1.0]),
    "W2": np.array([[-10.0], [20.0]]), "b2": np.array([5.0]),
}

# %% wrong: or_instead
xor_params = {
    "W1": np.array([[1.0, 1.0], [1.0, 1.0]]), "b1": np.array([0.0, -1.0]),
    "W2": np.array([[10.0], [0.0]]), "b2": np.array([-5.0]),
}

# %% wrong: and_instead
xor_params = {
    "W1": np.array([[1.0, 1.0], [1.0, 1.0]]), "b1": np.array([0.0, -1.0]),
    "W2": np.array([[0.0], [10.0]]), "b2": np.array([-5.0]),
}

# %% wrong: nand_instead
xor_params = {
    "W1": np.array([[1.0, 1.0], [1.0, 1.0]]), "b1": np.array([0.0, -1.0]),
    "W2": np.array([[0.0], [-10.0]]), "b2": np.array([5.0]),
}

# %% wrong: always_no
xor_params = {
    "W1": np.array([[1.0, 1.0], [1.0, 1.0]]), "b1": np.array([0.0, -1.0]),
    "W2": np.array([[10.0], [-20.0]]), "b2": np.array([-15.0]),
}

# %% wrong: always_yes
xor_params = {
    "W1": np.array([[1.0, 1.0], [1.0, 1.0]]), "b1": np.array([0.0, -1.0]),
    "W2": np.array([[10.0], [-20.0]]), "b2": np.array([5.0]),
}

# %% right: very large numbers
xor_params = {
    "W1": np.array([[1, 1], [1, 1]]) * 1e6, "b1": np.array([0, -1]) * 1e6,
    "W2": np.array([[1], [-2]]) * 1e6, "b2": np.array([-1e11]),
}

# %% wrong: steps_assumed - the answer of Exercise 1.14, whose units are steps
xor_params = {
    "W1": np.array([[1.0, -1.0], [1.0, -1.0]]), "b1": np.array([-0.5, 1.5]),
    "W2": np.array([[1.0], [1.0]]), "b2": np.array([-1.5]),
}

# %% wrong: steps_assumed - the same, made more certain
xor_params = {
    "W1": np.array([[1.0, -1.0], [1.0, -1.0]]), "b1": np.array([-0.5, 1.5]),
    "W2": np.array([[20.0], [20.0]]), "b2": np.array([-30.0]),
}
