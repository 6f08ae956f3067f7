# The L2 distances without the square root.
# starts from: perfect

# %% knn-l2-two-loops
def l2_distances_two_loops(a, b):
    a, b = a.astype(float), b.astype(float)
    result = np.zeros((a.shape[0], b.shape[0]))
    for i in range(a.shape[0]):
        for j in range(b.shape[0]):
            result[i, j] = ((a[i] - b[j]) ** 2).sum()
    return result


# %% knn-l2-one-loop
def l2_distances_one_loop(a, b):
    a, b = a.astype(float), b.astype(float)
    result = np.zeros((a.shape[0], b.shape[0]))
    for i in range(a.shape[0]):
        result[i] = ((a[i] - b) ** 2).sum(axis=1)
    return result


# %% knn-l2-no-loops
def l2_distances(a, b):
    a, b = a.astype(float), b.astype(float)
    return np.maximum((a**2).sum(axis=1)[:, None] + (b**2).sum(axis=1) - 2 * a @ b.T, 0)
