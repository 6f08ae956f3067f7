# Wrong answers to knn-accuracy: each loses points.
# ruff: noqa

# %% per cent
def accuracy(p, t):
    if p.shape != t.shape:
        raise ValueError("cannot be")
    return 100 * np.mean(p == t)


# %% error rate
def accuracy(p, t):
    if p.shape != t.shape:
        raise ValueError("cannot be")
    return np.mean(p != t)


# %% the number instead of the share
def accuracy(p, t):
    if p.shape != t.shape:
        raise ValueError("cannot be")
    return np.sum(p == t)


# %% shapes not compared
def accuracy(p, t):
    return np.mean(p == t)


# %% only lengths compared
def accuracy(p, t):
    if len(p) != len(t):
        raise ValueError("cannot be")
    return np.mean(p == t)
