# Wrong answers to train-momentum: each loses points.
# ruff: noqa

# %% the gradient times 1 - momentum
# says: not multiplied by 1 - momentum
class Momentum:
    def __init__(self, params, learning_rate, momentum=0.9):
        self.params, self.learning_rate, self.momentum = params, learning_rate, momentum
        self.velocity = {key: np.zeros_like(param) for key, param in params.items()}

    def step(self, grads):
        for key, param in self.params.items():
            velocity = self.velocity[key]
            velocity *= self.momentum
            velocity += (1 - self.momentum) * grads[key]
            param -= self.learning_rate * velocity


# %% momentum times the gradient
# says: not the gradient
class Momentum:
    def __init__(self, params, learning_rate, momentum=0.9):
        self.params, self.learning_rate, self.momentum = params, learning_rate, momentum
        self.velocity = {key: np.zeros_like(param) for key, param in params.items()}

    def step(self, grads):
        for key, param in self.params.items():
            velocity = self.velocity[key]
            velocity += self.momentum * grads[key]
            param -= self.learning_rate * velocity


# %% no memory
# says: velocity is forgotten
class Momentum:
    def __init__(self, params, learning_rate, momentum=0.9):
        self.params, self.learning_rate, self.momentum = params, learning_rate, momentum
        self.velocity = {key: np.zeros_like(param) for key, param in params.items()}

    def step(self, grads):
        for key, param in self.params.items():
            velocity = np.zeros_like(param)
            velocity *= self.momentum
            velocity += grads[key]
            param -= self.learning_rate * velocity


# %% all of the old velocity
# says: all of it is kept
class Momentum:
    def __init__(self, params, learning_rate, momentum=0.9):
        self.params, self.learning_rate, self.momentum = params, learning_rate, momentum
        self.velocity = {key: np.zeros_like(param) for key, param in params.items()}

    def step(self, grads):
        for key, param in self.params.items():
            velocity = self.velocity[key]
            velocity += grads[key]
            param -= self.learning_rate * velocity


# %% uphill
# says: against the gradient
class Momentum:
    def __init__(self, params, learning_rate, momentum=0.9):
        self.params, self.learning_rate, self.momentum = params, learning_rate, momentum
        self.velocity = {key: np.zeros_like(param) for key, param in params.items()}

    def step(self, grads):
        for key, param in self.params.items():
            velocity = self.velocity[key]
            velocity *= self.momentum
            velocity += grads[key]
            param += self.learning_rate * velocity


# %% the learning rate missing
# says: learning rate is missing
class Momentum:
    def __init__(self, params, learning_rate, momentum=0.9):
        self.params, self.learning_rate, self.momentum = params, learning_rate, momentum
        self.velocity = {key: np.zeros_like(param) for key, param in params.items()}

    def step(self, grads):
        for key, param in self.params.items():
            velocity = self.velocity[key]
            velocity *= self.momentum
            velocity += grads[key]
            param -= velocity


# %% the learning rate twice
# says: there twice
class Momentum:
    def __init__(self, params, learning_rate, momentum=0.9):
        self.params, self.learning_rate, self.momentum = params, learning_rate, momentum
        self.velocity = {key: np.zeros_like(param) for key, param in params.items()}

    def step(self, grads):
        for key, param in self.params.items():
            velocity = self.velocity[key]
            velocity *= self.momentum
            velocity += self.learning_rate * grads[key]
            param -= self.learning_rate * velocity


# %% Nesterov
# says: Nesterov
class Momentum:
    def __init__(self, params, learning_rate, momentum=0.9):
        self.params, self.learning_rate, self.momentum = params, learning_rate, momentum
        self.velocity = {key: np.zeros_like(param) for key, param in params.items()}

    def step(self, grads):
        for key, param in self.params.items():
            velocity = self.velocity[key]
            velocity *= self.momentum
            velocity += grads[key]
            param -= self.learning_rate * (grads[key] + self.momentum * velocity)


# %% not in place
# says: changed in place
class Momentum:
    def __init__(self, params, learning_rate, momentum=0.9):
        self.params, self.learning_rate, self.momentum = params, learning_rate, momentum
        self.velocity = {key: np.zeros_like(param) for key, param in params.items()}

    def step(self, grads):
        for key, param in self.params.items():
            velocity = self.velocity[key]
            velocity *= self.momentum
            velocity += grads[key]
            self.params[key] = param - self.learning_rate * velocity


# %% a local name moved
# says: changed in place
class Momentum:
    def __init__(self, params, learning_rate, momentum=0.9):
        self.params, self.learning_rate, self.momentum = params, learning_rate, momentum
        self.velocity = {key: np.zeros_like(param) for key, param in params.items()}

    def step(self, grads):
        for key, param in self.params.items():
            velocity = self.velocity[key]
            velocity *= self.momentum
            velocity += grads[key]
            param = param - self.learning_rate * velocity


# %% the velocity of the step before
class Momentum:
    def __init__(self, params, learning_rate, momentum=0.9):
        self.params, self.learning_rate, self.momentum = params, learning_rate, momentum
        self.velocity = {key: np.zeros_like(param) for key, param in params.items()}

    def step(self, grads):
        for key, param in self.params.items():
            velocity = self.velocity[key]
            param -= self.learning_rate * velocity
            velocity *= self.momentum
            velocity += grads[key]


# %% one velocity for all parameters
class Momentum:
    def __init__(self, params, learning_rate, momentum=0.9):
        self.params, self.learning_rate, self.momentum = params, learning_rate, momentum
        self.velocity = 0.0

    def step(self, grads):
        for key, param in self.params.items():
            self.velocity = self.momentum * self.velocity + grads[key]
            param -= self.learning_rate * self.velocity


# %% the first gradient kept as the memory itself
# says: array of its own|modif|arrays of grads
class Momentum:
    def __init__(self, params, learning_rate, momentum=0.9):
        self.params, self.learning_rate, self.momentum = params, learning_rate, momentum
        self.velocity = {}

    def step(self, grads):
        for key, param in self.params.items():
            if key not in self.velocity:
                self.velocity[key] = grads[key]
            else:
                self.velocity[key] = self.momentum * self.velocity[key] + grads[key]
            param -= self.learning_rate * self.velocity[key]


# %% grads scaled in place
# says: changes the arrays of grads
class Momentum:
    def __init__(self, params, learning_rate, momentum=0.9):
        self.params, self.learning_rate, self.momentum = params, learning_rate, momentum
        self.velocity = {key: np.zeros_like(param) for key, param in params.items()}

    def step(self, grads):
        for key, param in self.params.items():
            velocity = self.velocity[key]
            velocity *= self.momentum
            velocity += grads[key]
            grads[key] *= self.learning_rate
            param -= self.learning_rate * velocity


# %% always 0.9
class Momentum:
    def __init__(self, params, learning_rate, momentum=0.9):
        self.params, self.learning_rate, self.momentum = params, learning_rate, 0.9
        self.velocity = {key: np.zeros_like(param) for key, param in params.items()}

    def step(self, grads):
        for key, param in self.params.items():
            velocity = self.velocity[key]
            velocity *= self.momentum
            velocity += grads[key]
            param -= self.learning_rate * velocity


# %% 1 - momentum keeps the old velocity
# says: not by 1 - momentum
class Momentum:
    def __init__(self, params, learning_rate, momentum=0.9):
        self.params, self.learning_rate, self.momentum = params, learning_rate, momentum
        self.velocity = {key: np.zeros_like(param) for key, param in params.items()}

    def step(self, grads):
        for key, param in self.params.items():
            velocity = self.velocity[key]
            velocity *= 1 - self.momentum
            velocity += grads[key]
            param -= self.learning_rate * velocity
