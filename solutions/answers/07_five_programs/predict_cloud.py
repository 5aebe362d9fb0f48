# %% right: the number
predict_cloud = 0.69

# %% right: the logarithm
predict_cloud = np.log(2)

# %% right: the price of a coin
coin = 0.5
predict_cloud = -np.log(coin)

# %% right: entropy
q = 500 / 1000
predict_cloud = -(q * np.log(q) + (1 - q) * np.log(1 - q))

# %% wrong: learnt_by_heart
predict_cloud = 0

# %% wrong: squared_error_floor
predict_cloud = 0.25

# %% wrong: accuracy_for_loss
predict_cloud = 0.5

# %% wrong: half_learnt
predict_cloud = 0.35

# %% wrong: logarithm_base_two
predict_cloud = 1.0
