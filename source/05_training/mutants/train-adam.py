# Wrong answers to train-adam: each loses points.
# ruff: noqa

# %% no bias correction
# says: bias correction is missing
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
            m_hat, v_hat = self.m[key], self.v[key]
            param -= self.learning_rate * m_hat / (np.sqrt(v_hat) + self.eps)


# %% v not corrected
# says: bias correction of v
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
            m_hat, v_hat = self.m[key] / (1 - beta1**self.t), self.v[key]
            param -= self.learning_rate * m_hat / (np.sqrt(v_hat) + self.eps)


# %% m not corrected
# says: bias correction of m
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
            m_hat, v_hat = self.m[key], self.v[key] / (1 - beta2**self.t)
            param -= self.learning_rate * m_hat / (np.sqrt(v_hat) + self.eps)


# %% t stays at 1
# says: t must grow
class Adam:
    def __init__(self, params, learning_rate, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.learning_rate, self.betas, self.eps = params, learning_rate, betas, eps
        self.m = {key: np.zeros_like(param) for key, param in params.items()}
        self.v = {key: np.zeros_like(param) for key, param in params.items()}
        self.t = 0

    def step(self, grads):
        self.t = 1
        beta1, beta2 = self.betas
        for key, param in self.params.items():
            self.m[key] += (1 - beta1) * (grads[key] - self.m[key])
            self.v[key] += (1 - beta2) * (grads[key] ** 2 - self.v[key])
            m_hat, v_hat = self.m[key] / (1 - beta1**self.t), self.v[key] / (1 - beta2**self.t)
            param -= self.learning_rate * m_hat / (np.sqrt(v_hat) + self.eps)


# %% t counts from 0
class Adam:
    def __init__(self, params, learning_rate, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.learning_rate, self.betas, self.eps = params, learning_rate, betas, eps
        self.m = {key: np.zeros_like(param) for key, param in params.items()}
        self.v = {key: np.zeros_like(param) for key, param in params.items()}
        self.t = 0

    def step(self, grads):
        beta1, beta2 = self.betas
        for key, param in self.params.items():
            self.m[key] += (1 - beta1) * (grads[key] - self.m[key])
            self.v[key] += (1 - beta2) * (grads[key] ** 2 - self.v[key])
            m_hat, v_hat = self.m[key] / (1 - beta1**self.t), self.v[key] / (1 - beta2**self.t)
            param -= self.learning_rate * m_hat / (np.sqrt(v_hat) + self.eps)
        self.t += 1


# %% t counts from 2
# says: t counts from 1
class Adam:
    def __init__(self, params, learning_rate, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.learning_rate, self.betas, self.eps = params, learning_rate, betas, eps
        self.m = {key: np.zeros_like(param) for key, param in params.items()}
        self.v = {key: np.zeros_like(param) for key, param in params.items()}
        self.t = 1

    def step(self, grads):
        self.t += 1
        beta1, beta2 = self.betas
        for key, param in self.params.items():
            self.m[key] += (1 - beta1) * (grads[key] - self.m[key])
            self.v[key] += (1 - beta2) * (grads[key] ** 2 - self.v[key])
            m_hat, v_hat = self.m[key] / (1 - beta1**self.t), self.v[key] / (1 - beta2**self.t)
            param -= self.learning_rate * m_hat / (np.sqrt(v_hat) + self.eps)


# %% t counts parameters
# says: not the parameters
class Adam:
    def __init__(self, params, learning_rate, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.learning_rate, self.betas, self.eps = params, learning_rate, betas, eps
        self.m = {key: np.zeros_like(param) for key, param in params.items()}
        self.v = {key: np.zeros_like(param) for key, param in params.items()}
        self.t = 0

    def step(self, grads):
        beta1, beta2 = self.betas
        for key, param in self.params.items():
            self.t += 1
            self.m[key] += (1 - beta1) * (grads[key] - self.m[key])
            self.v[key] += (1 - beta2) * (grads[key] ** 2 - self.v[key])
            m_hat, v_hat = self.m[key] / (1 - beta1**self.t), self.v[key] / (1 - beta2**self.t)
            param -= self.learning_rate * m_hat / (np.sqrt(v_hat) + self.eps)


# %% the corrected values kept
# says: keep their uncorrected
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
            self.m[key] /= 1 - beta1**self.t
            self.v[key] /= 1 - beta2**self.t
            m_hat, v_hat = self.m[key], self.v[key]
            param -= self.learning_rate * m_hat / (np.sqrt(v_hat) + self.eps)


# %% beta times t
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
            m_hat, v_hat = self.m[key] / (1 - beta1 * self.t), self.v[key] / (1 - beta2 * self.t)
            param -= self.learning_rate * m_hat / (np.sqrt(v_hat) + self.eps)


# %% betas exchanged
# says: belongs to m
class Adam:
    def __init__(self, params, learning_rate, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.learning_rate, self.betas, self.eps = params, learning_rate, betas, eps
        self.m = {key: np.zeros_like(param) for key, param in params.items()}
        self.v = {key: np.zeros_like(param) for key, param in params.items()}
        self.t = 0

    def step(self, grads):
        self.t += 1
        beta2, beta1 = self.betas
        for key, param in self.params.items():
            self.m[key] += (1 - beta1) * (grads[key] - self.m[key])
            self.v[key] += (1 - beta2) * (grads[key] ** 2 - self.v[key])
            m_hat, v_hat = self.m[key] / (1 - beta1**self.t), self.v[key] / (1 - beta2**self.t)
            param -= self.learning_rate * m_hat / (np.sqrt(v_hat) + self.eps)


# %% no square root
# says: square root of v
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
            m_hat, v_hat = self.m[key] / (1 - beta1**self.t), self.v[key] / (1 - beta2**self.t)
            param -= self.learning_rate * m_hat / (v_hat + self.eps)


# %% gradients not squared in v
# says: averages the squares
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
            self.v[key] += (1 - beta2) * (np.abs(grads[key]) - self.v[key])
            m_hat, v_hat = self.m[key] / (1 - beta1**self.t), self.v[key] / (1 - beta2**self.t)
            param -= self.learning_rate * m_hat / (np.sqrt(v_hat) + self.eps)


# %% uphill
# says: against the gradient
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
            m_hat, v_hat = self.m[key] / (1 - beta1**self.t), self.v[key] / (1 - beta2**self.t)
            param += self.learning_rate * m_hat / (np.sqrt(v_hat) + self.eps)


# %% not in place
# says: changed in place
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
            m_hat, v_hat = self.m[key] / (1 - beta1**self.t), self.v[key] / (1 - beta2**self.t)
            self.params[key] = param - self.learning_rate * m_hat / (np.sqrt(v_hat) + self.eps)


# %% no memory
# says: forgotten from step to step
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
            self.m[key] = (1 - beta1) * grads[key]
            self.v[key] = (1 - beta2) * grads[key] ** 2
            m_hat, v_hat = self.m[key] / (1 - beta1**self.t), self.v[key] / (1 - beta2**self.t)
            param -= self.learning_rate * m_hat / (np.sqrt(v_hat) + self.eps)


# %% eps under the root
# says: eps stands outside
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
            m_hat, v_hat = self.m[key] / (1 - beta1**self.t), self.v[key] / (1 - beta2**self.t)
            param -= self.learning_rate * m_hat / np.sqrt(v_hat + self.eps)


# %% eps added before the correction
# says: root of the corrected
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
            m_hat = self.m[key] / (1 - beta1**self.t)
            param -= self.learning_rate * m_hat / ((np.sqrt(self.v[key]) + self.eps) / np.sqrt(1 - beta2**self.t))


# %% one memory for all parameters
class Adam:
    def __init__(self, params, learning_rate, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.learning_rate, self.betas, self.eps = params, learning_rate, betas, eps
        self.m = {key: 0.0 for key in params}
        self.v = {key: 0.0 for key in params}
        self.t = 0

    def step(self, grads):
        self.t += 1
        beta1, beta2 = self.betas
        for key, param in self.params.items():
            self.m[key] = beta1 * self.m[key] + (1 - beta1) * grads[key]
            self.v[key] = beta2 * self.v[key] + (1 - beta2) * (grads[key] ** 2).mean()
            m_hat, v_hat = self.m[key] / (1 - beta1**self.t), self.v[key] / (1 - beta2**self.t)
            param -= self.learning_rate * m_hat / (np.sqrt(v_hat) + self.eps)


# %% grads squared in place
# says: changes the arrays of grads
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
            grads[key] **= 2
            self.v[key] += (1 - beta2) * (grads[key] - self.v[key])
            m_hat, v_hat = self.m[key] / (1 - beta1**self.t), self.v[key] / (1 - beta2**self.t)
            param -= self.learning_rate * m_hat / (np.sqrt(v_hat) + self.eps)


# %% always the default betas
class Adam:
    def __init__(self, params, learning_rate, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.learning_rate, self.betas, self.eps = params, learning_rate, betas, eps
        self.m = {key: np.zeros_like(param) for key, param in params.items()}
        self.v = {key: np.zeros_like(param) for key, param in params.items()}
        self.t = 0

    def step(self, grads):
        self.t += 1
        beta1, beta2 = 0.9, 0.999
        for key, param in self.params.items():
            self.m[key] += (1 - beta1) * (grads[key] - self.m[key])
            self.v[key] += (1 - beta2) * (grads[key] ** 2 - self.v[key])
            m_hat, v_hat = self.m[key] / (1 - beta1**self.t), self.v[key] / (1 - beta2**self.t)
            param -= self.learning_rate * m_hat / (np.sqrt(v_hat) + self.eps)
