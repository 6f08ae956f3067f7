# Wrong answers to cnn-batchnorm-2d: each loses points.
# ruff: noqa

# %% the running variance divides by m
# says: unbiased variance
class BatchNorm2d:
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        self.eps, self.momentum, self.training = eps, momentum, True
        self.params = {"weight": np.ones(num_features), "bias": np.zeros(num_features)}
        self.grads = {}
        self.running_mean, self.running_var = np.zeros(num_features), np.ones(num_features)

    def forward(self, x):
        weight, bias = self.params["weight"][None, :, None, None], self.params["bias"][None, :, None, None]
        if self.training:
            m = x.shape[0] * x.shape[2] * x.shape[3]
            mean, var = x.mean(axis=(0, 2, 3)), x.var(axis=(0, 2, 3))
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var
        else:
            mean, var = self.running_mean, self.running_var
        self.std = np.sqrt(var + self.eps)[None, :, None, None]
        self.x_hat = (x - mean[None, :, None, None]) / self.std
        return weight * self.x_hat + bias

    def backward(self, grad_output):
        self.grads = {}
        self.grads["weight"] = (grad_output * self.x_hat).sum(axis=(0, 2, 3))
        self.grads["bias"] = grad_output.sum(axis=(0, 2, 3))
        g = grad_output * self.params["weight"][None, :, None, None]
        mean_g = g.mean(axis=(0, 2, 3), keepdims=True)
        mean_gx = (g * self.x_hat).mean(axis=(0, 2, 3), keepdims=True)
        return (g - mean_g - self.x_hat * mean_gx) / self.std


# %% the variance divides by m - 1
# says: not by m - 1
class BatchNorm2d:
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        self.eps, self.momentum, self.training = eps, momentum, True
        self.params = {"weight": np.ones(num_features), "bias": np.zeros(num_features)}
        self.grads = {}
        self.running_mean, self.running_var = np.zeros(num_features), np.ones(num_features)

    def forward(self, x):
        weight, bias = self.params["weight"][None, :, None, None], self.params["bias"][None, :, None, None]
        if self.training:
            m = x.shape[0] * x.shape[2] * x.shape[3]
            mean, var = x.mean(axis=(0, 2, 3)), x.var(axis=(0, 2, 3), ddof=1)
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var
        else:
            mean, var = self.running_mean, self.running_var
        self.std = np.sqrt(var + self.eps)[None, :, None, None]
        self.x_hat = (x - mean[None, :, None, None]) / self.std
        return weight * self.x_hat + bias

    def backward(self, grad_output):
        self.grads = {}
        self.grads["weight"] = (grad_output * self.x_hat).sum(axis=(0, 2, 3))
        self.grads["bias"] = grad_output.sum(axis=(0, 2, 3))
        g = grad_output * self.params["weight"][None, :, None, None]
        mean_g = g.mean(axis=(0, 2, 3), keepdims=True)
        mean_gx = (g * self.x_hat).mean(axis=(0, 2, 3), keepdims=True)
        return (g - mean_g - self.x_hat * mean_gx) / self.std


# %% momentum the other way round
# says: part of the new value
class BatchNorm2d:
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        self.eps, self.momentum, self.training = eps, momentum, True
        self.params = {"weight": np.ones(num_features), "bias": np.zeros(num_features)}
        self.grads = {}
        self.running_mean, self.running_var = np.zeros(num_features), np.ones(num_features)

    def forward(self, x):
        weight, bias = self.params["weight"][None, :, None, None], self.params["bias"][None, :, None, None]
        if self.training:
            m = x.shape[0] * x.shape[2] * x.shape[3]
            mean, var = x.mean(axis=(0, 2, 3)), x.var(axis=(0, 2, 3))
            self.running_mean = self.momentum * self.running_mean + (1 - self.momentum) * mean
            self.running_var = self.momentum * self.running_var + (1 - self.momentum) * var * m / (m - 1)
        else:
            mean, var = self.running_mean, self.running_var
        self.std = np.sqrt(var + self.eps)[None, :, None, None]
        self.x_hat = (x - mean[None, :, None, None]) / self.std
        return weight * self.x_hat + bias

    def backward(self, grad_output):
        self.grads = {}
        self.grads["weight"] = (grad_output * self.x_hat).sum(axis=(0, 2, 3))
        self.grads["bias"] = grad_output.sum(axis=(0, 2, 3))
        g = grad_output * self.params["weight"][None, :, None, None]
        mean_g = g.mean(axis=(0, 2, 3), keepdims=True)
        mean_gx = (g * self.x_hat).mean(axis=(0, 2, 3), keepdims=True)
        return (g - mean_g - self.x_hat * mean_gx) / self.std


# %% no running averages
# says: stays at 0
class BatchNorm2d:
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        self.eps, self.momentum, self.training = eps, momentum, True
        self.params = {"weight": np.ones(num_features), "bias": np.zeros(num_features)}
        self.grads = {}
        self.running_mean, self.running_var = np.zeros(num_features), np.ones(num_features)

    def forward(self, x):
        weight, bias = self.params["weight"][None, :, None, None], self.params["bias"][None, :, None, None]
        if self.training:
            m = x.shape[0] * x.shape[2] * x.shape[3]
            mean, var = x.mean(axis=(0, 2, 3)), x.var(axis=(0, 2, 3))
        else:
            mean, var = self.running_mean, self.running_var
        self.std = np.sqrt(var + self.eps)[None, :, None, None]
        self.x_hat = (x - mean[None, :, None, None]) / self.std
        return weight * self.x_hat + bias

    def backward(self, grad_output):
        self.grads = {}
        self.grads["weight"] = (grad_output * self.x_hat).sum(axis=(0, 2, 3))
        self.grads["bias"] = grad_output.sum(axis=(0, 2, 3))
        g = grad_output * self.params["weight"][None, :, None, None]
        mean_g = g.mean(axis=(0, 2, 3), keepdims=True)
        mean_gx = (g * self.x_hat).mean(axis=(0, 2, 3), keepdims=True)
        return (g - mean_g - self.x_hat * mean_gx) / self.std


# %% one mean for all channels
# says: one mean, over N, H and W
class BatchNorm2d:
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        self.eps, self.momentum, self.training = eps, momentum, True
        self.params = {"weight": np.ones(num_features), "bias": np.zeros(num_features)}
        self.grads = {}
        self.running_mean, self.running_var = np.zeros(num_features), np.ones(num_features)

    def forward(self, x):
        weight, bias = self.params["weight"][None, :, None, None], self.params["bias"][None, :, None, None]
        if self.training:
            m = x.shape[0] * x.shape[2] * x.shape[3]
            mean, var = np.full(x.shape[1], x.mean()), np.full(x.shape[1], x.var())
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var * m / (m - 1)
        else:
            mean, var = self.running_mean, self.running_var
        self.std = np.sqrt(var + self.eps)[None, :, None, None]
        self.x_hat = (x - mean[None, :, None, None]) / self.std
        return weight * self.x_hat + bias

    def backward(self, grad_output):
        self.grads = {}
        self.grads["weight"] = (grad_output * self.x_hat).sum(axis=(0, 2, 3))
        self.grads["bias"] = grad_output.sum(axis=(0, 2, 3))
        g = grad_output * self.params["weight"][None, :, None, None]
        mean_g = g.mean(axis=(0, 2, 3), keepdims=True)
        mean_gx = (g * self.x_hat).mean(axis=(0, 2, 3), keepdims=True)
        return (g - mean_g - self.x_hat * mean_gx) / self.std


# %% the weight is left out of forward
# says: left out
class BatchNorm2d:
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        self.eps, self.momentum, self.training = eps, momentum, True
        self.params = {"weight": np.ones(num_features), "bias": np.zeros(num_features)}
        self.grads = {}
        self.running_mean, self.running_var = np.zeros(num_features), np.ones(num_features)

    def forward(self, x):
        weight, bias = self.params["weight"][None, :, None, None], self.params["bias"][None, :, None, None]
        if self.training:
            m = x.shape[0] * x.shape[2] * x.shape[3]
            mean, var = x.mean(axis=(0, 2, 3)), x.var(axis=(0, 2, 3))
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var * m / (m - 1)
        else:
            mean, var = self.running_mean, self.running_var
        self.std = np.sqrt(var + self.eps)[None, :, None, None]
        self.x_hat = (x - mean[None, :, None, None]) / self.std
        return self.x_hat

    def backward(self, grad_output):
        self.grads = {}
        self.grads["weight"] = (grad_output * self.x_hat).sum(axis=(0, 2, 3))
        self.grads["bias"] = grad_output.sum(axis=(0, 2, 3))
        g = grad_output * self.params["weight"][None, :, None, None]
        mean_g = g.mean(axis=(0, 2, 3), keepdims=True)
        mean_gx = (g * self.x_hat).mean(axis=(0, 2, 3), keepdims=True)
        return (g - mean_g - self.x_hat * mean_gx) / self.std


# %% the bias is multiplied too
# says: then bias is added
class BatchNorm2d:
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        self.eps, self.momentum, self.training = eps, momentum, True
        self.params = {"weight": np.ones(num_features), "bias": np.zeros(num_features)}
        self.grads = {}
        self.running_mean, self.running_var = np.zeros(num_features), np.ones(num_features)

    def forward(self, x):
        weight, bias = self.params["weight"][None, :, None, None], self.params["bias"][None, :, None, None]
        if self.training:
            m = x.shape[0] * x.shape[2] * x.shape[3]
            mean, var = x.mean(axis=(0, 2, 3)), x.var(axis=(0, 2, 3))
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var * m / (m - 1)
        else:
            mean, var = self.running_mean, self.running_var
        self.std = np.sqrt(var + self.eps)[None, :, None, None]
        self.x_hat = (x - mean[None, :, None, None]) / self.std
        return weight * (self.x_hat + bias)

    def backward(self, grad_output):
        self.grads = {}
        self.grads["weight"] = (grad_output * self.x_hat).sum(axis=(0, 2, 3))
        self.grads["bias"] = grad_output.sum(axis=(0, 2, 3))
        g = grad_output * self.params["weight"][None, :, None, None]
        mean_g = g.mean(axis=(0, 2, 3), keepdims=True)
        mean_gx = (g * self.x_hat).mean(axis=(0, 2, 3), keepdims=True)
        return (g - mean_g - self.x_hat * mean_gx) / self.std


# %% divided by the variance
# says: not by the variance
class BatchNorm2d:
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        self.eps, self.momentum, self.training = eps, momentum, True
        self.params = {"weight": np.ones(num_features), "bias": np.zeros(num_features)}
        self.grads = {}
        self.running_mean, self.running_var = np.zeros(num_features), np.ones(num_features)

    def forward(self, x):
        weight, bias = self.params["weight"][None, :, None, None], self.params["bias"][None, :, None, None]
        if self.training:
            m = x.shape[0] * x.shape[2] * x.shape[3]
            mean, var = x.mean(axis=(0, 2, 3)), x.var(axis=(0, 2, 3))
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var * m / (m - 1)
        else:
            mean, var = self.running_mean, self.running_var
        self.std = (var + self.eps)[None, :, None, None]
        self.x_hat = (x - mean[None, :, None, None]) / self.std
        return weight * self.x_hat + bias

    def backward(self, grad_output):
        self.grads = {}
        self.grads["weight"] = (grad_output * self.x_hat).sum(axis=(0, 2, 3))
        self.grads["bias"] = grad_output.sum(axis=(0, 2, 3))
        g = grad_output * self.params["weight"][None, :, None, None]
        mean_g = g.mean(axis=(0, 2, 3), keepdims=True)
        mean_gx = (g * self.x_hat).mean(axis=(0, 2, 3), keepdims=True)
        return (g - mean_g - self.x_hat * mean_gx) / self.std


# %% eps outside the root
class BatchNorm2d:
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        self.eps, self.momentum, self.training = eps, momentum, True
        self.params = {"weight": np.ones(num_features), "bias": np.zeros(num_features)}
        self.grads = {}
        self.running_mean, self.running_var = np.zeros(num_features), np.ones(num_features)

    def forward(self, x):
        weight, bias = self.params["weight"][None, :, None, None], self.params["bias"][None, :, None, None]
        if self.training:
            m = x.shape[0] * x.shape[2] * x.shape[3]
            mean, var = x.mean(axis=(0, 2, 3)), x.var(axis=(0, 2, 3))
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var * m / (m - 1)
        else:
            mean, var = self.running_mean, self.running_var
        self.std = (np.sqrt(var) + self.eps)[None, :, None, None]
        self.x_hat = (x - mean[None, :, None, None]) / self.std
        return weight * self.x_hat + bias

    def backward(self, grad_output):
        self.grads = {}
        self.grads["weight"] = (grad_output * self.x_hat).sum(axis=(0, 2, 3))
        self.grads["bias"] = grad_output.sum(axis=(0, 2, 3))
        g = grad_output * self.params["weight"][None, :, None, None]
        mean_g = g.mean(axis=(0, 2, 3), keepdims=True)
        mean_gx = (g * self.x_hat).mean(axis=(0, 2, 3), keepdims=True)
        return (g - mean_g - self.x_hat * mean_gx) / self.std


# %% batch statistics in evaluation
# says: running averages count here
class BatchNorm2d:
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        self.eps, self.momentum, self.training = eps, momentum, True
        self.params = {"weight": np.ones(num_features), "bias": np.zeros(num_features)}
        self.grads = {}
        self.running_mean, self.running_var = np.zeros(num_features), np.ones(num_features)

    def forward(self, x):
        weight, bias = self.params["weight"][None, :, None, None], self.params["bias"][None, :, None, None]
        if self.training:
            m = x.shape[0] * x.shape[2] * x.shape[3]
            mean, var = x.mean(axis=(0, 2, 3)), x.var(axis=(0, 2, 3))
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var * m / (m - 1)
        else:
            mean, var = x.mean(axis=(0, 2, 3)), x.var(axis=(0, 2, 3))
        self.std = np.sqrt(var + self.eps)[None, :, None, None]
        self.x_hat = (x - mean[None, :, None, None]) / self.std
        return weight * self.x_hat + bias

    def backward(self, grad_output):
        self.grads = {}
        self.grads["weight"] = (grad_output * self.x_hat).sum(axis=(0, 2, 3))
        self.grads["bias"] = grad_output.sum(axis=(0, 2, 3))
        g = grad_output * self.params["weight"][None, :, None, None]
        mean_g = g.mean(axis=(0, 2, 3), keepdims=True)
        mean_gx = (g * self.x_hat).mean(axis=(0, 2, 3), keepdims=True)
        return (g - mean_g - self.x_hat * mean_gx) / self.std


# %% running averages move in evaluation
# says: running_
class BatchNorm2d:
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        self.eps, self.momentum, self.training = eps, momentum, True
        self.params = {"weight": np.ones(num_features), "bias": np.zeros(num_features)}
        self.grads = {}
        self.running_mean, self.running_var = np.zeros(num_features), np.ones(num_features)

    def forward(self, x):
        weight, bias = self.params["weight"][None, :, None, None], self.params["bias"][None, :, None, None]
        if self.training:
            m = x.shape[0] * x.shape[2] * x.shape[3]
            mean, var = x.mean(axis=(0, 2, 3)), x.var(axis=(0, 2, 3))
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var * m / (m - 1)
        else:
            mean, var = self.running_mean, self.running_var
            self.running_mean = 0.9 * self.running_mean + 0.1 * x.mean(axis=(0, 2, 3))
        self.std = np.sqrt(var + self.eps)[None, :, None, None]
        self.x_hat = (x - mean[None, :, None, None]) / self.std
        return weight * self.x_hat + bias

    def backward(self, grad_output):
        self.grads = {}
        self.grads["weight"] = (grad_output * self.x_hat).sum(axis=(0, 2, 3))
        self.grads["bias"] = grad_output.sum(axis=(0, 2, 3))
        g = grad_output * self.params["weight"][None, :, None, None]
        mean_g = g.mean(axis=(0, 2, 3), keepdims=True)
        mean_gx = (g * self.x_hat).mean(axis=(0, 2, 3), keepdims=True)
        return (g - mean_g - self.x_hat * mean_gx) / self.std


# %% running averages in training
class BatchNorm2d:
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        self.eps, self.momentum, self.training = eps, momentum, True
        self.params = {"weight": np.ones(num_features), "bias": np.zeros(num_features)}
        self.grads = {}
        self.running_mean, self.running_var = np.zeros(num_features), np.ones(num_features)

    def forward(self, x):
        weight, bias = self.params["weight"][None, :, None, None], self.params["bias"][None, :, None, None]
        if self.training:
            m = x.shape[0] * x.shape[2] * x.shape[3]
            mean, var = x.mean(axis=(0, 2, 3)), x.var(axis=(0, 2, 3))
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var * m / (m - 1)
        if True:
            mean, var = self.running_mean, self.running_var
        self.std = np.sqrt(var + self.eps)[None, :, None, None]
        self.x_hat = (x - mean[None, :, None, None]) / self.std
        return weight * self.x_hat + bias

    def backward(self, grad_output):
        self.grads = {}
        self.grads["weight"] = (grad_output * self.x_hat).sum(axis=(0, 2, 3))
        self.grads["bias"] = grad_output.sum(axis=(0, 2, 3))
        g = grad_output * self.params["weight"][None, :, None, None]
        mean_g = g.mean(axis=(0, 2, 3), keepdims=True)
        mean_gx = (g * self.x_hat).mean(axis=(0, 2, 3), keepdims=True)
        return (g - mean_g - self.x_hat * mean_gx) / self.std


# %% mean and variance held constant on the way back
# says: depend on x too
class BatchNorm2d:
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        self.eps, self.momentum, self.training = eps, momentum, True
        self.params = {"weight": np.ones(num_features), "bias": np.zeros(num_features)}
        self.grads = {}
        self.running_mean, self.running_var = np.zeros(num_features), np.ones(num_features)

    def forward(self, x):
        weight, bias = self.params["weight"][None, :, None, None], self.params["bias"][None, :, None, None]
        if self.training:
            m = x.shape[0] * x.shape[2] * x.shape[3]
            mean, var = x.mean(axis=(0, 2, 3)), x.var(axis=(0, 2, 3))
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var * m / (m - 1)
        else:
            mean, var = self.running_mean, self.running_var
        self.std = np.sqrt(var + self.eps)[None, :, None, None]
        self.x_hat = (x - mean[None, :, None, None]) / self.std
        return weight * self.x_hat + bias

    def backward(self, grad_output):
        self.grads = {}
        self.grads["weight"] = (grad_output * self.x_hat).sum(axis=(0, 2, 3))
        self.grads["bias"] = grad_output.sum(axis=(0, 2, 3))
        g = grad_output * self.params["weight"][None, :, None, None]
        mean_g = g.mean(axis=(0, 2, 3), keepdims=True)
        mean_gx = (g * self.x_hat).mean(axis=(0, 2, 3), keepdims=True)
        return g / self.std


# %% the variance held constant on the way back
class BatchNorm2d:
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        self.eps, self.momentum, self.training = eps, momentum, True
        self.params = {"weight": np.ones(num_features), "bias": np.zeros(num_features)}
        self.grads = {}
        self.running_mean, self.running_var = np.zeros(num_features), np.ones(num_features)

    def forward(self, x):
        weight, bias = self.params["weight"][None, :, None, None], self.params["bias"][None, :, None, None]
        if self.training:
            m = x.shape[0] * x.shape[2] * x.shape[3]
            mean, var = x.mean(axis=(0, 2, 3)), x.var(axis=(0, 2, 3))
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var * m / (m - 1)
        else:
            mean, var = self.running_mean, self.running_var
        self.std = np.sqrt(var + self.eps)[None, :, None, None]
        self.x_hat = (x - mean[None, :, None, None]) / self.std
        return weight * self.x_hat + bias

    def backward(self, grad_output):
        self.grads = {}
        self.grads["weight"] = (grad_output * self.x_hat).sum(axis=(0, 2, 3))
        self.grads["bias"] = grad_output.sum(axis=(0, 2, 3))
        g = grad_output * self.params["weight"][None, :, None, None]
        mean_g = g.mean(axis=(0, 2, 3), keepdims=True)
        mean_gx = (g * self.x_hat).mean(axis=(0, 2, 3), keepdims=True)
        return (g - mean_g) / self.std


# %% the weight is left out of backward
# says: weight is left out
class BatchNorm2d:
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        self.eps, self.momentum, self.training = eps, momentum, True
        self.params = {"weight": np.ones(num_features), "bias": np.zeros(num_features)}
        self.grads = {}
        self.running_mean, self.running_var = np.zeros(num_features), np.ones(num_features)

    def forward(self, x):
        weight, bias = self.params["weight"][None, :, None, None], self.params["bias"][None, :, None, None]
        if self.training:
            m = x.shape[0] * x.shape[2] * x.shape[3]
            mean, var = x.mean(axis=(0, 2, 3)), x.var(axis=(0, 2, 3))
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var * m / (m - 1)
        else:
            mean, var = self.running_mean, self.running_var
        self.std = np.sqrt(var + self.eps)[None, :, None, None]
        self.x_hat = (x - mean[None, :, None, None]) / self.std
        return weight * self.x_hat + bias

    def backward(self, grad_output):
        self.grads = {}
        self.grads["weight"] = (grad_output * self.x_hat).sum(axis=(0, 2, 3))
        self.grads["bias"] = grad_output.sum(axis=(0, 2, 3))
        g = grad_output
        mean_g = g.mean(axis=(0, 2, 3), keepdims=True)
        mean_gx = (g * self.x_hat).mean(axis=(0, 2, 3), keepdims=True)
        return (g - mean_g - self.x_hat * mean_gx) / self.std


# %% the gradient of the weight by x
# says: times x_hat, not times x
class BatchNorm2d:
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        self.eps, self.momentum, self.training = eps, momentum, True
        self.params = {"weight": np.ones(num_features), "bias": np.zeros(num_features)}
        self.grads = {}
        self.running_mean, self.running_var = np.zeros(num_features), np.ones(num_features)

    def forward(self, x):
        weight, bias = self.params["weight"][None, :, None, None], self.params["bias"][None, :, None, None]
        if self.training:
            m = x.shape[0] * x.shape[2] * x.shape[3]
            mean, var = x.mean(axis=(0, 2, 3)), x.var(axis=(0, 2, 3))
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var * m / (m - 1)
        else:
            mean, var = self.running_mean, self.running_var
        self.x = x
        self.std = np.sqrt(var + self.eps)[None, :, None, None]
        self.x_hat = (x - mean[None, :, None, None]) / self.std
        return weight * self.x_hat + bias

    def backward(self, grad_output):
        self.grads = {}
        self.grads["weight"] = (grad_output * self.x).sum(axis=(0, 2, 3))
        self.grads["bias"] = grad_output.sum(axis=(0, 2, 3))
        g = grad_output * self.params["weight"][None, :, None, None]
        mean_g = g.mean(axis=(0, 2, 3), keepdims=True)
        mean_gx = (g * self.x_hat).mean(axis=(0, 2, 3), keepdims=True)
        return (g - mean_g - self.x_hat * mean_gx) / self.std


# %% means for the gradients of the parameters
# says: not a mean|mean
class BatchNorm2d:
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        self.eps, self.momentum, self.training = eps, momentum, True
        self.params = {"weight": np.ones(num_features), "bias": np.zeros(num_features)}
        self.grads = {}
        self.running_mean, self.running_var = np.zeros(num_features), np.ones(num_features)

    def forward(self, x):
        weight, bias = self.params["weight"][None, :, None, None], self.params["bias"][None, :, None, None]
        if self.training:
            m = x.shape[0] * x.shape[2] * x.shape[3]
            mean, var = x.mean(axis=(0, 2, 3)), x.var(axis=(0, 2, 3))
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var * m / (m - 1)
        else:
            mean, var = self.running_mean, self.running_var
        self.std = np.sqrt(var + self.eps)[None, :, None, None]
        self.x_hat = (x - mean[None, :, None, None]) / self.std
        return weight * self.x_hat + bias

    def backward(self, grad_output):
        self.grads = {}
        self.grads["weight"] = (grad_output * self.x_hat).mean(axis=(0, 2, 3))
        self.grads["bias"] = grad_output.mean(axis=(0, 2, 3))
        g = grad_output * self.params["weight"][None, :, None, None]
        mean_g = g.mean(axis=(0, 2, 3), keepdims=True)
        mean_gx = (g * self.x_hat).mean(axis=(0, 2, 3), keepdims=True)
        return (g - mean_g - self.x_hat * mean_gx) / self.std


# %% gradients accumulated
# says: do not accumulate
class BatchNorm2d:
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        self.eps, self.momentum, self.training = eps, momentum, True
        self.params = {"weight": np.ones(num_features), "bias": np.zeros(num_features)}
        self.grads = {}
        self.running_mean, self.running_var = np.zeros(num_features), np.ones(num_features)

    def forward(self, x):
        weight, bias = self.params["weight"][None, :, None, None], self.params["bias"][None, :, None, None]
        if self.training:
            m = x.shape[0] * x.shape[2] * x.shape[3]
            mean, var = x.mean(axis=(0, 2, 3)), x.var(axis=(0, 2, 3))
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var * m / (m - 1)
        else:
            mean, var = self.running_mean, self.running_var
        self.std = np.sqrt(var + self.eps)[None, :, None, None]
        self.x_hat = (x - mean[None, :, None, None]) / self.std
        return weight * self.x_hat + bias

    def backward(self, grad_output):
        old = self.grads
        self.grads = {}
        self.grads["weight"] = old.get("weight", 0) + (grad_output * self.x_hat).sum(axis=(0, 2, 3))
        self.grads["bias"] = old.get("bias", 0) + grad_output.sum(axis=(0, 2, 3))
        g = grad_output * self.params["weight"][None, :, None, None]
        mean_g = g.mean(axis=(0, 2, 3), keepdims=True)
        mean_gx = (g * self.x_hat).mean(axis=(0, 2, 3), keepdims=True)
        return (g - mean_g - self.x_hat * mean_gx) / self.std


# %% statistics of each image
# says: one mean, over N, H and W
class BatchNorm2d:
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        self.eps, self.momentum, self.training = eps, momentum, True
        self.params = {"weight": np.ones(num_features), "bias": np.zeros(num_features)}
        self.grads = {}
        self.running_mean, self.running_var = np.zeros(num_features), np.ones(num_features)

    def forward(self, x):
        weight, bias = self.params["weight"][None, :, None, None], self.params["bias"][None, :, None, None]
        if self.training:
            m = x.shape[0] * x.shape[2] * x.shape[3]
            mean, var = x.mean(axis=(0, 2, 3)), x.var(axis=(0, 2, 3))
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var * m / (m - 1)
        else:
            mean, var = self.running_mean, self.running_var
        self.std = np.sqrt(x.var(axis=(2, 3), keepdims=True) + self.eps)
        self.x_hat = (x - x.mean(axis=(2, 3), keepdims=True)) / self.std
        return weight * self.x_hat + bias

    def backward(self, grad_output):
        self.grads = {}
        self.grads["weight"] = (grad_output * self.x_hat).sum(axis=(0, 2, 3))
        self.grads["bias"] = grad_output.sum(axis=(0, 2, 3))
        g = grad_output * self.params["weight"][None, :, None, None]
        mean_g = g.mean(axis=(0, 2, 3), keepdims=True)
        mean_gx = (g * self.x_hat).mean(axis=(0, 2, 3), keepdims=True)
        return (g - mean_g - self.x_hat * mean_gx) / self.std


# %% x is centred in place
# says: modifies its input
class BatchNorm2d:
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        self.eps, self.momentum, self.training = eps, momentum, True
        self.params = {"weight": np.ones(num_features), "bias": np.zeros(num_features)}
        self.grads = {}
        self.running_mean, self.running_var = np.zeros(num_features), np.ones(num_features)

    def forward(self, x):
        weight, bias = self.params["weight"][None, :, None, None], self.params["bias"][None, :, None, None]
        if self.training:
            m = x.shape[0] * x.shape[2] * x.shape[3]
            mean, var = x.mean(axis=(0, 2, 3)), x.var(axis=(0, 2, 3))
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var * m / (m - 1)
        else:
            mean, var = self.running_mean, self.running_var
        self.std = np.sqrt(var + self.eps)[None, :, None, None]
        x -= mean[None, :, None, None]
        self.x_hat = x / self.std
        return weight * self.x_hat + bias

    def backward(self, grad_output):
        self.grads = {}
        self.grads["weight"] = (grad_output * self.x_hat).sum(axis=(0, 2, 3))
        self.grads["bias"] = grad_output.sum(axis=(0, 2, 3))
        g = grad_output * self.params["weight"][None, :, None, None]
        mean_g = g.mean(axis=(0, 2, 3), keepdims=True)
        mean_gx = (g * self.x_hat).mean(axis=(0, 2, 3), keepdims=True)
        return (g - mean_g - self.x_hat * mean_gx) / self.std
