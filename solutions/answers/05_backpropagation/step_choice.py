# %% right: one neighbour
best_power = {"forward": -8, "central": -5}

# %% right: the other neighbour
best_power = {"forward": -8, "central": -6}

# %% right: from the equations
best_power = {"forward": -16 / 2, "central": round(-16 / 3)}

# %% right: from roots
best_power = dict(
    forward=int(round(np.log10(np.sqrt(1e-16)))), central=int(np.ceil(np.log10(np.cbrt(1e-16)))),
)

# %% wrong: smallest_is_best
best_power = {"forward": -15, "central": -15}

# %% wrong: differences_swapped
best_power = {"forward": -5, "central": -8}

# %% wrong: step_for_power
best_power = {"forward": 1e-8, "central": 1e-5}

# %% wrong: sign_of_power
best_power = {"forward": 8, "central": 5}

# %% wrong: same_for_both
best_power = {"forward": -8, "central": -8}

# %% wrong: fourth_root
best_power = {"forward": -8, "central": -4}
