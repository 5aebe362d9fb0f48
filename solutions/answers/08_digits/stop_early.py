# %% right: the number of the best epoch
def stop_early(val_losses, patience):
    best = 0
    for epoch, loss in enumerate(val_losses):
        if loss < val_losses[best]:
            best = epoch
        if epoch >= best + patience:
            break
    return best, epoch

# %% right: a counter that starts again at each new best
def stop_early(val_losses, patience):
    best_epoch, lowest, waited = 0, float("inf"), 0
    last = len(val_losses) - 1
    for epoch in range(len(val_losses)):
        if val_losses[epoch] < lowest:
            best_epoch, lowest, waited = epoch, val_losses[epoch], 0
        else:
            waited += 1
        if waited == patience:
            last = epoch
            break
    return best_epoch, last

# %% right: with NumPy, over growing beginnings of the list
def stop_early(val_losses, patience):
    losses = np.array(val_losses)
    for seen in range(1, len(losses) + 1):
        best = int(np.argmin(losses[:seen]))
        if seen - 1 - best >= patience:
            return best, seen - 1
    return best, len(losses) - 1

# %% right: a while loop
def stop_early(val_losses, patience):
    best = now = 0
    while now < len(val_losses) - 1 and now - best < patience:
        now = now + 1
        best = now if val_losses[now] < val_losses[best] else best
    return [best, now]

# %% wrong: looked_ahead
def stop_early(val_losses, patience):
    best = 0
    for epoch in range(len(val_losses)):
        if val_losses[epoch] < val_losses[best]:
            best = epoch
        if epoch - best >= patience:
            break
    return int(np.argmin(val_losses)), epoch

# %% wrong: never_stops
def stop_early(val_losses, patience):
    best = 0
    for epoch in range(len(val_losses)):
        if val_losses[epoch] < val_losses[best]:
            best = epoch
    return best, epoch

# %% wrong: one_epoch_late
def stop_early(val_losses, patience):
    best = 0
    for epoch in range(len(val_losses)):
        if val_losses[epoch] < val_losses[best]:
            best = epoch
        if epoch - best > patience:
            break
    return best, epoch

# %% wrong: one_epoch_early
def stop_early(val_losses, patience):
    best = 0
    for epoch in range(len(val_losses)):
        if val_losses[epoch] < val_losses[best]:
            best = epoch
        if epoch - best >= max(patience - 1, 1):
            break
    return best, epoch

# %% wrong: last_for_best
def stop_early(val_losses, patience):
    best = 0
    for epoch in range(len(val_losses)):
        if val_losses[epoch] < val_losses[best]:
            best = epoch
        if epoch - best >= patience:
            break
    return epoch, epoch

# %% wrong: swapped
def stop_early(val_losses, patience):
    best = 0
    for epoch in range(len(val_losses)):
        if val_losses[epoch] < val_losses[best]:
            best = epoch
        if epoch - best >= patience:
            break
    return epoch, best

# %% wrong: loss_for_epoch
def stop_early(val_losses, patience):
    best = 0
    for epoch in range(len(val_losses)):
        if val_losses[epoch] < val_losses[best]:
            best = epoch
        if epoch - best >= patience:
            break
    return val_losses[best], epoch

# %% wrong: equal_is_better
def stop_early(val_losses, patience):
    best = 0
    for epoch in range(len(val_losses)):
        if val_losses[epoch] <= val_losses[best]:
            best = epoch
        if epoch - best >= patience:
            break
    return best, epoch

# %% wrong: compared_with_previous
def stop_early(val_losses, patience):
    bad, best = 0, 0
    for epoch in range(len(val_losses)):
        if val_losses[epoch] < val_losses[best]:
            best = epoch
        if epoch and val_losses[epoch] >= val_losses[epoch - 1]:
            bad += 1
        else:
            bad = 0
        if bad == patience:
            break
    return best, epoch

# %% wrong: count_never_reset
def stop_early(val_losses, patience):
    bad, best = 0, 0
    for epoch in range(len(val_losses)):
        if val_losses[epoch] < val_losses[best]:
            best = epoch
        elif epoch > 0:
            bad += 1
        if bad == patience:
            break
    return best, epoch
