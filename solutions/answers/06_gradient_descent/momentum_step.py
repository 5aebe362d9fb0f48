# %% right: velocity, then step
def momentum_step(W, dW, velocity, learning_rate, beta):
    new_velocity = dW + velocity * beta
    return W - new_velocity * learning_rate, new_velocity

# %% right: NumPy's functions
def momentum_step(W, dW, velocity, learning_rate, beta):
    v = np.add(np.multiply(beta, velocity), dW)
    return np.subtract(W, np.multiply(learning_rate, v)), v

# %% right: a copy, changed in place
def momentum_step(W, dW, velocity, learning_rate, beta):
    v = np.array(velocity, dtype=float)
    v *= beta
    v += dW
    moved = np.array(W, dtype=float)
    moved -= learning_rate * v
    return moved, v

# %% right: the step written out
def momentum_step(W, dW, velocity, learning_rate, beta):
    W_new = W - learning_rate * dW - learning_rate * beta * velocity
    return [W_new, (W - W_new) / learning_rate]

# %% wrong: averaging_convention
def momentum_step(W, dW, velocity, learning_rate, beta):
    v = beta * velocity + (1 - beta) * dW
    return W - learning_rate * v, v

# %% wrong: rate_in_velocity
def momentum_step(W, dW, velocity, learning_rate, beta):
    v = beta * velocity + learning_rate * dW
    return W - v, v

# %% wrong: velocity_forgotten
def momentum_step(W, dW, velocity, learning_rate, beta):
    return W - learning_rate * dW, dW

# %% wrong: velocity_not_updated
def momentum_step(W, dW, velocity, learning_rate, beta):
    return W - learning_rate * (beta * velocity + dW), velocity

# %% wrong: nothing_lost
def momentum_step(W, dW, velocity, learning_rate, beta):
    v = velocity + dW
    return W - learning_rate * v, v

# %% wrong: beta_on_gradient
def momentum_step(W, dW, velocity, learning_rate, beta):
    v = velocity + beta * dW
    return W - learning_rate * v, v

# %% wrong: velocity_negative
def momentum_step(W, dW, velocity, learning_rate, beta):
    v = beta * velocity - dW
    return W + learning_rate * v, v

# %% wrong: old_velocity_used
def momentum_step(W, dW, velocity, learning_rate, beta):
    return W - learning_rate * velocity, beta * velocity + dW

# %% wrong: gradient_used
def momentum_step(W, dW, velocity, learning_rate, beta):
    return W - learning_rate * dW, beta * velocity + dW

# %% wrong: ascent
def momentum_step(W, dW, velocity, learning_rate, beta):
    v = beta * velocity + dW
    return W + learning_rate * v, v

# %% wrong: rate_ignored
def momentum_step(W, dW, velocity, learning_rate, beta):
    v = beta * velocity + dW
    return W - v, v

# %% wrong: changed_input
def momentum_step(W, dW, velocity, learning_rate, beta):
    velocity *= beta
    velocity += dW
    W -= learning_rate * velocity
    return W, velocity

# %% wrong: fractions_cut_off
def momentum_step(W, dW, velocity, learning_rate, beta):
    faster, moved = velocity.copy(), W.copy()
    faster[...] = beta * velocity + dW
    moved[...] = W - learning_rate * faster
    return moved, faster
