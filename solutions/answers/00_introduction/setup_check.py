# %% right: the method of the array
def centre(x):
    return x - x.mean()

# %% right: sum divided by the number of entries
def centre(x):
    mean = np.sum(x) / len(x)
    return x - mean

# %% right: a loop that fills a list, turned into an array at the end
def centre(x):
    total = 0.0
    for value in x:
        total += value
    mean = total / x.shape[0]
    return np.array([value - mean for value in x])

# %% right: works in place on a copy of floating-point numbers
def centre(x):
    y = x.astype(float)
    y -= y.mean()
    return y

# %% right: np.average and np.subtract
def centre(x):
    return np.subtract(x, np.average(x))

# %% wrong: mean_only
def centre(x):
    return np.mean(x)

# %% wrong: sign_flipped
def centre(x):
    return np.mean(x) - x

# %% wrong: median_for_mean
def centre(x):
    return x - np.median(x)

# %% wrong: first_subtracted
def centre(x):
    return x - x[0]

# %% wrong: also_scaled - the usual standardisation
def centre(x):
    return (x - x.mean()) / x.std()

# %% wrong: changed_input
def centre(x):
    x -= x.mean()
    return x

# %% wrong: changed_input - entry by entry
def centre(x):
    mean = sum(x) / len(x)
    for i in range(len(x)):
        x[i] = x[i] - mean
    return x

# %% wrong: whole_numbers_only - the result inherits the integer type
def centre(x):
    result = np.zeros_like(x)
    result[:] = x - np.mean(x)
    return result
