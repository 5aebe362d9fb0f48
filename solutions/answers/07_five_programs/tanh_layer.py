# %% right: np.tanh
class Tanh:
    def __init__(self):
        self.params = {}
        self.grads = {}

    def forward(self, Z):
        self.last = np.tanh(Z)
        return self.last.copy()

    def backward(self, dA):
        return dA - dA * self.last**2

# %% right: through the sigmoid
class Tanh:
    params = {}
    grads = {}

    def forward(self, Z):
        self.given_Z = np.array(Z, dtype=float)
        return 2 * sigmoid(2 * self.given_Z) - 1

    def backward(self, dA):
        return 4 * dA * sigmoid(2 * self.given_Z) * sigmoid(-2 * self.given_Z)

# %% right: two branches, each on its own side
class Tanh:
    def __init__(self):
        self.params = dict()
        self.grads = dict()

    def forward(self, Z):
        low = np.exp(2 * np.minimum(Z, 0))
        high = np.exp(-2 * np.maximum(Z, 0))
        self.bent = np.where(Z < 0, (low - 1) / (low + 1), (1 - high) / (1 + high))
        return self.bent

    def backward(self, dA):
        return (1 - self.bent) * (1 + self.bent) * dA

# %% wrong: overflow
class Tanh:
    def __init__(self):
        self.params, self.grads = {}, {}

    def forward(self, Z):
        self.A = (np.exp(Z) - np.exp(-Z)) / (np.exp(Z) + np.exp(-Z))
        return self.A

    def backward(self, dA):
        return dA * (1 - self.A**2)

# %% wrong: overflow_on_one_side
class Tanh:
    def __init__(self):
        self.params, self.grads = {}, {}

    def forward(self, Z):
        self.A = (np.exp(2 * Z) - 1) / (np.exp(2 * Z) + 1)
        return self.A

    def backward(self, dA):
        return dA * (1 - self.A**2)

# %% wrong: overflow_on_the_left
class Tanh:
    def __init__(self):
        self.params, self.grads = {}, {}

    def forward(self, Z):
        self.A = (1 - np.exp(-2 * Z)) / (1 + np.exp(-2 * Z))
        return self.A

    def backward(self, dA):
        return dA * (1 - self.A**2)

# %% wrong: half_the_argument
class Tanh:
    def __init__(self):
        self.params, self.grads = {}, {}

    def forward(self, Z):
        self.A = np.tanh(Z / 2)
        return self.A

    def backward(self, dA):
        return dA * (1 - self.A**2)

# %% wrong: sigmoid_for_tanh
class Tanh:
    def __init__(self):
        self.params, self.grads = {}, {}

    def forward(self, Z):
        self.A = sigmoid(Z)
        return self.A

    def backward(self, dA):
        return dA * (1 - self.A**2)

# %% wrong: sign_lost
class Tanh:
    def __init__(self):
        self.params, self.grads = {}, {}

    def forward(self, Z):
        self.A = np.tanh(abs(Z))
        return self.A

    def backward(self, dA):
        return dA * (1 - self.A**2)

# %% wrong: flipped_sign
class Tanh:
    def __init__(self):
        self.params, self.grads = {}, {}

    def forward(self, Z):
        self.A = np.tanh(-Z)
        return self.A

    def backward(self, dA):
        return dA * (1 - self.A**2)

# %% wrong: incoming_ignored
class Tanh:
    def __init__(self):
        self.params, self.grads = {}, {}

    def forward(self, Z):
        self.A = np.tanh(Z)
        return self.A

    def backward(self, dA):
        return 1 - self.A**2

# %% wrong: slope_of_sigmoid
class Tanh:
    def __init__(self):
        self.params, self.grads = {}, {}

    def forward(self, Z):
        self.A = np.tanh(Z)
        return self.A

    def backward(self, dA):
        return dA * self.A * (1 - self.A)

# %% wrong: slope_at_input
class Tanh:
    def __init__(self):
        self.params, self.grads = {}, {}

    def forward(self, Z):
        self.A, self.Z = np.tanh(Z), Z
        return self.A

    def backward(self, dA):
        return dA * (1 - self.Z**2)

# %% wrong: slope_missing
class Tanh:
    def __init__(self):
        self.params, self.grads = {}, {}

    def forward(self, Z):
        self.A = np.tanh(Z)
        return self.A

    def backward(self, dA):
        return dA

# %% wrong: slope_of_signal
class Tanh:
    def __init__(self):
        self.params, self.grads = {}, {}

    def forward(self, Z):
        self.A = np.tanh(Z)
        return self.A

    def backward(self, dA):
        return dA * (1 - dA**2)

# %% wrong: changed_input
class Tanh:
    def __init__(self):
        self.params, self.grads = {}, {}

    def forward(self, Z):
        self.A = np.tanh(Z)
        return self.A

    def backward(self, dA):
        dA *= 1 - self.A**2
        return dA

# %% wrong: cache_shared
class Tanh:
    def __init__(self):
        self.params, self.grads = {}, {}

    def forward(self, Z):
        Tanh.A = np.tanh(Z)
        return Tanh.A

    def backward(self, dA):
        return dA * (1 - Tanh.A**2)
