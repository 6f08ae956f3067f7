# Wrong answers to backprop-cross-entropy: each loses points.
# ruff: noqa

# %% a sum over the batch, in both
# says: a sum over the batch where the mean
class CrossEntropyLoss:
    def forward(self, logits, targets):
        z = logits - logits.max(axis=1, keepdims=True)
        self.logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        self.t = targets
        return float(-self.logp[np.arange(len(z)), targets].sum())

    def backward(self):
        grad = np.exp(self.logp)
        grad[np.arange(len(grad)), self.t] -= 1
        return grad


# %% the gradient not divided by N
# says: divide by the number of rows
class CrossEntropyLoss:
    def forward(self, logits, targets):
        z = logits - logits.max(axis=1, keepdims=True)
        self.logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        self.t = targets
        return float(-self.logp[np.arange(len(z)), targets].mean())

    def backward(self):
        grad = np.exp(self.logp)
        grad[np.arange(len(grad)), self.t] -= 1
        return grad


# %% the gradient divided by N and by the classes
# says: mean|factor|times
class CrossEntropyLoss:
    def forward(self, logits, targets):
        z = logits - logits.max(axis=1, keepdims=True)
        self.logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        self.t = targets
        return float(-self.logp[np.arange(len(z)), targets].mean())

    def backward(self):
        grad = np.exp(self.logp)
        grad[np.arange(len(grad)), self.t] -= 1
        return grad / grad.size


# %% y - p
# says: p - y, not y - p
class CrossEntropyLoss:
    def forward(self, logits, targets):
        z = logits - logits.max(axis=1, keepdims=True)
        self.logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        self.t = targets
        return float(-self.logp[np.arange(len(z)), targets].mean())

    def backward(self):
        grad = np.exp(self.logp)
        grad[np.arange(len(grad)), self.t] -= 1
        return -grad / len(grad)


# %% no 1 subtracted at the target
# says: subtracted at the target
class CrossEntropyLoss:
    def forward(self, logits, targets):
        z = logits - logits.max(axis=1, keepdims=True)
        self.logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        self.t = targets
        return float(-self.logp[np.arange(len(z)), targets].mean())

    def backward(self):
        grad = np.exp(self.logp)
        return grad / len(grad)


# %% exp of the logits as they are
# says: exp overflows|NaN|infinity
class CrossEntropyLoss:
    def forward(self, logits, targets):
        z = logits + 0.0
        self.logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        self.t = targets
        return float(-self.logp[np.arange(len(z)), targets].mean())

    def backward(self):
        grad = np.exp(self.logp)
        grad[np.arange(len(grad)), self.t] -= 1
        return grad / len(grad)


# %% the logarithm of p
# says: infinity|logarithm
class CrossEntropyLoss:
    def forward(self, logits, targets):
        z = logits - logits.max(axis=1, keepdims=True)
        self.logp = np.log(np.exp(z) / np.exp(z).sum(axis=1, keepdims=True))
        self.t = targets
        return float(-self.logp[np.arange(len(z)), targets].mean())

    def backward(self):
        grad = np.exp(self.logp)
        grad[np.arange(len(grad)), self.t] -= 1
        return grad / len(grad)


# %% softmax over the columns
# says: another axis is meant
class CrossEntropyLoss:
    def forward(self, logits, targets):
        z = logits - logits.max(axis=0, keepdims=True)
        self.logp = z - np.log(np.exp(z).sum(axis=0, keepdims=True))
        self.t = targets
        return float(-self.logp[np.arange(len(z)), targets].mean())

    def backward(self):
        grad = np.exp(self.logp)
        grad[np.arange(len(grad)), self.t] -= 1
        return grad / len(grad)


# %% the largest of the whole batch taken out
class CrossEntropyLoss:
    def forward(self, logits, targets):
        z = logits - logits.max()
        self.logp = z - np.log(1e-12 + np.exp(z).sum(axis=1, keepdims=True))
        self.t = targets
        return float(-self.logp[np.arange(len(z)), targets].mean())

    def backward(self):
        grad = np.exp(self.logp)
        grad[np.arange(len(grad)), self.t] -= 1
        return grad / len(grad)


# %% the sign is missing
# says: minus sign
class CrossEntropyLoss:
    def forward(self, logits, targets):
        z = logits - logits.max(axis=1, keepdims=True)
        self.logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        self.t = targets
        return float(self.logp[np.arange(len(z)), targets].mean())

    def backward(self):
        grad = np.exp(self.logp)
        grad[np.arange(len(grad)), self.t] -= 1
        return grad / len(grad)


# %% log base 2
# says: a logarithm taken to base 2
class CrossEntropyLoss:
    def forward(self, logits, targets):
        z = logits - logits.max(axis=1, keepdims=True)
        self.logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        self.t = targets
        return float(-self.logp[np.arange(len(z)), targets].mean() / np.log(2))

    def backward(self):
        grad = np.exp(self.logp)
        grad[np.arange(len(grad)), self.t] -= 1
        return grad / len(grad)


# %% logits changed in place
# says: modifies its input
class CrossEntropyLoss:
    def forward(self, logits, targets):
        logits -= logits.max(axis=1, keepdims=True)
        z = logits
        self.logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        self.t = targets
        return float(-self.logp[np.arange(len(z)), targets].mean())

    def backward(self):
        grad = np.exp(self.logp)
        grad[np.arange(len(grad)), self.t] -= 1
        return grad / len(grad)


# %% clipped probabilities
# says: 1000
class CrossEntropyLoss:
    def forward(self, logits, targets):
        z = logits - logits.max(axis=1, keepdims=True)
        self.logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        self.t = targets
        return float(-np.log(np.clip(np.exp(self.logp), 1e-12, 1))[np.arange(len(z)), targets].mean())

    def backward(self):
        grad = np.exp(self.logp)
        grad[np.arange(len(grad)), self.t] -= 1
        return grad / len(grad)


# %% one loss a row
# says: over axis 0 agrees: is that step missing
class CrossEntropyLoss:
    def forward(self, logits, targets):
        z = logits - logits.max(axis=1, keepdims=True)
        self.logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        self.t = targets
        return -self.logp[np.arange(len(z)), targets]

    def backward(self):
        grad = np.exp(self.logp)
        grad[np.arange(len(grad)), self.t] -= 1
        return grad / len(grad)


# %% the mean over all entries
class CrossEntropyLoss:
    def forward(self, logits, targets):
        z = logits - logits.max(axis=1, keepdims=True)
        self.logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        self.t = targets
        return float(-(self.logp * np.eye(z.shape[1])[targets]).mean())

    def backward(self):
        grad = np.exp(self.logp)
        grad[np.arange(len(grad)), self.t] -= 1
        return grad / len(grad)
