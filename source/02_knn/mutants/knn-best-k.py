# Wrong answers to knn-best-k: each loses points.
# ruff: noqa

# %% ties to largest
# says: not the first or the largest
def best_k(scores):
    return max(scores, key=lambda k: (np.mean(scores[k]), k))


# %% first seen
# says: not the first or the largest
def best_k(scores):
    return max(scores, key=lambda k: np.mean(scores[k]))


# %% best single fold
# says: the best single fold
def best_k(scores):
    return max(sorted(scores), key=lambda k: np.max(scores[k]))


# %% the position instead of k
# says: a position, not one of the keys
def best_k(scores):
    return int(np.argmax([np.mean(v) for v in scores.values()]))


# %% the lowest mean
# says: the lowest mean
def best_k(scores):
    return min(sorted(scores), key=lambda k: np.mean(scores[k]))


# %% the mean instead of its k
# says: the highest mean, not its k
def best_k(scores):
    return max(np.mean(v) for v in scores.values())


# %% median
# says: the median decides
def best_k(scores):
    return max(sorted(scores), key=lambda k: np.median(scores[k]))
