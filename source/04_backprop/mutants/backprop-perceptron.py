# Wrong answers to backprop-perceptron: each loses points.
# ruff: noqa

# %% a sum of 0 gives 1
# says: not >= 0
def perceptron(x, w, b):
    return (np.asarray(x, dtype=float) @ np.asarray(w, dtype=float) + b >= 0).astype(int)


def perceptron_epoch(x, y, w, b):
    w = np.array(w, dtype=float)
    for row, target in zip(np.asarray(x, dtype=float), y):
        error = int(target) - perceptron(row[None], w, b)[0]
        w = w + error * row
        b = b + error
    return w, b


# %% the bias is subtracted
def perceptron(x, w, b):
    return (np.asarray(x, dtype=float) @ np.asarray(w, dtype=float) - b > 0).astype(int)


def perceptron_epoch(x, y, w, b):
    w = np.array(w, dtype=float)
    for row, target in zip(np.asarray(x, dtype=float), y):
        error = int(target) - perceptron(row[None], w, b)[0]
        w = w + error * row
        b = b + error
    return w, b


# %% all errors with the first weights
# says: update after each row
def perceptron(x, w, b):
    return (np.asarray(x, dtype=float) @ np.asarray(w, dtype=float) + b > 0).astype(int)


def perceptron_epoch(x, y, w, b):
    error = y - perceptron(x, w, b)
    return w + error @ x, b + error.sum()


# %% the bias is not moved
# says: the bias has to be moved too
def perceptron(x, w, b):
    return (np.asarray(x, dtype=float) @ np.asarray(w, dtype=float) + b > 0).astype(int)


def perceptron_epoch(x, y, w, b):
    w = np.array(w, dtype=float)
    for row, target in zip(np.asarray(x, dtype=float), y):
        w = w + (int(target) - perceptron(row[None], w, b)[0]) * row
    return w, b


# %% prediction minus target
# says: target minus prediction
def perceptron(x, w, b):
    return (np.asarray(x, dtype=float) @ np.asarray(w, dtype=float) + b > 0).astype(int)


def perceptron_epoch(x, y, w, b):
    w = np.array(w, dtype=float)
    for row, target in zip(np.asarray(x, dtype=float), y):
        error = perceptron(row[None], w, b)[0] - int(target)
        w = w + error * row
        b = b + error
    return w, b


# %% w is changed in place
# says: modifies its input
def perceptron(x, w, b):
    return (np.asarray(x, dtype=float) @ np.asarray(w, dtype=float) + b > 0).astype(int)


def perceptron_epoch(x, y, w, b):
    for row, target in zip(np.asarray(x, dtype=float), y):
        error = int(target) - perceptron(row[None], w, b)[0]
        w += error * row
        b += error
    return w, b


# %% 8-bit sums overflow
# says: does not fit into an integer dtype
def perceptron(x, w, b):
    return (x @ w + b > 0).astype(int)


def perceptron_epoch(x, y, w, b):
    w = np.array(w, dtype=float)
    for row, target in zip(np.asarray(x, dtype=float), y):
        error = int(target) - perceptron(row[None], w, b)[0]
        w = w + error * row
        b = b + error
    return w, b


# %% True and False
# says: should hold .*number|number
def perceptron(x, w, b):
    return np.asarray(x, dtype=float) @ np.asarray(w, dtype=float) + b > 0


def perceptron_epoch(x, y, w, b):
    w = np.array(w, dtype=float)
    for row, target in zip(np.asarray(x, dtype=float), y):
        error = int(target) - perceptron(row[None], w, b)[0]
        w = w + error * row
        b = b + error
    return w, b


# %% moves for every row by its target
# says: not by the target
def perceptron(x, w, b):
    return (np.asarray(x, dtype=float) @ np.asarray(w, dtype=float) + b > 0).astype(int)


def perceptron_epoch(x, y, w, b):
    w = np.array(w, dtype=float)
    for row, target in zip(np.asarray(x, dtype=float), y):
        w = w + int(target) * row
        b = b + int(target)
    return w, b
