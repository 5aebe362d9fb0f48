# %% right: the logarithm
predict_first_loss = np.log(10)

# %% right: the number
predict_first_loss = 2.303

# %% right: minus the logarithm of a tenth
predict_first_loss = float(-np.log(0.1))

# %% right: rounded to one decimal
predict_first_loss = 2.3

# %% wrong: share_for_loss
predict_first_loss = 0.1

# %% wrong: accuracy_for_loss
predict_first_loss = 0.9

# %% wrong: decimal_logarithm
predict_first_loss = 1.0

# %% wrong: two_classes
predict_first_loss = 0.69

# %% wrong: sign_lost
predict_first_loss = -2.3

# %% wrong: base_two
predict_first_loss = np.log2(10)

# %% wrong: summed_over_classes
predict_first_loss = 10 * np.log(10)
