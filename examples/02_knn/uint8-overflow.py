# The distances in the type of the images: 8-bit differences and squares wrap around.
# starts from: perfect

# %% knn-l1
def l1_distances(a, b):
    return np.array([np.abs(b - row).sum(axis=1) for row in a])


# %% knn-l2-two-loops
def l2_distances_two_loops(a, b):
    result = np.zeros((a.shape[0], b.shape[0]))
    for i in range(a.shape[0]):
        for j in range(b.shape[0]):
            result[i, j] = np.sqrt(((a[i] - b[j]) ** 2).sum())
    return result


# %% knn-l2-one-loop
def l2_distances_one_loop(a, b):
    return np.array([np.sqrt(((row - b) ** 2).sum(axis=1)) for row in a])


# %% knn-l2-no-loops
def l2_distances(a, b):
    squares = (a**2).sum(axis=1)[:, None] + (b**2).sum(axis=1) - 2.0 * (a @ b.T)
    return np.sqrt(np.maximum(squares, 0))
