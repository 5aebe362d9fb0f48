# %% right: sum divided by the number of samples
def mse(P, Y):
    if P.shape != Y.shape or len(P) == 0:
        raise ValueError("shapes")
    return np.sum((P - Y) ** 2) / len(P)

# %% right: per sample first, then the mean
def mse(P, Y):
    if P.shape != Y.shape:
        raise ValueError("P and Y differ in shape")
    if P.shape[0] == 0:
        raise ValueError("no samples")
    squares = (P - Y) ** 2
    if squares.ndim == 2:
        squares = squares.sum(axis=1)
    return squares.mean()

# %% right: a scalar product
def mse(P, Y):
    if np.shape(P) != np.shape(Y) or np.size(P) == 0:
        raise ValueError("cannot compare")
    error = np.ravel(P - Y)
    return float(error @ error) / P.shape[0]

# %% right: a loop
def mse(P, Y):
    n = len(P)
    if n == 0 or n != len(Y) or P.ndim != Y.ndim or P.shape[1:] != Y.shape[1:]:
        raise ValueError("P and Y must have the same shape")
    total = 0.0
    for p, y in zip(P, Y):
        total += np.sum(np.square(p - y))
    return total / n

# %% wrong: averaged_over_outputs
def mse(P, Y):
    if P.shape != Y.shape or len(P) == 0:
        raise ValueError("shapes")
    return np.mean((P - Y) ** 2)

# %% wrong: sum_not_mean
def mse(P, Y):
    if P.shape != Y.shape or len(P) == 0:
        raise ValueError("shapes")
    return np.sum((P - Y) ** 2)

# %% wrong: halved
def mse(P, Y):
    if P.shape != Y.shape or len(P) == 0:
        raise ValueError("shapes")
    return np.sum((P - Y) ** 2) / (2 * len(P))

# %% wrong: root_taken
def mse(P, Y):
    if P.shape != Y.shape or len(P) == 0:
        raise ValueError("shapes")
    return np.sqrt(np.sum((P - Y) ** 2) / len(P))

# %% wrong: absolute_errors
def mse(P, Y):
    if P.shape != Y.shape or len(P) == 0:
        raise ValueError("shapes")
    return np.sum(np.abs(P - Y)) / len(P)

# %% wrong: errors_cancel
def mse(P, Y):
    if P.shape != Y.shape or len(P) == 0:
        raise ValueError("shapes")
    return np.sum(P - Y) / len(P)

# %% wrong: square_of_the_sum
def mse(P, Y):
    if P.shape != Y.shape or len(P) == 0:
        raise ValueError("shapes")
    return np.sum(P - Y) ** 2 / len(P)

# %% wrong: one_loss_per_output
def mse(P, Y):
    if P.shape != Y.shape or len(P) == 0:
        raise ValueError("shapes")
    return np.mean((P - Y) ** 2, axis=0)

# %% wrong: changed_input
def mse(P, Y):
    if P.shape != Y.shape or len(P) == 0:
        raise ValueError("shapes")
    P -= Y
    return np.sum(P**2) / len(P)

# %% wrong: shapes_not_compared
def mse(P, Y):
    return np.sum((P - Y) ** 2) / len(P)

# %% wrong: part_of_the_shape
def mse(P, Y):
    if P.ndim != Y.ndim or len(P) != len(Y) or len(P) == 0:
        raise ValueError("shapes")
    return np.sum((P - Y) ** 2) / len(P)

# %% wrong: empty_batch_accepted
def mse(P, Y):
    if P.shape != Y.shape:
        raise ValueError("shapes")
    return np.sum((P - Y) ** 2) / max(len(P), 1)

# %% wrong: shapes_not_compared - their sizes and lengths alone
def mse(P, Y):
    if P.size != Y.size or P.ndim != Y.ndim or len(P) == 0:
        raise ValueError("shapes")
    return np.sum((P - Y) ** 2) / len(P)

# %% wrong: shapes_not_compared - refused, but with an assertion
def mse(P, Y):
    assert P.shape == Y.shape
    assert len(P)
    return np.sum((P - Y) ** 2) / len(P)

# %% wrong: zeros_refused - `any` asks whether a number is not zero, not whether there is one
def mse(P, Y):
    if P.shape != Y.shape or not P.any():
        raise ValueError("shapes differ, or no samples")
    return np.sum((P - Y) ** 2) / len(P)

# %% wrong: shapes_not_compared - the shapes are looked at in tables only
def mse(P, Y):
    if P.ndim != Y.ndim or (P.ndim == 2 and P.shape != Y.shape) or len(P) == 0:
        raise ValueError("shapes differ, or no samples")
    return np.sum((P - Y) ** 2) / len(P)

# %% right: an exception of my own that is a ValueError, and a helper
class ShapeError(ValueError):
    pass


def check(P, Y):
    if P.shape != Y.shape:
        raise ShapeError("shapes differ")
    if P.shape[0] == 0:
        raise ShapeError("no samples")


def mse(P, Y):
    check(P, Y)
    return np.einsum("i,i->", (P - Y).ravel(), (P - Y).ravel()) / P.shape[0]
