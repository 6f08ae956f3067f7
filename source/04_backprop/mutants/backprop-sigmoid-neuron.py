# Wrong answers to backprop-sigmoid-neuron: each loses points.
# ruff: noqa

# %% no bias
# says: the last weight is the bias
def sigmoid_neuron(w, x):
    w, x = np.asarray(w, dtype=float), np.asarray(x, dtype=float)
    s = w[:-1] @ x
    f = 1 / (1 + np.exp(-s)) if s >= 0 else np.exp(s) / (1 + np.exp(s))
    g = f * (1 - f)
    return f, g * np.append(x, 1.0), g * w[:-1]


# %% the sum, no sigmoid
# says: sigmoid is missing
def sigmoid_neuron(w, x):
    w, x = np.asarray(w, dtype=float), np.asarray(x, dtype=float)
    s = w[:-1] @ x + w[-1]
    f = s
    g = 1.0
    return f, g * np.append(x, 1.0), g * w[:-1]


# %% the slope of the sigmoid forgotten
# says: slope of the sigmoid, f .1 - f., is missing
def sigmoid_neuron(w, x):
    w, x = np.asarray(w, dtype=float), np.asarray(x, dtype=float)
    s = w[:-1] @ x + w[-1]
    f = 1 / (1 + np.exp(-s)) if s >= 0 else np.exp(s) / (1 + np.exp(s))
    g = 1.0
    return f, g * np.append(x, 1.0), g * w[:-1]


# %% the slope is f
# says: slope of the sigmoid is f
def sigmoid_neuron(w, x):
    w, x = np.asarray(w, dtype=float), np.asarray(x, dtype=float)
    s = w[:-1] @ x + w[-1]
    f = 1 / (1 + np.exp(-s)) if s >= 0 else np.exp(s) / (1 + np.exp(s))
    g = f
    return f, g * np.append(x, 1.0), g * w[:-1]


# %% the slope is taken at f again
def sigmoid_neuron(w, x):
    w, x = np.asarray(w, dtype=float), np.asarray(x, dtype=float)
    s = w[:-1] @ x + w[-1]
    f = 1 / (1 + np.exp(-s)) if s >= 0 else np.exp(s) / (1 + np.exp(s))
    g = np.exp(-f) / (1 + np.exp(-f)) ** 2
    return f, g * np.append(x, 1.0), g * w[:-1]


# %% exp of a large number
# says: NaN|exp overflows|inf
def sigmoid_neuron(w, x):
    w, x = np.asarray(w, dtype=float), np.asarray(x, dtype=float)
    s = w[:-1] @ x + w[-1]
    f = np.exp(s) / (1 + np.exp(s))
    g = f * (1 - f)
    return f, g * np.append(x, 1.0), g * w[:-1]


# %% math.exp of a large number
# says: OverflowError|math range
def sigmoid_neuron(w, x):
    w, x = np.asarray(w, dtype=float), np.asarray(x, dtype=float)
    s = w[:-1] @ x + w[-1]
    f = 1 / (1 + math.exp(-s))
    g = f * (1 - f)
    return f, g * np.append(x, 1.0), g * w[:-1]


# %% no gradient for the bias
# says: the last are missing
def sigmoid_neuron(w, x):
    w, x = np.asarray(w, dtype=float), np.asarray(x, dtype=float)
    s = w[:-1] @ x + w[-1]
    f = 1 / (1 + np.exp(-s)) if s >= 0 else np.exp(s) / (1 + np.exp(s))
    g = f * (1 - f)
    return f, g * x, g * w[:-1]


# %% weights' and inputs' gradients swapped
def sigmoid_neuron(w, x):
    w, x = np.asarray(w, dtype=float), np.asarray(x, dtype=float)
    s = w[:-1] @ x + w[-1]
    f = np.exp(-np.logaddexp(0, -s))
    g = f * (1 - f)
    return f, g * w[:-1], g * np.append(x, 1.0)


# %% the gradient of the bias is its weight
def sigmoid_neuron(w, x):
    w, x = np.asarray(w, dtype=float), np.asarray(x, dtype=float)
    s = w[:-1] @ x + w[-1]
    f = 1 / (1 + np.exp(-s)) if s >= 0 else np.exp(s) / (1 + np.exp(s))
    g = f * (1 - f)
    return f, g * np.append(x, w[-1]), g * w[:-1]


# %% clipped sums, too tight
def sigmoid_neuron(w, x):
    w, x = np.asarray(w, dtype=float), np.asarray(x, dtype=float)
    s = w[:-1] @ x + w[-1]
    f = 1 / (1 + np.exp(-np.clip(s, -5, 5)))
    g = f * (1 - f)
    return f, g * np.append(x, 1.0), g * w[:-1]


# %% x gets a 1 appended and is returned
# says: modifies its input
def sigmoid_neuron(w, x):
    s = w[:-1].astype(float) @ x.astype(float) + w[-1]
    f = np.exp(-np.logaddexp(0, -s))
    g = f * (1 - f)
    grad_x = g * w[:-1]
    if w.dtype.kind == "f":
        w *= g
    return f, g * np.append(x, 1.0), grad_x
