# %% right: indices, and a list of outputs
class Network:
    def __init__(self, layers, loss):
        self.stack = list(layers)
        self.judge = loss

    def forward(self, X):
        outputs = [X]
        for part in self.stack:
            outputs.append(part.forward(outputs[-1]))
        return outputs[-1]

    def backward(self, X, Y):
        how_wrong = self.judge.forward(self.forward(X), Y)
        back = self.judge.backward()
        for i in range(len(self.stack) - 1, -1, -1):
            back = self.stack[i].backward(back)
        return how_wrong

    def train(self, X, Y, optimiser, epochs):
        curve = []
        while len(curve) < epochs:
            curve.append(self.backward(X, Y))
            [optimiser.step(part.params, part.grads) for part in self.stack]
        return curve

# %% right: recursion
class Network:
    def __init__(self, layers, loss):
        self.parts, self.cost = tuple(layers), loss

    def forward(self, X, start=0):
        if start == len(self.parts):
            return X
        return self.forward(self.parts[start].forward(X), start + 1)

    def backward(self, X, Y):
        cost_now = self.cost.forward(self.forward(X), Y)
        self._send(self.cost.backward(), len(self.parts) - 1)
        return cost_now

    def _send(self, letter, at):
        if at >= 0:
            self._send(self.parts[at].backward(letter), at - 1)

    def train(self, X, Y, optimiser, epochs):
        if not epochs:
            return []
        cost_now = self.backward(X, Y)
        for each in self.parts:
            optimiser.step(each.params, each.grads)
        return [cost_now] + self.train(X, Y, optimiser, epochs - 1)

# %% right: functools.reduce
from functools import reduce


class Network:
    def __init__(self, layers, loss):
        self.row, self.end = layers, loss

    def forward(self, X):
        return reduce(lambda values, layer: layer.forward(values), self.row, X)

    def backward(self, X, Y):
        number = self.end.forward(self.forward(X), Y)
        reduce(lambda signal, layer: layer.backward(signal), self.row[::-1], self.end.backward())
        return number

    def train(self, X, Y, optimiser, epochs):
        def epoch():
            number = self.backward(X, Y)
            for layer in self.row[::-1]:
                optimiser.step(layer.params, layer.grads)
            return number

        return [epoch() for _ in range(epochs)]

# %% wrong: value_sent_back
class Network:
    def __init__(self, layers, loss):
        self.layers = layers
        self.loss = loss

    def forward(self, X):
        for layer in self.layers:
            X = layer.forward(X)
        return X

    def backward(self, X, Y):
        value = self.loss.forward(self.forward(X), Y)
        d = value
        for layer in reversed(self.layers):
            d = layer.backward(d)
        return value

    def train(self, X, Y, optimiser, epochs):
        losses = []
        for _ in range(epochs):
            losses.append(self.backward(X, Y))
            for layer in self.layers:
                optimiser.step(layer.params, layer.grads)
        return losses

# %% wrong: not_reversed
class Network:
    def __init__(self, layers, loss):
        self.layers = layers
        self.loss = loss

    def forward(self, X):
        for layer in self.layers:
            X = layer.forward(X)
        return X

    def backward(self, X, Y):
        value = self.loss.forward(self.forward(X), Y)
        d = self.loss.backward()
        for layer in self.layers:
            d = layer.backward(d)
        return value

    def train(self, X, Y, optimiser, epochs):
        losses = []
        for _ in range(epochs):
            losses.append(self.backward(X, Y))
            for layer in self.layers:
                optimiser.step(layer.params, layer.grads)
        return losses

# %% wrong: layers_backwards
class Network:
    def __init__(self, layers, loss):
        self.layers = layers
        self.loss = loss

    def forward(self, X):
        for layer in reversed(self.layers):
            X = layer.forward(X)
        return X

    def backward(self, X, Y):
        value = self.loss.forward(self.forward(X), Y)
        d = self.loss.backward()
        for layer in reversed(self.layers):
            d = layer.backward(d)
        return value

    def train(self, X, Y, optimiser, epochs):
        losses = []
        for _ in range(epochs):
            losses.append(self.backward(X, Y))
            for layer in self.layers:
                optimiser.step(layer.params, layer.grads)
        return losses

# %% wrong: input_never_handed_on
class Network:
    def __init__(self, layers, loss):
        self.layers = layers
        self.loss = loss

    def forward(self, X):
        for layer in self.layers:
            last = layer.forward(X)
        return last

    def backward(self, X, Y):
        value = self.loss.forward(self.forward(X), Y)
        d = self.loss.backward()
        for layer in reversed(self.layers):
            d = layer.backward(d)
        return value

    def train(self, X, Y, optimiser, epochs):
        losses = []
        for _ in range(epochs):
            losses.append(self.backward(X, Y))
            for layer in self.layers:
                optimiser.step(layer.params, layer.grads)
        return losses

# %% wrong: signal_never_handed_on
class Network:
    def __init__(self, layers, loss):
        self.layers = layers
        self.loss = loss

    def forward(self, X):
        for layer in self.layers:
            X = layer.forward(X)
        return X

    def backward(self, X, Y):
        value = self.loss.forward(self.forward(X), Y)
        d = self.loss.backward()
        for layer in reversed(self.layers):
            layer.backward(d)
        return value

    def train(self, X, Y, optimiser, epochs):
        losses = []
        for _ in range(epochs):
            losses.append(self.backward(X, Y))
            for layer in self.layers:
                optimiser.step(layer.params, layer.grads)
        return losses

# %% wrong: gradients_stop_early - only the last layer
class Network:
    def __init__(self, layers, loss):
        self.layers = layers
        self.loss = loss

    def forward(self, X):
        for layer in self.layers:
            X = layer.forward(X)
        return X

    def backward(self, X, Y):
        value = self.loss.forward(self.forward(X), Y)
        d = self.loss.backward()
        for layer in reversed(self.layers):
            d = layer.backward(d)
            break
        return value

    def train(self, X, Y, optimiser, epochs):
        losses = []
        for _ in range(epochs):
            losses.append(self.backward(X, Y))
            for layer in self.layers:
                if layer.grads:
                    optimiser.step(layer.params, layer.grads)
        return losses

# %% wrong: loss_not_returned
class Network:
    def __init__(self, layers, loss):
        self.layers = layers
        self.loss = loss

    def forward(self, X):
        for layer in self.layers:
            X = layer.forward(X)
        return X

    def backward(self, X, Y):
        value = self.loss.forward(self.forward(X), Y)
        d = self.loss.backward()
        for layer in reversed(self.layers):
            d = layer.backward(d)
        self.value = value

    def train(self, X, Y, optimiser, epochs):
        losses = []
        for _ in range(epochs):
            losses.append(self.backward(X, Y))
            for layer in self.layers:
                optimiser.step(layer.params, layer.grads)
        return losses

# %% wrong: last_layer_missing
class Network:
    def __init__(self, layers, loss):
        self.layers = layers
        self.loss = loss

    def forward(self, X):
        for layer in self.layers[:-1]:
            X = layer.forward(X)
        return X

    def backward(self, X, Y):
        value = self.loss.forward(self.forward(X), Y)
        d = self.loss.backward()
        for layer in reversed(self.layers):
            d = layer.backward(d)
        return value

    def train(self, X, Y, optimiser, epochs):
        losses = []
        for _ in range(epochs):
            losses.append(self.backward(X, Y))
            for layer in self.layers:
                optimiser.step(layer.params, layer.grads)
        return losses

# %% wrong: probabilities_returned
class Network:
    def __init__(self, layers, loss):
        self.layers = layers
        self.loss = loss

    def forward(self, X):
        for layer in self.layers:
            X = layer.forward(X)
        return sigmoid(X)

    def backward(self, X, Y):
        value = self.loss.forward(self.forward(X), Y)
        d = self.loss.backward()
        for layer in reversed(self.layers):
            d = layer.backward(d)
        return value

    def train(self, X, Y, optimiser, epochs):
        losses = []
        for _ in range(epochs):
            losses.append(self.backward(X, Y))
            for layer in self.layers:
                optimiser.step(layer.params, layer.grads)
        return losses

# %% wrong: never_stepped
class Network:
    def __init__(self, layers, loss):
        self.layers = layers
        self.loss = loss

    def forward(self, X):
        for layer in self.layers:
            X = layer.forward(X)
        return X

    def backward(self, X, Y):
        value = self.loss.forward(self.forward(X), Y)
        d = self.loss.backward()
        for layer in reversed(self.layers):
            d = layer.backward(d)
        return value

    def train(self, X, Y, optimiser, epochs):
        losses = []
        for _ in range(epochs):
            losses.append(self.backward(X, Y))
        return losses

# %% wrong: only_last_layer
class Network:
    def __init__(self, layers, loss):
        self.layers = layers
        self.loss = loss

    def forward(self, X):
        for layer in self.layers:
            X = layer.forward(X)
        return X

    def backward(self, X, Y):
        value = self.loss.forward(self.forward(X), Y)
        d = self.loss.backward()
        for layer in reversed(self.layers):
            d = layer.backward(d)
        return value

    def train(self, X, Y, optimiser, epochs):
        losses = []
        for _ in range(epochs):
            losses.append(self.backward(X, Y))
            for layer in self.layers[-1:]:
                optimiser.step(layer.params, layer.grads)
        return losses

# %% wrong: only_first_layer
class Network:
    def __init__(self, layers, loss):
        self.layers = layers
        self.loss = loss

    def forward(self, X):
        for layer in self.layers:
            X = layer.forward(X)
        return X

    def backward(self, X, Y):
        value = self.loss.forward(self.forward(X), Y)
        d = self.loss.backward()
        for layer in reversed(self.layers):
            d = layer.backward(d)
        return value

    def train(self, X, Y, optimiser, epochs):
        losses = []
        for _ in range(epochs):
            losses.append(self.backward(X, Y))
            for layer in self.layers[:1]:
                optimiser.step(layer.params, layer.grads)
        return losses

# %% wrong: losses_missing
class Network:
    def __init__(self, layers, loss):
        self.layers = layers
        self.loss = loss

    def forward(self, X):
        for layer in self.layers:
            X = layer.forward(X)
        return X

    def backward(self, X, Y):
        value = self.loss.forward(self.forward(X), Y)
        d = self.loss.backward()
        for layer in reversed(self.layers):
            d = layer.backward(d)
        return value

    def train(self, X, Y, optimiser, epochs):
        losses = []
        for _ in range(epochs):
            losses.append(self.backward(X, Y))
            for layer in self.layers:
                optimiser.step(layer.params, layer.grads)
        return losses[-1] if losses else []

# %% wrong: losses_after_the_step
class Network:
    def __init__(self, layers, loss):
        self.layers = layers
        self.loss = loss

    def forward(self, X):
        for layer in self.layers:
            X = layer.forward(X)
        return X

    def backward(self, X, Y):
        value = self.loss.forward(self.forward(X), Y)
        d = self.loss.backward()
        for layer in reversed(self.layers):
            d = layer.backward(d)
        return value

    def train(self, X, Y, optimiser, epochs):
        losses = []
        for _ in range(epochs):
            self.backward(X, Y)
            for layer in self.layers:
                optimiser.step(layer.params, layer.grads)
            losses.append(self.loss.forward(self.forward(X), Y))
        return losses

# %% wrong: stepped_twice
class Network:
    def __init__(self, layers, loss):
        self.layers = layers
        self.loss = loss

    def forward(self, X):
        for layer in self.layers:
            X = layer.forward(X)
        return X

    def backward(self, X, Y):
        value = self.loss.forward(self.forward(X), Y)
        d = self.loss.backward()
        for layer in reversed(self.layers):
            d = layer.backward(d)
        return value

    def train(self, X, Y, optimiser, epochs):
        losses = []
        for _ in range(epochs):
            losses.append(self.backward(X, Y))
            for layer in self.layers:
                optimiser.step(layer.params, layer.grads)
            self.backward(X, Y)
            for layer in self.layers:
                optimiser.step(layer.params, layer.grads)
        return losses

# %% wrong: one_epoch
class Network:
    def __init__(self, layers, loss):
        self.layers = layers
        self.loss = loss

    def forward(self, X):
        for layer in self.layers:
            X = layer.forward(X)
        return X

    def backward(self, X, Y):
        value = self.loss.forward(self.forward(X), Y)
        d = self.loss.backward()
        for layer in reversed(self.layers):
            d = layer.backward(d)
        return value

    def train(self, X, Y, optimiser, epochs):
        losses = []
        for _ in range(epochs):
            losses.append(self.backward(X, Y))
            if len(losses) > 1:
                continue
            for layer in self.layers:
                optimiser.step(layer.params, layer.grads)
        return losses

# %% wrong: layers_turned_round - the list of layers is reversed in place, and stays so
class Network:
    def __init__(self, layers, loss):
        self.layers, self.loss = layers, loss

    def forward(self, X):
        for layer in self.layers:
            X = layer.forward(X)
        return X

    def backward(self, X, Y):
        price = self.loss.forward(self.forward(X), Y)
        message = self.loss.backward()
        self.layers.reverse()
        for layer in self.layers:
            message = layer.backward(message)
        return price

    def train(self, X, Y, optimiser, epochs):
        prices = []
        for _ in range(epochs):
            prices.append(self.backward(X, Y))
            for layer in self.layers:
                optimiser.step(layer.params, layer.grads)
        return prices
