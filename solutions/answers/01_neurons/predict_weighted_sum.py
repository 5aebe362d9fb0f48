# %% right: a fraction
predicted_z = 3 / 4

# %% right: the whole sum written out
predicted_z = 4 * 0.5 + (-1) * 2 + 2 * (-0.25) + 1.25

# %% right: with NumPy
predicted_z = np.dot([4, -1, 2], [0.5, 2, -0.25]) + 1.25

# %% right: rounded
predicted_z = round(2 - 2 - 0.5 + 1.25, 2)

# %% wrong: missing_bias
predicted_z = -0.5

# %% wrong: sign_slip - the negative input taken as positive
predicted_z = 2 + 2 - 0.5 + 1.25

# %% wrong: weight_sign_slip - the negative weight taken as positive
predicted_z = 2 - 2 + 0.5 + 1.25

# %% wrong: all_signs_lost
predicted_z = 5.75

# %% wrong: sum_of_weights_and_bias
predicted_z = 0.5 + 2 - 0.25 + 1.25

# %% wrong: bias_subtracted
predicted_z = -0.5 - 1.25

# %% wrong: bias_in_each_term
predicted_z = -0.5 + 3 * 1.25

# %% wrong: bias_on_inputs
predicted_z = (4 + 1.25) * 0.5 + (-1 + 1.25) * 2 + (2 + 1.25) * -0.25
