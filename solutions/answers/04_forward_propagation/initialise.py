# %% right: normal draws, scaled
def initialise(sizes, scheme, rng):
    layers = []
    for d_in, d_out in zip(sizes[:-1], sizes[1:]):
        terms = d_in if scheme == "he" else d_in + d_out
        W = rng.normal(size=(d_in, d_out)) * np.sqrt(2 / terms)
        layers.append((W, np.zeros(d_out)))
    return layers

# %% right: uniform draws
def initialise(sizes, scheme, rng):
    limits = {
        "he": lambda i, o: (6 / i) ** 0.5,
        "xavier": lambda i, o: (6 / (i + o)) ** 0.5,
    }
    result = []
    for k in range(len(sizes) - 1):
        r = limits[scheme](sizes[k], sizes[k + 1])
        result.append([rng.uniform(-r, r, (sizes[k], sizes[k + 1])), 0.0 * np.ones(sizes[k + 1])])
    return result

# %% right: scale and variance by name, a tuple
def initialise(sizes, scheme, rng):
    def layer(d_in, d_out):
        variance = 2 / d_in
        if scheme == "xavier":
            variance = 1 / ((d_in + d_out) / 2)
        return rng.normal(loc=0, scale=variance**0.5, size=(d_in, d_out)), np.full(d_out, 0)

    return tuple(layer(d_in, d_out) for d_in, d_out in zip(sizes, sizes[1:]))

# %% right: drawn in column form, standard normal
def initialise(sizes, scheme, rng):
    layers = []
    for d_in, d_out in zip(sizes[:-1], sizes[1:]):
        mean_size = {"he": d_in, "xavier": d_in + d_out}[scheme]
        drawn = rng.standard_normal((d_out, d_in))
        layers.append((drawn.T / np.sqrt(mean_size / 2), np.zeros(d_out)))
    return layers

# %% wrong: schemes_swapped
def initialise(sizes, scheme, rng):
    layers = []
    for d_in, d_out in zip(sizes[:-1], sizes[1:]):
        terms = d_in if scheme == "xavier" else d_in + d_out
        layers.append((rng.normal(size=(d_in, d_out)) * np.sqrt(2 / terms), np.zeros(d_out)))
    return layers

# %% wrong: variance_for_spread
def initialise(sizes, scheme, rng):
    layers = []
    for d_in, d_out in zip(sizes[:-1], sizes[1:]):
        terms = d_in if scheme == "he" else d_in + d_out
        layers.append((rng.normal(scale=2 / terms, size=(d_in, d_out)), np.zeros(d_out)))
    return layers

# %% wrong: spread_taken_for_limit
def initialise(sizes, scheme, rng):
    layers = []
    for d_in, d_out in zip(sizes[:-1], sizes[1:]):
        r = np.sqrt(2 / (d_in if scheme == "he" else d_in + d_out))
        layers.append((rng.uniform(-r, r, size=(d_in, d_out)), np.zeros(d_out)))
    return layers

# %% wrong: outputs_for_inputs
def initialise(sizes, scheme, rng):
    layers = []
    for d_in, d_out in zip(sizes[:-1], sizes[1:]):
        terms = d_out if scheme == "he" else d_in + d_out
        layers.append((rng.normal(size=(d_in, d_out)) * np.sqrt(2 / terms), np.zeros(d_out)))
    return layers

# %% wrong: missing_two
def initialise(sizes, scheme, rng):
    layers = []
    for d_in, d_out in zip(sizes[:-1], sizes[1:]):
        terms = d_in if scheme == "he" else d_in + d_out
        layers.append((rng.normal(size=(d_in, d_out)) * np.sqrt(1 / terms), np.zeros(d_out)))
    return layers

# %% wrong: not_scaled
def initialise(sizes, scheme, rng):
    return [(rng.normal(size=(i, o)), np.zeros(o)) for i, o in zip(sizes[:-1], sizes[1:])]

# %% wrong: fixed_small
def initialise(sizes, scheme, rng):
    return [(0.01 * rng.normal(size=(i, o)), np.zeros(o)) for i, o in zip(sizes[:-1], sizes[1:])]

# %% wrong: symmetric_units
def initialise(sizes, scheme, rng):
    return [(np.zeros((i, o)), np.zeros(o)) for i, o in zip(sizes[:-1], sizes[1:])]

# %% wrong: column_form
def initialise(sizes, scheme, rng):
    layers = []
    for d_in, d_out in zip(sizes[:-1], sizes[1:]):
        terms = d_in if scheme == "he" else d_in + d_out
        layers.append((rng.normal(size=(d_out, d_in)) * np.sqrt(2 / terms), np.zeros(d_out)))
    return layers

# %% wrong: global_generator
def initialise(sizes, scheme, rng):
    layers = []
    for d_in, d_out in zip(sizes[:-1], sizes[1:]):
        terms = d_in if scheme == "he" else d_in + d_out
        layers.append((np.random.randn(d_in, d_out) * np.sqrt(2 / terms), np.zeros(d_out)))
    return layers

# %% wrong: seed_inside
def initialise(sizes, scheme, rng):
    rng = np.random.default_rng(0)
    layers = []
    for d_in, d_out in zip(sizes[:-1], sizes[1:]):
        terms = d_in if scheme == "he" else d_in + d_out
        layers.append((rng.normal(size=(d_in, d_out)) * np.sqrt(2 / terms), np.zeros(d_out)))
    return layers

# %% wrong: same_draws_for_layers
def initialise(sizes, scheme, rng):
    seed = rng.integers(1_000_000)
    layers = []
    for d_in, d_out in zip(sizes[:-1], sizes[1:]):
        terms = d_in if scheme == "he" else d_in + d_out
        again = np.random.default_rng(seed)
        layers.append((again.normal(size=(d_in, d_out)) * np.sqrt(2 / terms), np.zeros(d_out)))
    return layers

# %% wrong: mean_not_zero
def initialise(sizes, scheme, rng):
    layers = []
    for d_in, d_out in zip(sizes[:-1], sizes[1:]):
        spread = np.sqrt(2 / (d_in if scheme == "he" else d_in + d_out))
        layers.append((spread * (1 + rng.normal(size=(d_in, d_out))), np.zeros(d_out)))
    return layers

# %% wrong: ones_for_biases
def initialise(sizes, scheme, rng):
    layers = []
    for d_in, d_out in zip(sizes[:-1], sizes[1:]):
        terms = d_in if scheme == "he" else d_in + d_out
        layers.append((rng.normal(size=(d_in, d_out)) * np.sqrt(2 / terms), np.ones(d_out)))
    return layers

# %% wrong: changed_input - the list of sizes is emptied
def initialise(sizes, scheme, rng):
    layers = []
    d_in = sizes.pop(0)
    while sizes:
        d_out = sizes.pop(0)
        terms = d_in if scheme == "he" else d_in + d_out
        layers.append((rng.normal(size=(d_in, d_out)) * np.sqrt(2 / terms), np.zeros(d_out)))
        d_in = d_out
    return layers

# %% wrong: limit_taken_for_spread - the limit of an even draw as the standard deviation
def initialise(sizes, scheme, rng):
    layers = []
    for d_in, d_out in zip(sizes[:-1], sizes[1:]):
        terms = d_in if scheme == "he" else d_in + d_out
        layers.append((rng.normal(scale=np.sqrt(6 / terms), size=(d_in, d_out)), np.zeros(d_out)))
    return layers

# %% wrong: xavier_inputs_only - 1 / d_in, as some frameworks have it
def initialise(sizes, scheme, rng):
    layers = []
    for d_in, d_out in zip(sizes[:-1], sizes[1:]):
        variance = 2 / d_in if scheme == "he" else 1 / d_in
        layers.append((np.sqrt(variance) * rng.normal(size=(d_in, d_out)), np.zeros(d_out)))
    return layers

# %% right: rounded, normalised names and spawned sizes
def initialise(sizes, scheme, rng):
    pairs = [(a, b) for a, b in zip(sizes[:-1], sizes[1:])]
    var = {"xavier": lambda i, o: 2 / (i + o), "he": lambda i, o: 2 / i}[scheme]
    return [(rng.normal(0.0, np.sqrt(var(*p)), p), np.zeros(p[1])) for p in pairs]
