# Other right answers to backprop-network: each earns full marks.
# ruff: noqa

# %% loops and a dictionary filled by hand, params as a list of the same arrays
class Sequential:
    def __init__(self, *layers):
        self.layers = list(layers)

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, grad_output):
        for layer in self.layers[::-1]:
            grad_output = layer.backward(grad_output)
        return grad_output

    @property
    def params(self):
        found = {}
        for number in range(len(self.layers)):
            for name in self.layers[number].params:
                found[str(number) + "." + name] = self.layers[number].params[name]
        return found

    @property
    def grads(self):
        return {f"{i}.{k}": v for i, layer in enumerate(self.layers) for k, v in layer.grads.items()}


def train(network, x, y, rng, epochs, batch_size, learning_rate):
    criterion, history = CrossEntropyLoss(), []
    for epoch in range(epochs):
        order = rng.permutation(len(x))
        losses = []
        for i in range(0, len(x), batch_size):
            rows = order[i : i + batch_size]
            losses.append(criterion.forward(network.forward(x[rows]), y[rows]))
            network.backward(criterion.backward())
            for key in network.params:
                param = network.params[key]
                param -= learning_rate * network.grads[key]
        history.append(np.mean(losses))
    return history


# %% params made once, grads filled by backward
class Sequential:
    def __init__(self, *layers):
        self.layers, self.grads = layers, {}
        self.params = {f"{i}.{k}": v for i, layer in enumerate(layers) for k, v in layer.params.items()}

    def forward(self, x):
        out = x
        for layer in self.layers:
            out = layer.forward(out)
        return out

    def backward(self, grad_output):
        for i in range(len(self.layers) - 1, -1, -1):
            grad_output = self.layers[i].backward(grad_output)
            for name, value in self.layers[i].grads.items():
                self.grads[f"{i}.{name}"] = value
        return grad_output


def train(network, x, y, rng, epochs, batch_size, learning_rate):
    indices = np.arange(len(x))
    history = np.zeros(epochs)
    for epoch in range(epochs):
        rng.shuffle(indices)
        batches = [indices[i : i + batch_size] for i in range(0, len(x), batch_size)]
        for rows in batches:
            loss = CrossEntropyLoss()
            history[epoch] += loss.forward(network.forward(x[rows]), y[rows]) / len(batches)
            network.backward(loss.backward())
            for name in network.params:
                network.params[name][...] -= learning_rate * network.grads[name]
    return history.tolist()


# %% sorted random numbers as the order
class Sequential:
    def __init__(self, *layers):
        self.layers = list(layers)

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, grad_output):
        for layer in self.layers[::-1]:
            grad_output = layer.backward(grad_output)
        return grad_output

    @property
    def params(self):
        return {f"{i}.{k}": v for i, layer in enumerate(self.layers) for k, v in layer.params.items()}

    @property
    def grads(self):
        return {f"{i}.{k}": v for i, layer in enumerate(self.layers) for k, v in layer.grads.items()}


def train(network, x, y, rng, epochs, batch_size, learning_rate):
    criterion, history = CrossEntropyLoss(), []
    for epoch in range(epochs):
        order = np.argsort(rng.random(len(x)))
        losses = []
        for i in range(0, len(x), batch_size):
            rows = order[i : i + batch_size]
            losses.append(criterion.forward(network.forward(x[rows]), y[rows]))
            network.backward(criterion.backward())
            for key in network.params:
                param = network.params[key]
                param -= learning_rate * network.grads[key]
        history.append(float(sum(losses) / len(losses)))
    return history


# %% steps layer by layer where there are layers, an array of losses
class Sequential:
    def __init__(self, *layers):
        self.layers = list(layers)

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, grad_output):
        for layer in self.layers[::-1]:
            grad_output = layer.backward(grad_output)
        return grad_output

    @property
    def params(self):
        return {f"{i}.{k}": v for i, layer in enumerate(self.layers) for k, v in layer.params.items()}

    @property
    def grads(self):
        return {f"{i}.{k}": v for i, layer in enumerate(self.layers) for k, v in layer.grads.items()}


def train(network, x, y, rng, epochs, batch_size, learning_rate):
    criterion, history = CrossEntropyLoss(), []
    for epoch in range(epochs):
        order = rng.permutation(len(x))
        losses = []
        for i in range(0, len(x), batch_size):
            rows = order[i : i + batch_size]
            losses.append(criterion.forward(network.forward(x[rows]), y[rows]))
            network.backward(criterion.backward())
            for key in network.params:
                np.subtract(network.params[key], learning_rate * network.grads[key], out=network.params[key])
        history.append(np.mean(losses))
    return np.array(history)
