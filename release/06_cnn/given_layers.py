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


class Adam:
    """Averages of g and g^2, corrected by 1 - beta^t: p <- p - learning_rate m_hat / (sqrt(v_hat) + eps)."""

    def __init__(self, params, learning_rate, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.learning_rate, self.betas, self.eps = params, learning_rate, betas, eps
        self.m = {key: np.zeros_like(param) for key, param in params.items()}
        self.v = {key: np.zeros_like(param) for key, param in params.items()}
        self.t = 0

    def step(self, grads):
        """One step with `grads`, a dictionary with the keys of `params`."""
        self.t += 1
        beta1, beta2 = self.betas
        for key, param in self.params.items():
            self.m[key] += (1 - beta1) * (grads[key] - self.m[key])
            self.v[key] += (1 - beta2) * (grads[key] ** 2 - self.v[key])
            m_hat, v_hat = self.m[key] / (1 - beta1**self.t), self.v[key] / (1 - beta2**self.t)
            param -= self.learning_rate * m_hat / (np.sqrt(v_hat) + self.eps)
