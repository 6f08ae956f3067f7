# Other right answers to cnn-batchnorm-2d: each earns full marks.
# ruff: noqa

# %% means over axes
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
        return (g - mean_g - self.x_hat * mean_gx) / self.std


# %% rows of channels
class BatchNorm2d:
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        self.eps, self.momentum = eps, momentum
        self.training = True
        self.params = {"weight": np.ones((num_features,)), "bias": np.zeros((num_features,))}
        self.grads = {"weight": np.zeros(num_features), "bias": np.zeros(num_features)}
        self.running_mean, self.running_var = np.zeros(num_features), np.ones(num_features)

    def forward(self, x):
        n, c, h, w = self.shape = x.shape
        rows = x.transpose(0, 2, 3, 1).reshape(-1, c).astype(float)
        if self.training:
            mean = rows.sum(0) / len(rows)
            var = ((rows - mean) ** 2).sum(0) / len(rows)
            self.running_mean += self.momentum * (mean - self.running_mean)
            self.running_var += self.momentum * (rows.var(axis=0, ddof=1) - self.running_var)
        else:
            mean, var = self.running_mean, self.running_var
        self.inverse = (var + self.eps) ** -0.5
        self.normal = (rows - mean) * self.inverse
        out = self.normal * self.params["weight"] + self.params["bias"]
        return out.reshape(n, h, w, c).transpose(0, 3, 1, 2)

    def backward(self, grad_output):
        n, c, h, w = self.shape
        g = grad_output.transpose(0, 2, 3, 1).reshape(-1, c)
        self.grads["weight"], self.grads["bias"] = np.einsum("ij,ij->j", g, self.normal), g.sum(0)
        m = len(g)
        inner = m * g - self.grads["bias"] - self.normal * self.grads["weight"]
        grad = self.params["weight"] * self.inverse / m * inner
        return grad.reshape(n, h, w, c).transpose(0, 3, 1, 2)


# %% channel by channel
class BatchNorm2d:
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        self.params = {"bias": np.zeros(num_features), "weight": np.ones(num_features)}
        self.grads, self.training, self.eps, self.momentum = {}, True, eps, momentum
        self.running_mean = np.zeros(num_features)
        self.running_var = np.ones(num_features)

    def forward(self, x):
        out, self.normal, self.stds = np.empty(x.shape), np.empty(x.shape), []
        for k in range(x.shape[1]):
            part = x[:, k]
            mean, var = self.running_mean[k], self.running_var[k]
            if self.training:
                mean, var = part.mean(), part.var()
                self.running_mean[k] += self.momentum * (mean - self.running_mean[k])
                self.running_var[k] += self.momentum * (part.var(ddof=1) - self.running_var[k])
            self.stds.append((var + self.eps) ** 0.5)
            self.normal[:, k] = (part - mean) / self.stds[k]
            out[:, k] = self.params["weight"][k] * self.normal[:, k] + self.params["bias"][k]
        return out

    def backward(self, grad_output):
        grad, weight, bias = np.empty(grad_output.shape), [], []
        for k in range(grad_output.shape[1]):
            g, normal = grad_output[:, k], self.normal[:, k]
            weight.append((g * normal).sum())
            bias.append(g.sum())
            inner = g - g.mean() - normal * (g * normal).mean()
            grad[:, k] = self.params["weight"][k] * inner / self.stds[k]
        self.grads = {"weight": np.array(weight), "bias": np.array(bias)}
        return grad
