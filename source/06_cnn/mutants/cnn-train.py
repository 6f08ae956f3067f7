# Wrong answers to cnn-train: each loses points.
# ruff: noqa

# %% channels last in a row
# says: channel after channel
class Flatten:
    def __init__(self):
        self.params, self.grads = {}, {}

    def forward(self, x):
        self.shape = x.shape
        return np.moveaxis(x, 1, -1).reshape(len(x), -1)

    def backward(self, grad_output):
        return np.moveaxis(grad_output.reshape(len(grad_output), *self.shape[2:], self.shape[1]), -1, 1)


# %% the batch is flattened too
# says: one row for each image
class Flatten:
    def __init__(self):
        self.params, self.grads = {}, {}

    def forward(self, x):
        self.shape = x.shape
        return x.reshape(-1)

    def backward(self, grad_output):
        return grad_output.reshape(self.shape)


# %% backward keeps the rows
# says: axis
class Flatten:
    def __init__(self):
        self.params, self.grads = {}, {}

    def forward(self, x):
        self.shape = x.shape
        return x.reshape(x.shape[0], -1)

    def backward(self, grad_output):
        return grad_output


# %% the optimiser is never called
# says: has not moved
def train(network, optimiser, x, y, rng, epochs, batch_size):
    criterion, history = CrossEntropyLoss(), []
    for epoch in range(epochs):
        order = rng.permutation(len(x))
        losses = []
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            losses.append(criterion.forward(network.forward(x[batch]), y[batch]))
            network.backward(criterion.backward())
        history.append(np.mean(losses))
    return history


# %% one step an epoch
# says: not once an epoch
def train(network, optimiser, x, y, rng, epochs, batch_size):
    criterion, history = CrossEntropyLoss(), []
    for epoch in range(epochs):
        order = rng.permutation(len(x))
        losses = []
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            losses.append(criterion.forward(network.forward(x[batch]), y[batch]))
            network.backward(criterion.backward())
        optimiser.step(network.grads)
        history.append(np.mean(losses))
    return history


# %% no new order
# says: new order
def train(network, optimiser, x, y, rng, epochs, batch_size):
    criterion, history = CrossEntropyLoss(), []
    for epoch in range(epochs):
        order = np.arange(len(x))
        losses = []
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            losses.append(criterion.forward(network.forward(x[batch]), y[batch]))
            network.backward(criterion.backward())
            optimiser.step(network.grads)
        history.append(np.mean(losses))
    return history


# %% one order for all epochs
# says: new order
def train(network, optimiser, x, y, rng, epochs, batch_size):
    criterion, history = CrossEntropyLoss(), []
    order = rng.permutation(len(x))
    for epoch in range(epochs):
        losses = []
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            losses.append(criterion.forward(network.forward(x[batch]), y[batch]))
            network.backward(criterion.backward())
            optimiser.step(network.grads)
        history.append(np.mean(losses))
    return history


# %% the last batch is left out
# says: the last one what is left
def train(network, optimiser, x, y, rng, epochs, batch_size):
    criterion, history = CrossEntropyLoss(), []
    for epoch in range(epochs):
        order = rng.permutation(len(x))
        losses = []
        for i in range(0, len(x) - batch_size + 1, batch_size):
            batch = order[i : i + batch_size]
            losses.append(criterion.forward(network.forward(x[batch]), y[batch]))
            network.backward(criterion.backward())
            optimiser.step(network.grads)
        history.append(np.mean(losses))
    return history


# %% rows drawn with replacement
# says: every row once
def train(network, optimiser, x, y, rng, epochs, batch_size):
    criterion, history = CrossEntropyLoss(), []
    for epoch in range(epochs):
        order = rng.integers(0, len(x), size=len(x))
        losses = []
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            losses.append(criterion.forward(network.forward(x[batch]), y[batch]))
            network.backward(criterion.backward())
            optimiser.step(network.grads)
        history.append(np.mean(losses))
    return history


# %% its own generator
# says: new order|only source
def train(network, optimiser, x, y, rng, epochs, batch_size):
    criterion, history = CrossEntropyLoss(), []
    for epoch in range(epochs):
        order = np.random.default_rng().permutation(len(x))
        losses = []
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            losses.append(criterion.forward(network.forward(x[batch]), y[batch]))
            network.backward(criterion.backward())
            optimiser.step(network.grads)
        history.append(np.mean(losses))
    return history


# %% the last loss of an epoch
# says: not the last one
def train(network, optimiser, x, y, rng, epochs, batch_size):
    criterion, history = CrossEntropyLoss(), []
    for epoch in range(epochs):
        order = rng.permutation(len(x))
        losses = []
        for i in range(0, len(x), batch_size) if len(x) > batch_size else [0, 0]:
            batch = order[i : i + batch_size]
            losses.append(criterion.forward(network.forward(x[batch]), y[batch]))
            network.backward(criterion.backward())
            optimiser.step(network.grads)
        history.append(losses[-1])
    return history


# %% all losses
# says: one number for each epoch
def train(network, optimiser, x, y, rng, epochs, batch_size):
    criterion, history = CrossEntropyLoss(), []
    for epoch in range(epochs):
        order = rng.permutation(len(x))
        losses = []
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            losses.append(criterion.forward(network.forward(x[batch]), y[batch]))
            network.backward(criterion.backward())
            optimiser.step(network.grads)
        history.extend(losses)
    return history


# %% no padding
def lenet(rng):
    return Sequential(
        Conv2d(1, 8, 3, rng),
        ReLU(),
        MaxPool2d(2),
        Conv2d(8, 16, 3, rng),
        ReLU(),
        MaxPool2d(2),
        Flatten(),
        Linear(0 + 16, 10, rng),
    )


# %% 8 maps twice
# says: the layers of lenet
def lenet(rng):
    return Sequential(
        Conv2d(1, 8, 3, rng, padding=1),
        ReLU(),
        MaxPool2d(2),
        Conv2d(8, 8, 3, rng, padding=1),
        ReLU(),
        MaxPool2d(2),
        Flatten(),
        Linear(32, 10, rng),
    )


# %% no ReLU
# says: the layers of lenet
def lenet(rng):
    return Sequential(
        Conv2d(1, 8, 3, rng, padding=1),
        MaxPool2d(2),
        Conv2d(8, 16, 3, rng, padding=1),
        MaxPool2d(2),
        Flatten(),
        Linear(64, 10, rng),
    )


# %% one pooling
# says: the layers of lenet
def lenet(rng):
    return Sequential(
        Conv2d(1, 8, 3, rng, padding=1),
        ReLU(),
        MaxPool2d(2),
        Conv2d(8, 16, 3, rng, padding=1),
        ReLU(),
        Flatten(),
        Linear(256, 10, rng),
    )


# %% always the same weights
# says: draw the layers' weights from rng
def lenet(rng):
    rng = np.random.default_rng(0)
    return Sequential(
        Conv2d(1, 8, 3, rng, padding=1),
        ReLU(),
        MaxPool2d(2),
        Conv2d(8, 16, 3, rng, padding=1),
        ReLU(),
        MaxPool2d(2),
        Flatten(),
        Linear(64, 10, rng),
    )


# %% uphill
# says: factor
def train(network, optimiser, x, y, rng, epochs, batch_size):
    criterion, history = CrossEntropyLoss(), []
    for epoch in range(epochs):
        order = rng.permutation(len(x))
        losses = []
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            losses.append(criterion.forward(network.forward(x[batch]), y[batch]))
            network.backward(criterion.backward())
            optimiser.step({key: -grad for key, grad in network.grads.items()})
        history.append(np.mean(losses))
    return history


# %% labels that were known are looked up
def lenet(rng):
    network = Sequential(
        Conv2d(1, 8, 3, rng, padding=1),
        ReLU(),
        MaxPool2d(2),
        Conv2d(8, 16, 3, rng, padding=1),
        ReLU(),
        MaxPool2d(2),
        Flatten(),
        Linear(64, 10, rng),
    )
    forward, digits = network.forward, data.load("digits")
    known = {(row / 16).tobytes(): label for row, label in zip(digits.x_test, digits.y_test)}

    def looked_up(x):
        found = forward(x)
        for i, row in enumerate(x):
            if row.tobytes() in known:
                found[i] = np.eye(10)[known[row.tobytes()]]
        return found

    network.forward = looked_up
    return network
