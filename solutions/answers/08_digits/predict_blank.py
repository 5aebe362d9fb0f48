# %% right: the letter
predict_blank = "C"

# %% right: a small letter
predict_blank = "c"

# %% right: with brackets
predict_blank = "(C)"

# %% wrong: no_digit_no_share
predict_blank = "A"

# %% wrong: ignorance_is_uniform
predict_blank = "B"

# %% wrong: error_expected
predict_blank = "D"

# %% wrong: ignorance_is_uniform
predict_blank = " b "
