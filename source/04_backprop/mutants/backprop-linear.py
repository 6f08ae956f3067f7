# Wrong answers to backprop-linear: each loses points.
# ruff: noqa

# %% weight (in, out)
# says: rows and columns exchanged
class Linear:
    def __init__(self, in_features, out_features, rng):
        self.params = {"weight": rng.normal(size=(in_features, out_features)) * np.sqrt(2 / in_features)}
        self.params["bias"] = np.zeros(out_features)
        self.grads = {}

    def forward(self, x):
        self.x = x
        return x @ self.params["weight"] + self.params["bias"]

    def backward(self, grad_output):
        self.grads["weight"] = self.x.T @ grad_output
        self.grads["bias"] = grad_output.sum(axis=0)
        return grad_output @ self.params["weight"].T


# %% gradients accumulated
# says: assign, do not accumulate
class Linear:
    def __init__(self, in_features, out_features, rng):
        self.params = {"weight": rng.normal(size=(out_features, in_features)) * np.sqrt(2 / in_features)}
        self.params["bias"] = np.zeros(out_features)
        self.grads = {"weight": 0.0, "bias": 0.0}

    def forward(self, x):
        self.x = x
        return x @ self.params["weight"].T + self.params["bias"]

    def backward(self, grad_output):
        self.grads["weight"] = self.grads["weight"] + grad_output.T @ self.x
        self.grads["bias"] = self.grads["bias"] + grad_output.sum(axis=0)
        return grad_output @ self.params["weight"]


# %% means over the rows
# says: sum is asked for
class Linear:
    def __init__(self, in_features, out_features, rng):
        self.params = {"weight": rng.normal(size=(out_features, in_features)) * np.sqrt(2 / in_features)}
        self.params["bias"] = np.zeros(out_features)
        self.grads = {}

    def forward(self, x):
        self.x = x
        return x @ self.params["weight"].T + self.params["bias"]

    def backward(self, grad_output):
        self.grads["weight"] = grad_output.T @ self.x / len(self.x)
        self.grads["bias"] = grad_output.mean(axis=0)
        return grad_output @ self.params["weight"]


# %% no bias in forward
# says: bias
class Linear:
    def __init__(self, in_features, out_features, rng):
        self.params = {"weight": rng.normal(size=(out_features, in_features)) * np.sqrt(2 / in_features)}
        self.params["bias"] = np.zeros(out_features)
        self.grads = {}

    def forward(self, x):
        self.x = x
        return x @ self.params["weight"].T

    def backward(self, grad_output):
        self.grads["weight"] = grad_output.T @ self.x
        self.grads["bias"] = grad_output.sum(axis=0)
        return grad_output @ self.params["weight"]


# %% bias summed over the wrong axis
class Linear:
    def __init__(self, in_features, out_features, rng):
        self.params = {"weight": rng.normal(size=(out_features, in_features)) * np.sqrt(2 / in_features)}
        self.params["bias"] = np.zeros(out_features)
        self.grads = {}

    def forward(self, x):
        self.x = x
        return x @ self.params["weight"].T + self.params["bias"]

    def backward(self, grad_output):
        self.grads["weight"] = grad_output.T @ self.x
        self.grads["bias"] = grad_output.sum(axis=1)
        return grad_output @ self.params["weight"]


# %% bias kept as a row: (1, out)
# says: an axis of length 1 is too many
class Linear:
    def __init__(self, in_features, out_features, rng):
        self.params = {"weight": rng.normal(size=(out_features, in_features)) * np.sqrt(2 / in_features)}
        self.params["bias"] = np.zeros(out_features)
        self.grads = {}

    def forward(self, x):
        self.x = x
        return x @ self.params["weight"].T + self.params["bias"]

    def backward(self, grad_output):
        self.grads["weight"] = grad_output.T @ self.x
        self.grads["bias"] = grad_output.sum(axis=0, keepdims=True)
        return grad_output @ self.params["weight"]


# %% weights of deviation 1
# says: square root of 2 / in_features
class Linear:
    def __init__(self, in_features, out_features, rng):
        self.params = {"weight": rng.normal(size=(out_features, in_features))}
        self.params["bias"] = np.zeros(out_features)
        self.grads = {}

    def forward(self, x):
        self.x = x
        return x @ self.params["weight"].T + self.params["bias"]

    def backward(self, grad_output):
        self.grads["weight"] = grad_output.T @ self.x
        self.grads["bias"] = grad_output.sum(axis=0)
        return grad_output @ self.params["weight"]


# %% deviation 2 / in
# says: square root of 2 / in_features
class Linear:
    def __init__(self, in_features, out_features, rng):
        self.params = {"weight": rng.normal(size=(out_features, in_features)) * (2 / in_features)}
        self.params["bias"] = np.zeros(out_features)
        self.grads = {}

    def forward(self, x):
        self.x = x
        return x @ self.params["weight"].T + self.params["bias"]

    def backward(self, grad_output):
        self.grads["weight"] = grad_output.T @ self.x
        self.grads["bias"] = grad_output.sum(axis=0)
        return grad_output @ self.params["weight"]


# %% deviation by the outputs
# says: square root of 2 / in_features
class Linear:
    def __init__(self, in_features, out_features, rng):
        self.params = {"weight": rng.normal(size=(out_features, in_features)) * np.sqrt(2 / out_features)}
        self.params["bias"] = np.zeros(out_features)
        self.grads = {}

    def forward(self, x):
        self.x = x
        return x @ self.params["weight"].T + self.params["bias"]

    def backward(self, grad_output):
        self.grads["weight"] = grad_output.T @ self.x
        self.grads["bias"] = grad_output.sum(axis=0)
        return grad_output @ self.params["weight"]


# %% its own generator
# says: use rng|other weights
class Linear:
    def __init__(self, in_features, out_features, rng):
        self.params = {
            "weight": np.random.default_rng(0).normal(size=(out_features, in_features)) * np.sqrt(2 / in_features)
        }
        self.params["bias"] = np.zeros(out_features)
        self.grads = {}

    def forward(self, x):
        self.x = x
        return x @ self.params["weight"].T + self.params["bias"]

    def backward(self, grad_output):
        self.grads["weight"] = grad_output.T @ self.x
        self.grads["bias"] = grad_output.sum(axis=0)
        return grad_output @ self.params["weight"]


# %% one store for all layers
class Linear:
    kept = {}

    def __init__(self, in_features, out_features, rng):
        self.params = {"weight": rng.normal(size=(out_features, in_features)) * np.sqrt(2 / in_features)}
        self.params["bias"] = np.zeros(out_features)
        self.grads = {}

    def forward(self, x):
        Linear.kept["x"] = x
        return x @ self.params["weight"].T + self.params["bias"]

    def backward(self, grad_output):
        self.grads["weight"] = grad_output.T @ Linear.kept["x"]
        self.grads["bias"] = grad_output.sum(axis=0)
        return grad_output @ self.params["weight"]


# %% the first forward counts
class Linear:
    def __init__(self, in_features, out_features, rng):
        self.params = {"weight": rng.normal(size=(out_features, in_features)) * np.sqrt(2 / in_features)}
        self.params["bias"] = np.zeros(out_features)
        self.grads = {}

    def forward(self, x):
        self.x = getattr(self, "x", x)
        return x @ self.params["weight"].T + self.params["bias"]

    def backward(self, grad_output):
        self.grads["weight"] = grad_output.T @ self.x
        self.grads["bias"] = grad_output.sum(axis=0)
        return grad_output @ self.params["weight"]


# %% the gradient of the weight transposed
# says: transpose
class Linear:
    def __init__(self, in_features, out_features, rng):
        self.params = {"weight": rng.normal(size=(out_features, in_features)) * np.sqrt(2 / in_features)}
        self.params["bias"] = np.zeros(out_features)
        self.grads = {}

    def forward(self, x):
        self.x = x
        return x @ self.params["weight"].T + self.params["bias"]

    def backward(self, grad_output):
        self.grads["weight"] = self.x.T @ grad_output
        self.grads["bias"] = grad_output.sum(axis=0)
        return grad_output @ self.params["weight"]


# %% backward forgets grad_output for x
class Linear:
    def __init__(self, in_features, out_features, rng):
        self.params = {"weight": rng.normal(size=(out_features, in_features)) * np.sqrt(2 / in_features)}
        self.params["bias"] = np.zeros(out_features)
        self.grads = {}

    def forward(self, x):
        self.x = x
        return x @ self.params["weight"].T + self.params["bias"]

    def backward(self, grad_output):
        self.grads["weight"] = grad_output.T @ self.x
        self.grads["bias"] = grad_output.sum(axis=0)
        return np.ones_like(grad_output) @ self.params["weight"]


# %% forward normalises x in place
# says: modifies its input
class Linear:
    def __init__(self, in_features, out_features, rng):
        self.params = {"weight": rng.normal(size=(out_features, in_features)) * np.sqrt(2 / in_features)}
        self.params["bias"] = np.zeros(out_features)
        self.grads = {}

    def forward(self, x):
        self.x = x.copy()
        result = x @ self.params["weight"].T + self.params["bias"]
        x *= 2
        return result

    def backward(self, grad_output):
        self.grads["weight"] = grad_output.T @ self.x
        self.grads["bias"] = grad_output.sum(axis=0)
        return grad_output @ self.params["weight"]
