# Wrong answers to train-batchnorm-forward: each loses points.
# ruff: noqa

# %% variance with N - 1 in the forward pass
# says: divides by N here
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
            mean, var = x.mean(axis=0), x.var(axis=0, ddof=1)
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var
        self.std = np.sqrt(var + self.eps)
        self.x_hat = (x - mean) / self.std
        return self.params["weight"] * self.x_hat + self.params["bias"]

    def backward(self, grad_output):
        grad_x, grad_weight, grad_bias = batchnorm_backward(grad_output, self.x_hat, self.std, self.params["weight"])
        self.grads = {"weight": grad_weight, "bias": grad_bias}
        return grad_x


# %% running variance with N
# says: divides by N - 1
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
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var
        self.std = np.sqrt(var + self.eps)
        self.x_hat = (x - mean) / self.std
        return self.params["weight"] * self.x_hat + self.params["bias"]

    def backward(self, grad_output):
        grad_x, grad_weight, grad_bias = batchnorm_backward(grad_output, self.x_hat, self.std, self.params["weight"])
        self.grads = {"weight": grad_weight, "bias": grad_bias}
        return grad_x


# %% momentum the other way round
# says: momentum weighs the batch
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
            self.running_mean = self.momentum * self.running_mean + (1 - self.momentum) * mean
            self.running_var = self.momentum * self.running_var + (1 - self.momentum) * var * n / (n - 1)
        self.std = np.sqrt(var + self.eps)
        self.x_hat = (x - mean) / self.std
        return self.params["weight"] * self.x_hat + self.params["bias"]

    def backward(self, grad_output):
        grad_x, grad_weight, grad_bias = batchnorm_backward(grad_output, self.x_hat, self.std, self.params["weight"])
        self.grads = {"weight": grad_weight, "bias": grad_bias}
        return grad_x


# %% running averages replaced
# says: moves a little
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
            self.running_mean = mean
            self.running_var = var * n / (n - 1)
        self.std = np.sqrt(var + self.eps)
        self.x_hat = (x - mean) / self.std
        return self.params["weight"] * self.x_hat + self.params["bias"]

    def backward(self, grad_output):
        grad_x, grad_weight, grad_bias = batchnorm_backward(grad_output, self.x_hat, self.std, self.params["weight"])
        self.grads = {"weight": grad_weight, "bias": grad_bias}
        return grad_x


# %% running averages never moved
# says: has to move running_mean
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
            pass
            pass
        self.std = np.sqrt(var + self.eps)
        self.x_hat = (x - mean) / self.std
        return self.params["weight"] * self.x_hat + self.params["bias"]

    def backward(self, grad_output):
        grad_x, grad_weight, grad_bias = batchnorm_backward(grad_output, self.x_hat, self.std, self.params["weight"])
        self.grads = {"weight": grad_weight, "bias": grad_bias}
        return grad_x


# %% running deviation
# says: not a standard deviation
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
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * np.sqrt(var * n / (n - 1))
        self.std = np.sqrt(var + self.eps)
        self.x_hat = (x - mean) / self.std
        return self.params["weight"] * self.x_hat + self.params["bias"]

    def backward(self, grad_output):
        grad_x, grad_weight, grad_bias = batchnorm_backward(grad_output, self.x_hat, self.std, self.params["weight"])
        self.grads = {"weight": grad_weight, "bias": grad_bias}
        return grad_x


# %% running variance starts at zeros
# says: running_var starts at ones
class BatchNorm1d:
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        self.params = {"weight": np.ones(num_features), "bias": np.zeros(num_features)}
        self.grads = {}
        self.running_mean, self.running_var = np.zeros(num_features), np.zeros(num_features)
        self.eps, self.momentum, self.training = eps, momentum, True

    def forward(self, x):
        mean, var = self.running_mean, self.running_var
        if self.training:
            n = len(x)
            if n < 2:
                raise ValueError(f"BatchNorm1d: in training mode a batch needs 2 rows or more, got {n}")
            mean, var = x.mean(axis=0), x.var(axis=0)
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var * n / (n - 1)
        self.std = np.sqrt(var + self.eps)
        self.x_hat = (x - mean) / self.std
        return self.params["weight"] * self.x_hat + self.params["bias"]

    def backward(self, grad_output):
        grad_x, grad_weight, grad_bias = batchnorm_backward(grad_output, self.x_hat, self.std, self.params["weight"])
        self.grads = {"weight": grad_weight, "bias": grad_bias}
        return grad_x


# %% batch statistics in evaluation mode
# says: take the place of those of the batch
class BatchNorm1d:
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        self.params = {"weight": np.ones(num_features), "bias": np.zeros(num_features)}
        self.grads = {}
        self.running_mean, self.running_var = np.zeros(num_features), np.ones(num_features)
        self.eps, self.momentum, self.training = eps, momentum, True

    def forward(self, x):
        mean, var = x.mean(axis=0), x.var(axis=0)
        if self.training:
            n = len(x)
            if n < 2:
                raise ValueError(f"BatchNorm1d: in training mode a batch needs 2 rows or more, got {n}")
            mean, var = x.mean(axis=0), x.var(axis=0)
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var * n / (n - 1)
        self.std = np.sqrt(var + self.eps)
        self.x_hat = (x - mean) / self.std
        return self.params["weight"] * self.x_hat + self.params["bias"]

    def backward(self, grad_output):
        grad_x, grad_weight, grad_bias = batchnorm_backward(grad_output, self.x_hat, self.std, self.params["weight"])
        self.grads = {"weight": grad_weight, "bias": grad_bias}
        return grad_x


# %% running averages move in evaluation mode too
# says: training mode alone
class BatchNorm1d:
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        self.params = {"weight": np.ones(num_features), "bias": np.zeros(num_features)}
        self.grads = {}
        self.running_mean, self.running_var = np.zeros(num_features), np.ones(num_features)
        self.eps, self.momentum, self.training = eps, momentum, True

    def forward(self, x):
        mean, var = self.running_mean, self.running_var
        n = len(x)
        if not self.training:
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * x.mean(axis=0)
        else:
            if n < 2:
                raise ValueError(f"BatchNorm1d: in training mode a batch needs 2 rows or more, got {n}")
            mean, var = x.mean(axis=0), x.var(axis=0)
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var * n / (n - 1)
        self.std = np.sqrt(var + self.eps)
        self.x_hat = (x - mean) / self.std
        return self.params["weight"] * self.x_hat + self.params["bias"]

    def backward(self, grad_output):
        grad_x, grad_weight, grad_bias = batchnorm_backward(grad_output, self.x_hat, self.std, self.params["weight"])
        self.grads = {"weight": grad_weight, "bias": grad_bias}
        return grad_x


# %% running averages used in training
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
            batch = mean, var
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var * n / (n - 1)
            mean, var = self.running_mean, self.running_var
        self.std = np.sqrt(var + self.eps)
        self.x_hat = (x - mean) / self.std
        return self.params["weight"] * self.x_hat + self.params["bias"]

    def backward(self, grad_output):
        grad_x, grad_weight, grad_bias = batchnorm_backward(grad_output, self.x_hat, self.std, self.params["weight"])
        self.grads = {"weight": grad_weight, "bias": grad_bias}
        return grad_x


# %% eps beside the root
# says: eps is added to the variance
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
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var * n / (n - 1)
        self.std = np.sqrt(var) + self.eps
        self.x_hat = (x - mean) / self.std
        return self.params["weight"] * self.x_hat + self.params["bias"]

    def backward(self, grad_output):
        grad_x, grad_weight, grad_bias = batchnorm_backward(grad_output, self.x_hat, self.std, self.params["weight"])
        self.grads = {"weight": grad_weight, "bias": grad_bias}
        return grad_x


# %% divided by the variance
# says: not by the variance
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
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var * n / (n - 1)
        self.std = var + self.eps
        self.x_hat = (x - mean) / self.std
        return self.params["weight"] * self.x_hat + self.params["bias"]

    def backward(self, grad_output):
        grad_x, grad_weight, grad_bias = batchnorm_backward(grad_output, self.x_hat, self.std, self.params["weight"])
        self.grads = {"weight": grad_weight, "bias": grad_bias}
        return grad_x


# %% only centred
# says: only centred
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
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var * n / (n - 1)
        self.std = np.sqrt(var + self.eps)
        self.x_hat = x - mean
        return self.params["weight"] * self.x_hat + self.params["bias"]

    def backward(self, grad_output):
        grad_x, grad_weight, grad_bias = batchnorm_backward(grad_output, self.x_hat, self.std, self.params["weight"])
        self.grads = {"weight": grad_weight, "bias": grad_bias}
        return grad_x


# %% over the features of a row
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
            mean, var = x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var * n / (n - 1)
        self.std = np.sqrt(var + self.eps)
        self.x_hat = (x - mean) / self.std
        return self.params["weight"] * self.x_hat + self.params["bias"]

    def backward(self, grad_output):
        grad_x, grad_weight, grad_bias = batchnorm_backward(grad_output, self.x_hat, self.std, self.params["weight"])
        self.grads = {"weight": grad_weight, "bias": grad_bias}
        return grad_x


# %% weight and bias forgotten
# says: weight scales and bias
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
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var * n / (n - 1)
        self.std = np.sqrt(var + self.eps)
        self.x_hat = (x - mean) / self.std
        return self.x_hat

    def backward(self, grad_output):
        grad_x, grad_weight, grad_bias = batchnorm_backward(grad_output, self.x_hat, self.std, self.params["weight"])
        self.grads = {"weight": grad_weight, "bias": grad_bias}
        return grad_x


# %% bias forgotten
# says: bias is not added
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
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var * n / (n - 1)
        self.std = np.sqrt(var + self.eps)
        self.x_hat = (x - mean) / self.std
        return self.params["weight"] * self.x_hat

    def backward(self, grad_output):
        grad_x, grad_weight, grad_bias = batchnorm_backward(grad_output, self.x_hat, self.std, self.params["weight"])
        self.grads = {"weight": grad_weight, "bias": grad_bias}
        return grad_x


# %% one row is no error
# says: task asks for ValueError
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
            n = max(n, 2)
            mean, var = x.mean(axis=0), x.var(axis=0)
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var * n / (n - 1)
        self.std = np.sqrt(var + self.eps)
        self.x_hat = (x - mean) / self.std
        return self.params["weight"] * self.x_hat + self.params["bias"]

    def backward(self, grad_output):
        grad_x, grad_weight, grad_bias = batchnorm_backward(grad_output, self.x_hat, self.std, self.params["weight"])
        self.grads = {"weight": grad_weight, "bias": grad_bias}
        return grad_x


# %% one row is an error in evaluation too
class BatchNorm1d:
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        self.params = {"weight": np.ones(num_features), "bias": np.zeros(num_features)}
        self.grads = {}
        self.running_mean, self.running_var = np.zeros(num_features), np.ones(num_features)
        self.eps, self.momentum, self.training = eps, momentum, True

    def forward(self, x):
        mean, var = self.running_mean, self.running_var
        n = len(x)
        if n < 2:
            raise ValueError("one row")
        if self.training:
            if n < 2:
                raise ValueError(f"BatchNorm1d: in training mode a batch needs 2 rows or more, got {n}")
            mean, var = x.mean(axis=0), x.var(axis=0)
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var * n / (n - 1)
        self.std = np.sqrt(var + self.eps)
        self.x_hat = (x - mean) / self.std
        return self.params["weight"] * self.x_hat + self.params["bias"]

    def backward(self, grad_output):
        grad_x, grad_weight, grad_bias = batchnorm_backward(grad_output, self.x_hat, self.std, self.params["weight"])
        self.grads = {"weight": grad_weight, "bias": grad_bias}
        return grad_x


# %% momentum always 0.1
class BatchNorm1d:
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        self.params = {"weight": np.ones(num_features), "bias": np.zeros(num_features)}
        self.grads = {}
        self.running_mean, self.running_var = np.zeros(num_features), np.ones(num_features)
        self.eps, self.momentum, self.training = eps, 0.1, True

    def forward(self, x):
        mean, var = self.running_mean, self.running_var
        if self.training:
            n = len(x)
            if n < 2:
                raise ValueError(f"BatchNorm1d: in training mode a batch needs 2 rows or more, got {n}")
            mean, var = x.mean(axis=0), x.var(axis=0)
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var * n / (n - 1)
        self.std = np.sqrt(var + self.eps)
        self.x_hat = (x - mean) / self.std
        return self.params["weight"] * self.x_hat + self.params["bias"]

    def backward(self, grad_output):
        grad_x, grad_weight, grad_bias = batchnorm_backward(grad_output, self.x_hat, self.std, self.params["weight"])
        self.grads = {"weight": grad_weight, "bias": grad_bias}
        return grad_x


# %% x changed in place
# says: modifies its input
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
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var * n / (n - 1)
        self.std = np.sqrt(var + self.eps)
        x -= mean
        x /= self.std
        self.x_hat = x.copy()
        return self.params["weight"] * self.x_hat + self.params["bias"]

    def backward(self, grad_output):
        grad_x, grad_weight, grad_bias = batchnorm_backward(grad_output, self.x_hat, self.std, self.params["weight"])
        self.grads = {"weight": grad_weight, "bias": grad_bias}
        return grad_x


# %% x_hat after scale and shift
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
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var * n / (n - 1)
        self.std = np.sqrt(var + self.eps)
        self.x_hat = self.params["weight"] * (x - mean) / self.std + self.params["bias"]
        return self.x_hat

    def backward(self, grad_output):
        grad_x, grad_weight, grad_bias = batchnorm_backward(grad_output, self.x_hat, self.std, self.params["weight"])
        self.grads = {"weight": grad_weight, "bias": grad_bias}
        return grad_x
