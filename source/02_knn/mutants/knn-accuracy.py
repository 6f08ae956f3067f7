# Wrong answers to knn-accuracy: each loses points.
# ruff: noqa

# %% per cent
# says: per cent where a fraction
def accuracy(p, t):
    if p.shape != t.shape:
        raise ValueError("cannot be")
    return 100 * np.mean(p == t)


# %% error rate
# says: 1 minus your result agrees
def accuracy(p, t):
    if p.shape != t.shape:
        raise ValueError("cannot be")
    return np.mean(p != t)


# %% the number instead of the share
# says: the number of right labels, not their share
def accuracy(p, t):
    if p.shape != t.shape:
        raise ValueError("cannot be")
    return np.sum(p == t)


# %% shapes not compared
# says: asks for ValueError here, your code returns a result
def accuracy(p, t):
    return np.mean(p == t)


# %% only lengths compared
# says: asks for ValueError here, your code returns a result
def accuracy(p, t):
    if len(p) != len(t):
        raise ValueError("cannot be")
    return np.mean(p == t)


# %% whether all are right
# says: whether all labels are right
def accuracy(p, t):
    if p.shape != t.shape:
        raise ValueError("cannot be")
    return float((p == t).all())


# %% rounded to tenths
def accuracy(p, t):
    if p.shape != t.shape:
        raise ValueError("cannot be")
    return round(float(np.mean(p == t)), 1)
