# %% right: whole numbers, with points on the line
w_or, b_or = np.array([1, 1]), -1
w_nand, b_nand = np.array([-2, -2]), 3
w_majority, b_majority = np.array([1, 1, 1]), -2

# %% right: unequal weights
w_or, b_or = np.array([3.0, 0.7]), -0.7
w_nand, b_nand = np.array([-5.0, -4.0]), 8.5
w_majority, b_majority = np.array([2.0, 3.0, 2.5]), -4.0

# %% right: lists, and NumPy numbers for the biases
w_or = [10.0, 10.0]
b_or = np.float64(-5.0)
w_nand = [-0.1, -0.1]
b_nand = np.float64(0.15)
w_majority = [0.4, 0.4, 0.4]
b_majority = np.float32(-0.6)

# %% right: found by a search over a grid
def find(table, rows):
    for k in range(-20, 21):
        for weight in (1.0, -1.0):
            w, b = np.full(rows.shape[1], weight), k / 4
            if [int(w @ row + b >= 0) for row in rows] == table:
                return w, b

pairs = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
triples = np.array([[i, j, k] for i in (0, 1) for j in (0, 1) for k in (0, 1)])
w_or, b_or = find([0, 1, 1, 1], pairs)
w_nand, b_nand = find([1, 1, 1, 0], pairs)
w_majority, b_majority = find([int(row.sum() >= 2) for row in triples], triples)

# %% wrong: and_for_or
w_or, b_or = np.array([1.0, 1.0]), -1.5
w_nand, b_nand = np.array([-1.0, -1.0]), 1.5
w_majority, b_majority = np.array([1.0, 1.0, 1.0]), -1.5

# %% wrong: always_yes - a bias of zero, with (0, 0) on the line
w_or, b_or = np.array([1.0, 1.0]), 0.0
w_nand, b_nand = np.array([-1.0, -1.0]), 1.5
w_majority, b_majority = np.array([1.0, 1.0, 1.0]), -1.5

# %% wrong: always_yes - NAND whose last point lies on the line
w_or, b_or = np.array([1.0, 1.0]), -0.5
w_nand, b_nand = np.array([-1.0, -1.0]), 2.0
w_majority, b_majority = np.array([1.0, 1.0, 1.0]), -1.5

# %% wrong: always_no - the threshold taken for the bias
w_or, b_or = np.array([1.0, 1.0]), -2.5
w_nand, b_nand = np.array([-1.0, -1.0]), 1.5
w_majority, b_majority = np.array([1.0, 1.0, 1.0]), -1.5

# %% wrong: gate_inverted - AND for NAND
w_or, b_or = np.array([1.0, 1.0]), -0.5
w_nand, b_nand = np.array([1.0, 1.0]), -1.5
w_majority, b_majority = np.array([1.0, 1.0, 1.0]), -1.5

# %% wrong: gate_inverted - all signs of the majority
w_or, b_or = np.array([1.0, 1.0]), -0.5
w_nand, b_nand = np.array([-1.0, -1.0]), 1.5
w_majority, b_majority = np.array([-1.0, -1.0, -1.0]), 1.5

# %% wrong: one_input_ignored
w_or, b_or = np.array([1.0, 0.0]), -0.5
w_nand, b_nand = np.array([-1.0, -1.0]), 1.5
w_majority, b_majority = np.array([1.0, 1.0, 1.0]), -1.5

# %% wrong: nor_for_nand - all signs of OR changed
w_or, b_or = np.array([1.0, 1.0]), -0.5
w_nand, b_nand = np.array([-1.0, -1.0]), 0.5
w_majority, b_majority = np.array([1.0, 1.0, 1.0]), -1.5

# %% wrong: or_for_nand
w_or, b_or = np.array([1.0, 1.0]), -0.5
w_nand, b_nand = np.array([1.0, 1.0]), -0.5
w_majority, b_majority = np.array([1.0, 1.0, 1.0]), -1.5

# %% wrong: all_three_needed
w_or, b_or = np.array([1.0, 1.0]), -0.5
w_nand, b_nand = np.array([-1.0, -1.0]), 1.5
w_majority, b_majority = np.array([1.0, 1.0, 1.0]), -2.5

# %% wrong: one_is_enough
w_or, b_or = np.array([1.0, 1.0]), -0.5
w_nand, b_nand = np.array([-1.0, -1.0]), 1.5
w_majority, b_majority = np.array([1.0, 1.0, 1.0]), -0.5
