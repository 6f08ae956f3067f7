"""Honest answers to the assignments that are attacked: right ones, wrong ones, and half of each."""

from __future__ import annotations

RIGHT = {
    "rows-sum": "def row_sums(x):\n    return x.sum(axis=1)",
    "rows-scale": "def scale_rows(x):\n    return x / x.sum(axis=1, keepdims=True)",
    "rows-distances": """\
def squared_distances(a, b):
    difference = a[:, np.newaxis, :] - b[np.newaxis, :, :]
    return (difference**2).sum(axis=2)""",
    "rows-descend": """\
def descend(x, y, steps, learning_rate):
    w = np.zeros(x.shape[1])
    losses = []
    for _ in range(steps):
        error = x @ w - y
        losses.append(float(np.mean(error**2)))
        w = w - learning_rate * 2 * x.T @ error / len(x)
    return w, losses""",
    "rows-standardise": """\
class Standardiser:
    def fit(self, x):
        self.mean, self.std = x.mean(axis=0), x.std(axis=0)
        return self

    def transform(self, x):
        return (x - self.mean) / self.std""",
    "rows-axis": 'answer_axis = "b"',
    "rows-written": "Because a row is one sample.",
}
WRONG = {
    "rows-sum": "def row_sums(x):\n    return np.full(len(x), -1.0)",
    "rows-scale": "def scale_rows(x):\n    return np.full(x.shape, -1.0)",
    "rows-distances": "def squared_distances(a, b):\n    return np.full((len(a), len(b)), -1.0)",
    "rows-descend": "def descend(x, y, steps, learning_rate):\n    return np.full(x.shape[1], 9.0), [1.0] * steps",
    "rows-standardise": """\
class Standardiser:
    def fit(self, x):
        return self

    def transform(self, x):
        return np.full(x.shape, -1.0)""",
    "rows-axis": 'answer_axis = "a"',
    "rows-written": "No idea.",
}
HALF = {**WRONG, **{question: RIGHT[question] for question in ("rows-sum", "rows-descend", "rows-axis")}}

TENSORS_RIGHT = {"tensors-softmax": "def softmax_rows(x):\n    return torch.softmax(x, dim=1)"}
TENSORS_WRONG = {"tensors-softmax": "def softmax_rows(x):\n    return torch.full_like(x, -1.0)"}

BASES = {
    "rows": {"right": RIGHT, "wrong": WRONG, "half": HALF},
    "tensors": {"right": TENSORS_RIGHT, "wrong": TENSORS_WRONG, "half": TENSORS_WRONG},
}
