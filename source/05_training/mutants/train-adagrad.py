# Wrong answers to train-adagrad: each loses points.
# ruff: noqa

# %% no square root
# says: square root, or the gradient
class AdaGrad:
    def __init__(self, params, learning_rate, eps=1e-10):
        self.params, self.learning_rate, self.eps = params, learning_rate, eps
        self.squares = {key: np.zeros_like(param) for key, param in params.items()}

    def step(self, grads):
        for key, param in self.params.items():
            self.squares[key] += grads[key] ** 2
            param -= self.learning_rate * grads[key] / (self.squares[key] + self.eps)


# %% no memory
# says: forgotten from step to step
class AdaGrad:
    def __init__(self, params, learning_rate, eps=1e-10):
        self.params, self.learning_rate, self.eps = params, learning_rate, eps
        self.squares = {key: np.zeros_like(param) for key, param in params.items()}

    def step(self, grads):
        for key, param in self.params.items():
            self.squares[key] = grads[key] ** 2
            param -= self.learning_rate * grads[key] / (np.sqrt(self.squares[key]) + self.eps)


# %% the mean of squares
# says: not averaged
class AdaGrad:
    def __init__(self, params, learning_rate, eps=1e-10):
        self.params, self.learning_rate, self.eps = params, learning_rate, eps
        self.squares = {key: np.zeros_like(param) for key, param in params.items()}
        self.t = 0

    def step(self, grads):
        self.t += 1
        for key, param in self.params.items():
            self.squares[key] += grads[key] ** 2
            param -= self.learning_rate * grads[key] / (np.sqrt(self.squares[key] / self.t) + self.eps)


# %% gradients not squared
# says: has to be squared
class AdaGrad:
    def __init__(self, params, learning_rate, eps=1e-10):
        self.params, self.learning_rate, self.eps = params, learning_rate, eps
        self.squares = {key: np.zeros_like(param) for key, param in params.items()}

    def step(self, grads):
        for key, param in self.params.items():
            self.squares[key] += grads[key]
            param -= self.learning_rate * grads[key] / (np.sqrt(self.squares[key]) + self.eps)


# %% uphill
# says: against the gradient
class AdaGrad:
    def __init__(self, params, learning_rate, eps=1e-10):
        self.params, self.learning_rate, self.eps = params, learning_rate, eps
        self.squares = {key: np.zeros_like(param) for key, param in params.items()}

    def step(self, grads):
        for key, param in self.params.items():
            self.squares[key] += grads[key] ** 2
            param += self.learning_rate * grads[key] / (np.sqrt(self.squares[key]) + self.eps)


# %% the gradient missing in the numerator
# says: square root, or the gradient
class AdaGrad:
    def __init__(self, params, learning_rate, eps=1e-10):
        self.params, self.learning_rate, self.eps = params, learning_rate, eps
        self.squares = {key: np.zeros_like(param) for key, param in params.items()}

    def step(self, grads):
        for key, param in self.params.items():
            self.squares[key] += grads[key] ** 2
            param -= self.learning_rate / (np.sqrt(self.squares[key]) + self.eps)


# %% the sum moved after the step
# says: before the step
class AdaGrad:
    def __init__(self, params, learning_rate, eps=1e-10):
        self.params, self.learning_rate, self.eps = params, learning_rate, eps
        self.squares = {key: np.zeros_like(param) for key, param in params.items()}

    def step(self, grads):
        for key, param in self.params.items():
            param -= self.learning_rate * grads[key] / (np.sqrt(self.squares[key]) + self.eps)
            self.squares[key] += grads[key] ** 2


# %% not in place
# says: changed in place
class AdaGrad:
    def __init__(self, params, learning_rate, eps=1e-10):
        self.params, self.learning_rate, self.eps = params, learning_rate, eps
        self.squares = {key: np.zeros_like(param) for key, param in params.items()}

    def step(self, grads):
        for key, param in self.params.items():
            self.squares[key] += grads[key] ** 2
            param = param - self.learning_rate * grads[key] / (np.sqrt(self.squares[key]) + self.eps)


# %% eps under the root
# says: eps stands outside
class AdaGrad:
    def __init__(self, params, learning_rate, eps=1e-10):
        self.params, self.learning_rate, self.eps = params, learning_rate, eps
        self.squares = {key: np.zeros_like(param) for key, param in params.items()}

    def step(self, grads):
        for key, param in self.params.items():
            self.squares[key] += grads[key] ** 2
            param -= self.learning_rate * grads[key] / np.sqrt(self.squares[key] + self.eps)


# %% 0 / 0
class AdaGrad:
    def __init__(self, params, learning_rate, eps=1e-10):
        self.params, self.learning_rate, self.eps = params, learning_rate, eps
        self.squares = {key: np.zeros_like(param) for key, param in params.items()}

    def step(self, grads):
        for key, param in self.params.items():
            self.squares[key] += grads[key] ** 2
            param -= self.learning_rate * grads[key] / np.sqrt(self.squares[key])


# %% one sum for a whole array
class AdaGrad:
    def __init__(self, params, learning_rate, eps=1e-10):
        self.params, self.learning_rate, self.eps = params, learning_rate, eps
        self.squares = {key: np.zeros_like(param) for key, param in params.items()}

    def step(self, grads):
        for key, param in self.params.items():
            self.squares[key] += (grads[key] ** 2).sum()
            param -= self.learning_rate * grads[key] / (np.sqrt(self.squares[key]) + self.eps)


# %% one sum for all parameters
class AdaGrad:
    def __init__(self, params, learning_rate, eps=1e-10):
        self.params, self.learning_rate, self.eps = params, learning_rate, eps
        self.squares = 0.0

    def step(self, grads):
        for key, param in self.params.items():
            self.squares = self.squares + (grads[key] ** 2).sum()
            param -= self.learning_rate * grads[key] / (np.sqrt(self.squares) + self.eps)


# %% grads squared in place
# says: changes the arrays of grads
class AdaGrad:
    def __init__(self, params, learning_rate, eps=1e-10):
        self.params, self.learning_rate, self.eps = params, learning_rate, eps
        self.squares = {key: np.zeros_like(param) for key, param in params.items()}

    def step(self, grads):
        for key, param in self.params.items():
            g = grads[key].copy()
            grads[key] **= 2
            self.squares[key] += grads[key]
            param -= self.learning_rate * g / (np.sqrt(self.squares[key]) + self.eps)
