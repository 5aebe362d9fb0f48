# %% right: the three products
def neuron_backward(da, x, w, z, f_prime):
    dz = da * f_prime(z)
    return {"dx": dz * w, "dw": dz * x, "db": dz}

# %% right: one entry after the other
def neuron_backward(da, x, w, z, f_prime):
    dz = f_prime(z) * da
    result = {"dw": np.zeros(len(x)), "db": dz, "dx": np.zeros(len(w))}
    for i in range(len(x)):
        result["dw"][i] = dz * x[i]
        result["dx"][i] = dz * w[i]
    return result

# %% right: the bias as one more weight
def neuron_backward(da, x, w, z, f_prime):
    extended = np.append(x, 1.0)
    both = np.multiply(da * f_prime(z), extended)
    return dict(dw=both[:-1], db=both[-1], dx=np.asarray(w) * both[-1])

# %% right: from stacked rows
def neuron_backward(da, x, w, z, f_prime):
    table = f_prime(z) * np.stack([x, w]) * da
    return {"dw": table[0], "dx": table[1], "db": float(da * f_prime(z))}

# %% wrong: hands_on_only
def neuron_backward(da, x, w, z, f_prime):
    return {"dx": da * f_prime(z) * w}

# %% wrong: slope_missing
def neuron_backward(da, x, w, z, f_prime):
    return {"dw": da * x, "db": da, "dx": da * w}

# %% wrong: inputs_for_weights
def neuron_backward(da, x, w, z, f_prime):
    dz = da * f_prime(z)
    return {"dw": dz * w, "db": dz, "dx": dz * x}

# %% wrong: bias_without_slope
def neuron_backward(da, x, w, z, f_prime):
    dz = da * f_prime(z)
    return {"dw": dz * x, "db": da, "dx": dz * w}

# %% wrong: slope_alone
def neuron_backward(da, x, w, z, f_prime):
    dz = f_prime(z)
    return {"dw": dz * x, "db": dz, "dx": dz * w}

# %% wrong: flipped_sign
def neuron_backward(da, x, w, z, f_prime):
    dz = -da * f_prime(z)
    return {"dw": dz * x, "db": dz, "dx": dz * w}

# %% wrong: bias_times_inputs
def neuron_backward(da, x, w, z, f_prime):
    dz = da * f_prime(z)
    return {"dw": dz * x, "db": dz * np.sum(x), "dx": dz * w}

# %% wrong: weights_for_inputs
def neuron_backward(da, x, w, z, f_prime):
    dz = da * f_prime(z)
    return {"dw": dz * x, "db": dz, "dx": dz * x}

# %% wrong: slope_missing_in_dx
def neuron_backward(da, x, w, z, f_prime):
    dz = da * f_prime(z)
    return {"dw": dz * x, "db": dz, "dx": da * w}

# %% wrong: changed_input
def neuron_backward(da, x, w, z, f_prime):
    dz = da * f_prime(z)
    x *= dz
    return {"dw": x, "db": dz, "dx": dz * w}

# %% wrong: fractions_cut_off - results in arrays like x and w, which may hold whole numbers
def neuron_backward(da, x, w, z, f_prime):
    dz = da * f_prime(z)
    dw, dx = np.zeros_like(x), np.zeros_like(w)
    for i in range(len(x)):
        dw[i] = dz * x[i]
        dx[i] = dz * w[i]
    return {"dw": dw, "db": dz, "dx": dx}
