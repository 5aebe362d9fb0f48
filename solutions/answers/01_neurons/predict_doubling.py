# %% right: small letter
doubling = "b"

# %% right: with a full stop
doubling = "B."

# %% right: in brackets, from a variable
my_choice = "(B)"
doubling = my_choice

# %% wrong: line_moves
doubling = "A"

# %% wrong: band_widens
doubling = "C"

# %% wrong: nothing_changes - thinks of a step unit
doubling = "d"

# %% wrong: line_turns
doubling = "E"
