# Other right answers to knn-l2-no-loops: each earns full marks.
# ruff: noqa

# %% NaN replaced by 0 afterwards
def l2_distances(a, b):
    a, b = a.astype(float), b.astype(float)
    return np.nan_to_num(np.sqrt((a**2).sum(1)[:, None] + (b**2).sum(1) - 2 * a @ b.T))


# %% the absolute value instead of the maximum with 0
def l2_distances(a, b):
    a, b = a.astype(float), b.astype(float)
    return np.sqrt(np.abs((a**2).sum(1)[:, None] + (b**2).sum(1) - 2 * a @ b.T))


# %% pixels as int32
def l2_distances(a, b):
    if a.dtype == np.uint8:
        a, b = a.astype(np.int32), b.astype(np.int32)
    return np.sqrt(np.maximum((a**2).sum(1)[:, None] + (b**2).sum(1) - 2 * a @ b.T, 0))


# %% one product of two widened matrices
def l2_distances(a, b):
    a, b = np.float64(a), np.float64(b)
    norms_a, norms_b = (a * a).sum(axis=1, keepdims=True), (b * b).sum(axis=1, keepdims=True)
    left = np.hstack([norms_a, np.ones_like(norms_a), -2 * a])
    right = np.hstack([np.ones_like(norms_b), norms_b, b])
    return np.sqrt((left @ right.T).clip(min=0))


# %% the diagonal of the product of all rows with all rows
def l2_distances(a, b):
    rows = np.concatenate([a, b]).astype(float)
    products = rows @ rows.T
    norms = np.diag(products)
    squares = norms[: len(a), None] + norms[None, len(a) :] - 2 * products[: len(a), len(a) :]
    return np.sqrt(np.where(squares > 0, squares, 0))
