# Other right answers to knn-accuracy: each earns full marks.
# ruff: noqa

# %% a count divided by the size
def accuracy(predicted, target):
    if len(predicted) != len(target) or predicted.ndim != target.ndim:
        raise ValueError("shapes differ")
    return sum(bool(p == t) for p, t in zip(predicted, target)) / len(target)
