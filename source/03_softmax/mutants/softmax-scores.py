# Wrong answers to softmax-scores: each loses points.
# ruff: noqa

# %% without b
# says: b is missing
def scores(x, W, b):
    x, W = np.asarray(x, dtype=float), np.asarray(W, dtype=float)
    return x @ W.T


# %% W not transposed
# says: a transpose is missing
def scores(x, W, b):
    x, W = np.asarray(x, dtype=float), np.asarray(W, dtype=float)
    return x @ W.reshape(x.shape[1], -1) + b


# %% b for each image
# says: not for each image
def scores(x, W, b):
    x, W = np.asarray(x, dtype=float), np.asarray(W, dtype=float)
    return x @ W.T + np.resize(b, len(x))[:, None]


# %% 8-bit numbers wrap around
# says: 8-bit integers wrap around
def scores(x, W, b):
    x, W = np.asarray(x), np.asarray(W)
    return x @ W.T + b


# %% transposed: (C, N)
# says: transpose
def scores(x, W, b):
    x, W = np.asarray(x, dtype=float), np.asarray(W, dtype=float)
    return (x @ W.T + b).T


# %% the first image only
def scores(x, W, b):
    x, W = np.asarray(x, dtype=float), np.asarray(W, dtype=float)
    return x[:1] @ W.T + b


# %% printed, not returned
# says: return
def scores(x, W, b):
    x, W = np.asarray(x, dtype=float), np.asarray(W, dtype=float)
    print(x @ W.T + b)


# %% modifies W
def scores(x, W, b):
    x = np.asarray(x, dtype=float)
    result = x @ np.asarray(W, dtype=float).T + b
    W *= 1 if W.dtype.kind == "i" else 2
    return result


# %% each score without its mean
def scores(x, W, b):
    x, W = np.asarray(x, dtype=float), np.asarray(W, dtype=float)
    s = x @ W.T + b
    return s - s.mean(axis=1, keepdims=True)
