# %% right: the best epoch so far
def early_stopping(losses, patience):
    winner = 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[winner]:
            winner = epoch
        if epoch - winner == patience:
            return winner, epoch + 1
    return winner, len(losses)

# %% right: a counter
def early_stopping(losses, patience):
    best_loss, best_epoch, bad_epochs, run = np.inf, 0, 0, 0
    for loss in losses:
        run += 1
        bad_epochs += 1
        if loss < best_loss:
            best_loss, best_epoch, bad_epochs = loss, run - 1, 0
        if bad_epochs == patience:
            break
    return best_epoch, run

# %% right: recursion on the place of the next improvement
def early_stopping(losses, patience, best=0):
    window = losses[best + 1 : best + 1 + patience]
    for ahead, loss in enumerate(window, start=1):
        if loss < losses[best]:
            return early_stopping(losses, patience, best + ahead)
    return best, best + 1 + len(window)

# %% right: running minima with NumPy
def early_stopping(losses, patience):
    values = np.where(np.isnan(losses), np.inf, losses)
    for run in range(1, len(values) + 1):
        best = int(np.argmin(values[:run]))
        if run - 1 - best >= patience:
            break
    return best, run

# %% wrong: last_epoch_returned
def early_stopping(losses, patience):
    best, best_loss, waited = 0, losses[0], 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < best_loss:
            best, best_loss, waited = epoch, losses[epoch], 0
        else:
            waited += 1
            if waited >= patience:
                return epoch, epoch + 1
    return len(losses) - 1, len(losses)

# %% wrong: patience_ignored
def early_stopping(losses, patience):
    return int(np.nanargmin(losses)), len(losses)

# %% wrong: nan_wins
def early_stopping(losses, patience):
    best = int(np.argmin(losses[:1]))
    for run in range(1, len(losses) + 1):
        best = int(np.argmin(losses[:run]))
        if run - 1 - best >= patience:
            return best, run
    return best, len(losses)

# %% wrong: ties_count
def early_stopping(losses, patience):
    best, best_loss, waited = 0, losses[0], 0
    for epoch in range(1, len(losses)):
        if losses[epoch] <= best_loss:
            best, best_loss, waited = epoch, losses[epoch], 0
        else:
            waited += 1
            if waited >= patience:
                return best, epoch + 1
    return best, len(losses)

# %% wrong: patience_never_renewed
def early_stopping(losses, patience):
    best, best_loss, waited = 0, losses[0], 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < best_loss:
            best, best_loss = epoch, losses[epoch]
        else:
            waited += 1
            if waited >= patience:
                return best, epoch + 1
    return best, len(losses)

# %% wrong: compared_with_previous
def early_stopping(losses, patience):
    best, best_loss, waited = 0, losses[0], 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[epoch - 1]:
            best, best_loss, waited = epoch, losses[epoch], 0
        else:
            waited += 1
            if waited >= patience:
                return best, epoch + 1
    return best, len(losses)

# %% wrong: best_loss_returned
def early_stopping(losses, patience):
    best, best_loss, waited = 0, losses[0], 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < best_loss:
            best, best_loss, waited = epoch, losses[epoch], 0
        else:
            waited += 1
            if waited >= patience:
                return best_loss, epoch + 1
    return best_loss, len(losses)

# %% wrong: counted_from_one
def early_stopping(losses, patience):
    best, best_loss, waited = 0, losses[0], 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < best_loss:
            best, best_loss, waited = epoch, losses[epoch], 0
        else:
            waited += 1
            if waited >= patience:
                return best + 1, epoch + 1
    return best + 1, len(losses)

# %% wrong: one_too_many
def early_stopping(losses, patience):
    best, best_loss, waited = 0, losses[0], 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < best_loss:
            best, best_loss, waited = epoch, losses[epoch], 0
        else:
            waited += 1
            if waited >= patience:
                return best, epoch + 2
    return best, len(losses)

# %% wrong: one_too_few
def early_stopping(losses, patience):
    best, best_loss, waited = 0, losses[0], 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < best_loss:
            best, best_loss, waited = epoch, losses[epoch], 0
        else:
            waited += 1
            if waited >= patience:
                return best, epoch
    return best, len(losses)

# %% wrong: never_stops
def early_stopping(losses, patience):
    best, best_loss, waited = 0, losses[0], 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < best_loss:
            best, best_loss, waited = epoch, losses[epoch], 0
        else:
            waited += 1
            if waited >= patience:
                return best, len(losses)
    return best, len(losses)

# %% wrong: patience_returned
def early_stopping(losses, patience):
    best, best_loss, waited = 0, losses[0], 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < best_loss:
            best, best_loss, waited = epoch, losses[epoch], 0
        else:
            waited += 1
            if waited >= patience:
                return best, patience
    return best, patience

# %% wrong: changed_input
def early_stopping(losses, patience):
    run, best, best_loss, waited = 0, 0, np.inf, 0
    while len(losses) and waited < patience:
        loss = losses.pop(0) if isinstance(losses, list) else losses[run]
        waited += 1
        if loss < best_loss:
            best, best_loss, waited = run, loss, 0
        run += 1
    return best, run

# %% wrong: start_value_too_small - the best loss starts at 1000
def early_stopping(losses, patience):
    best, best_loss, waited = 0, 1000, 0
    for epoch, loss in enumerate(losses):
        if loss < best_loss:
            best, best_loss, waited = epoch, loss, 0
        else:
            waited += 1
            if waited == patience:
                return best, epoch + 1
    return best, len(losses)

# %% wrong: one_too_many - stops only after more than patience epochs
def early_stopping(losses, patience):
    best, waited = 0, 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[best]:
            best, waited = epoch, 0
        else:
            waited += 1
            if waited > patience:
                return best, epoch + 1
    return best, len(losses)
