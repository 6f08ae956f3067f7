# Other right answers to knn-l2-two-loops: each earns full marks.
# ruff: noqa

# %% norm
def l2_distances_two_loops(a, b):
    return np.array([[np.linalg.norm(p.astype(float) - q) for q in b] for p in a])


# %% dot product of the difference
def l2_distances_two_loops(a, b):
    distances = np.empty((len(a), len(b)))
    for j in range(len(b)):
        for i in range(len(a)):
            difference = a[i].astype(np.float64) - b[j]
            distances[i, j] = (difference @ difference) ** 0.5
    return distances


# %% a sum in plain Python
def l2_distances_two_loops(a, b):
    rows = []
    for p in a.tolist():
        rows.append([sum((s - t) ** 2 for s, t in zip(p, q)) ** 0.5 for q in b.tolist()])
    return rows
