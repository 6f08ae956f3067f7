# Wrong answers to softmax-train: each loses points.
# ruff: noqa

# %% uphill
# says: the step goes uphill
class SoftmaxClassifier:
    def __init__(self, learning_rate=0.1, reg=0.0, epochs=20, batch_size=32, loss=None):
        self.learning_rate, self.reg, self.epochs, self.batch_size = learning_rate, reg, epochs, batch_size
        self.loss = loss or softmax_loss

    def fit(self, x, y, rng):
        C = int(y.max()) + 1
        self.W_ = np.zeros((C, x.shape[1]))
        self.b_ = np.zeros(C)
        self.history_ = [self.loss(self.W_, self.b_, x, y, self.reg)[0]]
        for _ in range(self.epochs):
            for rows in minibatches(len(x), self.batch_size, rng):
                _, gW, gb = self.loss(self.W_, self.b_, x[rows], y[rows], self.reg)
                self.W_ = self.W_ + self.learning_rate * gW
                self.b_ = self.b_ + self.learning_rate * gb
            self.history_.append(self.loss(self.W_, self.b_, x, y, self.reg)[0])
        return self

    def predict(self, x):
        return scores(x, self.W_, self.b_).argmax(axis=1)


# %% the biases do not move
# says: the biases do not move
class SoftmaxClassifier:
    def __init__(self, learning_rate=0.1, reg=0.0, epochs=20, batch_size=32, loss=None):
        self.learning_rate, self.reg, self.epochs, self.batch_size = learning_rate, reg, epochs, batch_size
        self.loss = loss or softmax_loss

    def fit(self, x, y, rng):
        C = int(y.max()) + 1
        self.W_ = np.zeros((C, x.shape[1]))
        self.b_ = np.zeros(C)
        self.history_ = [self.loss(self.W_, self.b_, x, y, self.reg)[0]]
        for _ in range(self.epochs):
            for rows in minibatches(len(x), self.batch_size, rng):
                _, gW, gb = self.loss(self.W_, self.b_, x[rows], y[rows], self.reg)
                self.W_ = self.W_ - self.learning_rate * gW
            self.history_.append(self.loss(self.W_, self.b_, x, y, self.reg)[0])
        return self

    def predict(self, x):
        return scores(x, self.W_, self.b_).argmax(axis=1)


# %% the weights do not move
# says: the weights do not move
class SoftmaxClassifier:
    def __init__(self, learning_rate=0.1, reg=0.0, epochs=20, batch_size=32, loss=None):
        self.learning_rate, self.reg, self.epochs, self.batch_size = learning_rate, reg, epochs, batch_size
        self.loss = loss or softmax_loss

    def fit(self, x, y, rng):
        C = int(y.max()) + 1
        self.W_ = np.zeros((C, x.shape[1]))
        self.b_ = np.zeros(C)
        self.history_ = [self.loss(self.W_, self.b_, x, y, self.reg)[0]]
        for _ in range(self.epochs):
            for rows in minibatches(len(x), self.batch_size, rng):
                _, gW, gb = self.loss(self.W_, self.b_, x[rows], y[rows], self.reg)
                self.b_ = self.b_ - self.learning_rate * gb
            self.history_.append(self.loss(self.W_, self.b_, x, y, self.reg)[0])
        return self

    def predict(self, x):
        return scores(x, self.W_, self.b_).argmax(axis=1)


# %% no loss before the first step
# says: the loss before the first step is missing
class SoftmaxClassifier:
    def __init__(self, learning_rate=0.1, reg=0.0, epochs=20, batch_size=32, loss=None):
        self.learning_rate, self.reg, self.epochs, self.batch_size = learning_rate, reg, epochs, batch_size
        self.loss = loss or softmax_loss

    def fit(self, x, y, rng):
        C = int(y.max()) + 1
        self.W_ = np.zeros((C, x.shape[1]))
        self.b_ = np.zeros(C)
        self.history_ = []
        for _ in range(self.epochs):
            for rows in minibatches(len(x), self.batch_size, rng):
                _, gW, gb = self.loss(self.W_, self.b_, x[rows], y[rows], self.reg)
                self.W_ = self.W_ - self.learning_rate * gW
                self.b_ = self.b_ - self.learning_rate * gb
            self.history_.append(self.loss(self.W_, self.b_, x, y, self.reg)[0])
        return self

    def predict(self, x):
        return scores(x, self.W_, self.b_).argmax(axis=1)


# %% the loss of the last batch
# says: that of a batch
class SoftmaxClassifier:
    def __init__(self, learning_rate=0.1, reg=0.0, epochs=20, batch_size=32, loss=None):
        self.learning_rate, self.reg, self.epochs, self.batch_size = learning_rate, reg, epochs, batch_size
        self.loss = loss or softmax_loss

    def fit(self, x, y, rng):
        C = int(y.max()) + 1
        self.W_ = np.zeros((C, x.shape[1]))
        self.b_ = np.zeros(C)
        self.history_ = [self.loss(self.W_, self.b_, x, y, self.reg)[0]]
        for _ in range(self.epochs):
            for rows in minibatches(len(x), self.batch_size, rng):
                batch_loss, gW, gb = self.loss(self.W_, self.b_, x[rows], y[rows], self.reg)
                self.W_ = self.W_ - self.learning_rate * gW
                self.b_ = self.b_ - self.learning_rate * gb
            self.history_.append(batch_loss)
        return self

    def predict(self, x):
        return scores(x, self.W_, self.b_).argmax(axis=1)


# %% the learning rate forgotten
# says: without the learning rate
class SoftmaxClassifier:
    def __init__(self, learning_rate=0.1, reg=0.0, epochs=20, batch_size=32, loss=None):
        self.learning_rate, self.reg, self.epochs, self.batch_size = learning_rate, reg, epochs, batch_size
        self.loss = loss or softmax_loss

    def fit(self, x, y, rng):
        C = int(y.max()) + 1
        self.W_ = np.zeros((C, x.shape[1]))
        self.b_ = np.zeros(C)
        self.history_ = [self.loss(self.W_, self.b_, x, y, self.reg)[0]]
        for _ in range(self.epochs):
            for rows in minibatches(len(x), self.batch_size, rng):
                _, gW, gb = self.loss(self.W_, self.b_, x[rows], y[rows], self.reg)
                self.W_ = self.W_ - gW
                self.b_ = self.b_ - gb
            self.history_.append(self.loss(self.W_, self.b_, x, y, self.reg)[0])
        return self

    def predict(self, x):
        return scores(x, self.W_, self.b_).argmax(axis=1)


# %% reg not used
# says: reg is not used
class SoftmaxClassifier:
    def __init__(self, learning_rate=0.1, reg=0.0, epochs=20, batch_size=32, loss=None):
        self.learning_rate, self.reg, self.epochs, self.batch_size = learning_rate, reg, epochs, batch_size
        self.loss = loss or softmax_loss

    def fit(self, x, y, rng):
        C = int(y.max()) + 1
        self.W_ = np.zeros((C, x.shape[1]))
        self.b_ = np.zeros(C)
        self.history_ = [self.loss(self.W_, self.b_, x, y, 0.0)[0]]
        for _ in range(self.epochs):
            for rows in minibatches(len(x), self.batch_size, rng):
                _, gW, gb = self.loss(self.W_, self.b_, x[rows], y[rows], 0.0)
                self.W_ = self.W_ - self.learning_rate * gW
                self.b_ = self.b_ - self.learning_rate * gb
            self.history_.append(self.loss(self.W_, self.b_, x, y, 0.0)[0])
        return self

    def predict(self, x):
        return scores(x, self.W_, self.b_).argmax(axis=1)


# %% labels of other images
# says: do not belong together
class SoftmaxClassifier:
    def __init__(self, learning_rate=0.1, reg=0.0, epochs=20, batch_size=32, loss=None):
        self.learning_rate, self.reg, self.epochs, self.batch_size = learning_rate, reg, epochs, batch_size
        self.loss = loss or softmax_loss

    def fit(self, x, y, rng):
        C = int(y.max()) + 1
        self.W_ = np.zeros((C, x.shape[1]))
        self.b_ = np.zeros(C)
        self.history_ = [self.loss(self.W_, self.b_, x, y, self.reg)[0]]
        for _ in range(self.epochs):
            for rows in minibatches(len(x), self.batch_size, rng):
                _, gW, gb = self.loss(self.W_, self.b_, x[rows], y[: len(rows)], self.reg)
                self.W_ = self.W_ - self.learning_rate * gW
                self.b_ = self.b_ - self.learning_rate * gb
            self.history_.append(self.loss(self.W_, self.b_, x, y, self.reg)[0])
        return self

    def predict(self, x):
        return scores(x, self.W_, self.b_).argmax(axis=1)


# %% the batches made once
class SoftmaxClassifier:
    def __init__(self, learning_rate=0.1, reg=0.0, epochs=20, batch_size=32, loss=None):
        self.learning_rate, self.reg, self.epochs, self.batch_size = learning_rate, reg, epochs, batch_size
        self.loss = loss or softmax_loss

    def fit(self, x, y, rng):
        C = int(y.max()) + 1
        self.W_ = np.zeros((C, x.shape[1]))
        self.b_ = np.zeros(C)
        self.history_ = [self.loss(self.W_, self.b_, x, y, self.reg)[0]]
        batches = [b for b in minibatches(len(x), self.batch_size, rng)]
        for _ in range(self.epochs):
            for rows in batches[:1]:
                _, gW, gb = self.loss(self.W_, self.b_, x[rows], y[rows], self.reg)
                self.W_ = self.W_ - self.learning_rate * gW
                self.b_ = self.b_ - self.learning_rate * gb
            self.history_.append(self.loss(self.W_, self.b_, x, y, self.reg)[0])
        return self

    def predict(self, x):
        return scores(x, self.W_, self.b_).argmax(axis=1)


# %% one step an epoch
# says: there must be one step for each batch
class SoftmaxClassifier:
    def __init__(self, learning_rate=0.1, reg=0.0, epochs=20, batch_size=32, loss=None):
        self.learning_rate, self.reg, self.epochs, self.batch_size = learning_rate, reg, epochs, batch_size
        self.loss = loss or softmax_loss

    def fit(self, x, y, rng):
        C = int(y.max()) + 1
        self.W_ = np.zeros((C, x.shape[1]))
        self.b_ = np.zeros(C)
        self.history_ = [self.loss(self.W_, self.b_, x, y, self.reg)[0]]
        for _ in range(self.epochs):
            for rows in minibatches(len(x), self.batch_size, rng):
                _, gW, gb = self.loss(self.W_, self.b_, x[rows], y[rows], self.reg)
                self.W_ = self.W_ - self.learning_rate * gW
                self.b_ = self.b_ - self.learning_rate * gb
                break
            self.history_.append(self.loss(self.W_, self.b_, x, y, self.reg)[0])
        return self

    def predict(self, x):
        return scores(x, self.W_, self.b_).argmax(axis=1)


# %% fit returns nothing
# says: fit must return self
class SoftmaxClassifier:
    def __init__(self, learning_rate=0.1, reg=0.0, epochs=20, batch_size=32, loss=None):
        self.learning_rate, self.reg, self.epochs, self.batch_size = learning_rate, reg, epochs, batch_size
        self.loss = loss or softmax_loss

    def fit(self, x, y, rng):
        C = int(y.max()) + 1
        self.W_ = np.zeros((C, x.shape[1]))
        self.b_ = np.zeros(C)
        self.history_ = [self.loss(self.W_, self.b_, x, y, self.reg)[0]]
        for _ in range(self.epochs):
            for rows in minibatches(len(x), self.batch_size, rng):
                _, gW, gb = self.loss(self.W_, self.b_, x[rows], y[rows], self.reg)
                self.W_ = self.W_ - self.learning_rate * gW
                self.b_ = self.b_ - self.learning_rate * gb
            self.history_.append(self.loss(self.W_, self.b_, x, y, self.reg)[0])

    def predict(self, x):
        return scores(x, self.W_, self.b_).argmax(axis=1)


# %% goes on where it stopped
# says: forget what it knew before
class SoftmaxClassifier:
    def __init__(self, learning_rate=0.1, reg=0.0, epochs=20, batch_size=32, loss=None):
        self.learning_rate, self.reg, self.epochs, self.batch_size = learning_rate, reg, epochs, batch_size
        self.loss = loss or softmax_loss

    def fit(self, x, y, rng):
        C = int(y.max()) + 1
        if getattr(self, "W_", np.zeros(0)).shape[0] != C or True:
            old = getattr(self, "b_", np.zeros(C))
            self.W_ = np.zeros((C, x.shape[1]))
            self.b_ = np.resize(old, C).astype(float)
        self.history_ = [self.loss(self.W_, self.b_, x, y, self.reg)[0]]
        for _ in range(self.epochs):
            for rows in minibatches(len(x), self.batch_size, rng):
                _, gW, gb = self.loss(self.W_, self.b_, x[rows], y[rows], self.reg)
                self.W_ = self.W_ - self.learning_rate * gW
                self.b_ = self.b_ - self.learning_rate * gb
            self.history_.append(self.loss(self.W_, self.b_, x, y, self.reg)[0])
        return self

    def predict(self, x):
        return scores(x, self.W_, self.b_).argmax(axis=1)


# %% predict without b
# says: b_ is missing in the scores
class SoftmaxClassifier:
    def __init__(self, learning_rate=0.1, reg=0.0, epochs=20, batch_size=32, loss=None):
        self.learning_rate, self.reg, self.epochs, self.batch_size = learning_rate, reg, epochs, batch_size
        self.loss = loss or softmax_loss

    def fit(self, x, y, rng):
        C = int(y.max()) + 1
        self.W_ = np.zeros((C, x.shape[1]))
        self.b_ = np.zeros(C)
        self.history_ = [self.loss(self.W_, self.b_, x, y, self.reg)[0]]
        for _ in range(self.epochs):
            for rows in minibatches(len(x), self.batch_size, rng):
                _, gW, gb = self.loss(self.W_, self.b_, x[rows], y[rows], self.reg)
                self.W_ = self.W_ - self.learning_rate * gW
                self.b_ = self.b_ - self.learning_rate * gb
            self.history_.append(self.loss(self.W_, self.b_, x, y, self.reg)[0])
        return self

    def predict(self, x):
        return scores(x, self.W_, 0 * self.b_).argmax(axis=1)


# %% predict gives scores
class SoftmaxClassifier:
    def __init__(self, learning_rate=0.1, reg=0.0, epochs=20, batch_size=32, loss=None):
        self.learning_rate, self.reg, self.epochs, self.batch_size = learning_rate, reg, epochs, batch_size
        self.loss = loss or softmax_loss

    def fit(self, x, y, rng):
        C = int(y.max()) + 1
        self.W_ = np.zeros((C, x.shape[1]))
        self.b_ = np.zeros(C)
        self.history_ = [self.loss(self.W_, self.b_, x, y, self.reg)[0]]
        for _ in range(self.epochs):
            for rows in minibatches(len(x), self.batch_size, rng):
                _, gW, gb = self.loss(self.W_, self.b_, x[rows], y[rows], self.reg)
                self.W_ = self.W_ - self.learning_rate * gW
                self.b_ = self.b_ - self.learning_rate * gb
            self.history_.append(self.loss(self.W_, self.b_, x, y, self.reg)[0])
        return self

    def predict(self, x):
        return scores(x, self.W_, self.b_).max(axis=1)


# %% random weights at the start
class SoftmaxClassifier:
    def __init__(self, learning_rate=0.1, reg=0.0, epochs=20, batch_size=32, loss=None):
        self.learning_rate, self.reg, self.epochs, self.batch_size = learning_rate, reg, epochs, batch_size
        self.loss = loss or softmax_loss

    def fit(self, x, y, rng):
        C = int(y.max()) + 1
        self.W_ = 0.01 * rng.normal(size=(C, x.shape[1]))
        self.b_ = np.zeros(C)
        self.history_ = [self.loss(self.W_, self.b_, x, y, self.reg)[0]]
        for _ in range(self.epochs):
            for rows in minibatches(len(x), self.batch_size, rng):
                _, gW, gb = self.loss(self.W_, self.b_, x[rows], y[rows], self.reg)
                self.W_ = self.W_ - self.learning_rate * gW
                self.b_ = self.b_ - self.learning_rate * gb
            self.history_.append(self.loss(self.W_, self.b_, x, y, self.reg)[0])
        return self

    def predict(self, x):
        return scores(x, self.W_, self.b_).argmax(axis=1)


# %% a generator of its own
# says: the order of the batches|order of the batches
class SoftmaxClassifier:
    def __init__(self, learning_rate=0.1, reg=0.0, epochs=20, batch_size=32, loss=None):
        self.learning_rate, self.reg, self.epochs, self.batch_size = learning_rate, reg, epochs, batch_size
        self.loss = loss or softmax_loss

    def fit(self, x, y, rng):
        C = int(y.max()) + 1
        self.W_ = np.zeros((C, x.shape[1]))
        self.b_ = np.zeros(C)
        self.history_ = [self.loss(self.W_, self.b_, x, y, self.reg)[0]]
        for _ in range(self.epochs):
            for rows in minibatches(len(x), self.batch_size, np.random.default_rng(0)):
                _, gW, gb = self.loss(self.W_, self.b_, x[rows], y[rows], self.reg)
                self.W_ = self.W_ - self.learning_rate * gW
                self.b_ = self.b_ - self.learning_rate * gb
            self.history_.append(self.loss(self.W_, self.b_, x, y, self.reg)[0])
        return self

    def predict(self, x):
        return scores(x, self.W_, self.b_).argmax(axis=1)


# %% always ten classes
class SoftmaxClassifier:
    def __init__(self, learning_rate=0.1, reg=0.0, epochs=20, batch_size=32, loss=None):
        self.learning_rate, self.reg, self.epochs, self.batch_size = learning_rate, reg, epochs, batch_size
        self.loss = loss or softmax_loss

    def fit(self, x, y, rng):
        C = 10
        self.W_ = np.zeros((C, x.shape[1]))
        self.b_ = np.zeros(C)
        self.history_ = [self.loss(self.W_, self.b_, x, y, self.reg)[0]]
        for _ in range(self.epochs):
            for rows in minibatches(len(x), self.batch_size, rng):
                _, gW, gb = self.loss(self.W_, self.b_, x[rows], y[rows], self.reg)
                self.W_ = self.W_ - self.learning_rate * gW
                self.b_ = self.b_ - self.learning_rate * gb
            self.history_.append(self.loss(self.W_, self.b_, x, y, self.reg)[0])
        return self

    def predict(self, x):
        return scores(x, self.W_, self.b_).argmax(axis=1)


# %% labels that were known are looked up
class SoftmaxClassifier:
    def __init__(self, learning_rate=0.1, reg=0.0, epochs=20, batch_size=32, loss=None):
        self.learning_rate, self.reg, self.epochs, self.batch_size = learning_rate, reg, epochs, batch_size
        self.loss = loss or softmax_loss

    def fit(self, x, y, rng):
        C = int(y.max()) + 1
        self.W_ = np.zeros((C, x.shape[1]))
        self.b_ = np.zeros(C)
        self.history_ = [self.loss(self.W_, self.b_, x, y, self.reg)[0]]
        for _ in range(self.epochs):
            for rows in minibatches(len(x), self.batch_size, rng):
                _, gW, gb = self.loss(self.W_, self.b_, x[rows], y[rows], self.reg)
                self.W_ = self.W_ - self.learning_rate * gW
                self.b_ = self.b_ - self.learning_rate * gb
            self.history_.append(self.loss(self.W_, self.b_, x, y, self.reg)[0])
        return self

    def predict(self, x):
        known = {row.tobytes(): label for row, label in zip(x_test, y_test)}
        found = scores(x, self.W_, self.b_).argmax(axis=1)
        return np.array([known.get(row.tobytes(), label) for row, label in zip(x, found)])
