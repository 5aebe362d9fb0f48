# %% right: a dictionary
diagnosis = {"A": "overfits", "B": "rate too large", "C": "fine", "D": "underfits"}

# %% right: from two lists
diagnosis = dict(zip("ABCD", ["overfits", "rate too large", "fine", "underfits"]))

# %% right: one entry at a time
diagnosis = {}
diagnosis["D"] = "underfits"
diagnosis["C"] = "fine"
diagnosis["B"] = "rate too large"
diagnosis["A"] = "overfits"

# %% wrong: under_and_over_swapped
diagnosis = {"A": "underfits", "B": "rate too large", "C": "fine", "D": "overfits"}

# %% wrong: jumps_for_overfitting
diagnosis = {"A": "rate too large", "B": "overfits", "C": "fine", "D": "underfits"}

# %% wrong: jumps_for_underfitting
diagnosis = {"A": "overfits", "B": "underfits", "C": "fine", "D": "rate too large"}

# %% wrong: low_training_loss_is_fine
diagnosis = {"A": "fine", "B": "rate too large", "C": "overfits", "D": "underfits"}

# %% wrong: small_gap_is_fine
diagnosis = {"A": "overfits", "B": "rate too large", "C": "underfits", "D": "fine"}

# %% wrong: any_gap_is_overfitting
diagnosis = {"A": "overfits", "B": "rate too large", "C": "overfits", "D": "underfits"}
