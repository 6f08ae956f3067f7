# A tie between labels goes to the label of the nearest row.
# starts from: perfect

# %% knn-vote
from collections import Counter


def vote(distances, labels, k):
    if not 1 <= k <= len(labels):
        raise ValueError(f"k = {k} is not between 1 and {len(labels)}")
    order = np.argsort(distances, axis=1, kind="stable")[:, :k]
    return np.array([Counter(labels[row].tolist()).most_common(1)[0][0] for row in order])
