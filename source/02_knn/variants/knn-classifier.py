# Other right answers to knn-classifier: each earns full marks.
# ruff: noqa

# %% metric checked at once, data copied
class KNNClassifier:
    def __init__(self, k=1, metric="l2"):
        self.distance = {"l1": l1_distances, "l2": l2_distances}.get(metric)
        if self.distance is None:
            raise ValueError(metric)
        self.k = k

    def fit(self, x, y):
        self.train = np.array(x), np.array(y)
        return self

    def predict(self, x):
        rows, labels = self.train
        return vote(self.distance(x, rows), labels, self.k)


# %% one query at a time
class KNNClassifier:
    def __init__(self, k=1, metric="l2"):
        self.k, self.metric = k, metric

    def fit(self, x, y):
        if self.metric != "l1" and self.metric != "l2":
            raise ValueError("l1 or l2")
        self.x, self.y = x, y
        return self

    def predict(self, x):
        order = 1 if self.metric == "l1" else 2
        return np.array([vote(np.linalg.norm(self.x - q, ord=order, axis=1)[None], self.y, self.k)[0] for q in x])


# %% the settings in a dictionary, the distances in another
class KNNClassifier:
    def __init__(self, k=1, metric="l2"):
        self.settings = {"k": k, "metric": metric}

    def fit(self, x, y):
        if self.settings["metric"] not in {"l1", "l2"}:
            raise ValueError("unknown metric")
        self.rows, self.labels = np.copy(x), list(y)
        return self

    def predict(self, x):
        distances = {"l1": l1_distances, "l2": l2_distances}[self.settings["metric"]]
        return vote(distances(x, self.rows), np.array(self.labels), self.settings["k"]).tolist()
