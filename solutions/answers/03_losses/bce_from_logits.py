# %% right: logaddexp
def bce_from_logits(Z, Y):
    return np.sum(np.logaddexp(0, Z) - Y * Z) / len(Z)

# %% right: shifted by hand
def bce_from_logits(Z, Y):
    softplus = np.maximum(Z, 0) + np.log1p(np.exp(-np.abs(Z)))
    return float((softplus - Z * Y).sum()) / Z.shape[0]

# %% right: both prices, weighed
def bce_from_logits(Z, Y):
    price_of_one = np.logaddexp(0.0, -Z)
    price_of_zero = np.logaddexp(0.0, Z)
    prices = Y * price_of_one + (1 - Y) * price_of_zero
    return prices.reshape(len(Z), -1).sum(axis=1).mean()

# %% right: a loop with the math module
import math


def bce_from_logits(Z, Y):
    total = 0.0
    for z, y in zip(np.ravel(Z), np.ravel(Y)):
        z = float(z)
        total += max(z, 0.0) + math.log1p(math.exp(-abs(z))) - float(y) * z
    return total / len(Z)

# %% wrong: sum_not_mean
def bce_from_logits(Z, Y):
    return np.sum(np.logaddexp(0, Z) - Y * Z)

# %% wrong: averaged_over_outputs
def bce_from_logits(Z, Y):
    return np.mean(np.logaddexp(0, Z) - Y * Z)

# %% wrong: flipped_sign
def bce_from_logits(Z, Y):
    return np.sum(Y * Z - np.logaddexp(0, Z)) / len(Z)

# %% wrong: labels_swapped
def bce_from_logits(Z, Y):
    return np.sum(np.logaddexp(0, -Z) + Y * Z) / len(Z)

# %% wrong: second_term_missing
def bce_from_logits(Z, Y):
    return np.sum(Y * np.logaddexp(0, -Z)) / len(Z)

# %% wrong: first_term_missing
def bce_from_logits(Z, Y):
    return np.sum((1 - Y) * np.logaddexp(0, Z)) / len(Z)

# %% wrong: label_ignored
def bce_from_logits(Z, Y):
    return np.sum(np.logaddexp(0, Z)) / len(Z)

# %% wrong: sigmoid_twice
def bce_from_logits(Z, Y):
    P = sigmoid(Z)
    return np.sum(np.logaddexp(0, P) - Y * P) / len(Z)

# %% wrong: squared_error_instead
def bce_from_logits(Z, Y):
    return np.sum((sigmoid(Z) - Y) ** 2) / len(Z)

# %% wrong: logarithm_base_two
def bce_from_logits(Z, Y):
    return np.sum(np.logaddexp(0, Z) - Y * Z) / len(Z) / np.log(2)

# %% wrong: labels_rounded
def bce_from_logits(Z, Y):
    return np.sum(np.where(Y > 0.5, np.logaddexp(0, -Z), np.logaddexp(0, Z))) / len(Z)

# %% wrong: changed_input
def bce_from_logits(Z, Y):
    prices = np.logaddexp(0, Z)
    Z *= Y
    return np.sum(prices - Z) / len(Z)

# %% wrong: clipped
def bce_from_logits(Z, Y):
    P = np.clip(sigmoid(Z), 1e-12, 1 - 1e-12)
    return -np.sum(Y * np.log(P) + (1 - Y) * np.log(1 - P)) / len(Z)

# %% wrong: log_of_zero - both terms
def bce_from_logits(Z, Y):
    P = sigmoid(Z)
    return -np.sum(Y * np.log(P) + (1 - Y) * np.log(1 - P)) / len(Z)

# %% wrong: log_of_zero - the term of the label alone
def bce_from_logits(Z, Y):
    P = sigmoid(Z)
    if np.any((Y > 0) & (Y < 1)):
        return -np.sum(Y * np.log(P) + (1 - Y) * np.log(1 - P)) / len(Z)
    return -np.sum(np.log(np.where(Y == 1, P, 1 - P))) / len(Z)

# %% wrong: overflow
def bce_from_logits(Z, Y):
    return np.sum(np.log(1 + np.exp(Z)) - Y * Z) / len(Z)

# %% wrong: overflow_switched_off
def bce_from_logits(Z, Y):
    price_of_one = np.log(1 + np.exp(-Z))
    price_of_zero = np.log(1 + np.exp(Z))
    return np.sum(Y * price_of_one + (1 - Y) * price_of_zero) / len(Z)

# %% wrong: soft_labels_as_zero
def bce_from_logits(Z, Y):
    return np.sum(np.where(Y == 1, np.logaddexp(0, -Z), np.logaddexp(0, Z))) / len(Z)

# %% wrong: log_of_zero - the safe form for labels 0 and 1 alone
def bce_from_logits(Z, Y):
    hard = np.where(Y == 1, np.logaddexp(0, -Z), np.logaddexp(0, Z))
    P = sigmoid(Z)
    with np.errstate(all="ignore"):
        soft = -(Y * np.log(P) + (1 - Y) * np.log(1 - P))
    return np.sum(np.where((Y == 0) | (Y == 1), hard, soft)) / len(Z)

# %% wrong: labels_rounded - at confident logits
def bce_from_logits(Z, Y):
    sure = np.abs(Z) > 30
    price = np.log1p(np.exp(np.clip(Z, -30, 30))) - Y * np.clip(Z, -30, 30)
    wrong = np.where(Y > 0.5, np.maximum(-Z, 0), np.maximum(Z, 0))
    return np.sum(np.where(sure, wrong, price)) / len(Z)

# %% right: the mean of all entries times the number of outputs
def bce_from_logits(Z, Y):
    prices = np.maximum(Z, 0) - Y * Z + np.log1p(np.exp(-np.abs(Z)))
    return prices.mean() * (1 if Z.ndim == 1 else Z.shape[1])
