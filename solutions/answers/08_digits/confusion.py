# %% right: a loop
def confusion_matrix(labels, answers, classes):
    counts = np.zeros((classes, classes), dtype=int)
    for truth, said in zip(labels, answers):
        counts[truth, said] += 1
    return counts

# %% right: np.add.at
def confusion_matrix(labels, answers, classes):
    table = np.zeros((classes, classes), dtype=np.int64)
    np.add.at(table, (labels, answers), 1)
    return table

# %% right: pairs counted as one number
def confusion_matrix(labels, answers, classes):
    pairs = classes * np.asarray(labels, dtype=int) + np.asarray(answers, dtype=int)
    return np.bincount(pairs, minlength=classes**2).reshape(classes, classes)

# %% right: a product of one-hot tables
def confusion_matrix(labels, answers, classes):
    digits = np.arange(classes)
    truth = (labels[:, None] == digits).astype(int)
    said = (answers[:, None] == digits).astype(int)
    return truth.T @ said

# %% wrong: transposed
def confusion_matrix(labels, answers, classes):
    table = np.zeros((classes, classes), dtype=int)
    np.add.at(table, (answers, labels), 1)
    return table

# %% wrong: repeats_counted_once
def confusion_matrix(labels, answers, classes):
    table = np.zeros((classes, classes), dtype=int)
    table[labels, answers] += 1
    return table

# %% wrong: shares_not_counts
def confusion_matrix(labels, answers, classes):
    table = np.zeros((classes, classes), dtype=int)
    np.add.at(table, (labels, answers), 1)
    return table / np.maximum(table.sum(axis=1, keepdims=True), 1)

# %% wrong: shares_of_all
def confusion_matrix(labels, answers, classes):
    table = np.zeros((classes, classes), dtype=int)
    np.add.at(table, (labels, answers), 1)
    return table / max(len(labels), 1)

# %% wrong: classes_from_labels
def confusion_matrix(labels, answers, classes):
    classes = max(labels.max(), answers.max()) + 1
    table = np.zeros((classes, classes), dtype=int)
    np.add.at(table, (labels, answers), 1)
    return table

# %% wrong: only_the_right_ones
def confusion_matrix(labels, answers, classes):
    table = np.zeros((classes, classes), dtype=int)
    np.add.at(table, (labels, answers), 1)
    return np.diag(np.diag(table))

# %% wrong: only_the_errors
def confusion_matrix(labels, answers, classes):
    table = np.zeros((classes, classes), dtype=int)
    np.add.at(table, (labels, answers), 1)
    return table - np.diag(np.diag(table))

# %% wrong: counts_as_floats
def confusion_matrix(labels, answers, classes):
    table = np.zeros((classes, classes))
    np.add.at(table, (labels, answers), 1)
    return table

# %% wrong: changed_input
def confusion_matrix(labels, answers, classes):
    table = np.zeros((classes, classes), dtype=int)
    answers[:] = np.clip(answers, 0, 1)
    np.add.at(table, (labels, answers), 1)
    return table

# %% right: a histogram in two directions
def confusion_matrix(labels, answers, classes):
    edges = np.arange(classes + 1) - 0.5
    return np.histogram2d(labels, answers, bins=[edges, edges])[0].astype(int)

# %% wrong: counts_overflow - small whole numbers
def confusion_matrix(labels, answers, classes):
    counts = np.zeros((classes, classes), dtype=np.uint8)
    for truth, said in zip(labels, answers):
        counts[truth, said] += 1
    return counts
