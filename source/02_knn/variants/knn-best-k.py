# Other right answers to knn-best-k: each earns full marks.
# ruff: noqa

# %% sorted by mean, then by k
def best_k(scores):
    return sorted(scores, key=lambda k: (-np.mean(scores[k]), k))[0]
