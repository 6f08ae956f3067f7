# Other right answers to softmax-hinge: each earns full marks.
# ruff: noqa

# %% the margin taken off
def hinge(scores, y, margin=1.0):
    s = np.asarray(scores, dtype=float)
    rows = np.arange(len(y))
    terms = np.maximum(0, s - s[rows, y][:, None] + margin)
    return terms.sum() / len(y) - margin


# %% a mask
def hinge(scores, y, margin=1.0):
    s = np.asarray(scores, dtype=float)
    rows = np.arange(len(y))
    terms = np.maximum(0, s - s[rows, y][:, None] + margin)
    wrong = np.arange(s.shape[1]) != np.asarray(y)[:, None]
    return float(np.mean((terms * wrong).sum(axis=1)))


# %% two loops
def hinge(scores, y, margin=1.0):
    total = 0.0
    for row, label in zip(scores, y):
        for c, score in enumerate(row):
            if c != label:
                total += max(0.0, float(score) - float(row[label]) + margin)
    return total / len(y)
