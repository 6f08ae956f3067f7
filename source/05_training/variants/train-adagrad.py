# Other right answers to train-adagrad: each earns full marks.
# ruff: noqa

# %% new arrays, np.divide
class AdaGrad:
    def __init__(self, params, learning_rate, eps=1e-10):
        self.params, self.learning_rate, self.eps = params, learning_rate, eps
        self.squares = {key: np.zeros_like(param) for key, param in params.items()}

    def step(self, grads):
        for key, param in self.params.items():
            self.squares[key] = self.squares[key] + np.square(grads[key])
            param[...] = param - np.divide(self.learning_rate * grads[key], self.eps + self.squares[key] ** 0.5)


# %% memory made on the first step
class AdaGrad:
    def __init__(self, params, learning_rate, eps=1e-10):
        self.params, self.learning_rate, self.eps = params, learning_rate, eps
        self.squares = {}

    def step(self, grads):
        for key, param in self.params.items():
            self.squares[key] = self.squares.get(key, 0) + grads[key] * grads[key]
            param -= self.learning_rate * grads[key] / (np.sqrt(self.squares[key]) + self.eps)


# %% all gradients kept
class AdaGrad:
    def __init__(self, params, learning_rate, eps=1e-10):
        self.params, self.learning_rate, self.eps = params, learning_rate, eps
        self.past = {key: [] for key in params}

    def step(self, grads):
        for key, param in self.params.items():
            self.past[key].append(grads[key].copy())
            param -= self.learning_rate * grads[key] / (np.sqrt(sum(g**2 for g in self.past[key])) + self.eps)
