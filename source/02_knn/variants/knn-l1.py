# Other right answers to knn-l1: each earns full marks.
# ruff: noqa

# %% nested lists instead of an array
def l1_distances(a, b):
    return [[float(np.abs(p.astype(float) - q.astype(float)).sum()) for q in b] for p in a]


# %% one broadcast
def l1_distances(a, b):
    return np.abs(np.subtract(a[:, None], b[None], dtype=np.float64)).sum(axis=2)


# %% a column of differences at a time
def l1_distances(a, b):
    total = np.zeros((len(a), len(b)))
    for p, q in zip(a.T.astype(float), b.T.astype(float)):
        total += np.abs(np.subtract.outer(p, q))
    return total
