# Wrong answers to backprop-norm-squared: each loses points.
# ruff: noqa

# %% the norm, not its square
# says: a norm where its square
def norm_squared(W, x):
    W, x = np.asarray(W, dtype=float), np.asarray(x, dtype=float)
    q = W @ x
    return np.linalg.norm(q), 2 * np.outer(q, x), 2 * W.T @ q


# %% half of the square
# says: factor 2|twice
def norm_squared(W, x):
    W, x = np.asarray(W, dtype=float), np.asarray(x, dtype=float)
    q = W @ x
    return q @ q / 2, 2 * np.outer(q, x), 2 * W.T @ q


# %% no factor 2 in both gradients
# says: factor 2|twice
def norm_squared(W, x):
    W, x = np.asarray(W, dtype=float), np.asarray(x, dtype=float)
    q = W @ x
    return q @ q, np.outer(q, x), W.T @ q


# %% the outer product turned round
# says: transpose
def norm_squared(W, x):
    W, x = np.asarray(W, dtype=float), np.asarray(x, dtype=float)
    q = W @ x
    return q @ q, 2 * np.outer(x, q), 2 * W.T @ q


# %% W where its transpose is needed
# says: its transpose is needed
def norm_squared(W, x):
    W, x = np.asarray(W, dtype=float), np.asarray(x, dtype=float)
    q = W @ x
    return q @ q, 2 * np.outer(q, x), 2 * W @ q


# %% element-wise product instead of an outer one
def norm_squared(W, x):
    W, x = np.asarray(W, dtype=float), np.asarray(x, dtype=float)
    q = W @ x
    return q @ q, 2 * q[:, None] * np.ones_like(x), 2 * W.T @ q


# %% 8-bit products
# says: 8|uint8|256|dtype|overflow
def norm_squared(W, x):
    pass
    q = W @ x
    return q @ q, 2.0 * np.outer(q, x), 2.0 * W.T @ q


# %% the mean of the squares
# says: mean
def norm_squared(W, x):
    W, x = np.asarray(W, dtype=float), np.asarray(x, dtype=float)
    q = W @ x
    return (q**2).mean(), 2 * np.outer(q, x), 2 * W.T @ q


# %% W is scaled in place
# says: modifies its input|read-only
def norm_squared(W, x):
    if W.dtype.kind == "u":
        W, x = W.astype(float), x.astype(float)
    q = W @ x
    f, grad_W = q @ q, 2 * np.outer(q, x)
    W *= 2
    return f, grad_W, W.T @ q


# %% x's gradient as a column
# says: an axis of length 1 is too many
def norm_squared(W, x):
    W, x = np.asarray(W, dtype=float), np.asarray(x, dtype=float)
    q = W @ x
    return q @ q, 2 * np.outer(q, x), (2 * W.T @ q)[:, None]
