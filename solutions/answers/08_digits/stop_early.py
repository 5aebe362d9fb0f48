# %% right: the number of the best epoch
def stop_early(val_losses, patience):
    best = 0
    for epoch, loss in enumerate(val_losses):
        if loss < val_losses[best]:
            best = epoch
        if epoch >= best + patience:
            break
    return best, epoch + 1

# %% right: a counter that starts again at each new best
def stop_early(val_losses, patience):
    best_epoch, lowest, waited = 0, float("inf"), 0
    run = len(val_losses)
    for epoch in range(len(val_losses)):
        if val_losses[epoch] < lowest:
            best_epoch, lowest, waited = epoch, val_losses[epoch], 0
        else:
            waited += 1
        if waited == patience:
            run = epoch + 1
            break
    return best_epoch, run

# %% right: with NumPy, over growing beginnings of the list
def stop_early(val_losses, patience):
    losses = np.array(val_losses)
    for seen in range(1, len(losses) + 1):
        best = int(np.argmin(losses[:seen]))
        if seen - 1 - best >= patience:
            return best, seen
    return best, len(losses)

# %% right: a while loop
def stop_early(val_losses, patience):
    best = now = 0
    while now < len(val_losses) - 1 and now - best < patience:
        now = now + 1
        best = now if val_losses[now] < val_losses[best] else best
    return [best, now + 1]

# %% wrong: looked_ahead
def stop_early(val_losses, patience):
    best = 0
    for epoch in range(len(val_losses)):
        if val_losses[epoch] < val_losses[best]:
            best = epoch
        if epoch - best >= patience:
            break
    return int(np.argmin(val_losses)), epoch + 1

# %% wrong: never_stops
def stop_early(val_losses, patience):
    best = 0
    for epoch in range(len(val_losses)):
        if val_losses[epoch] < val_losses[best]:
            best = epoch
    return best, epoch + 1

# %% wrong: one_epoch_late
def stop_early(val_losses, patience):
    best = 0
    for epoch in range(len(val_losses)):
        if val_losses[epoch] < val_losses[best]:
            best = epoch
        if epoch - best > patience:
            break
    return best, epoch + 1

# %% wrong: one_epoch_early
def stop_early(val_losses, patience):
    best = 0
    for epoch in range(len(val_losses)):
        if val_losses[epoch] < val_losses[best]:
            best = epoch
        if epoch - best >= max(patience - 1, 1):
            break
    return best, epoch + 1

# %% wrong: last_for_best
def stop_early(val_losses, patience):
    best = 0
    for epoch in range(len(val_losses)):
        if val_losses[epoch] < val_losses[best]:
            best = epoch
        if epoch - best >= patience:
            break
    return epoch, epoch + 1

# %% wrong: swapped
def stop_early(val_losses, patience):
    best = 0
    for epoch in range(len(val_losses)):
        if val_losses[epoch] < val_losses[best]:
            best = epoch
        if epoch - best >= patience:
            break
    return epoch + 1, best

# %% wrong: loss_for_epoch
def stop_early(val_losses, patience):
    best = 0
    for epoch in range(len(val_losses)):
        if val_losses[epoch] < val_losses[best]:
            best = epoch
        if epoch - best >= patience:
            break
    return val_losses[best], epoch + 1

# %% wrong: equal_is_better
def stop_early(val_losses, patience):
    best = 0
    for epoch in range(len(val_losses)):
        if val_losses[epoch] <= val_losses[best]:
            best = epoch
        if epoch - best >= patience:
            break
    return best, epoch + 1

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
    return best, epoch + 1

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
    return best, epoch + 1

# %% wrong: number_for_count
def stop_early(val_losses, patience):
    best = 0
    for epoch in range(len(val_losses)):
        if val_losses[epoch] < val_losses[best]:
            best = epoch
        if epoch - best >= patience:
            break
    return best, epoch

# %% wrong: start_value_too_small - the lowest loss starts at 100
def stop_early(val_losses, patience):
    best, lowest, waited = 0, 100.0, 0
    for epoch, loss in enumerate(val_losses):
        if loss < lowest:
            best, lowest, waited = epoch, loss, 0
        else:
            waited += 1
            if waited == patience:
                return best, epoch + 1
    return best, len(val_losses)

# %% wrong: changed_input - the losses are taken off the list
def stop_early(val_losses, patience):
    epoch, best, lowest = -1, 0, float("inf")
    while val_losses and epoch - best < patience:
        loss = val_losses.pop(0)
        epoch += 1
        if loss < lowest:
            best, lowest = epoch, loss
    return best, epoch + 1
