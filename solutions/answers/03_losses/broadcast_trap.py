# %% right: worked out by hand
trap = {"error": (100, 100), "dW2": (4, 100), "error_repaired": (100, 1), "dW2_repaired": (4, 1)}
perfect_loss = 4 / 3

# %% right: from real arrays
A1, W2, labels = np.zeros((100, 4)), np.zeros((4, 1)), np.zeros(100)
P = sigmoid(A1 @ W2)
error = P - labels
repaired = P - labels.reshape(-1, 1)
trap = {
    "error": error.shape, "dW2": (A1.T @ error).shape,
    "error_repaired": repaired.shape, "dW2_repaired": (A1.T @ repaired).shape,
}
perfect_loss = np.mean((np.array([[1.0], [2.0], [3.0]]) - np.array([1.0, 2.0, 3.0])) ** 2)

# %% right: lists, and twice the variance
trap = dict(error=[100, 100], dW2=[4, 100], error_repaired=[100, 1], dW2_repaired=[4, 1])
perfect_loss = 2 * np.var([1, 2, 3])

# %% right: np.broadcast_shapes, and a rounded number
trap = {"error": np.broadcast_shapes((100, 1), (100,)), "error_repaired": np.broadcast_shapes((100, 1), (100, 1))}
trap["dW2"] = (4, trap["error"][1])
trap["dW2_repaired"] = (4, trap["error_repaired"][1])
perfect_loss = 1.33

# %% wrong: broadcast_missed - nothing is stretched
trap = {"error": (100, 1), "dW2": (4, 1), "error_repaired": (100, 1), "dW2_repaired": (4, 1)}
perfect_loss = 0

# %% wrong: broadcast_missed - only the loss
trap = {"error": (100, 100), "dW2": (4, 100), "error_repaired": (100, 1), "dW2_repaired": (4, 1)}
perfect_loss = 0.0

# %% wrong: flattened
trap = {"error": (100,), "dW2": (4,), "error_repaired": (100, 1), "dW2_repaired": (4, 1)}
perfect_loss = 4 / 3

# %% wrong: axes_joined
trap = {"error": (100, 2), "dW2": (4, 2), "error_repaired": (100, 1), "dW2_repaired": (4, 1)}
perfect_loss = 4 / 3

# %% wrong: order_swapped - dW2
trap = {"error": (100, 100), "dW2": (100, 4), "error_repaired": (100, 1), "dW2_repaired": (1, 4)}
perfect_loss = 4 / 3

# %% wrong: order_swapped - dW2_repaired
trap = {"error": (100, 100), "dW2": (4, 100), "error_repaired": (100, 1), "dW2_repaired": (1, 4)}
perfect_loss = 4 / 3

# %% wrong: row_for_column
trap = {"error": (100, 100), "dW2": (4, 100), "error_repaired": (1, 100), "dW2_repaired": (4, 1)}
perfect_loss = 4 / 3

# %% wrong: still_broadcast
trap = {"error": (100, 100), "dW2": (4, 100), "error_repaired": (100, 100), "dW2_repaired": (4, 100)}
perfect_loss = 4 / 3

# %% wrong: sum_not_mean
trap = {"error": (100, 100), "dW2": (4, 100), "error_repaired": (100, 1), "dW2_repaired": (4, 1)}
perfect_loss = 12

# %% wrong: divided_by_samples
trap = {"error": (100, 100), "dW2": (4, 100), "error_repaired": (100, 1), "dW2_repaired": (4, 1)}
perfect_loss = 4

# %% wrong: absolute_errors
trap = {"error": (100, 100), "dW2": (4, 100), "error_repaired": (100, 1), "dW2_repaired": (4, 1)}
perfect_loss = 8 / 9

# %% wrong: diagonal_left_out
trap = {"error": (100, 100), "dW2": (4, 100), "error_repaired": (100, 1), "dW2_repaired": (4, 1)}
perfect_loss = 12 / 6
