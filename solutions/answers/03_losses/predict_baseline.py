# %% right: number
predict_baseline = 0.325

# %% right: from the prices of the text
predict_baseline = 0.1 * 2.3026 + 0.9 * 0.1054

# %% right: rounded to two digits
predict_baseline = 0.33

# %% right: cut off after two digits
predict_baseline = 0.32

# %% right: computed
q = 0.1
predict_baseline = -(q * np.log(q) + (1 - q) * np.log(1 - q))

# %% wrong: always_log_two
predict_baseline = np.log(2)

# %% wrong: prices_not_weighed
predict_baseline = (2.3026 + 0.1054) / 2

# %% wrong: only_ones_pay
predict_baseline = 0.1 * 2.3026

# %% wrong: only_zeros_pay
predict_baseline = 0.9 * 0.1054

# %% wrong: weights_swapped
predict_baseline = 0.9 * 2.3026 + 0.1 * 0.1054

# %% wrong: bits
predict_baseline = -(0.1 * np.log2(0.1) + 0.9 * np.log2(0.9))

# %% wrong: squared_error
predict_baseline = 0.1 * (1 - 0.1)
