# %% right: the letter
predict_crash = "C"

# %% right: a small letter
predict_crash = "c"

# %% right: in brackets
predict_crash = "(C)"

# %% right: found by trying the shapes
fits = {"A": True, "B": True, "C": False}
try:
    np.ones((100, 100)) * np.ones((1, 4))
    predict_crash = "E"
except ValueError:
    predict_crash = [letter for letter in fits if not fits[letter]][0]

# %% wrong: subtraction_refused
predict_crash = "A"

# %% wrong: product_refused
predict_crash = "B"

# %% wrong: matrix_product_refused
predict_crash = "D"

# %% wrong: no_crash
predict_crash = "E"
