# The square root of a squared distance that rounding has left below 0.
# starts from: perfect

# %% knn-l2-no-loops
def l2_distances(a, b):
    a, b = a.astype(float), b.astype(float)
    return np.sqrt((a**2).sum(axis=1)[:, None] + (b**2).sum(axis=1) - 2 * a @ b.T)
