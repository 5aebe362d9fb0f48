# %% right: the number
predict_first_weight = 8

# %% right: step by step
hidden_value = 2 * 1 + 1 * 1 - 1
answer = 2 * hidden_value - 1
predict_first_weight = 2 * (answer - 2) * 2 * 1 * 2

# %% right: measured
def loss_for(w):
    return (2 * max(0.0, 2 * w + 1 - 1) - 1 - 2) ** 2


predict_first_weight = (loss_for(1 + 1e-4) - loss_for(1 - 1e-4)) / 2e-4

# %% wrong: forward_pass_not_redone
predict_first_weight = -8

# %% wrong: nothing_changes
predict_first_weight = -4

# %% wrong: factor_lost
predict_first_weight = 4

# %% wrong: output_delta_alone
predict_first_weight = 2

# %% wrong: loss_not_slope
predict_first_weight = 1
