# %% right: rounded
predict_blunder = 0.70

# %% right: from the table
predict_blunder = (9 * 0.010 + 6.908) / 10

# %% right: computed
predict_blunder = -np.mean(np.log([0.99] * 9 + [0.001]))

# %% right: logarithm of a product
predict_blunder = -np.log(0.99**9 * 0.001) / 10

# %% wrong: sum_not_mean
predict_blunder = 9 * 0.010 + 6.908

# %% wrong: squared_error
predict_blunder = (9 * 0.01**2 + 0.999**2) / 10

# %% wrong: decimal_logarithm
predict_blunder = -np.mean(np.log10([0.99] * 9 + [0.001]))

# %% wrong: mean_of_two_prices
predict_blunder = (0.010 + 6.908) / 2

# %% wrong: flipped_sign
predict_blunder = np.mean(np.log([0.99] * 9 + [0.001]))

# %% wrong: blunder_ignored
predict_blunder = 0.01
