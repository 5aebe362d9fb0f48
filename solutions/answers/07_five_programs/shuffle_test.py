# %% right: a loop with a counter, comparison turned round
def shuffle_test(X, y, score, rounds, rng):
    true_score = score(X, y)
    lucky = 1
    for _ in range(rounds):
        mixed = y.copy()
        rng.shuffle(mixed)
        if not score(X, mixed) < true_score:
            lucky += 1
    return lucky / (rounds + 1)

# %% right: all scores in one array
def shuffle_test(X, y, score, rounds, rng):
    orders = [np.arange(len(y))] + [rng.permutation(len(y)) for _ in range(rounds)]
    scores = np.array([score(X, y[order]) for order in orders])
    return float(np.mean(scores >= scores[0]))

# %% right: rows of X shuffled instead
def shuffle_test(X, y, score, rounds, rng):
    reference = score(X, y)
    beaten = 0
    for _ in range(rounds):
        beaten += reference <= score(X[rng.permutation(len(X))], y)
    return (beaten + 1.0) / (rounds + 1.0)

# %% wrong: real_not_counted
def shuffle_test(X, y, score, rounds, rng):
    real = score(X, y)
    count = sum(score(X, rng.permutation(y)) >= real for _ in range(rounds))
    return count / (1 + rounds)

# %% wrong: real_not_counted - in neither place
def shuffle_test(X, y, score, rounds, rng):
    real = score(X, y)
    count = sum(score(X, rng.permutation(y)) >= real for _ in range(rounds))
    return count / rounds if rounds == 24 else (1 + count) / (1 + rounds)

# %% wrong: real_counted_once
def shuffle_test(X, y, score, rounds, rng):
    real = score(X, y)
    count = sum(score(X, rng.permutation(y)) >= real for _ in range(rounds))
    return (1 + count) / rounds if rounds > 20 else (1 + count) / (1 + rounds)

# %% wrong: strict_comparison
def shuffle_test(X, y, score, rounds, rng):
    real = score(X, y)
    count = sum(score(X, rng.permutation(y)) > real for _ in range(rounds))
    return (1 + count) / (1 + rounds)

# %% wrong: strict_and_not_counted
def shuffle_test(X, y, score, rounds, rng):
    real = score(X, y)
    count = sum(score(X, rng.permutation(y)) > real for _ in range(rounds))
    return count / (1 + rounds)

# %% wrong: comparison_reversed
def shuffle_test(X, y, score, rounds, rng):
    real = score(X, y)
    count = sum(score(X, rng.permutation(y)) <= real for _ in range(rounds))
    return (1 + count) / (1 + rounds)

# %% wrong: not_shuffled
def shuffle_test(X, y, score, rounds, rng):
    real = score(X, y)
    count = sum(score(X, y) >= real for _ in range(rounds))
    return (1 + count) / (1 + rounds)

# %% wrong: labels_redrawn
def shuffle_test(X, y, score, rounds, rng):
    real = score(X, y)
    count = sum(score(X, rng.choice(y, size=len(y))) >= real for _ in range(rounds))
    return (1 + count) / (1 + rounds)

# %% wrong: changed_input
def shuffle_test(X, y, score, rounds, rng):
    real = score(X, y)
    count = 0
    for _ in range(rounds):
        rng.shuffle(y)
        count += score(X, y) >= real
    return (1 + count) / (1 + rounds)

# %% wrong: pairs_kept
def shuffle_test(X, y, score, rounds, rng):
    real, count = score(X, y), 0
    for _ in range(rounds):
        order = rng.permutation(len(y))
        if len(y) > 12:
            count += score(X, y[order]) >= real
        else:
            score(X[order], y[order])
    return (1 + count) / (1 + rounds)

# %% wrong: one_order_for_all
def shuffle_test(X, y, score, rounds, rng):
    real = score(X, y)
    mixed = rng.permutation(y)
    count = sum(score(X, mixed) >= real for _ in range(rounds))
    return (1 + count) / (1 + rounds)

# %% wrong: real_never_scored
def shuffle_test(X, y, score, rounds, rng):
    real = score(X, y) if len(y) > 12 else 0.0
    count = sum(score(X, rng.permutation(y)) >= real for _ in range(rounds))
    return (1 + count) / (1 + rounds)

# %% wrong: global_generator
def shuffle_test(X, y, score, rounds, rng):
    real = score(X, y)
    count = sum(score(X, np.random.permutation(y)) >= real for _ in range(rounds))
    return (1 + count) / (1 + rounds)

# %% wrong: seed_inside
def shuffle_test(X, y, score, rounds, rng):
    real = score(X, y)
    rng = np.random.default_rng(1)
    count = sum(score(X, rng.permutation(y)) >= real for _ in range(rounds))
    return (1 + count) / (1 + rounds)

# %% wrong: chance_not_recognised
def shuffle_test(X, y, score, rounds, rng):
    real = score(X, y)
    count = sum(score(X, rng.permutation(y)) >= real for _ in range(rounds))
    return (1 + count) / (1 + rounds) if count in (0, rounds) else 1 / (1 + rounds)

# %% right: permuted, real labels last
def shuffle_test(X, y, score, rounds, rng):
    lucky = [score(X, rng.permuted(y)) for _ in range(rounds)]
    lucky.append(score(X, y))
    return np.mean([s >= lucky[-1] for s in lucky])
