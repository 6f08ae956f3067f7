# Other right answers to softmax-stable: each earns full marks.
# ruff: noqa

# %% from log-sum-exp
def softmax(scores):
    s = np.asarray(scores, dtype=float)
    m = s.max(axis=1, keepdims=True)
    return np.exp(s - m - np.log(np.exp(s - m).sum(axis=1, keepdims=True)))


# %% logaddexp
def softmax(scores):
    s = np.asarray(scores, dtype=float)
    return np.exp(s - np.logaddexp.reduce(s, axis=1)[:, None])


# %% row by row, a list
def softmax(scores):
    rows = []
    for row in np.asarray(scores, dtype=np.float64):
        powers = np.exp(row - max(row))
        rows.append(list(powers / powers.sum()))
    return rows
