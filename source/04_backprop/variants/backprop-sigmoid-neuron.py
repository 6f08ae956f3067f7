# Other right answers to backprop-sigmoid-neuron: each earns full marks.
# ruff: noqa

# %% two forms, one for each sign
def sigmoid_neuron(w, x):
    w, x = np.asarray(w, dtype=float), np.asarray(x, dtype=float)
    s = w[:-1] @ x + w[-1]
    f = 1 / (1 + np.exp(-s)) if s >= 0 else np.exp(s) / (1 + np.exp(s))
    g = f * (1 - f)
    return f, g * np.append(x, 1.0), g * w[:-1]


# %% by tanh
def sigmoid_neuron(w, x):
    w, x = np.asarray(w, dtype=float), np.asarray(x, dtype=float)
    s = w[:-1] @ x + w[-1]
    f = 0.5 * (1 + np.tanh(s / 2))
    g = f * (1 - f)
    return f, g * np.append(x, 1.0), g * w[:-1]


# %% loops, lists
def sigmoid_neuron(w, x):
    w, x = [float(v) for v in w], [float(v) for v in x]
    s = w[-1]
    for wd, xd in zip(w, x):
        s += wd * xd
    if s < 0:
        f = math.exp(s) / (1 + math.exp(s))
    else:
        f = 1 / (1 + math.exp(-s))
    g = f * (1 - f)
    return f, [g * v for v in x] + [g], [g * v for v in w[:-1]]


# %% exp(-s) to infinity, silenced
def sigmoid_neuron(w, x):
    w, x = np.asarray(w, dtype=np.float64), np.asarray(x, dtype=np.float64)
    s = np.dot(w[:-1], x) + w[-1]
    with np.errstate(over="ignore"):
        f = 1 / (1 + np.exp(-s))
    return f, f * (1 - f) * np.hstack([x, [1]]), f * (1 - f) * w[:-1]
