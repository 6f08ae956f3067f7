# Wrong answers to knn-l2-two-loops: each loses points.
# ruff: noqa

# %% no square root
def l2_distances_two_loops(a, b):
    return np.array([[((p.astype(float) - q) ** 2).sum() for q in b] for p in a])


# %% 8-bit differences wrap
def l2_distances_two_loops(a, b):
    return np.array([[np.sqrt(((p - q) ** 2).sum()) for q in b] for p in a])


# %% the root of the mean
def l2_distances_two_loops(a, b):
    return np.array([[np.sqrt(((p.astype(float) - q) ** 2).mean()) for q in b] for p in a])


# %% the root inside the sum
def l2_distances_two_loops(a, b):
    return np.array([[np.sqrt((p.astype(float) - q) ** 2).sum() for q in b] for p in a])


# %% loops over the rows of a twice
def l2_distances_two_loops(a, b):
    distances = np.zeros((len(a), len(b)))
    for i in range(len(a)):
        for j in range(len(a)):
            if j < len(b):
                distances[i, j] = np.linalg.norm(a[i].astype(float) - b[j])
    return distances
