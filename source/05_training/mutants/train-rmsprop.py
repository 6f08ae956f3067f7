# Wrong answers to train-rmsprop: each loses points.
# ruff: noqa

# %% alpha the other way round
# says: alpha weighs the old
class RMSProp:
    def __init__(self, params, learning_rate, alpha=0.99, eps=1e-8):
        self.params, self.learning_rate, self.alpha, self.eps = params, learning_rate, alpha, eps
        self.average = {key: np.zeros_like(param) for key, param in params.items()}

    def step(self, grads):
        for key, param in self.params.items():
            self.average[key] = (1 - self.alpha) * self.average[key] + self.alpha * grads[key] ** 2
            param -= self.learning_rate * grads[key] / (np.sqrt(self.average[key]) + self.eps)


# %% AdaGrad
# says: 1 - alpha weighs the new square
class RMSProp:
    def __init__(self, params, learning_rate, alpha=0.99, eps=1e-8):
        self.params, self.learning_rate, self.alpha, self.eps = params, learning_rate, alpha, eps
        self.average = {key: np.zeros_like(param) for key, param in params.items()}

    def step(self, grads):
        for key, param in self.params.items():
            self.average[key] += grads[key] ** 2
            param -= self.learning_rate * grads[key] / (np.sqrt(self.average[key]) + self.eps)


# %% the new square in full
# says: 1 - alpha weighs the new square
class RMSProp:
    def __init__(self, params, learning_rate, alpha=0.99, eps=1e-8):
        self.params, self.learning_rate, self.alpha, self.eps = params, learning_rate, alpha, eps
        self.average = {key: np.zeros_like(param) for key, param in params.items()}

    def step(self, grads):
        for key, param in self.params.items():
            self.average[key] = self.alpha * self.average[key] + grads[key] ** 2
            param -= self.learning_rate * grads[key] / (np.sqrt(self.average[key]) + self.eps)


# %% all of the old average
# says: multiplied by alpha
class RMSProp:
    def __init__(self, params, learning_rate, alpha=0.99, eps=1e-8):
        self.params, self.learning_rate, self.alpha, self.eps = params, learning_rate, alpha, eps
        self.average = {key: np.zeros_like(param) for key, param in params.items()}

    def step(self, grads):
        for key, param in self.params.items():
            self.average[key] += (1 - self.alpha) * grads[key] ** 2
            param -= self.learning_rate * grads[key] / (np.sqrt(self.average[key]) + self.eps)


# %% no memory
# says: forgotten from step to step
class RMSProp:
    def __init__(self, params, learning_rate, alpha=0.99, eps=1e-8):
        self.params, self.learning_rate, self.alpha, self.eps = params, learning_rate, alpha, eps
        self.average = {key: np.zeros_like(param) for key, param in params.items()}

    def step(self, grads):
        for key, param in self.params.items():
            self.average[key] = (1 - self.alpha) * grads[key] ** 2
            param -= self.learning_rate * grads[key] / (np.sqrt(self.average[key]) + self.eps)


# %% no square root
# says: square root is missing
class RMSProp:
    def __init__(self, params, learning_rate, alpha=0.99, eps=1e-8):
        self.params, self.learning_rate, self.alpha, self.eps = params, learning_rate, alpha, eps
        self.average = {key: np.zeros_like(param) for key, param in params.items()}

    def step(self, grads):
        for key, param in self.params.items():
            self.average[key] += (1 - self.alpha) * (grads[key] ** 2 - self.average[key])
            param -= self.learning_rate * grads[key] / (self.average[key] + self.eps)


# %% gradients not squared
# says: squared before
class RMSProp:
    def __init__(self, params, learning_rate, alpha=0.99, eps=1e-8):
        self.params, self.learning_rate, self.alpha, self.eps = params, learning_rate, alpha, eps
        self.average = {key: np.zeros_like(param) for key, param in params.items()}

    def step(self, grads):
        for key, param in self.params.items():
            self.average[key] += (1 - self.alpha) * (np.abs(grads[key]) - self.average[key])
            param -= self.learning_rate * grads[key] / (np.sqrt(self.average[key]) + self.eps)


# %% the gradient missing in the numerator
# says: missing in the numerator
class RMSProp:
    def __init__(self, params, learning_rate, alpha=0.99, eps=1e-8):
        self.params, self.learning_rate, self.alpha, self.eps = params, learning_rate, alpha, eps
        self.average = {key: np.zeros_like(param) for key, param in params.items()}

    def step(self, grads):
        for key, param in self.params.items():
            self.average[key] += (1 - self.alpha) * (grads[key] ** 2 - self.average[key])
            param -= self.learning_rate / (np.sqrt(self.average[key]) + self.eps)


# %% the average moved after the step
# says: before the step
class RMSProp:
    def __init__(self, params, learning_rate, alpha=0.99, eps=1e-8):
        self.params, self.learning_rate, self.alpha, self.eps = params, learning_rate, alpha, eps
        self.average = {key: np.zeros_like(param) for key, param in params.items()}

    def step(self, grads):
        for key, param in self.params.items():
            param -= self.learning_rate * grads[key] / (np.sqrt(self.average[key]) + self.eps)
            self.average[key] += (1 - self.alpha) * (grads[key] ** 2 - self.average[key])


# %% starts at the first square
# says: it starts at 0
class RMSProp:
    def __init__(self, params, learning_rate, alpha=0.99, eps=1e-8):
        self.params, self.learning_rate, self.alpha, self.eps = params, learning_rate, alpha, eps
        self.average = {}

    def step(self, grads):
        for key, param in self.params.items():
            square = grads[key] ** 2
            self.average[key] = self.alpha * self.average.get(key, square) + (1 - self.alpha) * square
            param -= self.learning_rate * grads[key] / (np.sqrt(self.average[key]) + self.eps)


# %% uphill
# says: against the gradient
class RMSProp:
    def __init__(self, params, learning_rate, alpha=0.99, eps=1e-8):
        self.params, self.learning_rate, self.alpha, self.eps = params, learning_rate, alpha, eps
        self.average = {key: np.zeros_like(param) for key, param in params.items()}

    def step(self, grads):
        for key, param in self.params.items():
            self.average[key] += (1 - self.alpha) * (grads[key] ** 2 - self.average[key])
            param += self.learning_rate * grads[key] / (np.sqrt(self.average[key]) + self.eps)


# %% not in place
# says: changed in place
class RMSProp:
    def __init__(self, params, learning_rate, alpha=0.99, eps=1e-8):
        self.params, self.learning_rate, self.alpha, self.eps = params, learning_rate, alpha, eps
        self.average = {key: np.zeros_like(param) for key, param in params.items()}

    def step(self, grads):
        for key, param in self.params.items():
            self.average[key] += (1 - self.alpha) * (grads[key] ** 2 - self.average[key])
            self.params[key] = param - self.learning_rate * grads[key] / (np.sqrt(self.average[key]) + self.eps)


# %% eps under the root
# says: eps stands outside
class RMSProp:
    def __init__(self, params, learning_rate, alpha=0.99, eps=1e-8):
        self.params, self.learning_rate, self.alpha, self.eps = params, learning_rate, alpha, eps
        self.average = {key: np.zeros_like(param) for key, param in params.items()}

    def step(self, grads):
        for key, param in self.params.items():
            self.average[key] += (1 - self.alpha) * (grads[key] ** 2 - self.average[key])
            param -= self.learning_rate * grads[key] / np.sqrt(self.average[key] + self.eps)


# %% bias correction as in Adam
class RMSProp:
    def __init__(self, params, learning_rate, alpha=0.99, eps=1e-8):
        self.params, self.learning_rate, self.alpha, self.eps = params, learning_rate, alpha, eps
        self.average = {key: np.zeros_like(param) for key, param in params.items()}
        self.t = 0

    def step(self, grads):
        self.t += 1
        for key, param in self.params.items():
            self.average[key] += (1 - self.alpha) * (grads[key] ** 2 - self.average[key])
            param -= (
                self.learning_rate * grads[key] / (np.sqrt(self.average[key] / (1 - self.alpha**self.t)) + self.eps)
            )


# %% one average for all parameters
class RMSProp:
    def __init__(self, params, learning_rate, alpha=0.99, eps=1e-8):
        self.params, self.learning_rate, self.alpha, self.eps = params, learning_rate, alpha, eps
        self.average = 0.0

    def step(self, grads):
        for key, param in self.params.items():
            self.average = self.alpha * self.average + (1 - self.alpha) * (grads[key] ** 2).mean()
            param -= self.learning_rate * grads[key] / (np.sqrt(self.average) + self.eps)


# %% grads squared in place
# says: changes the arrays of grads
class RMSProp:
    def __init__(self, params, learning_rate, alpha=0.99, eps=1e-8):
        self.params, self.learning_rate, self.alpha, self.eps = params, learning_rate, alpha, eps
        self.average = {key: np.zeros_like(param) for key, param in params.items()}

    def step(self, grads):
        for key, param in self.params.items():
            g = grads[key].copy()
            grads[key] **= 2
            self.average[key] += (1 - self.alpha) * (grads[key] - self.average[key])
            param -= self.learning_rate * g / (np.sqrt(self.average[key]) + self.eps)
