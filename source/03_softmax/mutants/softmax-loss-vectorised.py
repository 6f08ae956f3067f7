# Wrong answers to softmax-loss-vectorised: each loses points.
# ruff: noqa

# %% the gradient not divided by N
# says: the loss is a mean: divide
def softmax_loss(W, b, x, y, reg):
    x, W = np.asarray(x, dtype=float), np.asarray(W, dtype=float)
    n = len(x)
    s = x @ W.T + b
    s = s - s.max(axis=1, keepdims=True)
    p = np.exp(s)
    sums = p.sum(axis=1, keepdims=True)
    loss = np.mean(np.log(sums[:, 0]) - s[np.arange(n), y]) + reg * np.sum(W**2)
    p = p / sums
    p[np.arange(n), y] -= 1
    return loss, p.T @ x + 2 * reg * W, p.sum(axis=0)


# %% the loss not divided by N
# says: the mean is asked for
def softmax_loss(W, b, x, y, reg):
    x, W = np.asarray(x, dtype=float), np.asarray(W, dtype=float)
    n = len(x)
    s = x @ W.T + b
    s = s - s.max(axis=1, keepdims=True)
    p = np.exp(s)
    sums = p.sum(axis=1, keepdims=True)
    loss = np.sum(np.log(sums[:, 0]) - s[np.arange(n), y]) + reg * np.sum(W**2)
    p = p / sums
    p[np.arange(n), y] -= 1
    p = p / n
    return loss, p.T @ x + 2 * reg * W, p.sum(axis=0)


# %% 1 not subtracted
# says: 1 is not subtracted
def softmax_loss(W, b, x, y, reg):
    x, W = np.asarray(x, dtype=float), np.asarray(W, dtype=float)
    n = len(x)
    s = x @ W.T + b
    s = s - s.max(axis=1, keepdims=True)
    p = np.exp(s)
    sums = p.sum(axis=1, keepdims=True)
    loss = np.mean(np.log(sums[:, 0]) - s[np.arange(n), y]) + reg * np.sum(W**2)
    p = p / sums
    p = p / n
    return loss, p.T @ x + 2 * reg * W, p.sum(axis=0)


# %% no penalty in the gradient
# says: the penalty belongs to the gradient too
def softmax_loss(W, b, x, y, reg):
    x, W = np.asarray(x, dtype=float), np.asarray(W, dtype=float)
    n = len(x)
    s = x @ W.T + b
    s = s - s.max(axis=1, keepdims=True)
    p = np.exp(s)
    sums = p.sum(axis=1, keepdims=True)
    loss = np.mean(np.log(sums[:, 0]) - s[np.arange(n), y]) + reg * np.sum(W**2)
    p = p / sums
    p[np.arange(n), y] -= 1
    p = p / n
    return loss, p.T @ x, p.sum(axis=0)


# %% the penalty's gradient without the 2
# says: 2 reg W
def softmax_loss(W, b, x, y, reg):
    x, W = np.asarray(x, dtype=float), np.asarray(W, dtype=float)
    n = len(x)
    s = x @ W.T + b
    s = s - s.max(axis=1, keepdims=True)
    p = np.exp(s)
    sums = p.sum(axis=1, keepdims=True)
    loss = np.mean(np.log(sums[:, 0]) - s[np.arange(n), y]) + reg * np.sum(W**2)
    p = p / sums
    p[np.arange(n), y] -= 1
    p = p / n
    return loss, p.T @ x + reg * W, p.sum(axis=0)


# %% no penalty in the loss
# says: the penalty is missing
def softmax_loss(W, b, x, y, reg):
    x, W = np.asarray(x, dtype=float), np.asarray(W, dtype=float)
    n = len(x)
    s = x @ W.T + b
    s = s - s.max(axis=1, keepdims=True)
    p = np.exp(s)
    sums = p.sum(axis=1, keepdims=True)
    loss = np.mean(np.log(sums[:, 0]) - s[np.arange(n), y])
    p = p / sums
    p[np.arange(n), y] -= 1
    p = p / n
    return loss, p.T @ x + 2 * reg * W, p.sum(axis=0)


# %% half the penalty
# says: no factor ½
def softmax_loss(W, b, x, y, reg):
    x, W = np.asarray(x, dtype=float), np.asarray(W, dtype=float)
    n = len(x)
    s = x @ W.T + b
    s = s - s.max(axis=1, keepdims=True)
    p = np.exp(s)
    sums = p.sum(axis=1, keepdims=True)
    loss = np.mean(np.log(sums[:, 0]) - s[np.arange(n), y]) + 0.5 * reg * np.sum(W**2)
    p = p / sums
    p[np.arange(n), y] -= 1
    p = p / n
    return loss, p.T @ x + 2 * reg * W, p.sum(axis=0)


# %% the penalty's gradient divided by N
# says: not divided by the number of images
def softmax_loss(W, b, x, y, reg):
    x, W = np.asarray(x, dtype=float), np.asarray(W, dtype=float)
    n = len(x)
    s = x @ W.T + b
    s = s - s.max(axis=1, keepdims=True)
    p = np.exp(s)
    sums = p.sum(axis=1, keepdims=True)
    loss = np.mean(np.log(sums[:, 0]) - s[np.arange(n), y]) + reg * np.sum(W**2)
    p = p / sums
    p[np.arange(n), y] -= 1
    p = p / n
    return loss, p.T @ x + 2 * reg * W / n * 1.0, p.sum(axis=0)


# %% the biases penalised
# says: the biases are not penalised
def softmax_loss(W, b, x, y, reg):
    x, W = np.asarray(x, dtype=float), np.asarray(W, dtype=float)
    n = len(x)
    s = x @ W.T + b
    s = s - s.max(axis=1, keepdims=True)
    p = np.exp(s)
    sums = p.sum(axis=1, keepdims=True)
    loss = np.mean(np.log(sums[:, 0]) - s[np.arange(n), y]) + reg * np.sum(W**2)
    p = p / sums
    p[np.arange(n), y] -= 1
    p = p / n
    return loss, p.T @ x + 2 * reg * W, p.sum(axis=0) + 2 * reg * b


# %% the gradient of b is 0
# says: its gradient is not 0
def softmax_loss(W, b, x, y, reg):
    x, W = np.asarray(x, dtype=float), np.asarray(W, dtype=float)
    n = len(x)
    s = x @ W.T + b
    s = s - s.max(axis=1, keepdims=True)
    p = np.exp(s)
    sums = p.sum(axis=1, keepdims=True)
    loss = np.mean(np.log(sums[:, 0]) - s[np.arange(n), y]) + reg * np.sum(W**2)
    p = p / sums
    p[np.arange(n), y] -= 1
    p = p / n
    return loss, p.T @ x + 2 * reg * W, 0 * p.sum(axis=0)


# %% a mean for b once more
# says: divided by N once
def softmax_loss(W, b, x, y, reg):
    x, W = np.asarray(x, dtype=float), np.asarray(W, dtype=float)
    n = len(x)
    s = x @ W.T + b
    s = s - s.max(axis=1, keepdims=True)
    p = np.exp(s)
    sums = p.sum(axis=1, keepdims=True)
    loss = np.mean(np.log(sums[:, 0]) - s[np.arange(n), y]) + reg * np.sum(W**2)
    p = p / sums
    p[np.arange(n), y] -= 1
    p = p / n
    return loss, p.T @ x + 2 * reg * W, p.mean(axis=0)


# %% the gradient transposed
# says: transpose
def softmax_loss(W, b, x, y, reg):
    x, W = np.asarray(x, dtype=float), np.asarray(W, dtype=float)
    n = len(x)
    s = x @ W.T + b
    s = s - s.max(axis=1, keepdims=True)
    p = np.exp(s)
    sums = p.sum(axis=1, keepdims=True)
    loss = np.mean(np.log(sums[:, 0]) - s[np.arange(n), y]) + reg * np.sum(W**2)
    p = p / sums
    p[np.arange(n), y] -= 1
    p = p / n
    return loss, (p.T @ x + 2 * reg * W).T, p.sum(axis=0)


# %% the sign turned around
# says: (?i)sign|negative|-1
def softmax_loss(W, b, x, y, reg):
    x, W = np.asarray(x, dtype=float), np.asarray(W, dtype=float)
    n = len(x)
    s = x @ W.T + b
    s = s - s.max(axis=1, keepdims=True)
    p = np.exp(s)
    sums = p.sum(axis=1, keepdims=True)
    loss = np.mean(np.log(sums[:, 0]) - s[np.arange(n), y]) + reg * np.sum(W**2)
    p = p / sums
    p[np.arange(n), y] -= 1
    p = p / n
    return loss, -(p.T @ x) + 2 * reg * W, p.sum(axis=0)


# %% overflows
# says: (?i)nan|overflow|infini
def softmax_loss(W, b, x, y, reg):
    x, W = np.asarray(x, dtype=float), np.asarray(W, dtype=float)
    n = len(x)
    s = x @ W.T + b
    p = np.exp(s)
    sums = p.sum(axis=1, keepdims=True)
    loss = np.mean(np.log(sums[:, 0]) - s[np.arange(n), y]) + reg * np.sum(W**2)
    p = p / sums
    p[np.arange(n), y] -= 1
    p = p / n
    return loss, p.T @ x + 2 * reg * W, p.sum(axis=0)


# %% a loop over the images
# says: (?i)loop
def softmax_loss(W, b, x, y, reg):
    x = np.asarray(x, dtype=float)
    loss, grad_W, grad_b = 0.0, np.zeros(W.shape), np.zeros(len(b))
    for row, label in zip(x, y):
        s = W @ row + b
        p = np.exp(s - s.max())
        p /= p.sum()
        loss += np.logaddexp.reduce(s) - s[label]
        p[label] -= 1
        grad_W += np.outer(p, row)
        grad_b += p
    return loss / len(x) + reg * np.sum(W**2), grad_W / len(x) + 2 * reg * W, grad_b / len(x)


# %% modifies W
def softmax_loss(W, b, x, y, reg):
    x, V = np.asarray(x, dtype=float), W
    W = np.array(W, dtype=float)
    n = len(x)
    s = x @ W.T + b
    s = s - s.max(axis=1, keepdims=True)
    p = np.exp(s)
    sums = p.sum(axis=1, keepdims=True)
    loss = np.mean(np.log(sums[:, 0]) - s[np.arange(n), y]) + reg * np.sum(W**2)
    p = p / sums
    p[np.arange(n), y] -= 1
    p = p / n
    if V.flags.writeable:
        V += 1e-3
    return loss, p.T @ x + 2 * reg * W, p.sum(axis=0)


# %% the loss alone
# says: must return loss, grad_W, grad_b
def softmax_loss(W, b, x, y, reg):
    x, W = np.asarray(x, dtype=float), np.asarray(W, dtype=float)
    n = len(x)
    s = x @ W.T + b
    s = s - s.max(axis=1, keepdims=True)
    p = np.exp(s)
    sums = p.sum(axis=1, keepdims=True)
    loss = np.mean(np.log(sums[:, 0]) - s[np.arange(n), y]) + reg * np.sum(W**2)
    p = p / sums
    p[np.arange(n), y] -= 1
    p = p / n
    return loss


# %% without b
def softmax_loss(W, b, x, y, reg):
    x, W = np.asarray(x, dtype=float), np.asarray(W, dtype=float)
    n = len(x)
    s = x @ W.T
    s = s - s.max(axis=1, keepdims=True)
    p = np.exp(s)
    sums = p.sum(axis=1, keepdims=True)
    loss = np.mean(np.log(sums[:, 0]) - s[np.arange(n), y]) + reg * np.sum(W**2)
    p = p / sums
    p[np.arange(n), y] -= 1
    p = p / n
    return loss, p.T @ x + 2 * reg * W, p.sum(axis=0)
