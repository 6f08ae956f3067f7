# Other right answers to knn-accuracy: each earns full marks.
# ruff: noqa

# %% a count divided by the size
def accuracy(predicted, target):
    if len(predicted) != len(target) or predicted.ndim != target.ndim:
        raise ValueError("shapes differ")
    return sum(bool(p == t) for p, t in zip(predicted, target)) / len(target)


# %% 1 minus the error rate
def accuracy(predicted, target):
    if np.shape(predicted) != np.shape(target):
        raise ValueError(f"{predicted.shape} and {target.shape}")
    return 1 - np.count_nonzero(predicted - target) / predicted.size


# %% an average in 32 bits
def accuracy(predicted, target):
    if predicted.shape != target.shape:
        raise ValueError("shapes")
    return np.equal(predicted, target).astype(np.float32).mean()
