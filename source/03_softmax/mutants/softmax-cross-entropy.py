# Wrong answers to softmax-cross-entropy: each loses points.
# ruff: noqa

# %% the sum over the images
# says: the mean is asked for
def cross_entropy(scores, y):
    s = np.asarray(scores, dtype=float)
    s = s - s.max(axis=1, keepdims=True)
    losses = np.log(np.exp(s).sum(axis=1)) - s[np.arange(len(y)), y]
    return losses.sum()


# %% base 2
# says: not that of base 2
def cross_entropy(scores, y):
    s = np.asarray(scores, dtype=float)
    s = s - s.max(axis=1, keepdims=True)
    losses = np.log(np.exp(s).sum(axis=1)) - s[np.arange(len(y)), y]
    return losses.mean() / np.log(2)


# %% base 10
# says: not that of base 10
def cross_entropy(scores, y):
    s = np.asarray(scores, dtype=float)
    s = s - s.max(axis=1, keepdims=True)
    losses = np.log(np.exp(s).sum(axis=1)) - s[np.arange(len(y)), y]
    return losses.mean() / np.log(10)


# %% a small number hides the zero
# says: rounded to 0 before the logarithm
def cross_entropy(scores, y):
    s = np.asarray(scores, dtype=float)
    s = s - s.max(axis=1, keepdims=True)
    p = np.exp(s) / np.exp(s).sum(axis=1, keepdims=True)
    losses = -np.log(p[np.arange(len(y)), y] + 1e-12)
    return losses.mean()


# %% infinite where sure and wrong
# says: (?i)infini|inf\b
def cross_entropy(scores, y):
    s = np.asarray(scores, dtype=float)
    s = s - s.max(axis=1, keepdims=True)
    p = np.exp(s) / np.exp(s).sum(axis=1, keepdims=True)
    losses = -np.log(p[np.arange(len(y)), y])
    return losses.mean()


# %% overflows
# says: (?i)nan|infini|overflow
def cross_entropy(scores, y):
    s = np.asarray(scores, dtype=float)
    losses = np.log(np.exp(s).sum(axis=1)) - s[np.arange(len(y)), y]
    return losses.mean()


# %% the predicted class instead of the right one
# says: the class y counts
def cross_entropy(scores, y):
    s = np.asarray(scores, dtype=float)
    s = s - s.max(axis=1, keepdims=True)
    losses = np.log(np.exp(s).sum(axis=1)) - s.max(axis=1)
    return losses.mean()


# %% the sum over all classes
# says: only the class y counts
def cross_entropy(scores, y):
    s = np.asarray(scores, dtype=float)
    s = s - s.max(axis=1, keepdims=True)
    losses = (np.log(np.exp(s).sum(axis=1, keepdims=True)) - s).sum(axis=1)
    return losses.mean()


# %% the sign turned around
# says: sign
def cross_entropy(scores, y):
    s = np.asarray(scores, dtype=float)
    s = s - s.max(axis=1, keepdims=True)
    losses = np.log(np.exp(s).sum(axis=1)) - s[np.arange(len(y)), y]
    return -losses.mean()


# %% divided by the number of classes
# says: divided by the number of classes
def cross_entropy(scores, y):
    s = np.asarray(scores, dtype=float)
    s = s - s.max(axis=1, keepdims=True)
    losses = np.log(np.exp(s).sum(axis=1)) - s[np.arange(len(y)), y]
    return losses.sum() / s.shape[1]


# %% one loss for each image
def cross_entropy(scores, y):
    s = np.asarray(scores, dtype=float)
    s = s - s.max(axis=1, keepdims=True)
    losses = np.log(np.exp(s).sum(axis=1)) - s[np.arange(len(y)), y]
    return losses


# %% all columns y for each row
def cross_entropy(scores, y):
    s = np.asarray(scores, dtype=float)
    s = s - s.max(axis=1, keepdims=True)
    losses = np.log(np.exp(s).sum(axis=1)) - s[:, y].mean(axis=1)
    return losses.mean()


# %% modifies the scores
def cross_entropy(scores, y):
    s = np.asarray(scores, dtype=float)
    s -= s.max(axis=1, keepdims=True)
    losses = np.log(np.exp(s).sum(axis=1)) - s[np.arange(len(y)), y]
    return losses.mean()
