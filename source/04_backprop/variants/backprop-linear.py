# Other right answers to backprop-linear: each earns full marks.
# ruff: noqa

# %% attributes beside the dictionaries, the same arrays
class Linear:
    def __init__(self, in_features, out_features, rng):
        self.weight = rng.standard_normal((out_features, in_features)) * (2 / in_features) ** 0.5
        self.bias = np.zeros(out_features)
        self.params = {"weight": self.weight, "bias": self.bias}
        self.grads = {"weight": np.zeros_like(self.weight), "bias": np.zeros_like(self.bias)}

    def forward(self, x):
        self.kept = x.copy()
        return np.dot(x, self.weight.T) + self.bias

    def backward(self, grad_output):
        self.grads["weight"][...] = np.dot(grad_output.T, self.kept)
        self.grads["bias"][...] = grad_output.sum(0)
        return np.dot(grad_output, self.weight)


# %% loops over rows, sums of outer products
class Linear:
    def __init__(self, in_features, out_features, rng):
        scale = math.sqrt(2 / in_features)
        rows = [[rng.normal(0, scale) for _ in range(in_features)] for _ in range(out_features)]
        self.params, self.grads = {"weight": np.array(rows), "bias": np.zeros(out_features)}, {}

    def forward(self, x):
        self.rows = [row for row in x]
        return np.array([self.params["weight"] @ row + self.params["bias"] for row in x])

    def backward(self, grad_output):
        weight = sum(np.outer(g, row) for g, row in zip(grad_output, self.rows))
        self.grads = {"weight": weight, "bias": sum(g for g in grad_output)}
        return np.stack([g @ self.params["weight"] for g in grad_output])


# %% einsum, Fortran order
class Linear:
    def __init__(self, in_features, out_features, rng):
        weight = np.asfortranarray(rng.normal(0, np.sqrt(2.0 / in_features), (out_features, in_features)))
        self.params = {"bias": np.zeros((out_features,)), "weight": weight}
        self.grads = dict.fromkeys(self.params)

    def forward(self, x):
        self.input = x
        return np.einsum("ni,oi->no", x, self.params["weight"]) + self.params["bias"][np.newaxis, :]

    def backward(self, grad_output):
        weight, bias = np.einsum("no,ni->oi", grad_output, self.input), np.einsum("no->o", grad_output)
        self.grads = {"weight": weight, "bias": bias}
        return np.einsum("no,oi->ni", grad_output, self.params["weight"])
