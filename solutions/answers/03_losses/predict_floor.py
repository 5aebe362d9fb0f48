# %% right: number
predict_floor = 0.325

# %% right: from the prices of the text
predict_floor = 0.1 * 2.303 + 0.9 * 0.105

# %% right: rounded to two digits
predict_floor = 0.33

# %% right: computed
q = 0.1
predict_floor = -(q * np.log(q) + (1 - q) * np.log(1 - q))

# %% wrong: always_log_two
predict_floor = np.log(2)

# %% wrong: prices_not_weighed
predict_floor = (2.303 + 0.105) / 2

# %% wrong: only_ones_pay
predict_floor = 0.1 * 2.303

# %% wrong: only_zeros_pay
predict_floor = 0.9 * 0.105

# %% wrong: weights_swapped
predict_floor = 0.9 * 2.303 + 0.1 * 0.105

# %% wrong: bits
predict_floor = -(0.1 * np.log2(0.1) + 0.9 * np.log2(0.9))

# %% wrong: squared_error
predict_floor = 0.1 * (1 - 0.1)
