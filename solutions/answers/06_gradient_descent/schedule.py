# %% right: two cases
def schedule(step, total, warmup, peak, low=0.0):
    if step < warmup:
        return step / warmup * peak
    share = (step - warmup) / (total - warmup)
    wave = (1 + np.cos(np.pi * share)) / 2
    return low + (peak - low) * wave

# %% right: the math module
def schedule(step, total, warmup, peak, low=0.0):
    import math
    
    if warmup and step < warmup:
        return peak * (step / warmup)
    angle = math.pi * (step - warmup) / (total - warmup)
    return low + 0.5 * (peak - low) * (math.cos(angle) + 1)

# %% right: a squared sine, with interpolation
def schedule(step, total, warmup, peak, low=0.0):
    if warmup > step:
        return float(np.interp(step, [0, warmup], [0, peak]))
    quarter = np.pi / 2 * (step - warmup) / (total - warmup)
    return peak - (peak - low) * np.sin(quarter) ** 2

# %% right: a conditional expression
def schedule(step, total, warmup, peak, low=0.0):
    rest = total - warmup
    falling = (peak + low) / 2 + (peak - low) / 2 * np.cos((step - warmup) / rest * np.pi)
    return peak * step / warmup if step < warmup else falling

# %% wrong: no_warmup
def schedule(step, total, warmup, peak, low=0.0):
    return low + (peak - low) * (1 + np.cos(np.pi * step / total)) / 2

# %% wrong: cosine_in_warmup
def schedule(step, total, warmup, peak, low=0.0):
    s = (step - warmup) / (total - warmup)
    return low + (peak - low) * (1 + np.cos(np.pi * s)) / 2

# %% wrong: one_step_ahead
def schedule(step, total, warmup, peak, low=0.0):
    if step < warmup:
        return peak * (step + 1) / warmup
    s = (step - warmup) / (total - warmup)
    return low + (peak - low) * (1 + np.cos(np.pi * s)) / 2

# %% wrong: warmup_from_low
def schedule(step, total, warmup, peak, low=0.0):
    if step < warmup:
        return low + (peak - low) * step / warmup
    s = (step - warmup) / (total - warmup)
    return low + (peak - low) * (1 + np.cos(np.pi * s)) / 2

# %% wrong: share_of_total
def schedule(step, total, warmup, peak, low=0.0):
    if step < warmup:
        return peak * step / total
    s = (step - warmup) / (total - warmup)
    return low + (peak - low) * (1 + np.cos(np.pi * s)) / 2

# %% wrong: peak_at_once
def schedule(step, total, warmup, peak, low=0.0):
    if step < warmup:
        return peak
    s = (step - warmup) / (total - warmup)
    return low + (peak - low) * (1 + np.cos(np.pi * s)) / 2

# %% wrong: warmup_not_subtracted
def schedule(step, total, warmup, peak, low=0.0):
    if step < warmup:
        return peak * step / warmup
    s = step / total
    return low + (peak - low) * (1 + np.cos(np.pi * s)) / 2

# %% wrong: rest_not_shortened
def schedule(step, total, warmup, peak, low=0.0):
    if step < warmup:
        return peak * step / warmup
    s = (step - warmup) / total
    return low + (peak - low) * (1 + np.cos(np.pi * s)) / 2

# %% wrong: low_ignored
def schedule(step, total, warmup, peak, low=0.0):
    if step < warmup:
        return peak * step / warmup
    s = (step - warmup) / (total - warmup)
    return peak * (1 + np.cos(np.pi * s)) / 2

# %% wrong: low_added_on_top
def schedule(step, total, warmup, peak, low=0.0):
    if step < warmup:
        return peak * step / warmup
    s = (step - warmup) / (total - warmup)
    return low + peak * (1 + np.cos(np.pi * s)) / 2

# %% wrong: straight_line
def schedule(step, total, warmup, peak, low=0.0):
    if step < warmup:
        return peak * step / warmup
    s = (step - warmup) / (total - warmup)
    return peak + (low - peak) * s

# %% wrong: half_missing
def schedule(step, total, warmup, peak, low=0.0):
    if step < warmup:
        return peak * step / warmup
    s = (step - warmup) / (total - warmup)
    return low + (peak - low) * (1 + np.cos(np.pi * s))

# %% wrong: quarter_wave
def schedule(step, total, warmup, peak, low=0.0):
    if step < warmup:
        return peak * step / warmup
    s = (step - warmup) / (total - warmup)
    return low + (peak - low) * np.cos(np.pi * s / 2)

# %% wrong: degrees
def schedule(step, total, warmup, peak, low=0.0):
    if step < warmup:
        return peak * step / warmup
    s = (step - warmup) / (total - warmup)
    return low + (peak - low) * (1 + np.cos(180 * s)) / 2

# %% wrong: whole_wave
def schedule(step, total, warmup, peak, low=0.0):
    if step < warmup:
        return peak * step / warmup
    s = (step - warmup) / (total - warmup)
    return low + (peak - low) * (1 + np.cos(2 * np.pi * s)) / 2
