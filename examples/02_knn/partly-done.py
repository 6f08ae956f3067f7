# Half of it: some questions not begun, loops where none is allowed, folds that are not shuffled, one choice wrong and one open.

# %% knn-l1
def l1_distances(a, b):
    result = np.zeros((len(a), len(b)))
    for i in range(len(a)):
        for j in range(len(b)):
            result[i, j] = np.sum(np.abs(a[i].astype(float) - b[j].astype(float)))
    return result


# %% knn-l2-two-loops
def l2_distances_two_loops(a, b):
    result = np.zeros((len(a), len(b)))
    for i in range(len(a)):
        for j in range(len(b)):
            result[i, j] = np.sqrt(np.sum((a[i].astype(float) - b[j].astype(float)) ** 2))
    return result


# %% knn-l2-no-loops
def l2_distances(a, b):
    return l2_distances_two_loops(a, b)


# %% knn-accuracy
def accuracy(predicted, target):
    if len(predicted) != len(target) or predicted.ndim != target.ndim:
        raise ValueError("lengths differ")
    return np.mean(predicted == target)


# %% knn-folds
def make_folds(n, num_folds, rng):
    if n < num_folds or num_folds < 1:
        raise ValueError("too many folds")
    return np.array_split(np.arange(n), num_folds)


# %% knn-best-k
def best_k(scores):
    best = None
    for k in sorted(scores):
        if best is None or np.mean(scores[k]) > np.mean(scores[best]):
            best = k
    return best


# %% knn-choice-train-time
answer_train_time = "d"

# %% knn-choice-distance
answer_distance = "c"

# %% knn-choice-test-set
answer_test_set = "c"

# %% knn-choice-folds
answer_folds = "a"
