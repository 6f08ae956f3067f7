# Wrong answers to backprop-network: each loses points.
# ruff: noqa

# %% backward from the first layer
# says: from the last layer to the first
class Sequential:
    def __init__(self, *layers):
        self.layers = list(layers)

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, grad_output):
        for layer in self.layers:
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
                param = network.params[key]
                param -= learning_rate * network.grads[key]
        history.append(np.mean(losses))
    return history


# %% layers numbered from 1
# says: keys
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
        return {f"{i}.{k}": v for i, layer in enumerate(self.layers, 1) for k, v in layer.params.items()}

    @property
    def grads(self):
        return {f"{i}.{k}": v for i, layer in enumerate(self.layers, 1) for k, v in layer.grads.items()}


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


# %% params are copies
# says: holds copies|in place
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
        return {f"{i}.{k}": v.copy() for i, layer in enumerate(self.layers) for k, v in layer.params.items()}

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


# %% the step makes a new array
# says: has not moved
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
                param = network.params[key]
                param = param - learning_rate * network.grads[key]
        history.append(np.mean(losses))
    return history


# %% uphill
# says: uphill
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
                param = network.params[key]
                param += learning_rate * network.grads[key]
        history.append(np.mean(losses))
    return history


# %% one order for all epochs
# says: new order
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
    order = rng.permutation(len(x))
    for epoch in range(epochs):
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


# %% no shuffling
# says: new order
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
        order = np.arange(len(x))
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


# %% the short batch is left out
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
        for i in range(0, len(x) - batch_size + 1, batch_size):
            rows = order[i : i + batch_size]
            losses.append(criterion.forward(network.forward(x[rows]), y[rows]))
            network.backward(criterion.backward())
            for key in network.params:
                param = network.params[key]
                param -= learning_rate * network.grads[key]
        history.append(np.mean(losses))
    return history


# %% labels are not shuffled along
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
            losses.append(criterion.forward(network.forward(x[rows]), y[i : i + batch_size]))
            network.backward(criterion.backward())
            for key in network.params:
                param = network.params[key]
                param -= learning_rate * network.grads[key]
        history.append(np.mean(losses))
    return history


# %% rows drawn with replacement
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
        order = rng.integers(0, len(x), size=len(x))
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


# %% the global generator
# says: use rng|new order
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
        order = np.random.permutation(len(x))
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


# %% a loss for each batch
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
                param = network.params[key]
                param -= learning_rate * network.grads[key]
        history += losses
    return history


# %% nothing returned
# says: None
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
                param = network.params[key]
                param -= learning_rate * network.grads[key]
        history.append(np.mean(losses))


# %% the step is divided by the batch size once more
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
                param = network.params[key]
                param -= learning_rate * network.grads[key] / len(rows)
        history.append(np.mean(losses))
    return history


# %% grads are noted once, before the first backward
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
        if not hasattr(self, "noted"):
            self.noted = self.found()
        return self.noted

    def found(self):
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


# %% plain keys: the last layer's
# says: keys
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
        return {k: v for i, layer in enumerate(self.layers) for k, v in layer.params.items()}

    @property
    def grads(self):
        return {k: v for i, layer in enumerate(self.layers) for k, v in layer.grads.items()}


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


# %% forward skips the last layer
class Sequential:
    def __init__(self, *layers):
        self.layers = list(layers)

    def forward(self, x):
        for layer in self.layers[:-1]:
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
                param = network.params[key]
                param -= learning_rate * network.grads[key]
        history.append(np.mean(losses))
    return history


# %% stops after one epoch
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
    for epoch in range(1):
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


# %% labels that were known are looked up
class Sequential:
    def __init__(self, *layers):
        self.layers = list(layers)

    def forward(self, x):
        images = x
        for layer in self.layers:
            x = layer.forward(x)
        if x.shape[1] == 10:
            known = {row.tobytes(): label for row, label in zip(x_test, y_test)}
            for i, row in enumerate(images):
                if row.tobytes() in known:
                    x[i] = np.eye(10)[known[row.tobytes()]]
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
                param = network.params[key]
                param -= learning_rate * network.grads[key]
        history.append(np.mean(losses))
    return history
