# Other right answers to train-preprocess: each earns full marks.
# ruff: noqa

# %% sums and squares by hand
def training_statistics(x_train):
    x_train = np.asarray(x_train, dtype=np.float64)
    n = len(x_train)
    mean = x_train.sum(axis=0) / n
    return mean, np.sqrt(((x_train - mean) ** 2).sum(axis=0) / n)


# %% feature by feature
def training_statistics(x_train):
    x_train = np.asarray(x_train, dtype=np.float64)
    mean = np.array([np.mean(column) for column in x_train.T])
    return mean, np.array([np.std(column) for column in x_train.T])


def preprocess(x, mean, std):
    out = np.empty(x.shape)
    for j in range(x.shape[1]):
        out[:, j] = (x[:, j].astype(float) - mean[j]) / (std[j] if std[j] > 0 else 1)
    return out


# %% division only where it is safe, Fortran order
def preprocess(x, mean, std):
    scale = std.copy()
    scale[scale == 0] = 1
    return np.asfortranarray((x.astype(np.float64) - mean) / scale)
