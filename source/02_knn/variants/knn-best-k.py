# Other right answers to knn-best-k: each earns full marks.
# ruff: noqa

# %% sorted by mean, then by k
def best_k(scores):
    return sorted(scores, key=lambda k: (-np.mean(scores[k]), k))[0]


# %% the best so far
def best_k(scores):
    best, highest = None, -1.0
    for k in sorted(scores):
        mean = sum(scores[k]) / len(scores[k])
        if mean > highest + 1e-12:
            best, highest = k, mean
    return best


# %% arrays instead of a dictionary
def best_k(scores):
    ks = np.array(sorted(scores))
    return ks[np.argmax([scores[k].mean() for k in ks])]
