# Other right answers to softmax-train: each earns full marks.
# ruff: noqa

# %% in place, named otherwise
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
                _, dW, db = self.loss(self.W_, self.b_, x[rows], y[rows], self.reg)
                self.W_ -= self.learning_rate * dW
                self.b_ -= self.learning_rate * db
            self.history_.append(self.loss(self.W_, self.b_, x, y, self.reg)[0])
        return self

    def predict(self, x):
        return scores(x, self.W_, self.b_).argmax(axis=1)


# %% an array of losses
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
        self.history_ = np.array(self.history_)
        return self

    def predict(self, x):
        return scores(x, self.W_, self.b_).argmax(axis=1)


# %% predict by its own product
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
        return np.array([int(np.argmax(self.W_ @ np.asarray(row, float) + self.b_)) for row in x])


# %% settings in a dictionary
class SoftmaxClassifier:
    def __init__(self, learning_rate=0.1, reg=0.0, epochs=20, batch_size=32, loss=None):
        for key, value in {
            "learning_rate": learning_rate,
            "reg": reg,
            "epochs": epochs,
            "batch_size": batch_size,
        }.items():
            setattr(self, key, value)
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
        return scores(x, self.W_, self.b_).argmax(axis=1)
