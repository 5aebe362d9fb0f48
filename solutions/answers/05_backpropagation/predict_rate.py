# %% right: the number
predict_rate = 50

# %% right: from the numbers
n, rate_of_the_sum = 250, 0.2
predict_rate = n * rate_of_the_sum

# %% right: as a float
predict_rate = 5e1

# %% wrong: divided_instead
predict_rate = 0.2 / 250

# %% wrong: rate_unchanged
predict_rate = 0.2

# %% wrong: factor_alone
predict_rate = 250

# %% wrong: root_of_n
predict_rate = 0.2 * 250**0.5
