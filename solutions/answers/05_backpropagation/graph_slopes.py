# %% right: whole numbers
slopes = {"s": -8, "q": -8, "b": -16, "a": 16}

# %% right: worked out step by step
a, b = 2, -3
q = a * b
s = q + a
ds = 2 * s
slopes = {"s": ds, "q": ds, "b": ds * a, "a": ds * b + ds}

# %% right: from nudges, rounded
def graph_value(a, b, extra=0.0):
    return (a * b + a + extra) ** 2


nudge_size = 1e-6
slopes = {}
slopes["a"] = round((graph_value(2 + nudge_size, -3) - graph_value(2 - nudge_size, -3)) / (2 * nudge_size), 4)
slopes["b"] = round((graph_value(2, -3 + nudge_size) - graph_value(2, -3 - nudge_size)) / (2 * nudge_size), 4)
slopes["s"] = round((graph_value(2, -3, nudge_size) - graph_value(2, -3, -nudge_size)) / (2 * nudge_size), 4)
slopes["q"] = slopes["s"]

# %% right: floats
slopes = dict(s=-8.0, q=-8.0, b=np.float64(-16), a=2.0 * 8)

# %% wrong: square_without_two
slopes = {"s": -4, "q": -4, "b": -8, "a": 8}

# %% wrong: value_for_slope
slopes = {"s": 16, "q": 16, "b": 32, "a": -32}

# %% wrong: flipped_sign
slopes = {"s": 8, "q": 8, "b": 16, "a": -16}

# %% wrong: branch_left_out
slopes = {"s": -12, "q": -12, "b": -24, "a": 36}

# %% wrong: multiplied_by_value
slopes = {"s": -8, "q": 48, "b": 96, "a": -144}

# %% wrong: product_not_swapped
slopes = {"s": -8, "q": -8, "b": 24, "a": -24}

# %% wrong: local_slope_alone
slopes = {"s": -8, "q": -8, "b": 2, "a": -3}

# %% wrong: local_slopes_added
slopes = {"s": -8, "q": -8, "b": -6, "a": -11}

# %% wrong: sum_branch_forgotten
slopes = {"s": -8, "q": -8, "b": -16, "a": 24}

# %% wrong: product_branch_forgotten
slopes = {"s": -8, "q": -8, "b": -16, "a": -8}

# %% wrong: branches_multiplied
slopes = {"s": -8, "q": -8, "b": -16, "a": -192}

# %% wrong: fork_not_swapped
slopes = {"s": -8, "q": -8, "b": -16, "a": -24}
