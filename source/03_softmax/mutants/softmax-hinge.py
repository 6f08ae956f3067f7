# Wrong answers to softmax-hinge: each loses points.
# ruff: noqa

# %% the right class counts
# says: the right class itself does not count
def hinge(scores, y, margin=1.0):
    s = np.asarray(scores, dtype=float)
    rows = np.arange(len(y))
    terms = np.maximum(0, s - s[rows, y][:, None] + margin)
    return terms.sum() / len(y)


# %% no margin
# says: the margin is missing
def hinge(scores, y, margin=1.0):
    s = np.asarray(scores, dtype=float)
    rows = np.arange(len(y))
    terms = np.maximum(0, s - s[rows, y][:, None])
    terms[rows, y] = 0
    return terms.sum() / len(y)


# %% nothing cut off at 0
# says: max\(0, \.\.\.\) belongs to each class
def hinge(scores, y, margin=1.0):
    s = np.asarray(scores, dtype=float)
    rows = np.arange(len(y))
    terms = s - s[rows, y][:, None] + margin
    terms[rows, y] = 0
    return terms.sum() / len(y)


# %% squared
# says: not squared
def hinge(scores, y, margin=1.0):
    s = np.asarray(scores, dtype=float)
    rows = np.arange(len(y))
    terms = np.maximum(0, s - s[rows, y][:, None] + margin)
    terms[rows, y] = 0
    return np.square(terms).sum() / len(y)


# %% mean over the wrong classes
# says: not their mean
def hinge(scores, y, margin=1.0):
    s = np.asarray(scores, dtype=float)
    rows = np.arange(len(y))
    terms = np.maximum(0, s - s[rows, y][:, None] + margin)
    terms[rows, y] = 0
    return terms.sum() / len(y) / max(s.shape[1] - 1, 1)


# %% mean over all classes
# says: not their mean
def hinge(scores, y, margin=1.0):
    s = np.asarray(scores, dtype=float)
    rows = np.arange(len(y))
    terms = np.maximum(0, s - s[rows, y][:, None] + margin)
    terms[rows, y] = 0
    return terms.mean()


# %% turned around
# says: turned around
def hinge(scores, y, margin=1.0):
    s = np.asarray(scores, dtype=float)
    rows = np.arange(len(y))
    terms = np.maximum(0, s[rows, y][:, None] - s + margin)
    terms[rows, y] = 0
    return terms.sum() / len(y)


# %% the sum over the images
# says: the mean is asked for
def hinge(scores, y, margin=1.0):
    s = np.asarray(scores, dtype=float)
    rows = np.arange(len(y))
    terms = np.maximum(0, s - s[rows, y][:, None] + margin)
    terms[rows, y] = 0
    return terms.sum()


# %% margin always 1
# says: margin is not used
def hinge(scores, y, margin=1.0):
    s = np.asarray(scores, dtype=float)
    rows = np.arange(len(y))
    terms = np.maximum(0, s - s[rows, y][:, None] + 1)
    terms[rows, y] = 0
    return terms.sum() / len(y)


# %% only the worst class
def hinge(scores, y, margin=1.0):
    s = np.asarray(scores, dtype=float)
    rows = np.arange(len(y))
    terms = np.maximum(0, s - s[rows, y][:, None] + margin)
    terms[rows, y] = 0
    return terms.max(axis=1).mean()


# %% 8-bit scores wrap around
def hinge(scores, y, margin=1.0):
    s = np.array(scores)
    rows = np.arange(len(y))
    terms = np.maximum(0, (s - s[rows, y][:, None]) + margin)
    terms[rows, y] = 0
    return terms.sum() / len(y)


# %% the right class takes the margin off the total
def hinge(scores, y, margin=1.0):
    s = np.asarray(scores, dtype=float)
    rows = np.arange(len(y))
    terms = np.maximum(0, s - s[rows, y][:, None] + margin)
    return terms.sum() / len(y) - 1
