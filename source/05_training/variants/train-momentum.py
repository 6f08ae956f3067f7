# Other right answers to train-momentum: each earns full marks.
# ruff: noqa

# %% the learning rate inside the velocity
class Momentum:
    def __init__(self, params, learning_rate, momentum=0.9):
        self.params, self.learning_rate, self.momentum = params, learning_rate, momentum
        self.velocity = {key: np.zeros_like(param) for key, param in params.items()}

    def step(self, grads):
        for key, param in self.params.items():
            velocity = self.velocity[key]
            velocity *= self.momentum
            velocity += self.learning_rate * grads[key]
            param[...] = param - velocity


# %% a negative velocity, new arrays, slices
class Momentum:
    def __init__(self, params, learning_rate, momentum=0.9):
        self.params, self.learning_rate, self.momentum = params, learning_rate, momentum
        self.velocity = {key: np.zeros_like(param) for key, param in params.items()}

    def step(self, grads):
        for key, param in self.params.items():
            self.velocity[key] = self.momentum * self.velocity[key] - grads[key]
            param[:] += self.learning_rate * self.velocity[key]


# %% memory made on the first step
class Momentum:
    def __init__(self, params, learning_rate, momentum=0.9):
        self.params, self.learning_rate, self.momentum = params, learning_rate, momentum
        self.velocity = {}

    def step(self, grads):
        for key, param in self.params.items():
            self.velocity[key] = self.momentum * self.velocity.get(key, 0.0) + grads[key]
            np.subtract(param, self.learning_rate * self.velocity[key], out=param)
