# Other right answers to train-batchnorm-forward: each earns full marks.
# ruff: noqa

# %% running averages in place
class BatchNorm1d:
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        self.params = {"weight": np.ones(num_features), "bias": np.zeros(num_features)}
        self.grads = {}
        self.running_mean, self.running_var = np.zeros(num_features), np.ones(num_features)
        self.eps, self.momentum, self.training = eps, momentum, True

    def forward(self, x):
        mean, var = self.running_mean, self.running_var
        if self.training:
            n = len(x)
            if n < 2:
                raise ValueError(f"BatchNorm1d: in training mode a batch needs 2 rows or more, got {n}")
            mean, var = x.mean(axis=0), x.var(axis=0)
            self.running_mean *= 1 - self.momentum
            self.running_mean += self.momentum * mean
            self.running_var += self.momentum * (x.var(axis=0, ddof=1) - self.running_var)
        self.std = np.sqrt(var + self.eps)
        self.x_hat = (x - mean) / self.std
        return self.params["weight"] * self.x_hat + self.params["bias"]

    def backward(self, grad_output):
        grad_x, grad_weight, grad_bias = batchnorm_backward(grad_output, self.x_hat, self.std, self.params["weight"])
        self.grads = {"weight": grad_weight, "bias": grad_bias}
        return grad_x


# %% variance by E[x^2] - E[x]^2 of centred rows, two methods
class BatchNorm1d:
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        self.params = {"weight": np.ones(num_features), "bias": np.zeros(num_features)}
        self.grads = {}
        self.running_mean, self.running_var = np.zeros(num_features), np.ones(num_features)
        self.eps, self.momentum, self.training = eps, momentum, True

    def forward(self, x):
        mean, var = self.running_mean, self.running_var
        if self.training:
            n = len(x)
            if n < 2:
                raise ValueError(f"BatchNorm1d: in training mode a batch needs 2 rows or more, got {n}")
            mean = x.sum(axis=0) / n
            centred = x - mean
            var = (centred * centred).mean(axis=0)
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var * n / (n - 1)
        self.std = np.sqrt(var + self.eps)
        self.x_hat = (x - mean) / self.std
        return self.x_hat * self.params["weight"][np.newaxis] + self.params["bias"][np.newaxis]

    def backward(self, grad_output):
        grad_x, grad_weight, grad_bias = batchnorm_backward(grad_output, self.x_hat, self.std, self.params["weight"])
        self.grads = {"weight": grad_weight, "bias": grad_bias}
        return grad_x


# %% two branches, more attributes
class BatchNorm1d:
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        self.D, self.eps, self.momentum = num_features, eps, momentum
        self.training = True
        self.params = {}
        self.params["weight"] = np.ones((num_features,))
        self.params["bias"] = np.zeros((num_features,))
        self.grads = {}
        self.running_mean = np.zeros((num_features,))
        self.running_var = np.ones((num_features,))

    def forward(self, x):
        if not self.training:
            normal = (x - self.running_mean) / (self.running_var + self.eps) ** 0.5
            return self.params["weight"] * normal + self.params["bias"]
        if x.shape[0] == 1:
            raise ValueError("a batch of one row has no variance")
        m = self.momentum
        mu = np.mean(x, axis=0)
        self.running_mean = self.running_mean * (1 - m) + mu * m
        self.running_var = self.running_var * (1 - m) + np.var(x, axis=0, ddof=1) * m
        self.std = (np.var(x, axis=0) + self.eps) ** 0.5
        self.x_hat = np.divide(x - mu, self.std)
        return self.params["weight"] * self.x_hat + self.params["bias"]

    def backward(self, grad_output):
        grad_x, grad_weight, grad_bias = batchnorm_backward(grad_output, self.x_hat, self.std, self.params["weight"])
        self.grads = {"weight": grad_weight, "bias": grad_bias}
        return grad_x
