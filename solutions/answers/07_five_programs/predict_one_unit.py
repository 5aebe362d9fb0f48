# %% right: the number
predict_one_unit = 0.5

# %% right: a fraction
predict_one_unit = 1 / 2

# %% right: a sigmoid at zero
predict_one_unit = sigmoid(0.0)

# %% right: the mean of the labels
labels_of_xor = [0, 1, 1, 0]
predict_one_unit = sum(labels_of_xor) / 4

# %% wrong: xor_learnt
predict_one_unit = 0

# %% wrong: or_learnt
predict_one_unit = 1

# %% wrong: loss_for_output
predict_one_unit = 0.25

# %% wrong: accuracy_for_output
predict_one_unit = 3 / 4
