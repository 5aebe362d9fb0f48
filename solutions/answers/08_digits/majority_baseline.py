# %% right: counted with NumPy
def majority_baseline(train_labels, test_labels):
    guess = np.argmax(np.bincount(train_labels))
    return guess, np.mean(test_labels == guess)

# %% right: a dictionary of counts
def majority_baseline(train_labels, test_labels):
    counts = {}
    for label in train_labels:
        counts[int(label)] = counts.get(int(label), 0) + 1
    digit = max(counts, key=counts.get)
    return digit, sum(1 for label in test_labels if label == digit) / len(test_labels)

# %% right: unique values with their counts
def majority_baseline(train_labels, test_labels):
    values, counts = np.unique(train_labels, return_counts=True)
    digit = int(values[counts.argmax()])
    return [digit, float(np.count_nonzero(np.asarray(test_labels) == digit)) / np.size(test_labels)]

# %% right: the most common of a sorted list
def majority_baseline(train_labels, test_labels):
    everything = sorted(train_labels.tolist())
    digit = max(set(everything), key=everything.count)
    return digit, test_labels.tolist().count(digit) / test_labels.shape[0]

# %% wrong: looked_at_test
def majority_baseline(train_labels, test_labels):
    guess = np.argmax(np.bincount(test_labels))
    return guess, np.mean(test_labels == guess)

# %% wrong: count_for_digit
def majority_baseline(train_labels, test_labels):
    return np.bincount(train_labels).max(), 0.25

# %% wrong: largest_label
def majority_baseline(train_labels, test_labels):
    guess = train_labels.max()
    return guess, np.mean(test_labels == guess)

# %% wrong: training_share
def majority_baseline(train_labels, test_labels):
    guess = np.argmax(np.bincount(train_labels))
    return guess, np.mean(train_labels == guess)

# %% wrong: count_not_share
def majority_baseline(train_labels, test_labels):
    guess = np.argmax(np.bincount(train_labels))
    return guess, np.sum(test_labels == guess)

# %% wrong: blind_guess
def majority_baseline(train_labels, test_labels):
    return np.argmax(np.bincount(train_labels)), 0.1

# %% wrong: changed_input
def majority_baseline(train_labels, test_labels):
    guess = np.argmax(np.bincount(train_labels))
    test_labels -= guess
    return guess, np.mean(test_labels == 0)
