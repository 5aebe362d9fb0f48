# %% right: the sum written out, and a copy of the weights
class Neuron:
    def __init__(self, weights, bias, activation):
        self.weights = weights.copy()
        self.bias = float(bias)
        self.activation = activation

    def pre_activation(self, x):
        return np.sum(self.weights * x) + self.bias

    def forward(self, x):
        z = self.pre_activation(x)
        return self.activation(z)

# %% right: built on the broken class
class Neuron(BrokenNeuron):
    def __init__(self, weights, bias, activation):
        super().__init__(np.array(weights, dtype=float), bias, activation)

    def pre_activation(self, x):
        return self.weights @ x + self.bias

    def forward(self, x):
        return self.activation(self.weights @ x + self.bias)

# %% right: a loop over the weights
class Neuron:
    def __init__(self, weights, bias, activation):
        self.weights, self.bias, self.activation = 1.0 * weights, bias, activation

    def pre_activation(self, x):
        z = self.bias
        for w_i, x_i in zip(self.weights, x):
            z = z + w_i * x_i
        return z

    def forward(self, x):
        return self.activation(self.pre_activation(x))

# %% right: a dataclass that copies after it is made
from dataclasses import dataclass
from typing import Callable


@dataclass
class Neuron:
    weights: np.ndarray
    bias: float
    activation: Callable

    def __post_init__(self):
        self.weights = self.weights + 0.0

    def pre_activation(self, x):
        return np.inner(self.weights, x) + self.bias

    def forward(self, x):
        return self.activation(self.pre_activation(x))

# %% wrong: bias_on_inputs
class Neuron:
    def __init__(self, weights, bias, activation):
        self.weights = weights.copy()
        self.bias = bias
        self.activation = activation

    def pre_activation(self, x):
        return np.sum(self.weights * (x + self.bias))

    def forward(self, x):
        return self.activation(self.pre_activation(x))

# %% wrong: bias_in_each_term
class Neuron:
    def __init__(self, weights, bias, activation):
        self.weights = weights.copy()
        self.bias = bias
        self.activation = activation

    def pre_activation(self, x):
        return np.sum(self.weights * x + self.bias)

    def forward(self, x):
        return self.activation(self.pre_activation(x))

# %% wrong: missing_bias
class Neuron:
    def __init__(self, weights, bias, activation):
        self.weights = weights.copy()
        self.bias = bias
        self.activation = activation

    def pre_activation(self, x):
        return np.sum(self.weights * x)

    def forward(self, x):
        return self.activation(self.pre_activation(x) + self.bias)

# %% wrong: activated_too_early
class Neuron:
    def __init__(self, weights, bias, activation):
        self.weights = weights.copy()
        self.bias = bias
        self.activation = activation

    def pre_activation(self, x):
        return self.activation(np.dot(self.weights, x) + self.bias)

    def forward(self, x):
        return self.pre_activation(x)

# %% wrong: activation_missing
class Neuron:
    def __init__(self, weights, bias, activation):
        self.weights = weights.copy()
        self.bias = bias
        self.activation = activation

    def pre_activation(self, x):
        return np.dot(self.weights, x) + self.bias

    def forward(self, x):
        return self.pre_activation(x)

# %% wrong: always_sigmoid
class Neuron:
    def __init__(self, weights, bias, activation):
        self.weights = weights.copy()
        self.bias = bias
        self.activation = activation

    def pre_activation(self, x):
        return np.dot(self.weights, x) + self.bias

    def forward(self, x):
        return sigmoid(self.pre_activation(x))

# %% wrong: bias_after_activation
class Neuron:
    def __init__(self, weights, bias, activation):
        self.weights = weights.copy()
        self.bias = bias
        self.activation = activation

    def pre_activation(self, x):
        return np.dot(self.weights, x) + self.bias

    def forward(self, x):
        return self.activation(np.dot(self.weights, x)) + self.bias

# %% wrong: shared_weights - with the caller
class Neuron:
    def __init__(self, weights, bias, activation):
        self.weights = weights
        self.bias = bias
        self.activation = activation

    def pre_activation(self, x):
        return np.dot(self.weights, x) + self.bias

    def forward(self, x):
        return self.activation(self.pre_activation(x))

# %% wrong: shared_weights - np.asarray makes no copy
class Neuron:
    def __init__(self, weights, bias, activation):
        self.weights = np.asarray(weights)
        self.bias = bias
        self.activation = activation

    def pre_activation(self, x):
        return np.dot(self.weights, x) + self.bias

    def forward(self, x):
        return self.activation(self.pre_activation(x))

# %% wrong: shared_weights - among all neurons
class Neuron:
    def __init__(self, weights, bias, activation):
        Neuron.weights = weights.copy()
        self.bias = bias
        self.activation = activation

    def pre_activation(self, x):
        return np.dot(self.weights, x) + self.bias

    def forward(self, x):
        return self.activation(self.pre_activation(x))

# %% wrong: changed_input
class Neuron:
    def __init__(self, weights, bias, activation):
        self.weights = weights.copy()
        self.bias = bias
        self.activation = activation

    def pre_activation(self, x):
        x *= self.weights
        return np.sum(x) + self.bias

    def forward(self, x):
        return self.activation(self.pre_activation(x))

# %% wrong: changed_weights - pre_activation multiplies its own weights in place, right only the first time
class Neuron:
    def __init__(self, weights, bias, activation):
        self.weights = weights.copy()
        self.bias = bias
        self.activation = activation

    def pre_activation(self, x):
        self.weights *= x
        return np.sum(self.weights) + self.bias

    def forward(self, x):
        return self.activation(self.pre_activation(x))

# %% wrong: changed_input - in forward alone
class Neuron:
    def __init__(self, weights, bias, activation):
        self.weights = weights.copy()
        self.bias = bias
        self.activation = activation

    def pre_activation(self, x):
        return np.dot(self.weights, x) + self.bias

    def forward(self, x):
        x *= self.weights
        return self.activation(np.sum(x) + self.bias)

# %% wrong: attribute_not_used - the third attribute is not called activation
class Neuron:
    def __init__(self, weights, bias, activation):
        self.weights = weights.copy()
        self.bias = bias
        self.f = activation

    def pre_activation(self, x):
        return np.dot(self.weights, x) + self.bias

    def forward(self, x):
        return self.f(self.pre_activation(x))

# %% wrong: attribute_not_used - forward uses what __init__ was given
class Neuron:
    def __init__(self, weights, bias, activation):
        self.weights = weights.copy()
        self.bias = bias
        self.activation = activation
        kept = self.weights
        self.forward = lambda x: activation(np.dot(kept, x) + bias)

    def pre_activation(self, x):
        return np.dot(self.weights, x) + self.bias

    def forward(self, x):
        return self.activation(self.pre_activation(x))

# %% wrong: sum_remembered - forward returns f of the z of the last pre_activation, if there is one
class Neuron:
    def __init__(self, weights, bias, activation):
        self.weights = weights.copy()
        self.bias = bias
        self.activation = activation
        self.z = None

    def pre_activation(self, x):
        self.z = np.dot(self.weights, x) + self.bias
        return self.z

    def forward(self, x):
        if self.z is None:
            self.pre_activation(x)
        return self.activation(self.z)

# %% right: type annotations, np.copy, a property for the weights
class Neuron:
    def __init__(self, weights: np.ndarray, bias: float, activation) -> None:
        self._weights = np.copy(weights)
        self.bias = bias
        self.activation = activation

    @property
    def weights(self):
        return self._weights

    @weights.setter
    def weights(self, new):
        self._weights = np.copy(new)

    def pre_activation(self, x: np.ndarray) -> float:
        return float(self.weights @ x + self.bias)

    def forward(self, x: np.ndarray) -> float:
        return self.activation(self.pre_activation(x))
