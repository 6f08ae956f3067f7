# Wrong answers to softmax-stable: each loses points.
# ruff: noqa

# %% overflows
# says: (?i)nan|overflow
def softmax(scores):
    s = np.asarray(scores, dtype=float)
    e = np.exp(s)
    return e / e.sum(axis=1, keepdims=True)


# %% divided by the sum of all
# says: divided by the sum of each row agrees
def softmax(scores):
    s = np.asarray(scores, dtype=float)
    e = np.exp(s - s.max(axis=1, keepdims=True))
    return e / e.sum()


# %% columns sum to 1
# says: the columns of your result sum to 1
def softmax(scores):
    s = np.asarray(scores, dtype=float)
    e = np.exp(s - s.max(axis=1, keepdims=True))
    return e / e.sum(axis=0)


# %% the largest score of all taken out
# says: its own largest score
def softmax(scores):
    s = np.asarray(scores, dtype=float)
    e = np.exp(s - s.max())
    return e / e.sum(axis=1, keepdims=True)


# %% scores limited to 700
# says: limiting the scores
def softmax(scores):
    s = np.asarray(scores, dtype=float)
    e = np.exp(np.clip(s, -700, 700))
    return e / e.sum(axis=1, keepdims=True)


# %% the sum instead of the largest score
# says: not their sum
def softmax(scores):
    s = np.asarray(scores, dtype=float)
    e = np.exp(s - s.sum(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


# %% modifies its input
# says: modifies its input
def softmax(scores):
    s = np.asarray(scores)
    if s.dtype.kind == "f":
        s -= s.max(axis=1, keepdims=True)
    e = np.exp(s - s.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


# %% powers of 2
# says: powers of e, not of 2
def softmax(scores):
    s = np.asarray(scores, dtype=float)
    e = np.exp2(s - s.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


# %% not divided
# says: is the normalisation missing
def softmax(scores):
    s = np.asarray(scores, dtype=float)
    e = np.exp(s - s.max(axis=1, keepdims=True))
    return e


# %% the logarithm of the probabilities
# says: is it the logarithm of what is asked for
def softmax(scores):
    s = np.asarray(scores, dtype=float)
    e = np.exp(s - s.max(axis=1, keepdims=True))
    return np.log(e / e.sum(axis=1, keepdims=True))


# %% whole numbers stay whole
# says: (?i)whole numbers
def softmax(scores):
    s = np.asarray(scores, dtype=float)
    e = np.exp(s - s.max(axis=1, keepdims=True))
    return (e / e.sum(axis=1, keepdims=True)).astype(np.asarray(scores).dtype)
