# Other right answers to backprop-cross-entropy: each earns full marks.
# ruff: noqa

# %% one-hot rows
class CrossEntropyLoss:
    def forward(self, logits, targets):
        self.y = np.eye(logits.shape[1])[targets]
        e = np.exp(logits - np.max(logits, axis=1)[:, None])
        self.p = e / np.sum(e, axis=1)[:, None]
        top = logits.max(axis=1)
        log_sum = top + np.log(e.sum(axis=1))
        return np.mean(log_sum - np.sum(logits * self.y, axis=1))

    def backward(self):
        return (self.p - self.y) / self.y.shape[0]


# %% row by row, math
class CrossEntropyLoss:
    def forward(self, logits, targets):
        self.grad, losses = [], []
        for row, t in zip(logits.tolist(), targets.tolist()):
            top = max(row)
            total = sum(math.exp(v - top) for v in row)
            losses.append(math.log(total) + top - row[t])
            self.grad.append([(math.exp(v - top) / total - (j == t)) / len(targets) for j, v in enumerate(row)])
        return sum(losses) / len(losses)

    def backward(self):
        return np.array(self.grad)


# %% logaddexp.reduce, kept in a tuple, loss as an array of no dimension
class CrossEntropyLoss:
    def __init__(self):
        self.params, self.grads = {}, {}

    def forward(self, logits, targets):
        log_p = logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)
        self.kept = (log_p, targets.copy())
        return np.array(-np.take_along_axis(log_p, targets.astype(np.int64)[:, None], axis=1).mean())

    def backward(self):
        log_p, targets = self.kept
        p = np.exp(log_p)
        p[range(len(p)), targets] -= 1.0
        p /= p.shape[0]
        return p
