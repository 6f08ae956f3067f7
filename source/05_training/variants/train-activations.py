# Other right answers to train-activations: each earns full marks.
# ruff: noqa

# %% boolean indices, the right slope at 0
class LeakyReLU:
    def __init__(self, negative_slope=0.01):
        self.params, self.grads = dict(), dict()
        self.a = negative_slope

    def forward(self, x):
        self.negative = x < 0
        y = x.copy()
        y[self.negative] *= self.a
        return y

    def backward(self, grad_output):
        grad = grad_output.copy()
        grad[self.negative] *= self.a
        return grad


class ELU:
    def __init__(self, alpha=1.0):
        self.params, self.grads = dict(), dict()
        self.alpha = alpha

    def forward(self, x):
        self.negative, self.y = x < 0, x.copy()
        self.y[self.negative] = self.alpha * (np.exp(x[self.negative]) - 1)
        return self.y.copy()

    def backward(self, grad_output):
        grad = grad_output.copy()
        grad[self.negative] *= self.y[self.negative] + self.alpha
        return grad


# %% max and min
class LeakyReLU:
    def __init__(self, negative_slope=0.01):
        self.params, self.grads = {}, {}
        self.negative_slope = negative_slope

    def forward(self, x):
        self.slope = np.where(x >= 0, 1.0, self.negative_slope)
        return np.maximum(x, 0) + self.negative_slope * np.minimum(x, 0)

    def backward(self, grad_output):
        return grad_output * self.slope


class ELU:
    def __init__(self, alpha=1.0):
        self.params, self.grads = {}, {}
        self.alpha = alpha

    def forward(self, x):
        # np.where computes both branches: without the minimum, exp(1000) would overflow in the one not taken.
        negative = np.minimum(x, 0)
        self.slope = np.where(x > 0, 1.0, self.alpha * np.exp(negative))
        return np.maximum(x, 0) + self.alpha * (np.exp(negative) - 1)

    def backward(self, grad_output):
        return grad_output * self.slope


# %% np.where that computes both branches, overflow discarded
class ELU:
    def __init__(self, alpha=1.0):
        self.params, self.grads = {}, {}
        self.alpha = alpha

    def forward(self, x):
        # np.where computes both branches: without the minimum, exp(1000) would overflow in the one not taken.
        negative = np.minimum(x, 0)
        self.slope = np.where(x > 0, 1.0, self.alpha * np.exp(negative))
        with np.errstate(over="ignore"):
            return np.where(x > 0, x, self.alpha * (np.exp(x) - 1))

    def backward(self, grad_output):
        return grad_output * self.slope
