# Wrong answers to knn-l2-one-loop: each loses points.
# ruff: noqa

# %% two loops
# says: a loop inside a loop
def l2_distances_one_loop(a, b):
    a, b = a.astype(float), b.astype(float)
    r = np.zeros((len(a), len(b)))
    for i in range(len(a)):
        for j in range(len(b)):
            r[i, j] = np.linalg.norm(a[i] - b[j])
    return r


# %% comprehension in comprehension
# says: a loop inside a loop
def l2_distances_one_loop(a, b):
    return np.array([[np.linalg.norm(p.astype(float) - q) for q in b] for p in a])


# %% flattened loop
# says: a loop inside a loop
def l2_distances_one_loop(a, b):
    r = np.zeros((len(a), len(b)))
    for n in range(len(a) * len(b)):
        i, j = divmod(n, len(b))
        r[i, j] = np.linalg.norm(a[i].astype(float) - b[j])
    return r


# %% 8-bit differences wrap
# says: 8-bit numbers wrap
def l2_distances_one_loop(a, b):
    return np.array([np.sqrt(((row - b) ** 2).sum(axis=1)) for row in a])


# %% no square root
# says: the square root of your result agrees
def l2_distances_one_loop(a, b):
    return np.array([((row.astype(float) - b) ** 2).sum(axis=1) for row in a])


# %% one number a row
# says: an axis of the result is gone
def l2_distances_one_loop(a, b):
    return np.array([np.linalg.norm(row.astype(float) - b) for row in a])
