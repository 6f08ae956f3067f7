# Wrong answers to knn-l2-no-loops: each loses points.
# ruff: noqa

# %% an array of shape (M, N, D)
# says: an array larger than inputs and result
def l2_distances(a, b):
    return np.sqrt(((a[:, None].astype(float) - b[None].astype(float)) ** 2).sum(axis=2))


# %% plus instead of minus
# says: added, it must be subtracted
def l2_distances(a, b):
    a, b = a.astype(float), b.astype(float)
    return np.sqrt(np.maximum((a**2).sum(1)[:, None] + (b**2).sum(1) + 2 * a @ b.T, 0))


# %% the product once instead of twice
# says: subtracted once, not twice
def l2_distances(a, b):
    a, b = a.astype(float), b.astype(float)
    return np.sqrt(np.maximum((a**2).sum(1)[:, None] + (b**2).sum(1) - a @ b.T, 0))


# %% a loop hidden in a comprehension
# says: has a list comprehension
def l2_distances(a, b):
    a, b = a.astype(float), b.astype(float)
    return np.array([np.sqrt(((row - b) ** 2).sum(1)) for row in a])


# %% a loop hidden in map
# says: `map`, which is a loop in disguise
def l2_distances(a, b):
    a, b = a.astype(float), b.astype(float)
    return np.array(list(map(lambda row: np.sqrt(((row - b) ** 2).sum(1)), a)))


# %% a loop hidden in recursion
# says: calls itself
def l2_distances(a, b):
    if len(a) == 0:
        return np.zeros((0, len(b)))
    return np.vstack([np.sqrt(((a[0].astype(float) - b.astype(float)) ** 2).sum(1)), l2_distances(a[1:], b)])


# %% norms of the rows of a along the wrong axis
# says: two arrays do not fit each other
def l2_distances(a, b):
    a, b = a.astype(float), b.astype(float)
    return np.sqrt(np.maximum((a**2).sum(1) + (b**2).sum(1) - 2 * a @ b.T, 0))


# %% a constant added under the root
def l2_distances(a, b):
    a, b = a.astype(float), b.astype(float)
    return np.sqrt((a**2).sum(1)[:, None] + (b**2).sum(1) - 2 * a @ b.T + 1e-3)


# %% a loop hidden in np.vectorize
# says: `vectorize`, which is a loop
def l2_distances(a, b):
    a, b = a.astype(float), b.astype(float)
    f = np.vectorize(lambda i, j: np.linalg.norm(a[i] - b[j]))
    return f(np.arange(len(a))[:, None], np.arange(len(b)))


# %% no square root
# says: the square root of your result agrees
def l2_distances(a, b):
    a, b = a.astype(float), b.astype(float)
    return (a**2).sum(axis=1)[:, None] + (b**2).sum(axis=1) - 2 * a @ b.T


# %% NaN for identical rows
# says: the root of a tiny negative number
def l2_distances(a, b):
    a, b = a.astype(float), b.astype(float)
    return np.sqrt((a**2).sum(axis=1)[:, None] + (b**2).sum(axis=1) - 2 * a @ b.T)


# %% 8-bit squares wrap
# says: 8-bit squares wrap
def l2_distances(a, b):
    squares = (a**2).sum(axis=1)[:, None] + (b**2).sum(axis=1) - 2.0 * (a @ b.T)
    return np.sqrt(np.maximum(squares, 0))


# %% calls the function with one loop
# says: l2_distances_one_loop has a for loop
def l2_distances(a, b):
    return l2_distances_one_loop(a, b)


# %% modifies its input
# says: modifies its input
def l2_distances(a, b):
    x, y = a.astype(float), b.astype(float)
    a *= 0
    return np.sqrt(np.maximum((x**2).sum(axis=1)[:, None] + (y**2).sum(axis=1) - 2 * x @ y.T, 0))
