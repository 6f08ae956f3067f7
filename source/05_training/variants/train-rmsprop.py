# Other right answers to train-rmsprop: each earns full marks.
# ruff: noqa

# %% new arrays
class RMSProp:
    def __init__(self, params, learning_rate, alpha=0.99, eps=1e-8):
        self.params, self.learning_rate, self.alpha, self.eps = params, learning_rate, alpha, eps
        self.average = {key: np.zeros_like(param) for key, param in params.items()}

    def step(self, grads):
        for key, param in self.params.items():
            self.average[key] = self.alpha * self.average[key] + (1 - self.alpha) * grads[key] ** 2
            param[...] = param - self.learning_rate * grads[key] / (self.average[key] ** 0.5 + self.eps)


# %% memory made on the first step
class RMSProp:
    def __init__(self, params, learning_rate, alpha=0.99, eps=1e-8):
        self.params, self.learning_rate, self.alpha, self.eps = params, learning_rate, alpha, eps
        self.average = {}

    def step(self, grads):
        for key, param in self.params.items():
            old = self.average.get(key, np.zeros(param.shape))
            self.average[key] = old + (1 - self.alpha) * (np.square(grads[key]) - old)
            param -= self.learning_rate * grads[key] / (np.sqrt(self.average[key]) + self.eps)


# %% in place throughout
class RMSProp:
    def __init__(self, params, learning_rate, alpha=0.99, eps=1e-8):
        self.params, self.learning_rate, self.alpha, self.eps = params, learning_rate, alpha, eps
        self.average = {key: np.zeros_like(param) for key, param in params.items()}

    def step(self, grads):
        for key, param in self.params.items():
            average = self.average[key]
            average *= self.alpha
            average += (1 - self.alpha) * grads[key] * grads[key]
            param += -self.learning_rate / (np.sqrt(average) + self.eps) * grads[key]
