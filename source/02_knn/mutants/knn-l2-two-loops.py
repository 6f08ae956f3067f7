# Wrong answers to knn-l2-two-loops: each loses points.
# ruff: noqa

# %% no square root
# says: the square root of your result agrees
def l2_distances_two_loops(a, b):
    return np.array([[((p.astype(float) - q) ** 2).sum() for q in b] for p in a])


# %% 8-bit differences wrap
# says: 8-bit numbers wrap
def l2_distances_two_loops(a, b):
    return np.array([[np.sqrt(((p - q) ** 2).sum()) for q in b] for p in a])


# %% the root of the mean
# says: off by the square root of a whole number
def l2_distances_two_loops(a, b):
    return np.array([[np.sqrt(((p.astype(float) - q) ** 2).mean()) for q in b] for p in a])


# %% the root inside the sum
# says: the root of each square
def l2_distances_two_loops(a, b):
    return np.array([[np.sqrt((p.astype(float) - q) ** 2).sum() for q in b] for p in a])


# %% loops over the rows of a twice
# says: does a loop stop too early
def l2_distances_two_loops(a, b):
    distances = np.zeros((len(a), len(b)))
    for i in range(len(a)):
        for j in range(len(a)):
            if j < len(b):
                distances[i, j] = np.linalg.norm(a[i].astype(float) - b[j])
    return distances


# %% the square of the sum of the differences
def l2_distances_two_loops(a, b):
    return np.array([[abs((p.astype(float) - q).sum()) for q in b] for p in a])
