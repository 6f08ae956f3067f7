# Wrong answers to knn-l1: each loses points.
# ruff: noqa

# %% mean instead of sum
# says: the mean of the differences, not their sum
def l1_distances(a, b):
    return np.abs(a[:, None].astype(float) - b[None].astype(float)).mean(axis=2)


# %% transposed
# says: your result transposed agrees
def l1_distances(a, b):
    return np.abs(b[:, None].astype(float) - a[None].astype(float)).sum(axis=2)


# %% no absolute value
# says: the absolute value of your result agrees
def l1_distances(a, b):
    return (a[:, None].astype(float) - b[None].astype(float)).sum(axis=2)


# %% the absolute value of the sum
# says: opposite sign cancel
def l1_distances(a, b):
    return np.abs((a[:, None].astype(float) - b[None].astype(float)).sum(axis=2))


# %% the L2 distance
# says: this is the L2 distance
def l1_distances(a, b):
    return np.sqrt(((a[:, None].astype(float) - b[None].astype(float)) ** 2).sum(axis=2))


# %% the largest difference instead of the sum
# says: the largest difference, not the sum
def l1_distances(a, b):
    return np.abs(a[:, None].astype(float) - b[None].astype(float)).max(axis=2)


# %% wrong axis
# says: a sum over the rows
def l1_distances(a, b):
    return np.abs(a[:, None].astype(float) - b[None].astype(float)).sum(axis=1)


# %% modifies its input
# says: modifies its input
def l1_distances(a, b):
    if a.dtype == np.uint8:
        a, b = a.astype(float), b.astype(float)
    out = np.empty((len(a), len(b)))
    for j in range(len(b)):
        row = b[j].copy()
        a -= row
        out[:, j] = np.abs(a).sum(axis=1)
        a += row
    a *= 1.0000001
    return out


# %% only the first two columns
# says: only the first two columns count
def l1_distances(a, b):
    out = np.zeros((len(a), len(b)))
    for i in range(len(a)):
        for j in range(len(b)):
            out[i, j] = abs(float(a[i, 0]) - float(b[j, 0])) + abs(float(a[i, 1]) - float(b[j, 1]))
    return out


# %% no return
# says: is there a `return`
def l1_distances(a, b):
    pass


# %% 8-bit differences wrap
# says: 8-bit differences wrap
def l1_distances(a, b):
    return np.array([np.abs(row - b).sum(axis=1) for row in a])
