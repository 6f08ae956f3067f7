# Wrong answers to knn-classifier: each loses points.
# ruff: noqa

# %% training data shared by all classifiers
# says: keep it in self
class KNNClassifier:
    store = {}

    def __init__(self, k=1, metric="l2"):
        self.k, self.metric = k, metric

    def fit(self, x, y):
        if self.metric not in ("l1", "l2"):
            raise ValueError("cannot be")
        KNNClassifier.store["x"], KNNClassifier.store["y"] = x, y
        return self

    def predict(self, x):
        d = l1_distances if self.metric == "l1" else l2_distances
        return vote(d(x, self.store["x"]), self.store["y"], self.k)


# %% fit returns nothing
# says: is a `return` missing
class KNNClassifier:
    def __init__(self, k=1, metric="l2"):
        self.k, self.metric = k, metric

    def fit(self, x, y):
        if self.metric not in ("l1", "l2"):
            raise ValueError("cannot be")
        self.x, self.y = x, y

    def predict(self, x):
        d = l1_distances if self.metric == "l1" else l2_distances
        return vote(d(x, self.x), self.y, self.k)


# %% ignores metric
# says: is the metric used
class KNNClassifier:
    def __init__(self, k=1, metric="l2"):
        self.k, self.metric = k, metric

    def fit(self, x, y):
        self.x, self.y = x, y
        return self

    def predict(self, x):
        return vote(l2_distances(x, self.x), self.y, self.k)


# %% ignores k
# says: is k passed on
class KNNClassifier:
    def __init__(self, k=1, metric="l2"):
        self.k, self.metric = k, metric

    def fit(self, x, y):
        if self.metric not in ("l1", "l2"):
            raise ValueError("cannot be")
        self.x, self.y = x, y
        return self

    def predict(self, x):
        d = l1_distances if self.metric == "l1" else l2_distances
        return vote(d(x, self.x), self.y, 1)


# %% fitted again, it keeps the old rows
# says: rows of an earlier fit still vote
class KNNClassifier:
    def __init__(self, k=1, metric="l2"):
        self.k, self.metric, self.x = k, metric, None

    def fit(self, x, y):
        if self.metric not in ("l1", "l2"):
            raise ValueError("cannot be")
        self.x, self.y = (x, y) if self.x is None else (np.vstack([x, self.x]), np.hstack([y, self.y]))
        return self

    def predict(self, x):
        d = l1_distances if self.metric == "l1" else l2_distances
        return vote(d(x, self.x), self.y, self.k)


# %% default k 5
# says: without arguments, k must be 1
class KNNClassifier:
    def __init__(self, k=5, metric="l2"):
        self.k, self.metric = k, metric

    def fit(self, x, y):
        if self.metric not in ("l1", "l2"):
            raise ValueError("cannot be")
        self.x, self.y = x, y
        return self

    def predict(self, x):
        d = l1_distances if self.metric == "l1" else l2_distances
        return vote(d(x, self.x), self.y, self.k)


# %% default l1
# says: without arguments, k must be 1
class KNNClassifier:
    def __init__(self, k=1, metric="l1"):
        self.k, self.metric = k, metric

    def fit(self, x, y):
        if self.metric not in ("l1", "l2"):
            raise ValueError("cannot be")
        self.x, self.y = x, y
        return self

    def predict(self, x):
        d = l1_distances if self.metric == "l1" else l2_distances
        return vote(d(x, self.x), self.y, self.k)
