# Other right answers to backprop-perceptron: each earns full marks.
# ruff: noqa

# %% loops over rows, lists returned
def perceptron(x, w, b):
    out = []
    for row in x:
        s = sum(float(p) * float(q) for p, q in zip(row, w)) + float(b)
        out.append(1 if s > 0 else 0)
    return out


def perceptron_epoch(x, y, w, b):
    w = [float(v) for v in w]
    for row, target in zip(x, y):
        predicted = perceptron([row], w, b)[0]
        for d in range(len(w)):
            w[d] += (float(target) - predicted) * float(row[d])
        b += float(target) - predicted
    return w, b


# %% bias as an extra column, only wrong rows are learned
def perceptron(x, w, b):
    x = np.column_stack([np.asarray(x, dtype=np.float64), np.ones(len(x))])
    return np.heaviside(x @ np.append(np.asarray(w, dtype=np.float64), b), 0).astype(np.int64)


def perceptron_epoch(x, y, w, b):
    weights = np.append(np.asarray(w, dtype=np.float64), b)
    for row, target in zip(np.asarray(x, dtype=np.float64), y):
        row = np.append(row, 1)
        if (row @ weights > 0) != (target == 1):
            weights = weights + row if target == 1 else weights - row
    return weights[:-1], weights[-1]


# %% np.where, 32 bits
def perceptron(x, w, b):
    return np.where(np.asarray(x, dtype=np.float64).dot(np.asarray(w, dtype=np.float64)) > -b, 1, 0).astype(np.int32)


def perceptron_epoch(x, y, w, b):
    w = w.astype(np.float64)
    for i in range(len(x)):
        delta = int(y[i]) - int(perceptron(x[i : i + 1], w, b)[0])
        if delta:
            w += delta * x[i]
            b += delta
    return w, b
