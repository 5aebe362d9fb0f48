# %% right: the number
predict_rate = 100

# %% right: from the numbers
n, rate_of_the_sum = 1000, 0.1
predict_rate = n * rate_of_the_sum

# %% right: as a float
predict_rate = 1e2

# %% wrong: divided_instead
predict_rate = 0.1 / 1000

# %% wrong: rate_unchanged
predict_rate = 0.1

# %% wrong: factor_alone
predict_rate = 1000

# %% wrong: root_of_n
predict_rate = 0.1 * 1000**0.5
