# Other right answers to train-dropout: each earns full marks.
# ruff: noqa

# %% binomial draws
class Dropout:
    def __init__(self, p, rng):
        self.params, self.grads = {}, {}
        self.p, self.rng, self.training = p, rng, True

    def forward(self, x):
        self.factor = (
            self.rng.binomial(1, 1 - self.p, size=x.shape) / (1 - self.p) if self.training else np.ones(x.shape)
        )
        return x * self.factor

    def backward(self, grad_output):
        return grad_output * self.factor


# %% two branches, x itself in evaluation mode
class Dropout:
    def __init__(self, p, rng):
        self.params, self.grads = {}, {}
        self.keep, self.rng = 1 - p, rng
        self.training = True
        self.mask = None

    def forward(self, x):
        if not self.training:
            self.mask = None
            return x
        self.mask = self.rng.uniform(size=x.shape) < self.keep
        return np.where(self.mask, x / self.keep, 0)

    def backward(self, grad_output):
        if self.mask is None:
            return grad_output
        return np.where(self.mask, grad_output / self.keep, 0)


# %% choice, and backward by the current mode
class Dropout:
    def __init__(self, p, rng):
        self.params, self.grads = {}, {}
        self.p, self.rng, self.training = p, rng, True

    def forward(self, x):
        self.factor = (
            self.rng.choice([0.0, 1 / (1 - self.p)], size=x.shape, p=[self.p, 1 - self.p]) if self.training else 1.0
        )
        return x * self.factor

    def backward(self, grad_output):
        return grad_output * self.factor if self.training else grad_output
