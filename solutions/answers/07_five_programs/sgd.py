# %% right: update with a new dictionary
class SGD:
    def __init__(self, learning_rate):
        self.length = learning_rate

    def step(self, params, grads):
        params.update({k: p - self.length * grads[k] for k, p in params.items()})

# %% right: arrays changed in place
class SGD:
    def __init__(self, learning_rate):
        self.eta = float(learning_rate)

    def step(self, params, grads):
        for name, slope in grads.items():
            params[name] -= self.eta * slope

# %% right: two lists of keys, from the end
class SGD:
    def __init__(self, learning_rate):
        self.factor = -learning_rate

    def step(self, params, grads):
        for key in reversed(list(params)):
            moved = np.add(params[key], np.multiply(self.factor, grads[key]))
            params[key] = moved

# %% wrong: uphill
class SGD:
    def __init__(self, learning_rate):
        self.rate = learning_rate

    def step(self, params, grads):
        for key in params:
            params[key] = params[key] + self.rate * grads[key]

# %% wrong: rate_ignored
class SGD:
    def __init__(self, learning_rate):
        self.rate = learning_rate

    def step(self, params, grads):
        for key in params:
            params[key] = params[key] - grads[key]

# %% wrong: not_stored
class SGD:
    def __init__(self, learning_rate):
        self.rate = learning_rate

    def step(self, params, grads):
        for key in params:
            value = params[key] - self.rate * grads[key]

# %% wrong: gradient_stored
class SGD:
    def __init__(self, learning_rate):
        self.rate = learning_rate

    def step(self, params, grads):
        for key in params:
            params[key] = self.rate * grads[key]

# %% wrong: gradient_alone
class SGD:
    def __init__(self, learning_rate):
        self.rate = learning_rate

    def step(self, params, grads):
        for key in params:
            params[key] = grads[key]

# %% wrong: changed_input
class SGD:
    def __init__(self, learning_rate):
        self.rate = learning_rate

    def step(self, params, grads):
        for key in params:
            grads[key] *= self.rate
            params[key] = params[key] - grads[key]

# %% wrong: momentum_added
class SGD:
    def __init__(self, learning_rate):
        self.rate = learning_rate
        self.memory = {}

    def step(self, params, grads):
        for key in params:
            self.memory[key] = self.memory.get(key, 0) + grads[key]
            params[key] = params[key] - self.rate * self.memory[key]

# %% wrong: rate_shared - the rate belongs to the class
class SGD:
    def __init__(self, learning_rate):
        SGD.rate = learning_rate

    def step(self, params, grads):
        for key in params:
            params[key] = params[key] - SGD.rate * grads[key]

# %% wrong: matched_by_position - the first parameter with the first gradient
class SGD:
    def __init__(self, learning_rate):
        self.rate = learning_rate

    def step(self, params, grads):
        for value, slope in zip(params.values(), grads.values()):
            value -= self.rate * slope
