# %% right: four lines, with hats
def adam_step(W, dW, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m_new = beta1 * m + (1 - beta1) * dW
    v_new = beta2 * v + (1 - beta2) * dW * dW
    m_hat = m_new / (1 - beta1**t)
    v_hat = v_new / (1 - beta2**t)
    return W - learning_rate * m_hat / (np.sqrt(v_hat) + epsilon), m_new, v_new

# %% right: means as weighted averages of old and new
def adam_step(W, dW, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m_new = m + (1 - beta1) * (dW - m)
    v_new = v + (1 - beta2) * (np.square(dW) - v)
    corrected = [mean / (1 - beta**t) for mean, beta in ((m_new, beta1), (v_new, beta2))]
    step = corrected[0] / (corrected[1] ** 0.5 + epsilon)
    return W - learning_rate * step, m_new, v_new

# %% right: corrections folded into the rate
def adam_step(W, dW, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    first = np.multiply(beta1, m) + np.multiply(1 - beta1, dW)
    second = np.multiply(beta2, v) + np.multiply(1 - beta2, np.power(np.asarray(dW, dtype=float), 2))
    root = np.sqrt(1 - beta2**t)
    rate = learning_rate * root / (1 - beta1**t)
    return [W - rate * first / (np.sqrt(second) + epsilon * root), first, second]

# %% right: entry by entry
def adam_step(W, dW, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    W_new, m_new, v_new = (np.zeros(np.shape(W)) for _ in range(3))
    for place in np.ndindex(np.shape(W)):
        m_new[place] = beta1 * m[place] + (1 - beta1) * dW[place]
        v_new[place] = beta2 * v[place] + (1 - beta2) * float(dW[place]) ** 2
        m_hat = m_new[place] / (1 - beta1**t)
        v_hat = v_new[place] / (1 - beta2**t)
        W_new[place] = W[place] - learning_rate * m_hat / (v_hat**0.5 + epsilon)
    return W_new, m_new, v_new

# %% wrong: betas_swapped
def adam_step(W, dW, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m = beta2 * m + (1 - beta2) * dW
    v = beta1 * v + (1 - beta1) * dW**2
    m_hat = m / (1 - beta2**t)
    v_hat = v / (1 - beta1**t)
    return W - learning_rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v

# %% wrong: hats_kept
def adam_step(W, dW, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m = (beta1 * m + (1 - beta1) * dW) / (1 - beta1**t)
    v = (beta2 * v + (1 - beta2) * dW**2) / (1 - beta2**t)
    return W - learning_rate * m / (np.sqrt(v) + epsilon), m, v

# %% wrong: momentum_convention
def adam_step(W, dW, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m = beta1 * m + dW
    v = beta2 * v + (1 - beta2) * dW**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return W - learning_rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v

# %% wrong: old_means_returned
def adam_step(W, dW, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m_new = beta1 * m + (1 - beta1) * dW
    v_new = beta2 * v + (1 - beta2) * dW**2
    m_hat = m_new / (1 - beta1**t)
    v_hat = v_new / (1 - beta2**t)
    return W - learning_rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v

# %% wrong: weights_exchanged
def adam_step(W, dW, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m = (1 - beta1) * m + beta1 * dW
    v = (1 - beta2) * v + beta2 * dW**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return W - learning_rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v

# %% wrong: square_missing
def adam_step(W, dW, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m = beta1 * m + (1 - beta1) * dW
    v = beta2 * v + (1 - beta2) * dW
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return W - learning_rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v

# %% wrong: size_for_square
def adam_step(W, dW, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m = beta1 * m + (1 - beta1) * dW
    v = beta2 * v + (1 - beta2) * np.abs(dW)
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return W - learning_rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v

# %% wrong: square_of_the_mean
def adam_step(W, dW, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m = beta1 * m + (1 - beta1) * dW
    v = beta2 * v + (1 - beta2) * m**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return W - learning_rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v

# %% wrong: bias_correction_missing
def adam_step(W, dW, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m = beta1 * m + (1 - beta1) * dW
    v = beta2 * v + (1 - beta2) * dW**2
    return W - learning_rate * m / (np.sqrt(v) + epsilon), m, v

# %% wrong: root_missing
def adam_step(W, dW, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m = beta1 * m + (1 - beta1) * dW
    v = beta2 * v + (1 - beta2) * dW**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return W - learning_rate * m_hat / (v_hat + epsilon), m, v

# %% wrong: ascent
def adam_step(W, dW, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m = beta1 * m + (1 - beta1) * dW
    v = beta2 * v + (1 - beta2) * dW**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return W + learning_rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v

# %% wrong: counted_from_zero
def adam_step(W, dW, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m = beta1 * m + (1 - beta1) * dW
    v = beta2 * v + (1 - beta2) * dW**2
    m_hat = m / (1 - beta1 ** (t + 1))
    v_hat = v / (1 - beta2 ** (t + 1))
    return W - learning_rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v

# %% wrong: gradient_for_mean
def adam_step(W, dW, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m = beta1 * m + (1 - beta1) * dW
    v = beta2 * v + (1 - beta2) * dW**2
    v_hat = v / (1 - beta2**t)
    return W - learning_rate * dW / (np.sqrt(v_hat) + epsilon), m, v

# %% wrong: epsilon_inside_root
def adam_step(W, dW, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m = beta1 * m + (1 - beta1) * dW
    v = beta2 * v + (1 - beta2) * dW**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return W - learning_rate * m_hat / np.sqrt(v_hat + epsilon), m, v

# %% wrong: epsilon_fixed
def adam_step(W, dW, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m = beta1 * m + (1 - beta1) * dW
    v = beta2 * v + (1 - beta2) * dW**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return W - learning_rate * m_hat / (np.sqrt(v_hat) + 1e-8), m, v

# %% wrong: changed_input
def adam_step(W, dW, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m *= beta1
    m += (1 - beta1) * dW
    v *= beta2
    v += (1 - beta2) * dW**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return W - learning_rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v
