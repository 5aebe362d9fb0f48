# %% right: indexing with pairs
def one_hot(labels, classes):
    if len(labels) and (labels.min() < 0 or labels.max() >= classes):
        raise ValueError("a label is out of range")
    table = np.zeros((len(labels), classes))
    table[np.arange(len(labels)), labels] = 1
    return table

# %% right: rows of the identity
def one_hot(labels, classes):
    if not np.all((0 <= labels) & (labels < classes)):
        raise ValueError("a label is out of range")
    return np.eye(classes)[labels]

# %% right: compared with all classes
def one_hot(labels, classes):
    for label in labels:
        if label not in range(classes):
            raise ValueError(f"{label} is no class")
    return (labels[:, None] == np.arange(classes)).astype(float)

# %% right: row by row
def one_hot(labels, classes):
    rows = np.zeros((labels.size, classes))
    for i, label in enumerate(labels):
        if label < 0 or label > classes - 1:
            raise ValueError(f"label {label} with {classes} classes")
        rows[i, label] = 1.0
    return rows

# %% wrong: classes_from_labels
def one_hot(labels, classes):
    if len(labels) and (labels.min() < 0 or labels.max() >= classes):
        raise ValueError("a label is out of range")
    return np.eye(labels.max() + 1)[labels]

# %% wrong: transposed
def one_hot(labels, classes):
    if len(labels) and (labels.min() < 0 or labels.max() >= classes):
        raise ValueError("a label is out of range")
    return np.eye(classes)[:, labels]

# %% wrong: whole_columns
def one_hot(labels, classes):
    if len(labels) and (labels.min() < 0 or labels.max() >= classes):
        raise ValueError("a label is out of range")
    table = np.zeros((len(labels), classes))
    table[:, labels] = 1
    return table

# %% wrong: counted_from_one
def one_hot(labels, classes):
    if len(labels) and (labels.min() < 0 or labels.max() >= classes):
        raise ValueError("a label is out of range")
    return np.eye(classes)[labels - 1]

# %% wrong: only_the_labels
def one_hot(labels, classes):
    if len(labels) and (labels.min() < 0 or labels.max() >= classes):
        raise ValueError("a label is out of range")
    return labels

# %% wrong: ones_and_zeros_swapped
def one_hot(labels, classes):
    if len(labels) and (labels.min() < 0 or labels.max() >= classes):
        raise ValueError("a label is out of range")
    return 1 - np.eye(classes)[labels]

# %% wrong: negative_label_accepted
def one_hot(labels, classes):
    if np.any(labels >= classes):
        raise ValueError("a label is out of range")
    return np.eye(classes)[labels]

# %% wrong: changed_input
def one_hot(labels, classes):
    if len(labels) and (labels.min() < 0 or labels.max() >= classes):
        raise ValueError("a label is out of range")
    table = np.eye(classes)[labels]
    labels[:] = 0
    return table
