# Other right answers to softmax-loss-naive: each earns full marks.
# ruff: noqa

# %% probabilities, then a safe logarithm
def softmax_loss_naive(W, b, x, y, reg):
    total = 0.0
    for i in range(len(x)):
        s = [float(np.dot(W[c], x[i].astype(float)) + b[c]) for c in range(len(W))]
        m = max(s)
        total += np.logaddexp.reduce(s) - s[y[i]]
    return total / len(x) + reg * np.sum(W**2)


# %% two loops written out
def softmax_loss_naive(W, b, x, y, reg):
    losses, squares = [], 0.0
    for row, label in zip(x, y):
        s = np.zeros(len(W))
        for c in range(len(W)):
            s[c] = b[c]
            for d in range(len(row)):
                s[c] += W[c, d] * float(row[d])
        s -= s.max()
        losses.append(np.log(np.exp(s).sum()) - s[label])
    for w in W.ravel():
        squares += w * w
    return sum(losses) / len(losses) + reg * squares


# %% with the functions above
def softmax_loss_naive(W, b, x, y, reg):
    return cross_entropy(scores(x, W, b), y) + reg * penalty(W, "l2")
