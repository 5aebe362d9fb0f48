# %% right: the number
predict_broadcast = 0.5

# %% right: pairs counted
predict_broadcast = 32 / 64

# %% right: tried out
labels = np.array([1, 1, 1, 1, 0, 0, 0, 0])
predict_broadcast = np.mean((labels.reshape(-1, 1) - labels) ** 2)

# %% right: two q times one minus q
q = 4 / 8
predict_broadcast = 2 * q * (1 - q)

# %% wrong: broadcast_unseen
predict_broadcast = 0

# %% wrong: every_pair_differs
predict_broadcast = 1.0

# %% wrong: baseline_loss
predict_broadcast = 0.25

# %% wrong: summed_not_averaged
predict_broadcast = 32
