# %% right: OR and AND, the second against the first
W1 = np.array([[1.0, 1.0], [1.0, 1.0]])
b1 = np.array([-0.5, -1.5])
W2 = np.array([[1.0], [-2.0]])
b2 = np.array([-0.5])

# %% right: the first and not the second, or the second and not the first
W1 = np.array([[1, -1], [-1, 1]])
b1 = np.array([-1, -1])
W2 = np.array([[1], [1]])
b2 = np.array([-1])

# %% right: NAND and OR in the other order, with uneven numbers
W1 = np.array([[-3.0, 2.0], [-4.0, 5.0]])
b1 = np.array([6.5, -1.5])
W2 = np.array([[0.3], [0.3]])
b2 = np.array([-0.5])

# %% right: built column by column
or_weights, or_bias = np.array([20.0, 20.0]), -10.0
nand_weights, nand_bias = np.array([-20.0, -20.0]), 30.0
W1 = np.column_stack([or_weights, nand_weights])
b1 = np.array([or_bias, nand_bias])
W2 = np.full((2, 1), 20.0)
b2 = np.array([-30.0])

# %% wrong: transposed_weights - each hidden neuron is a row
W1 = np.array([[1.0, 1.0], [-1.0, -1.0]])
b1 = np.array([-0.5, 1.5])
W2 = np.array([[1.0], [1.0]])
b2 = np.array([-1.5])

# %% wrong: dead_hidden_neuron - the second neuron's threshold is out of reach
W1 = np.array([[1.0, 1.0], [1.0, 1.0]])
b1 = np.array([-0.5, -2.5])
W2 = np.array([[1.0], [-1.0]])
b2 = np.array([-0.5])

# %% wrong: hidden_layer_merges_rows - one neuron listens to one input only
W1 = np.array([[1.0, 1.0], [0.0, 1.0]])
b1 = np.array([-0.5, -0.5])
W2 = np.array([[-1.0], [1.0]])
b2 = np.array([-0.5])

# %% wrong: hidden_copies_inputs - the hidden layer repeats its inputs
W1 = np.array([[1.0, 0.0], [0.0, 1.0]])
b1 = np.array([-0.5, -0.5])
W2 = np.array([[1.0], [1.0]])
b2 = np.array([-0.5])

# %% wrong: or_for_xor
W1 = np.array([[1.0, -1.0], [1.0, -1.0]])
b1 = np.array([-0.5, 1.5])
W2 = np.array([[1.0], [0.0]])
b2 = np.array([-0.5])

# %% wrong: nand_for_xor
W1 = np.array([[1.0, -1.0], [1.0, -1.0]])
b1 = np.array([-0.5, 1.5])
W2 = np.array([[0.0], [1.0]])
b2 = np.array([-0.5])

# %% wrong: and_for_xor - one weight with the wrong sign
W1 = np.array([[1.0, -1.0], [1.0, -1.0]])
b1 = np.array([-0.5, 1.5])
W2 = np.array([[1.0], [-1.0]])
b2 = np.array([-0.5])

# %% wrong: xor_inverted - NAND at the output
W1 = np.array([[1.0, -1.0], [1.0, -1.0]])
b1 = np.array([-0.5, 1.5])
W2 = np.array([[-1.0], [-1.0]])
b2 = np.array([1.5])

# %% wrong: always_yes - OR at the output
W1 = np.array([[1.0, -1.0], [1.0, -1.0]])
b1 = np.array([-0.5, 1.5])
W2 = np.array([[1.0], [1.0]])
b2 = np.array([-0.5])

# %% wrong: always_no
W1 = np.array([[1.0, -1.0], [1.0, -1.0]])
b1 = np.array([-0.5, 1.5])
W2 = np.array([[1.0], [1.0]])
b2 = np.array([-2.5])
