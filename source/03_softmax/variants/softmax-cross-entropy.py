# Other right answers to softmax-cross-entropy: each earns full marks.
# ruff: noqa

# %% logaddexp
def cross_entropy(scores, y):
    s = np.asarray(scores, dtype=float)
    losses = np.logaddexp.reduce(s, axis=1) - s[range(len(y)), y]
    return losses.mean()


# %% one-hot labels
def cross_entropy(scores, y):
    s = np.asarray(scores, dtype=float)
    s = s - s.max(axis=1, keepdims=True)
    losses = np.log(np.exp(s).sum(axis=1)) - (s * np.eye(s.shape[1])[y]).sum(axis=1)
    return losses.mean()


# %% a loop, a Python number
def cross_entropy(scores, y):
    total = 0.0
    for row, label in zip(np.asarray(scores, float), y):
        total += row.max() + np.log(sum(np.exp(row - row.max()))) - row[label]
    return float(total) / len(y)
