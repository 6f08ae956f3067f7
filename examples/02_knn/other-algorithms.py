# Everything right, by other algorithms: plain Python lists, sorting and dictionaries, hardly any NumPy.

# %% knn-l1
def l1_distances(a, b):
    rows, others = a.tolist(), b.tolist()
    return np.array([[float(sum(abs(p - q) for p, q in zip(row, other))) for other in others] for row in rows])


# %% knn-l2-two-loops
import math


def l2_distances_two_loops(a, b):
    rows, others = a.tolist(), b.tolist()
    return np.array([[math.dist(row, other) for other in others] for row in rows])


# %% knn-l2-one-loop
def l2_distances_one_loop(a, b):
    # One column of the result at a time.
    columns = []
    for row in b.astype(np.float64):
        columns.append(np.linalg.norm(a.astype(np.float64) - row, axis=1))
    return np.column_stack(columns)


# %% knn-l2-no-loops
def l2_distances(a, b):
    # One product of two widened matrices: [|a|^2, 1, -2a] times [1, |b|^2, b].
    a, b = np.float64(a), np.float64(b)
    square_a, square_b = np.sum(a * a, axis=1, keepdims=True), np.sum(b * b, axis=1, keepdims=True)
    left = np.hstack([square_a, np.ones_like(square_a), -2 * a])
    right = np.hstack([np.ones_like(square_b), square_b, b])
    return np.sqrt((left @ right.T).clip(min=0))


# %% knn-vote
def vote(distances, labels, k):
    if not 0 < k <= len(labels):
        raise ValueError(f"{k} neighbours asked for, {len(labels)} there")
    winners = []
    for row in distances.tolist():
        nearest = sorted(range(len(row)), key=lambda j: (row[j], j))[:k]
        counts = {}
        for j in nearest:
            counts[int(labels[j])] = counts.get(int(labels[j]), 0) + 1
        winners.append(sorted(counts.items(), key=lambda item: (-item[1], item[0]))[0][0])
    return np.array(winners)


# %% knn-classifier
class KNNClassifier:
    def __init__(self, k=1, metric="l2"):
        if metric not in {"l1", "l2"}:
            raise ValueError(metric)
        self.settings = {"k": k, "metric": metric}

    def fit(self, x, y):
        self.memory = [(image.copy(), int(label)) for image, label in zip(x, y)]
        return self

    def predict(self, x):
        images = np.array([image for image, _ in self.memory])
        labels = np.array([label for _, label in self.memory])
        distances = l1_distances if self.settings["metric"] == "l1" else l2_distances_one_loop
        return vote(distances(x, images), labels, self.settings["k"])


# %% knn-accuracy
def accuracy(predicted, target):
    if np.shape(predicted) != np.shape(target):
        raise ValueError("one prediction for each label, please")
    return sum(int(p == t) for p, t in zip(predicted, target)) / len(target)


# %% knn-folds
def make_folds(n, num_folds, rng):
    if not 1 <= num_folds <= n:
        raise ValueError(f"{n} cards, {num_folds} players")
    cards = list(range(n))
    rng.shuffle(cards)
    return [np.array(cards[start::num_folds]) for start in range(num_folds)]


# %% knn-cross-validate
def cross_validate(fit_predict, x, y, folds):
    scores = np.zeros(len(folds))
    for i, fold in enumerate(folds):
        outside = np.setdiff1d(np.arange(len(y)), fold)
        guesses = fit_predict(x[outside], y[outside], x[fold])
        scores[i] = np.count_nonzero(guesses == y[fold]) / len(fold)
    return scores


# %% knn-best-k
def best_k(scores):
    best, best_mean = None, -1.0
    for k, values in sorted(scores.items()):
        if values.mean() > best_mean:
            best, best_mean = k, values.mean()
    return best


# %% knn-choice-train-time
answer_train_time = "d"

# %% knn-choice-distance
answer_distance = "b"

# %% knn-choice-test-set
answer_test_set = "c"

# %% knn-choice-folds
answer_folds = "a"

# %% knn-choice-dimensions
answer_dimensions = "d"

# %% knn-written
# Mirroring and another background. The distance adds up differences pixel by pixel, so it grows with every pixel that moved or changed, whatever is shown.
# Neither more data (the space is too large) nor another k cures that.
