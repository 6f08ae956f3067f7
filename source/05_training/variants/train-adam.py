# Other right answers to train-adam: each earns full marks.
# ruff: noqa

# %% new arrays
class Adam:
    def __init__(self, params, learning_rate, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.learning_rate, self.betas, self.eps = params, learning_rate, betas, eps
        self.m = {key: np.zeros_like(param) for key, param in params.items()}
        self.v = {key: np.zeros_like(param) for key, param in params.items()}
        self.t = 0

    def step(self, grads):
        self.t += 1
        beta1, beta2 = self.betas
        for key, param in self.params.items():
            self.m[key] = beta1 * self.m[key] + (1 - beta1) * grads[key]
            self.v[key] = beta2 * self.v[key] + (1 - beta2) * grads[key] ** 2
            m_hat, v_hat = self.m[key] / (1 - beta1**self.t), self.v[key] / (1 - beta2**self.t)
            param[...] = param - self.learning_rate * m_hat / (np.sqrt(v_hat) + self.eps)


# %% the correction in the step size
class Adam:
    def __init__(self, params, learning_rate, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.learning_rate, self.betas, self.eps = params, learning_rate, betas, eps
        self.m = {key: np.zeros_like(param) for key, param in params.items()}
        self.v = {key: np.zeros_like(param) for key, param in params.items()}
        self.t = 0

    def step(self, grads):
        self.t += 1
        beta1, beta2 = self.betas
        for key, param in self.params.items():
            self.m[key] += (1 - beta1) * (grads[key] - self.m[key])
            self.v[key] += (1 - beta2) * (grads[key] ** 2 - self.v[key])
            size = self.learning_rate / (1 - beta1**self.t)
            param -= size * self.m[key] / (np.sqrt(self.v[key]) / np.sqrt(1 - beta2**self.t) + self.eps)


# %% memory made on the first step, powers carried along
class Adam:
    def __init__(self, params, learning_rate, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, self.eps = params, learning_rate, eps
        self.b1, self.b2 = betas
        self.memory, self.power1, self.power2 = {}, 1.0, 1.0

    def step(self, grads):
        self.power1 *= self.b1
        self.power2 *= self.b2
        for key, g in grads.items():
            m, v = self.memory.get(key, (0.0, 0.0))
            m = self.b1 * m + (1 - self.b1) * g
            v = self.b2 * v + (1 - self.b2) * g * g
            self.memory[key] = m, v
            self.params[key] -= self.lr * (m / (1 - self.power1)) / (np.sqrt(v / (1 - self.power2)) + self.eps)
