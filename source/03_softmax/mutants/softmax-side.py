# Wrong answers to softmax-side: each loses points.
# ruff: noqa

# %% a point on the hyperplane counts as positive
# says: has side 0, here it got 1
def side(x, w, b):
    x = np.asarray(x, dtype=float)
    return np.where(x @ w + b >= 0, 1, -1)


# %% a point on the hyperplane counts as negative
# says: has side 0, here it got -1
def side(x, w, b):
    x = np.asarray(x, dtype=float)
    return np.where(x @ w + b > 0, 1, -1)


# %% the value instead of its sign
# says: only their sign is asked for
def side(x, w, b):
    x = np.asarray(x, dtype=float)
    return x @ w + b


# %% without b
# says: b is missing
def side(x, w, b):
    x = np.asarray(x, dtype=float)
    return np.sign(x @ w).astype(int)


# %% b subtracted
# says: the sign of b is wrong|b is missing
def side(x, w, b):
    x = np.asarray(x, dtype=float)
    return np.sign(x @ w - b).astype(int)


# %% 8-bit numbers wrap around
# says: 8-bit integers wrap around
def side(x, w, b):
    x = np.asarray(x)
    return np.sign(x @ w + b).astype(int)


# %% True and False
def side(x, w, b):
    x = np.asarray(x, dtype=float)
    return x @ w + b > 0


# %% one number for all points
def side(x, w, b):
    x = np.asarray(x, dtype=float)
    return np.sign((x @ w + b).sum())


# %% only two features
def side(x, w, b):
    x = np.asarray(x, dtype=float)
    return np.sign(x[:, 0] * w[0] + x[:, 1] * w[1] + b).astype(int)
