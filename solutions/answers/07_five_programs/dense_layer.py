# %% right: scale in the draw, transposed products
class Dense:
    def __init__(self, d_in, d_out, rng):
        weights = rng.normal(0, d_in**-0.5, (d_in, d_out))
        self.params = dict(W=weights, b=np.zeros(d_out))
        self.grads = dict()

    def forward(self, X):
        self.inputs = X.copy()
        return np.dot(self.inputs, self.params["W"]) + self.params["b"]

    def backward(self, dZ):
        self.grads = dict(W=(dZ.T @ self.inputs).T, b=np.add.reduce(dZ, axis=0))
        return np.dot(dZ, np.transpose(self.params["W"]))

# %% right: uniform draws, einsum
class Dense:
    def __init__(self, d_in, d_out, rng):
        limit = np.sqrt(3 / d_in)
        self.params = {"W": rng.uniform(-limit, limit, size=(d_in, d_out)), "b": 0.0 * np.ones(d_out)}
        self.grads = {}
        self.kept = None

    def forward(self, X):
        self.kept = X
        return np.einsum("ni,io->no", X, self.params["W"]) + self.params["b"]

    def backward(self, dZ):
        self.grads.update(W=np.einsum("ni,no->io", self.kept, dZ), b=np.einsum("no->o", dZ))
        return np.einsum("no,io->ni", dZ, self.params["W"])

# %% right: the bias as one more row
class Dense:
    def __init__(self, d_in, d_out, rng):
        self.params = {"b": np.zeros(d_out)}
        self.params["W"] = rng.standard_normal((d_in, d_out)) * (1 / d_in) ** 0.5
        self.grads = {}

    def forward(self, X):
        self.extended = np.hstack([X, np.ones((len(X), 1))])
        return self.extended @ np.vstack([self.params["W"], self.params["b"]])

    def backward(self, dZ):
        together = self.extended.T @ dZ
        self.grads = {"W": together[:-1], "b": together[-1]}
        return (self.params["W"] @ dZ.T).T

# %% wrong: bias_missing
class Dense:
    def __init__(self, d_in, d_out, rng):
        self.params = {"W": rng.normal(size=(d_in, d_out)) / np.sqrt(d_in), "b": np.zeros(d_out)}
        self.grads = {}

    def forward(self, X):
        self.X = X
        return X @ self.params["W"]

    def backward(self, dZ):
        self.grads["W"] = self.X.T @ dZ
        self.grads["b"] = dZ.sum(axis=0)
        return dZ @ self.params["W"].T

# %% wrong: zero_start
class Dense:
    def __init__(self, d_in, d_out, rng):
        self.params = {"W": np.zeros((d_in, d_out)), "b": np.zeros(d_out)}
        self.grads = {}

    def forward(self, X):
        self.X = X
        return X @ self.params["W"] + self.params["b"]

    def backward(self, dZ):
        self.grads["W"] = self.X.T @ dZ
        self.grads["b"] = dZ.sum(axis=0)
        return dZ @ self.params["W"].T

# %% wrong: not_scaled
class Dense:
    def __init__(self, d_in, d_out, rng):
        self.params = {"W": rng.normal(size=(d_in, d_out)), "b": np.zeros(d_out)}
        self.grads = {}

    def forward(self, X):
        self.X = X
        return X @ self.params["W"] + self.params["b"]

    def backward(self, dZ):
        self.grads["W"] = self.X.T @ dZ
        self.grads["b"] = dZ.sum(axis=0)
        return dZ @ self.params["W"].T

# %% wrong: variance_for_spread
class Dense:
    def __init__(self, d_in, d_out, rng):
        self.params = {"W": rng.normal(size=(d_in, d_out)) / d_in, "b": np.zeros(d_out)}
        self.grads = {}

    def forward(self, X):
        self.X = X
        return X @ self.params["W"] + self.params["b"]

    def backward(self, dZ):
        self.grads["W"] = self.X.T @ dZ
        self.grads["b"] = dZ.sum(axis=0)
        return dZ @ self.params["W"].T

# %% wrong: outputs_for_inputs
class Dense:
    def __init__(self, d_in, d_out, rng):
        self.params = {"W": rng.normal(size=(d_in, d_out)) / np.sqrt(d_out), "b": np.zeros(d_out)}
        self.grads = {}

    def forward(self, X):
        self.X = X
        return X @ self.params["W"] + self.params["b"]

    def backward(self, dZ):
        self.grads["W"] = self.X.T @ dZ
        self.grads["b"] = dZ.sum(axis=0)
        return dZ @ self.params["W"].T

# %% wrong: mean_not_zero
class Dense:
    def __init__(self, d_in, d_out, rng):
        self.params = {"W": rng.normal(size=(d_in, d_out)) / np.sqrt(d_in) + 0.5, "b": np.zeros(d_out)}
        self.grads = {}

    def forward(self, X):
        self.X = X
        return X @ self.params["W"] + self.params["b"]

    def backward(self, dZ):
        self.grads["W"] = self.X.T @ dZ
        self.grads["b"] = dZ.sum(axis=0)
        return dZ @ self.params["W"].T

# %% wrong: global_generator
class Dense:
    def __init__(self, d_in, d_out, rng):
        self.params = {"W": np.random.normal(size=(d_in, d_out)) / np.sqrt(d_in), "b": np.zeros(d_out)}
        self.grads = {}

    def forward(self, X):
        self.X = X
        return X @ self.params["W"] + self.params["b"]

    def backward(self, dZ):
        self.grads["W"] = self.X.T @ dZ
        self.grads["b"] = dZ.sum(axis=0)
        return dZ @ self.params["W"].T

# %% wrong: activation_inside
class Dense:
    def __init__(self, d_in, d_out, rng):
        self.params = {"W": rng.normal(size=(d_in, d_out)) / np.sqrt(d_in), "b": np.zeros(d_out)}
        self.grads = {}

    def forward(self, X):
        self.X = X
        return np.tanh(X @ self.params["W"] + self.params["b"])

    def backward(self, dZ):
        self.grads["W"] = self.X.T @ dZ
        self.grads["b"] = dZ.sum(axis=0)
        return dZ @ self.params["W"].T

# %% wrong: gradients_not_formed
class Dense:
    def __init__(self, d_in, d_out, rng):
        self.params = {"W": rng.normal(size=(d_in, d_out)) / np.sqrt(d_in), "b": np.zeros(d_out)}
        self.grads = {}

    def forward(self, X):
        self.X = X
        return X @ self.params["W"] + self.params["b"]

    def backward(self, dZ):
        return dZ @ self.params["W"].T

# %% wrong: added_to_old
class Dense:
    def __init__(self, d_in, d_out, rng):
        self.params = {"W": rng.normal(size=(d_in, d_out)) / np.sqrt(d_in), "b": np.zeros(d_out)}
        self.grads = {}

    def forward(self, X):
        self.X = X
        return X @ self.params["W"] + self.params["b"]

    def backward(self, dZ):
        self.grads["W"] = self.grads.get("W", 0) + self.X.T @ dZ
        self.grads["b"] = dZ.sum(axis=0)
        return dZ @ self.params["W"].T

# %% wrong: mean_taken_again
class Dense:
    def __init__(self, d_in, d_out, rng):
        self.params = {"W": rng.normal(size=(d_in, d_out)) / np.sqrt(d_in), "b": np.zeros(d_out)}
        self.grads = {}

    def forward(self, X):
        self.X = X
        return X @ self.params["W"] + self.params["b"]

    def backward(self, dZ):
        self.grads["W"] = self.X.T @ dZ / len(dZ)
        self.grads["b"] = dZ.sum(axis=0)
        return dZ @ self.params["W"].T

# %% wrong: mean_taken_again - for the bias
class Dense:
    def __init__(self, d_in, d_out, rng):
        self.params = {"W": rng.normal(size=(d_in, d_out)) / np.sqrt(d_in), "b": np.zeros(d_out)}
        self.grads = {}

    def forward(self, X):
        self.X = X
        return X @ self.params["W"] + self.params["b"]

    def backward(self, dZ):
        self.grads["W"] = self.X.T @ dZ
        self.grads["b"] = dZ.mean(axis=0)
        return dZ @ self.params["W"].T

# %% wrong: transposed
class Dense:
    def __init__(self, d_in, d_out, rng):
        self.params = {"W": rng.normal(size=(d_in, d_out)) / np.sqrt(d_in), "b": np.zeros(d_out)}
        self.grads = {}

    def forward(self, X):
        self.X = X
        return X @ self.params["W"] + self.params["b"]

    def backward(self, dZ):
        self.grads["W"] = dZ.T @ self.X
        self.grads["b"] = dZ.sum(axis=0)
        return dZ @ self.params["W"].T

# %% wrong: weights_for_inputs
class Dense:
    def __init__(self, d_in, d_out, rng):
        self.params = {"W": rng.normal(size=(d_in, d_out)) / np.sqrt(d_in), "b": np.zeros(d_out)}
        self.grads = {}

    def forward(self, X):
        self.X = X
        return X @ self.params["W"] + self.params["b"]

    def backward(self, dZ):
        self.grads["W"] = self.params["W"].T @ dZ
        self.grads["b"] = dZ.sum(axis=0)
        return dZ @ self.params["W"].T

# %% wrong: bias_not_summed
class Dense:
    def __init__(self, d_in, d_out, rng):
        self.params = {"W": rng.normal(size=(d_in, d_out)) / np.sqrt(d_in), "b": np.zeros(d_out)}
        self.grads = {}

    def forward(self, X):
        self.X = X
        return X @ self.params["W"] + self.params["b"]

    def backward(self, dZ):
        self.grads["W"] = self.X.T @ dZ
        self.grads["b"] = dZ
        return dZ @ self.params["W"].T

# %% wrong: summed_over_outputs
class Dense:
    def __init__(self, d_in, d_out, rng):
        self.params = {"W": rng.normal(size=(d_in, d_out)) / np.sqrt(d_in), "b": np.zeros(d_out)}
        self.grads = {}

    def forward(self, X):
        self.X = X
        return X @ self.params["W"] + self.params["b"]

    def backward(self, dZ):
        self.grads["W"] = self.X.T @ dZ
        self.grads["b"] = dZ.sum(axis=1)
        return dZ @ self.params["W"].T

# %% wrong: weights_not_transposed
class Dense:
    def __init__(self, d_in, d_out, rng):
        self.params = {"W": rng.normal(size=(d_in, d_out)) / np.sqrt(d_in), "b": np.zeros(d_out)}
        self.grads = {}

    def forward(self, X):
        self.X = X
        return X @ self.params["W"] + self.params["b"]

    def backward(self, dZ):
        self.grads["W"] = self.X.T @ dZ
        self.grads["b"] = dZ.sum(axis=0)
        return dZ @ self.params["W"]

# %% wrong: changed_input
class Dense:
    def __init__(self, d_in, d_out, rng):
        self.params = {"W": rng.normal(size=(d_in, d_out)) / np.sqrt(d_in), "b": np.zeros(d_out)}
        self.grads = {}

    def forward(self, X):
        X += 0.1
        self.X = X
        return X @ self.params["W"] + self.params["b"]

    def backward(self, dZ):
        self.grads["W"] = self.X.T @ dZ
        self.grads["b"] = dZ.sum(axis=0)
        return dZ @ self.params["W"].T

# %% wrong: changed_input - the signal
class Dense:
    def __init__(self, d_in, d_out, rng):
        self.params = {"W": rng.normal(size=(d_in, d_out)) / np.sqrt(d_in), "b": np.zeros(d_out)}
        self.grads = {}

    def forward(self, X):
        self.X = X
        return X @ self.params["W"] + self.params["b"]

    def backward(self, dZ):
        self.grads["W"] = self.X.T @ dZ
        self.grads["b"] = dZ.sum(axis=0)
        dZ /= 1.0 + len(dZ)
        return (1.0 + len(dZ)) * dZ @ self.params["W"].T

# %% wrong: nothing_returned
class Dense:
    def __init__(self, d_in, d_out, rng):
        self.params = {"W": rng.normal(size=(d_in, d_out)) / np.sqrt(d_in), "b": np.zeros(d_out)}
        self.grads = {}

    def forward(self, X):
        self.X = X
        return X @ self.params["W"] + self.params["b"]

    def backward(self, dZ):
        self.grads["W"] = self.X.T @ dZ
        self.grads["b"] = dZ.sum(axis=0)
        dX = dZ @ self.params["W"].T

# %% wrong: signal_returned
class Dense:
    def __init__(self, d_in, d_out, rng):
        self.params = {"W": rng.normal(size=(d_in, d_out)) / np.sqrt(d_in), "b": np.zeros(d_out)}
        self.grads = {}

    def forward(self, X):
        self.X = X
        return X @ self.params["W"] + self.params["b"]

    def backward(self, dZ):
        self.grads["W"] = self.X.T @ dZ
        self.grads["b"] = dZ.sum(axis=0)
        return dZ

# %% right: a base class, annotations, a property-free dataclass
from dataclasses import dataclass, field


class Layer:
    def __repr__(self):
        return f"<{type(self).__name__}>"


@dataclass(repr=False)
class Dense(Layer):
    d_in: int
    d_out: int
    rng: object
    grads: dict = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        signs = self.rng.integers(0, 2, size=(self.d_out, self.d_in)).T * 2.0 - 1.0
        self.params = {"W": signs * self.d_in**-0.5, "b": np.zeros(self.d_out)}

    def forward(self, X: np.ndarray) -> np.ndarray:
        self._X = np.array(X, dtype=float, copy=True)
        Z = np.empty((len(X), self.params["W"].shape[1]))
        Z[...] = self.params["b"]
        Z += self._X @ self.params["W"]
        return Z

    def backward(self, dZ):
        self.grads["W"], self.grads["b"] = np.tensordot(self._X, dZ, axes=(0, 0)), np.ones(len(dZ)) @ dZ
        return np.inner(dZ, self.params["W"])

# %% wrong: grads_shared - grads belongs to the class, so all layers have one dictionary
class Dense:
    grads = {}

    def __init__(self, d_in, d_out, rng):
        self.params = {"W": rng.normal(size=(d_in, d_out)) / np.sqrt(d_in), "b": np.zeros(d_out)}

    def forward(self, X):
        self.X = X
        return X @ self.params["W"] + self.params["b"]

    def backward(self, dZ):
        self.grads["W"] = self.X.T @ dZ
        self.grads["b"] = dZ.sum(axis=0)
        return dZ @ self.params["W"].T

# %% wrong: cache_shared - the inputs are kept in the class
class Dense:
    def __init__(self, d_in, d_out, rng):
        self.params = {"W": rng.normal(size=(d_in, d_out)) / np.sqrt(d_in), "b": np.zeros(d_out)}
        self.grads = {}

    def forward(self, X):
        Dense.X = X
        return X @ self.params["W"] + self.params["b"]

    def backward(self, dZ):
        self.grads = {"W": Dense.X.T @ dZ, "b": dZ.sum(axis=0)}
        return dZ @ self.params["W"].T

# %% wrong: cache_shared - the inputs are kept in a global variable
came_in = None


class Dense:
    def __init__(self, d_in, d_out, rng):
        self.params = {"W": rng.normal(size=(d_in, d_out)) / np.sqrt(d_in), "b": np.zeros(d_out)}
        self.grads = {}

    def forward(self, X):
        global came_in
        came_in = X
        return X @ self.params["W"] + self.params["b"]

    def backward(self, dZ):
        self.grads = {"W": came_in.T @ dZ, "b": dZ.sum(axis=0)}
        return dZ @ self.params["W"].T
