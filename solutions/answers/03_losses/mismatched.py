# %% right: dictionary
verdict = {
    "line fit": "factor",
    "square of sigmoid": "other",
    "added up": "factor",
    "with slope": "other",
    "half square": "right",
    "target first": "uphill",
}

# %% right: capital letters
verdict = {
    "line fit": "Factor",
    "square of sigmoid": "Other",
    "added up": "Factor",
    "with slope": "Other",
    "half square": "Right",
    "target first": "Uphill",
}

# %% right: found by a loop
verdict = {}
for name, (loss, gradient) in programs.items():
    ratios = np.array([gradient(some_Z, some_Y)[i] / slope_at(loss, i) for i in range(4)])
    if np.ptp(ratios) > 1e-3:
        verdict[name] = "other"
    elif ratios[0] < 0:
        verdict[name] = "uphill"
    elif abs(ratios[0] - 1) < 1e-3:
        verdict[name] = "right"
    else:
        verdict[name] = "factor"

# %% right: word by word
verdict = {"half square": "right", "target first": "uphill"}
verdict["line fit"] = verdict["added up"] = "factor"
verdict["square of sigmoid"] = verdict["with slope"] = "other"

# %% wrong: factor_overlooked
verdict = {
    "line fit": "right",
    "square of sigmoid": "other",
    "added up": "factor",
    "with slope": "other",
    "half square": "right",
    "target first": "uphill",
}

# %% wrong: factor_taken_for_other
verdict = {
    "line fit": "factor",
    "square of sigmoid": "other",
    "added up": "other",
    "with slope": "other",
    "half square": "right",
    "target first": "uphill",
}

# %% wrong: sign_misread
verdict = {
    "line fit": "uphill",
    "square of sigmoid": "other",
    "added up": "factor",
    "with slope": "other",
    "half square": "right",
    "target first": "uphill",
}

# %% wrong: half_overlooked
verdict = {
    "line fit": "factor",
    "square of sigmoid": "other",
    "added up": "factor",
    "with slope": "other",
    "half square": "factor",
    "target first": "uphill",
}

# %% wrong: right_gradient_accused
verdict = {
    "line fit": "factor",
    "square of sigmoid": "other",
    "added up": "factor",
    "with slope": "other",
    "half square": "other",
    "target first": "uphill",
}

# %% wrong: sign_overlooked
verdict = {
    "line fit": "factor",
    "square of sigmoid": "other",
    "added up": "factor",
    "with slope": "other",
    "half square": "right",
    "target first": "factor",
}

# %% wrong: size_alone
verdict = {
    "line fit": "factor",
    "square of sigmoid": "other",
    "added up": "factor",
    "with slope": "other",
    "half square": "right",
    "target first": "right",
}

# %% wrong: sign_taken_for_other
verdict = {
    "line fit": "factor",
    "square of sigmoid": "other",
    "added up": "factor",
    "with slope": "other",
    "half square": "right",
    "target first": "other",
}

# %% wrong: cross_entropy_gradient_accepted
verdict = {
    "line fit": "factor",
    "square of sigmoid": "right",
    "added up": "factor",
    "with slope": "other",
    "half square": "right",
    "target first": "uphill",
}

# %% wrong: extra_slope_accepted
verdict = {
    "line fit": "factor",
    "square of sigmoid": "other",
    "added up": "factor",
    "with slope": "right",
    "half square": "right",
    "target first": "uphill",
}

# %% wrong: one_entry_only
verdict = {
    "line fit": "factor",
    "square of sigmoid": "factor",
    "added up": "factor",
    "with slope": "other",
    "half square": "right",
    "target first": "uphill",
}

# %% wrong: one_entry_only - with slope
verdict = {
    "line fit": "factor",
    "square of sigmoid": "other",
    "added up": "factor",
    "with slope": "factor",
    "half square": "right",
    "target first": "uphill",
}

# %% wrong: one_entry_only - a loop over one entry
verdict = {}
for name, (loss, gradient) in programs.items():
    ratio = gradient(some_Z, some_Y)[0] / slope_at(loss, 0)
    verdict[name] = "uphill" if ratio < 0 else "right" if abs(ratio - 1) < 1e-3 else "factor"
