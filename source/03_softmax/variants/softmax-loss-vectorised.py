# Other right answers to softmax-loss-vectorised: each earns full marks.
# ruff: noqa

# %% one-hot labels, einsum
def softmax_loss(W, b, x, y, reg):
    x = np.asarray(x, np.float64)
    z = np.einsum("nd,cd->nc", x, W) + b
    z = z - z.max(axis=1)[:, None]
    log_p = z - np.log(np.exp(z).sum(axis=1))[:, None]
    target = np.eye(len(W))[y]
    delta = (np.exp(log_p) - target) / len(x)
    return (
        -(log_p * target).sum() / len(x) + reg * (W * W).sum(),
        np.einsum("nc,nd->cd", delta, x) + 2 * reg * W,
        delta.sum(0),
    )


# %% with the functions above, a list
def softmax_loss(W, b, x, y, reg):
    s = scores(x, W, b)
    difference = softmax(s)
    difference[np.arange(len(y)), y] -= 1.0
    difference /= len(y)
    grad_W = (np.asarray(x, float).T @ difference).T + reg * 2 * np.asarray(W)
    return [cross_entropy(s, y) + reg * penalty(W), grad_W, difference.sum(axis=0)]


# %% the bias trick, Fortran order
def softmax_loss(W, b, x, y, reg):
    x1 = np.hstack([np.asarray(x, float), np.ones((len(x), 1))])
    W1 = np.hstack([np.asarray(W, float), np.asarray(b, float)[:, None]])
    s = x1 @ W1.T
    s -= s.max(1, keepdims=True)
    log_sums = np.log(np.exp(s).sum(1))
    loss = (log_sums - s[range(len(y)), y]).mean()
    d = np.exp(s - log_sums[:, None])
    d[range(len(y)), y] -= 1
    grad = d.T @ x1 / len(x1)
    return loss + reg * np.sum(np.asarray(W, float) ** 2), np.asfortranarray(grad[:, :-1] + 2 * reg * W), grad[:, -1]
