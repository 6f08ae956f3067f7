# Other right answers to backprop-norm-squared: each earns full marks.
# ruff: noqa

# %% two loops
def norm_squared(W, x):
    m, d = W.shape
    q = [sum(float(W[i, j]) * float(x[j]) for j in range(d)) for i in range(m)]
    grad_W = [[2 * q[i] * float(x[j]) for j in range(d)] for i in range(m)]
    grad_x = [sum(2 * q[i] * float(W[i, j]) for i in range(m)) for j in range(d)]
    return sum(v * v for v in q), grad_W, grad_x


# %% columns and einsum
def norm_squared(W, x):
    W, x = W.astype(np.float64), x.astype(np.float64)
    q = np.einsum("md,d->m", W, x)
    grad_q = 2 * q
    return float(np.sum(q**2)), grad_q[:, np.newaxis] @ x[np.newaxis, :], np.einsum("m,md->d", grad_q, W)


# %% by W^T W
def norm_squared(W, x):
    W = np.array(W, dtype=np.float64, order="F")
    x = np.array(x, dtype=np.float64)
    return x @ (W.T @ W) @ x, 2 * W @ np.outer(x, x), 2 * (W.T @ W) @ x
