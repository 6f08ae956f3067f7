# Wrong answers to knn-vote: each loses points.
# ruff: noqa

# %% the farthest instead of the nearest
# says: the k farthest rows vote
def vote(distances, labels, k):
    if not 1 <= k <= len(labels):
        raise ValueError("cannot be")
    order = np.argsort(-distances, axis=1, kind="stable")[:, :k]
    return np.array([np.bincount(labels[r]).argmax() for r in order])


# %% the nearest row left out
# says: the nearest row has no vote
def vote(distances, labels, k):
    if not 1 <= k <= len(labels):
        raise ValueError("cannot be")
    order = np.argsort(distances, axis=1, kind="stable")[:, 1 : k + 1]
    return np.array([np.bincount(labels[r]).argmax() for r in order])


# %% no ValueError
# says: asks for ValueError here, your code returns a result
def vote(distances, labels, k):
    order = np.argsort(distances, axis=1, kind="stable")[:, :k]
    return np.array([np.bincount(labels[r]).argmax() for r in order])


# %% ties to largest
# says: the largest label wins a tie
def vote(distances, labels, k):
    if not 1 <= k <= len(labels):
        raise ValueError("cannot be")
    order = np.argsort(distances, axis=1, kind="stable")[:, :k]
    return np.array([len(c) - 1 - c[::-1].argmax() for c in (np.bincount(labels[r]) for r in order)])


# %% rows at the same distance in any order
# says: come in any order
def vote(distances, labels, k):
    if not 1 <= k <= len(labels):
        raise ValueError("cannot be")
    order = np.argpartition(distances, k - 1, axis=1)[:, :k]
    return np.array([np.bincount(labels[r]).argmax() for r in order])


# %% the mean of the labels
# says: the mean of the labels
def vote(distances, labels, k):
    if not 1 <= k <= len(labels):
        raise ValueError("cannot be")
    order = np.argsort(distances, axis=1, kind="stable")[:, :k]
    return labels[order].mean(axis=1).round().astype(int)


# %% an index instead of a label
# says: the index of the nearest row
def vote(distances, labels, k):
    if not 1 <= k <= len(labels):
        raise ValueError("cannot be")
    return np.argsort(distances, axis=1, kind="stable")[:, 0]


# %% modifies its input
# says: modifies its input
def vote(distances, labels, k):
    if not 1 <= k <= len(labels):
        raise ValueError("cannot be")
    order = np.argsort(distances, axis=1, kind="stable")[:, :k]
    distances.sort(axis=1)
    return np.array([np.bincount(labels[r]).argmax() for r in order])


# %% an assertion instead of ValueError
# says: asks for ValueError here, your code raises AssertionError
def vote(distances, labels, k):
    assert 1 <= k <= len(labels)
    order = np.argsort(distances, axis=1, kind="stable")[:, :k]
    return np.array([np.bincount(labels[r]).argmax() for r in order])


# %% room for ten labels only
# says: does the code assume a size
def vote(distances, labels, k):
    if not 1 <= k <= len(labels):
        raise ValueError("cannot be")
    order = np.argsort(distances, axis=1, kind="stable")[:, :k]
    out = []
    for r in order:
        c = np.zeros(10, int)
        for l in labels[r]:
            c[l] += 1
        out.append(c.argmax())
    return np.array(out)


# %% a tie goes to the first seen
# says: the smallest label wins a tie
def vote(distances, labels, k):
    if not 1 <= k <= len(labels):
        raise ValueError("cannot be")
    winners = []
    for row in np.argsort(distances, axis=1, kind="stable")[:, :k]:
        votes = labels[row].tolist()
        winners.append(max(votes, key=votes.count))
    return np.array(winners)


# %% weighted by distance
def vote(distances, labels, k):
    if not 1 <= k <= len(labels):
        raise ValueError("cannot be")
    order = np.argsort(distances, axis=1, kind="stable")[:, :k]
    return np.array([np.bincount(labels[o], weights=1 / (1e-3 + d[o])).argmax() for d, o in zip(distances, order)])
