# %% right: where and a copy
def recall(C):
    totals = C.sum(axis=1)
    return np.where(totals > 0, np.diag(C) / np.maximum(totals, 1), np.nan)


def most_confused(C):
    errors = C.copy()
    np.fill_diagonal(errors, 0)
    if errors.sum() == 0:
        return None
    i, j = np.unravel_index(np.argmax(errors), errors.shape)
    return int(i), int(j)

# %% right: loops
def recall(C):
    result = []
    for i in range(len(C)):
        total = sum(C[i])
        result.append(C[i, i] / total if total else np.nan)
    return np.array(result)


def most_confused(C):
    best, pair = 0, None
    for i in range(len(C)):
        for j in range(len(C)):
            if i != j and C[i, j] > best:
                best, pair = C[i, j], (i, j)
    return pair

# %% right: nan from 0 / 0, and a mask
def recall(C):
    with np.errstate(invalid="ignore"):
        return C.diagonal() / C.sum(axis=1)


def most_confused(C):
    errors = np.where(np.eye(len(C), dtype=bool), -1, C)
    place = int(errors.argmax())
    if errors.flat[place] <= 0:
        return None
    return place // len(C), place % len(C)

# %% right: a sorted list of pairs
def recall(C):
    found = np.full(C.shape[0], np.nan)
    some = C.any(axis=1)
    found[some] = C.diagonal()[some] / C[some].sum(axis=1)
    return found


def most_confused(C):
    pairs = [(C[i, j], i, j) for i, j in np.argwhere(C > 0) if i != j]
    if not pairs:
        return None
    count, i, j = max(pairs)
    return [int(i), int(j)]

# %% wrong: precision_for_recall
def recall(C):
    totals = C.sum(axis=0)
    return np.where(totals > 0, np.diag(C) / np.maximum(totals, 1), np.nan)


def most_confused(C):
    errors = C.copy()
    np.fill_diagonal(errors, 0)
    if errors.sum() == 0:
        return None
    i, j = np.unravel_index(np.argmax(errors), errors.shape)
    return int(i), int(j)

# %% wrong: overall_accuracy
def recall(C):
    totals = C.sum(axis=1)
    return np.trace(C) / totals.sum()


def most_confused(C):
    errors = C.copy()
    np.fill_diagonal(errors, 0)
    if errors.sum() == 0:
        return None
    i, j = np.unravel_index(np.argmax(errors), errors.shape)
    return int(i), int(j)

# %% wrong: share_of_all
def recall(C):
    totals = C.sum(axis=1)
    return np.where(totals > 0, np.diag(C) / totals.sum(), np.nan)


def most_confused(C):
    errors = C.copy()
    np.fill_diagonal(errors, 0)
    if errors.sum() == 0:
        return None
    i, j = np.unravel_index(np.argmax(errors), errors.shape)
    return int(i), int(j)

# %% wrong: share_missed
def recall(C):
    totals = C.sum(axis=1)
    return np.where(totals > 0, 1 - np.diag(C) / np.maximum(totals, 1), np.nan)


def most_confused(C):
    errors = C.copy()
    np.fill_diagonal(errors, 0)
    if errors.sum() == 0:
        return None
    i, j = np.unravel_index(np.argmax(errors), errors.shape)
    return int(i), int(j)

# %% wrong: number_for_empty_class
def recall(C):
    totals = C.sum(axis=1)
    return np.where(totals > 0, np.diag(C) / np.maximum(totals, 1), 0.0)


def most_confused(C):
    errors = C.copy()
    np.fill_diagonal(errors, 0)
    if errors.sum() == 0:
        return None
    i, j = np.unravel_index(np.argmax(errors), errors.shape)
    return int(i), int(j)

# %% wrong: truth_and_answer_swapped
def recall(C):
    totals = C.sum(axis=1)
    return np.where(totals > 0, np.diag(C) / np.maximum(totals, 1), np.nan)


def most_confused(C):
    errors = C.copy()
    np.fill_diagonal(errors, 0)
    if errors.sum() == 0:
        return None
    i, j = np.unravel_index(np.argmax(errors), errors.shape)
    return int(j), int(i)

# %% wrong: diagonal_wins
def recall(C):
    totals = C.sum(axis=1)
    return np.where(totals > 0, np.diag(C) / np.maximum(totals, 1), np.nan)


def most_confused(C):
    errors = C.copy()
    if errors.sum() == 0:
        return None
    i, j = np.unravel_index(np.argmax(errors), errors.shape)
    return int(i), int(j)

# %% wrong: both_directions_added
def recall(C):
    totals = C.sum(axis=1)
    return np.where(totals > 0, np.diag(C) / np.maximum(totals, 1), np.nan)


def most_confused(C):
    errors = np.triu(C + C.T)
    np.fill_diagonal(errors, 0)
    if errors.sum() == 0:
        return None
    i, j = np.unravel_index(np.argmax(errors), errors.shape)
    return int(i), int(j)

# %% wrong: no_pair
def recall(C):
    totals = C.sum(axis=1)
    return np.where(totals > 0, np.diag(C) / np.maximum(totals, 1), np.nan)


def most_confused(C):
    errors = C.copy()
    np.fill_diagonal(errors, 0)
    if errors.sum() == 0:
        return None
    return int(np.argmax(errors))

# %% wrong: pair_without_errors
def recall(C):
    totals = C.sum(axis=1)
    return np.where(totals > 0, np.diag(C) / np.maximum(totals, 1), np.nan)


def most_confused(C):
    errors = C.copy()
    np.fill_diagonal(errors, 0)
    i, j = np.unravel_index(np.argmax(errors), errors.shape)
    return int(i), int(j)

# %% wrong: changed_input
def recall(C):
    totals = C.sum(axis=1)
    return np.where(totals > 0, np.diag(C) / np.maximum(totals, 1), np.nan)


def most_confused(C):
    errors = C
    np.fill_diagonal(errors, 0)
    if errors.sum() == 0:
        return None
    i, j = np.unravel_index(np.argmax(errors), errors.shape)
    return int(i), int(j)
