# Other right answers to softmax-scores: each earns full marks.
# ruff: noqa

# %% the bias trick
def scores(x, W, b):
    x, W, b = (np.asarray(each, dtype=np.float64) for each in (x, W, b))
    return np.hstack([x, np.ones((len(x), 1))]) @ np.hstack([W, b[:, None]]).T


# %% einsum, Fortran order
def scores(x, W, b):
    x, W = np.asarray(x, dtype=float), np.asarray(W, dtype=float)
    return np.asfortranarray(np.einsum("nd,cd->nc", x, W) + b)


# %% two loops
def scores(x, W, b):
    return [[float(np.dot(np.asarray(row, float), np.asarray(w, float)) + bias) for w, bias in zip(W, b)] for row in x]
