"""What you built in earlier assignments, as the course solves it. Import it: there is nothing to change here."""


import numpy as np


class Linear:
    """y = x W^T + b: `params` and `grads` hold "weight" (out, in) and "bias" (out,)."""

    def __init__(self, in_features, out_features, rng):
        weight = rng.normal(0.0, np.sqrt(2 / in_features), size=(out_features, in_features))
        self.params = {"weight": weight, "bias": np.zeros(out_features)}
        self.grads = {}

    def forward(self, x):
        """From (N, in) to (N, out)."""
        self.x = x
        return x @ self.params["weight"].T + self.params["bias"]

    def backward(self, grad_output):
        """From the gradient in the output, (N, out), to the gradient in x, (N, in); assigns `grads`."""
        self.grads = {"weight": grad_output.T @ self.x, "bias": grad_output.sum(axis=0)}
        return grad_output @ self.params["weight"]


class ReLU:
    """max(x, 0), element by element."""

    def __init__(self):
        self.params, self.grads = {}, {}

    def forward(self, x):
        self.positive = x > 0
        return np.maximum(x, 0)

    def backward(self, grad_output):
        return grad_output * self.positive


class Tanh:
    """tanh(x), element by element."""

    def __init__(self):
        self.params, self.grads = {}, {}

    def forward(self, x):
        self.output = np.tanh(x)
        return self.output

    def backward(self, grad_output):
        return grad_output * (1 - self.output**2)


class CrossEntropyLoss:
    """Mean over the batch of -log softmax(logits)[target]."""

    def forward(self, logits, targets):
        """The loss, a number, of `logits` (N, num_classes) and `targets` (N,)."""
        shifted = logits - logits.max(axis=1, keepdims=True)
        log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        self.p, self.of_targets = np.exp(log_p), (np.arange(len(logits)), targets)
        return -log_p[self.of_targets].mean()

    def backward(self):
        """The gradient of the loss in the logits, (N, num_classes)."""
        grad = self.p.copy()
        grad[self.of_targets] -= 1
        return grad / len(grad)


class Sequential:
    """Layers one after the other."""

    def __init__(self, *layers):
        self.layers = layers

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, grad_output):
        for layer in reversed(self.layers):
            grad_output = layer.backward(grad_output)
        return grad_output

    @property
    def params(self):
        """The parameters of all layers, {"0.weight": array, ...}."""
        return {f"{i}.{key}": array for i, layer in enumerate(self.layers) for key, array in layer.params.items()}

    @property
    def grads(self):
        """Their gradients after `backward`, with the same keys."""
        return {f"{i}.{key}": array for i, layer in enumerate(self.layers) for key, array in layer.grads.items()}
