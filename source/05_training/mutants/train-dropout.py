# Wrong answers to train-dropout: each loses points.
# ruff: noqa

# %% not scaled
# says: they are not scaled
class Dropout:
    def __init__(self, p, rng):
        self.params, self.grads = {}, {}
        self.p, self.rng, self.training = p, rng, True

    def forward(self, x):
        self.factor = 1.0 * (self.rng.random(x.shape) >= self.p) if self.training else np.ones(x.shape)
        return x * self.factor

    def backward(self, grad_output):
        return grad_output * self.factor


# %% p is the probability to stay
# says: not to stay
class Dropout:
    def __init__(self, p, rng):
        self.params, self.grads = {}, {}
        self.p, self.rng, self.training = p, rng, True

    def forward(self, x):
        self.factor = (self.rng.random(x.shape) < self.p) / (1 - self.p) if self.training else np.ones(x.shape)
        return x * self.factor

    def backward(self, grad_output):
        return grad_output * self.factor


# %% p to stay, scaled by 1 / p
# says: 1 / p
class Dropout:
    def __init__(self, p, rng):
        self.params, self.grads = {}, {}
        self.p, self.rng, self.training = p, rng, True

    def forward(self, x):
        self.factor = (self.rng.random(x.shape) < self.p) / self.p if self.training else np.ones(x.shape)
        return x * self.factor

    def backward(self, grad_output):
        return grad_output * self.factor


# %% scaled by 1 - p
# says: those that stay are multiplied
class Dropout:
    def __init__(self, p, rng):
        self.params, self.grads = {}, {}
        self.p, self.rng, self.training = p, rng, True

    def forward(self, x):
        self.factor = (self.rng.random(x.shape) >= self.p) * (1 - self.p) if self.training else np.ones(x.shape)
        return x * self.factor

    def backward(self, grad_output):
        return grad_output * self.factor


# %% classical dropout: scaled in evaluation mode
# says: inverted dropout scales in training
class Dropout:
    def __init__(self, p, rng):
        self.params, self.grads = {}, {}
        self.p, self.rng, self.training = p, rng, True

    def forward(self, x):
        self.factor = 1.0 * (self.rng.random(x.shape) >= self.p) if self.training else np.full(x.shape, 1 - self.p)
        return x * self.factor

    def backward(self, grad_output):
        return grad_output * self.factor


# %% inverted, and scaled in evaluation mode too
# says: inverted dropout scales in training
class Dropout:
    def __init__(self, p, rng):
        self.params, self.grads = {}, {}
        self.p, self.rng, self.training = p, rng, True

    def forward(self, x):
        self.factor = (
            (self.rng.random(x.shape) >= self.p) / (1 - self.p) if self.training else np.full(x.shape, 1 - self.p)
        )
        return x * self.factor

    def backward(self, grad_output):
        return grad_output * self.factor


# %% active in evaluation mode
# says: nothing is dropped
class Dropout:
    def __init__(self, p, rng):
        self.params, self.grads = {}, {}
        self.p, self.rng, self.training = p, rng, True

    def forward(self, x):
        self.factor = (self.rng.random(x.shape) >= self.p) / (1 - self.p)
        return x * self.factor

    def backward(self, grad_output):
        return grad_output * self.factor


# %% one draw for each row
# says: draw of its own
class Dropout:
    def __init__(self, p, rng):
        self.params, self.grads = {}, {}
        self.p, self.rng, self.training = p, rng, True

    def forward(self, x):
        self.factor = (
            np.broadcast_to(self.rng.random((len(x),) + (1,) * (x.ndim - 1)) >= self.p, x.shape) / (1 - self.p)
            if self.training
            else np.ones(x.shape)
        )
        return x * self.factor

    def backward(self, grad_output):
        return grad_output * self.factor


# %% one draw for each feature
# says: draw of its own
class Dropout:
    def __init__(self, p, rng):
        self.params, self.grads = {}, {}
        self.p, self.rng, self.training = p, rng, True

    def forward(self, x):
        self.factor = (
            np.broadcast_to(self.rng.random(x.shape[-1]) >= self.p, x.shape) / (1 - self.p)
            if self.training
            else np.ones(x.shape)
        )
        return x * self.factor

    def backward(self, grad_output):
        return grad_output * self.factor


# %% the same mask every time
# says: draws a new mask
class Dropout:
    def __init__(self, p, rng):
        self.params, self.grads = {}, {}
        self.p, self.rng, self.training = p, rng, True
        self.masks = {}

    def forward(self, x):
        if x.shape not in self.masks:
            self.masks[x.shape] = (self.rng.random(x.shape) >= self.p) / (1 - self.p)
        self.factor = self.masks[x.shape] if self.training else np.ones(x.shape)
        return x * self.factor

    def backward(self, grad_output):
        return grad_output * self.factor


# %% a generator of its own
# says: only source of randomness
class Dropout:
    def __init__(self, p, rng):
        self.params, self.grads = {}, {}
        self.p, self.rng, self.training = p, np.random.default_rng(7), True

    def forward(self, x):
        self.factor = (self.rng.random(x.shape) >= self.p) / (1 - self.p) if self.training else np.ones(x.shape)
        return x * self.factor

    def backward(self, grad_output):
        return grad_output * self.factor


# %% NumPy's global random numbers
# says: only source of randomness
class Dropout:
    def __init__(self, p, rng):
        self.params, self.grads = {}, {}
        self.p, self.rng, self.training = p, rng, True

    def forward(self, x):
        self.factor = (np.random.rand(*x.shape) >= self.p) / (1 - self.p) if self.training else np.ones(x.shape)
        return x * self.factor

    def backward(self, grad_output):
        return grad_output * self.factor


# %% backward passes everything
# says: only there
class Dropout:
    def __init__(self, p, rng):
        self.params, self.grads = {}, {}
        self.p, self.rng, self.training = p, rng, True

    def forward(self, x):
        self.factor = (self.rng.random(x.shape) >= self.p) / (1 - self.p) if self.training else np.ones(x.shape)
        return x * self.factor

    def backward(self, grad_output):
        return grad_output


# %% backward without the factor
# says: multiplied by 1 / \(1 - p\) too
class Dropout:
    def __init__(self, p, rng):
        self.params, self.grads = {}, {}
        self.p, self.rng, self.training = p, rng, True

    def forward(self, x):
        self.factor = (self.rng.random(x.shape) >= self.p) / (1 - self.p) if self.training else np.ones(x.shape)
        return x * self.factor

    def backward(self, grad_output):
        return grad_output * (self.factor > 0)


# %% backward with a new mask
# says: not a new one
class Dropout:
    def __init__(self, p, rng):
        self.params, self.grads = {}, {}
        self.p, self.rng, self.training = p, rng, True

    def forward(self, x):
        self.factor = (self.rng.random(x.shape) >= self.p) / (1 - self.p) if self.training else np.ones(x.shape)
        return x * self.factor

    def backward(self, grad_output):
        return grad_output * (self.rng.random(grad_output.shape) >= self.p) / (1 - self.p)


# %% backward after evaluation with the old mask
class Dropout:
    def __init__(self, p, rng):
        self.params, self.grads = {}, {}
        self.p, self.rng, self.training = p, rng, True

    def forward(self, x):
        if not self.training:
            return x
        self.factor = (self.rng.random(x.shape) >= self.p) / (1 - self.p)
        return x * self.factor

    def backward(self, grad_output):
        return grad_output * self.factor


# %% an exact number of zeros, always the same share of each row
class Dropout:
    def __init__(self, p, rng):
        self.params, self.grads = {}, {}
        self.p, self.rng, self.training = p, rng, True

    def forward(self, x):
        self.factor = (
            np.argsort(np.tile(self.rng.random(x.shape[-1:]), (*x.shape[:-1], 1)), axis=-1).__ge__(self.p * x.shape[-1])
            / (1 - self.p)
            if self.training
            else np.ones(x.shape)
        )
        return x * self.factor

    def backward(self, grad_output):
        return grad_output * self.factor


# %% x changed in place
# says: modifies its input
class Dropout:
    def __init__(self, p, rng):
        self.params, self.grads = {}, {}
        self.p, self.rng, self.training = p, rng, True

    def forward(self, x):
        self.factor = (self.rng.random(x.shape) >= self.p) / (1 - self.p) if self.training else np.ones(x.shape)
        x *= self.factor
        return x

    def backward(self, grad_output):
        return grad_output * self.factor


# %% the mask by the sign of a normal number
# says: about a share p
class Dropout:
    def __init__(self, p, rng):
        self.params, self.grads = {}, {}
        self.p, self.rng, self.training = p, rng, True

    def forward(self, x):
        self.factor = (self.rng.normal(size=x.shape) >= 0) / (1 - self.p) if self.training else np.ones(x.shape)
        return x * self.factor

    def backward(self, grad_output):
        return grad_output * self.factor
