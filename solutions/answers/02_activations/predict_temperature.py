# %% right: letter
predict_temperature = "C"

# %% right: small letter
predict_temperature = "c"

# %% right: with spaces
predict_temperature = " C "

# %% right: in brackets
predict_temperature = "(c)"

# %% wrong: sharper_with_temperature
predict_temperature = "A"

# %% wrong: scale_taken_for_shift
predict_temperature = "B"

# %% wrong: all_shrink
predict_temperature = "D"

# %% wrong: all_shrink - small letter
predict_temperature = "d"
