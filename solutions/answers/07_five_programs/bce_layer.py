# %% right: keeps logits and labels
class BCEFromLogits:
    def forward(self, Z, Y):
        self.z, self.labels = Z[:, 0], np.ravel(Y)
        prices = np.logaddexp(0, self.z) - self.labels * self.z
        return prices.sum() / len(prices)

    def backward(self):
        return ((sigmoid(self.z) - self.labels) / len(self.z)).reshape(-1, 1)

# %% right: shifted by hand
class BCEFromLogits:
    def __init__(self):
        self.slope = None

    def forward(self, Z, Y):
        n = len(Z)
        answers = np.reshape(Y, (n, 1))
        small = np.exp(-np.abs(Z))
        chance = np.where(Z >= 0, 1.0, small) / (1.0 + small)
        self.slope = (chance - answers) / n
        return float(np.sum(np.maximum(Z, 0) + np.log1p(small) - answers * Z)) / n

    def backward(self):
        return self.slope.copy()

# %% right: the sign of the label
class BCEFromLogits:
    def forward(self, Z, Y):
        side = 2 * Y.reshape(-1, 1) - 1.0
        self.back = -side * sigmoid(-side * Z) / Z.shape[0]
        return np.logaddexp(0, -side * Z).mean()

    def backward(self):
        return self.back

# %% wrong: labels_broadcast
class BCEFromLogits:
    def forward(self, Z, Y):
        self.Z, self.Y = Z, Y.reshape(Z.shape)
        return np.mean(np.logaddexp(0, Z) - Y * Z)

    def backward(self):
        return (sigmoid(self.Z) - self.Y) / len(self.Z)

# %% wrong: labels_broadcast - in the gradient
class BCEFromLogits:
    def forward(self, Z, Y):
        self.Z, self.Y, self.flat = Z, Y.reshape(Z.shape), Y
        return np.mean(np.logaddexp(0, Z) - self.Y * Z)

    def backward(self):
        return (sigmoid(self.Z) - self.flat) / len(self.Z)

# %% wrong: sum_not_mean
class BCEFromLogits:
    def forward(self, Z, Y):
        self.Z, self.Y = Z, Y.reshape(Z.shape)
        return np.sum(np.logaddexp(0, Z) - self.Y * Z)

    def backward(self):
        return (sigmoid(self.Z) - self.Y) / len(self.Z)

# %% wrong: sum_not_mean - in the gradient
class BCEFromLogits:
    def forward(self, Z, Y):
        self.Z, self.Y = Z, Y.reshape(Z.shape)
        return np.mean(np.logaddexp(0, Z) - self.Y * Z)

    def backward(self):
        return (sigmoid(self.Z) - self.Y)

# %% wrong: labels_swapped
class BCEFromLogits:
    def forward(self, Z, Y):
        self.Z, self.Y = Z, Y.reshape(Z.shape)
        return np.mean(np.logaddexp(0, Z) - (1 - self.Y) * Z)

    def backward(self):
        return (sigmoid(self.Z) - self.Y) / len(self.Z)

# %% wrong: second_term_missing
class BCEFromLogits:
    def forward(self, Z, Y):
        self.Z, self.Y = Z, Y.reshape(Z.shape)
        return np.mean(self.Y * np.logaddexp(0, -Z))

    def backward(self):
        return (sigmoid(self.Z) - self.Y) / len(self.Z)

# %% wrong: flipped_sign
class BCEFromLogits:
    def forward(self, Z, Y):
        self.Z, self.Y = Z, Y.reshape(Z.shape)
        return -1 * np.mean(np.logaddexp(0, Z) - self.Y * Z)

    def backward(self):
        return (sigmoid(self.Z) - self.Y) / len(self.Z)

# %% wrong: flipped_sign - in the gradient
class BCEFromLogits:
    def forward(self, Z, Y):
        self.Z, self.Y = Z, Y.reshape(Z.shape)
        return np.mean(np.logaddexp(0, Z) - self.Y * Z)

    def backward(self):
        return (self.Y - sigmoid(self.Z)) / len(self.Z)

# %% wrong: log_of_zero
class BCEFromLogits:
    def forward(self, Z, Y):
        self.Z, self.Y = Z, Y.reshape(Z.shape)
        return -np.mean(self.Y * np.log(sigmoid(Z)) + (1 - self.Y) * np.log(1 - sigmoid(Z)))

    def backward(self):
        return (sigmoid(self.Z) - self.Y) / len(self.Z)

# %% wrong: clipped
class BCEFromLogits:
    def forward(self, Z, Y):
        self.Y = Y.reshape(Z.shape)
        self.Z = Z
        P = np.clip(sigmoid(Z), 1e-12, 1 - 1e-12)
        return -np.mean(self.Y * np.log(P) + (1 - self.Y) * np.log(1 - P))

    def backward(self):
        return (sigmoid(self.Z) - self.Y) / len(self.Z)

# %% wrong: changed_input
class BCEFromLogits:
    def forward(self, Z, Y):
        self.Z, self.Y = Z.copy(), Y.reshape(Z.shape)
        Z *= 2 * self.Y - 1
        return np.mean(np.logaddexp(0, -Z))

    def backward(self):
        return (sigmoid(self.Z) - self.Y) / len(self.Z)

# %% wrong: overflow
class BCEFromLogits:
    def forward(self, Z, Y):
        self.Z, self.Y = Z, Y.reshape(Z.shape)
        return np.mean(np.log(1 + np.exp(Z)) - self.Y * Z)

    def backward(self):
        return (sigmoid(self.Z) - self.Y) / len(self.Z)

# %% wrong: slope_not_cancelled
class BCEFromLogits:
    def forward(self, Z, Y):
        self.Z, self.Y = Z, Y.reshape(Z.shape)
        return np.mean(np.logaddexp(0, Z) - self.Y * Z)

    def backward(self):
        return (sigmoid(self.Z) - self.Y) * sigmoid(self.Z) * sigmoid(-self.Z) / len(self.Z)

# %% wrong: loss_for_gradient
class BCEFromLogits:
    def forward(self, Z, Y):
        self.Z, self.Y = Z, Y.reshape(Z.shape)
        self.value = np.mean(np.logaddexp(0, Z) - self.Y * Z)
        return self.value

    def backward(self):
        return self.value

# %% wrong: logits_for_probabilities
class BCEFromLogits:
    def forward(self, Z, Y):
        self.Z, self.Y = Z, Y.reshape(Z.shape)
        return np.mean(np.logaddexp(0, Z) - self.Y * Z)

    def backward(self):
        return (self.Z - self.Y) / len(self.Z)

# %% wrong: cache_shared - in the class
class BCEFromLogits:
    def forward(self, Z, Y):
        truth = Y.reshape(Z.shape)
        BCEFromLogits.delta = (sigmoid(Z) - truth) / len(Z)
        return np.mean(np.logaddexp(0, Z) - truth * Z)

    def backward(self):
        return BCEFromLogits.delta

# %% wrong: squared_error - of the probabilities
class BCEFromLogits:
    def forward(self, Z, Y):
        truth = Y.reshape(Z.shape)
        self.P, self.truth = sigmoid(Z), truth
        return np.mean((self.P - truth) ** 2)

    def backward(self):
        return 2 * (self.P - self.truth) * self.P * (1 - self.P) / len(self.P)
