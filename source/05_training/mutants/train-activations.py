# Wrong answers to train-activations: each loses points.
# ruff: noqa

# %% LeakyReLU: always 0.01
# says: negative_slope is not used
class LeakyReLU:
    def __init__(self, negative_slope=0.01):
        self.params, self.grads = {}, {}
        self.negative_slope = 0.01

    def forward(self, x):
        self.slope = np.where(x > 0, 1.0, self.negative_slope)
        return x * self.slope

    def backward(self, grad_output):
        return grad_output * self.slope


# %% LeakyReLU: slope 0 on the left in backward
# says: the slope on the left is negative_slope
class LeakyReLU:
    def __init__(self, negative_slope=0.01):
        self.params, self.grads = {}, {}
        self.negative_slope = negative_slope

    def forward(self, x):
        self.slope = x > 0
        return np.where(x > 0, x, self.negative_slope * x)

    def backward(self, grad_output):
        return grad_output * self.slope


# %% LeakyReLU is ReLU
# says: this is ReLU
class LeakyReLU:
    def __init__(self, negative_slope=0.01):
        self.params, self.grads = {}, {}
        self.negative_slope = negative_slope

    def forward(self, x):
        self.slope = x > 0
        return np.maximum(x, 0)

    def backward(self, grad_output):
        return grad_output * self.slope


# %% LeakyReLU: the larger of both, wrong where the slope is above 1
class LeakyReLU:
    def __init__(self, negative_slope=0.01):
        self.params, self.grads = {}, {}
        self.negative_slope = negative_slope

    def forward(self, x):
        self.slope = np.where(x > 0, 1.0, self.negative_slope)
        return np.maximum(x, self.negative_slope * x)

    def backward(self, grad_output):
        return grad_output * self.slope


# %% LeakyReLU: in place
# says: modifies its input
class LeakyReLU:
    def __init__(self, negative_slope=0.01):
        self.params, self.grads = {}, {}
        self.negative_slope = negative_slope

    def forward(self, x):
        self.slope = np.where(x > 0, 1.0, self.negative_slope)
        x *= self.slope
        return x

    def backward(self, grad_output):
        return grad_output * self.slope


# %% LeakyReLU: grad_output forgotten
# says: grad_output does not arrive
class LeakyReLU:
    def __init__(self, negative_slope=0.01):
        self.params, self.grads = {}, {}
        self.negative_slope = negative_slope

    def forward(self, x):
        self.x = x
        return np.where(x > 0, x, self.negative_slope * x)

    def backward(self, grad_output):
        return np.where(self.x > 0, 1.0, self.negative_slope)


# %% LeakyReLU: the sign of grad_output decides
class LeakyReLU:
    def __init__(self, negative_slope=0.01):
        self.params, self.grads = {}, {}
        self.negative_slope = negative_slope

    def forward(self, x):
        return np.where(x > 0, x, self.negative_slope * x)

    def backward(self, grad_output):
        return np.where(grad_output > 0, grad_output, self.negative_slope * grad_output)


# %% ELU without alpha
# says: alpha is missing
class ELU:
    def __init__(self, alpha=1.0):
        self.params, self.grads = {}, {}
        self.alpha = alpha

    def forward(self, x):
        # np.where computes both branches: without the minimum, exp(1000) would overflow in the one not taken.
        negative = np.minimum(x, 0)
        self.slope = np.where(x > 0, 1.0, self.alpha * np.exp(negative))
        return np.where(x > 0, x, np.expm1(negative))

    def backward(self, grad_output):
        return grad_output * self.slope


# %% ELU: alpha missing in the slope
# says: alpha is missing in the slope
class ELU:
    def __init__(self, alpha=1.0):
        self.params, self.grads = {}, {}
        self.alpha = alpha

    def forward(self, x):
        # np.where computes both branches: without the minimum, exp(1000) would overflow in the one not taken.
        negative = np.minimum(x, 0)
        self.slope = np.where(x > 0, 1.0, np.exp(negative))
        return np.where(x > 0, x, self.alpha * np.expm1(negative))

    def backward(self, grad_output):
        return grad_output * self.slope


# %% ELU: 1 not subtracted
# says: 1 has to be subtracted
class ELU:
    def __init__(self, alpha=1.0):
        self.params, self.grads = {}, {}
        self.alpha = alpha

    def forward(self, x):
        # np.where computes both branches: without the minimum, exp(1000) would overflow in the one not taken.
        negative = np.minimum(x, 0)
        self.slope = np.where(x > 0, 1.0, self.alpha * np.exp(negative))
        return np.where(x > 0, x, self.alpha * np.exp(negative))

    def backward(self, grad_output):
        return grad_output * self.slope


# %% ELU: the output as slope
# says: output plus alpha
class ELU:
    def __init__(self, alpha=1.0):
        self.params, self.grads = {}, {}
        self.alpha = alpha

    def forward(self, x):
        # np.where computes both branches: without the minimum, exp(1000) would overflow in the one not taken.
        negative = np.minimum(x, 0)
        self.slope = np.where(x > 0, 1.0, self.alpha * np.expm1(negative))
        return np.where(x > 0, x, self.alpha * np.expm1(negative))

    def backward(self, grad_output):
        return grad_output * self.slope


# %% ELU overflows by a mask
class ELU:
    def __init__(self, alpha=1.0):
        self.params, self.grads = {}, {}
        self.alpha = alpha

    def forward(self, x):
        # np.where computes both branches: without the minimum, exp(1000) would overflow in the one not taken.
        negative = np.minimum(x, 0)
        self.slope = np.where(x > 0, 1.0, self.alpha * np.exp(negative))
        return (x > 0) * x + (x <= 0) * self.alpha * (np.exp(x) - 1)

    def backward(self, grad_output):
        return grad_output * self.slope


# %% ELU: grad_output forgotten
# says: grad_output does not arrive
class ELU:
    def __init__(self, alpha=1.0):
        self.params, self.grads = {}, {}
        self.alpha = alpha

    def forward(self, x):
        self.x = np.minimum(x, 0)
        return np.where(x > 0, x, self.alpha * np.expm1(self.x))

    def backward(self, grad_output):
        return np.where(self.x < 0, self.alpha * np.exp(self.x), 1.0)


# %% ELU keeps its slope for all layers
class ELU:
    def __init__(self, alpha=1.0):
        self.params, self.grads = {}, {}
        self.alpha = alpha

    def forward(self, x):
        ELU.x = np.minimum(x, 0)
        return np.where(x > 0, x, self.alpha * np.expm1(ELU.x))

    def backward(self, grad_output):
        return grad_output * np.where(ELU.x < 0, self.alpha * np.exp(ELU.x), 1.0)
