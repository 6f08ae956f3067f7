# Other right answers to knn-vote: each earns full marks.
# ruff: noqa

# %% a list instead of an array
def vote(distances, labels, k):
    if not 1 <= k <= len(labels):
        raise ValueError("cannot be")
    order = np.argsort(distances, axis=1, kind="stable")[:, :k]
    return [int(np.bincount(labels[r]).argmax()) for r in order]


# %% one-hot votes
def vote(distances, labels, k):
    m, n = distances.shape
    if k < 1 or k > n:
        raise ValueError(f"k = {k}, N = {n}")
    nearest = np.argsort(distances, axis=1, kind="stable")[:, :k]
    classes = np.unique(labels)
    return classes[(labels[nearest][:, :, None] == classes).sum(axis=1).argmax(axis=1)]


# %% a count for each label, smallest label first
def vote(distances, labels, k):
    if k not in range(1, len(labels) + 1):
        raise ValueError(f"k = {k} is not between 1 and {len(labels)}")
    winners = np.empty(len(distances), dtype=labels.dtype)
    for i, row in enumerate(distances):
        order = sorted(range(len(row)), key=lambda j: row[j])
        votes = [labels[j] for j in order[:k]]
        winners[i] = max(sorted(set(votes)), key=votes.count)
    return winners
