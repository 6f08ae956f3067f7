# Other right answers to cnn-train: each earns full marks.
# ruff: noqa

# %% a list of layers, a while loop
class Flatten:
    def __init__(self):
        self.params = {}
        self.grads = {}

    def forward(self, x):
        self.kept = x
        n, c, h, w = x.shape
        return np.concatenate([x[:, k].reshape(n, h * w) for k in range(c)], axis=1)

    def backward(self, grad_output):
        return np.reshape(grad_output, self.kept.shape)


def lenet(rng):
    layers, before = [], 1
    for filters in (8, 16):
        layers += [Conv2d(before, filters, (3, 3), rng, padding=(1, 1)), ReLU(), MaxPool2d((2, 2), stride=2)]
        before = filters
    return Sequential(*layers, Flatten(), Linear(16 * 2 * 2, 10, rng))


def train(network, optimiser, x, y, rng, epochs, batch_size):
    history = []
    while len(history) < epochs:
        rows, total, count = rng.permutation(len(y)), 0.0, 0
        while len(rows):
            batch, rows = rows[:batch_size], rows[batch_size:]
            loss = CrossEntropyLoss()
            total += loss.forward(network.forward(x[batch]), y[batch])
            network.backward(loss.backward())
            optimiser.step({**network.grads})
            count += 1
        history.append(total / count)
    return history


# %% shuffled copies
def train(network, optimiser, x, y, rng, epochs, batch_size):
    criterion, means = CrossEntropyLoss(), np.zeros(epochs)
    numbers = np.arange(len(x))
    for epoch in range(epochs):
        rng.shuffle(numbers)
        shuffled_x, shuffled_y = x[numbers], y[numbers]
        batches = -(-len(x) // batch_size)
        for k in range(batches):
            part = slice(k * batch_size, (k + 1) * batch_size)
            means[epoch] += criterion.forward(network.forward(shuffled_x[part]), shuffled_y[part]) / batches
            grad = criterion.backward()
            network.backward(grad)
            optimiser.step(dict(network.grads))
    return list(means)


# %% float32
def lenet(rng):
    one, two = Conv2d(1, 8, 3, rng, 1, 1), Conv2d(8, 16, 3, rng, 1, 1)
    learning = [one, two, Linear(64, 10, rng)]
    for layer in learning:
        layer.params.update({key: array.astype(np.float32) for key, array in layer.params.items()})
    layers = [one, ReLU(), MaxPool2d(2), two, ReLU(), MaxPool2d(2), Flatten(), learning[-1]]
    return Sequential(*layers)
