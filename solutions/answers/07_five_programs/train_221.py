# %% right: copies, changed in place
def train_221(params, X, Y, learning_rate, steps):
    def how_wrong(p):
        first = X.dot(p["W1"]) + p["b1"]
        logits_now = np.tanh(first).dot(p["W2"]) + p["b2"]
        prices = np.log1p(np.exp(-np.abs(logits_now))) + np.maximum(logits_now, 0)
        return (prices - Y * logits_now).sum() / len(X)

    mine = {name: array.copy() for name, array in params.items()}
    while steps:
        measured = slopes_of(how_wrong, mine)
        for name in mine:
            mine[name] -= learning_rate * measured[name]
        steps -= 1
    return mine

# %% right: by backpropagation after all
def train_221(params, X, Y, learning_rate, steps):
    W1, b1, W2, b2 = [params[key] for key in ("W1", "b1", "W2", "b2")]
    for step in range(steps):
        bend = np.tanh(X @ W1 + b1)
        blame = (sigmoid(bend @ W2 + b2) - Y) / len(Y)
        earlier = (1 - bend**2) * (blame @ W2.T)
        W2, b2 = W2 - learning_rate * (bend.T @ blame), b2 - learning_rate * blame.sum(0)
        W1, b1 = W1 - learning_rate * (X.T @ earlier), b1 - learning_rate * earlier.sum(0)
    return dict(W1=W1, b1=b1, W2=W2, b2=b2)

# %% right: recursion, and two cases of the price
def train_221(params, X, Y, learning_rate, steps):
    if steps == 0:
        return params

    def coin_price(p):
        score = np.tanh(X @ p["W1"] + p["b1"]) @ p["W2"] + p["b2"]
        return np.mean(np.logaddexp(0, np.where(Y == 1, -score, score)))

    uphill = slopes_of(coin_price, params)
    moved = {k: v + (-learning_rate) * uphill[k] for k, v in params.items()}
    return train_221(moved, X, Y, learning_rate, steps - 1)

# %% wrong: uphill
def train_221(params, X, Y, learning_rate, steps):
    def price(p):
        z = np.tanh(X @ p["W1"] + p["b1"]) @ p["W2"] + p["b2"]
        return np.mean(np.logaddexp(0, z) - Y * z)

    now = {key: value.copy() for key, value in params.items()}
    for _ in range(steps):
        tilt = slopes_of(price, now)
        now = {key: now[key] + learning_rate * tilt[key] for key in now}
    return now

# %% wrong: sum_not_mean
def train_221(params, X, Y, learning_rate, steps):
    def price(p):
        z = np.tanh(X @ p["W1"] + p["b1"]) @ p["W2"] + p["b2"]
        return np.sum(np.logaddexp(0, z) - Y * z)

    now = {key: value.copy() for key, value in params.items()}
    for _ in range(steps):
        tilt = slopes_of(price, now)
        now = {key: now[key] - learning_rate * tilt[key] for key in now}
    return now

# %% wrong: squared_error_descended
def train_221(params, X, Y, learning_rate, steps):
    def price(p):
        z = np.tanh(X @ p["W1"] + p["b1"]) @ p["W2"] + p["b2"]
        return np.mean((sigmoid(z) - Y) ** 2)

    now = {key: value.copy() for key, value in params.items()}
    for _ in range(steps):
        tilt = slopes_of(price, now)
        now = {key: now[key] - learning_rate * tilt[key] for key in now}
    return now

# %% wrong: hidden_activation_missing
def train_221(params, X, Y, learning_rate, steps):
    def price(p):
        z = (X @ p["W1"] + p["b1"]) @ p["W2"] + p["b2"]
        return np.mean(np.logaddexp(0, z) - Y * z)

    now = {key: value.copy() for key, value in params.items()}
    for _ in range(steps):
        tilt = slopes_of(price, now)
        now = {key: now[key] - learning_rate * tilt[key] for key in now}
    return now

# %% wrong: sigmoid_for_tanh
def train_221(params, X, Y, learning_rate, steps):
    def price(p):
        z = sigmoid(X @ p["W1"] + p["b1"]) @ p["W2"] + p["b2"]
        return np.mean(np.logaddexp(0, z) - Y * z)

    now = {key: value.copy() for key, value in params.items()}
    for _ in range(steps):
        tilt = slopes_of(price, now)
        now = {key: now[key] - learning_rate * tilt[key] for key in now}
    return now

# %% wrong: rate_ignored
def train_221(params, X, Y, learning_rate, steps):
    def price(p):
        z = np.tanh(X @ p["W1"] + p["b1"]) @ p["W2"] + p["b2"]
        return np.mean(np.logaddexp(0, z) - Y * z)

    now = {key: value.copy() for key, value in params.items()}
    for _ in range(steps):
        tilt = slopes_of(price, now)
        now = {key: now[key] - tilt[key] for key in now}
    return now

# %% wrong: layer_not_trained - the first one
def train_221(params, X, Y, learning_rate, steps):
    def price(p):
        z = np.tanh(X @ p["W1"] + p["b1"]) @ p["W2"] + p["b2"]
        return np.mean(np.logaddexp(0, z) - Y * z)

    now = {key: value.copy() for key, value in params.items()}
    for _ in range(steps):
        tilt = slopes_of(price, now)
        now = {key: now[key] - learning_rate * tilt[key] for key in ("W2", "b2")} | {key: now[key] for key in ("W1", "b1")}
    return now

# %% wrong: changed_input
def train_221(params, X, Y, learning_rate, steps):
    def price(p):
        z = np.tanh(X @ p["W1"] + p["b1"]) @ p["W2"] + p["b2"]
        return np.mean(np.logaddexp(0, z) - Y * z)

    now = params
    for _ in range(steps):
        tilt = slopes_of(price, now)
        for key in now:
            now[key] -= learning_rate * tilt[key]
    return now

# %% wrong: one_step_only
def train_221(params, X, Y, learning_rate, steps):
    def price(p):
        z = np.tanh(X @ p["W1"] + p["b1"]) @ p["W2"] + p["b2"]
        return np.mean(np.logaddexp(0, z) - Y * z)

    now = {key: value.copy() for key, value in params.items()}
    for _ in range(min(steps, 1)):
        tilt = slopes_of(price, now)
        now = {key: now[key] - learning_rate * tilt[key] for key in now}
    return now
