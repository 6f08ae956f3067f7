# Wrong answers to train-preprocess: each loses points.
# ruff: noqa

# %% deviation with N - 1
# says: ddof=0
def training_statistics(x_train):
    x_train = np.asarray(x_train, dtype=np.float64)
    return x_train.mean(axis=0), x_train.std(axis=0, ddof=1)


# %% one mean and deviation for all features
# says: one number for all features
def training_statistics(x_train):
    x_train = np.asarray(x_train, dtype=np.float64)
    return x_train.mean(), x_train.std()


# %% statistics of rows, not of columns
def training_statistics(x_train):
    x_train = np.asarray(x_train, dtype=np.float64)
    return x_train.mean(axis=1), x_train.std(axis=1)


# %% the variance
# says: a variance where
def training_statistics(x_train):
    x_train = np.asarray(x_train, dtype=np.float64)
    return x_train.mean(axis=0), x_train.var(axis=0)


# %% constant features: deviation 1 already in the statistics
# says: leave the deviation of a constant feature
def training_statistics(x_train):
    x_train = np.asarray(x_train, dtype=np.float64)
    std = x_train.std(axis=0)
    return x_train.mean(axis=0), np.where(std > 0, std, 1.0)


# %% division by 0
# says: where std is 0, divide by 1
def preprocess(x, mean, std):
    return (np.asarray(x, dtype=np.float64) - mean) / std


# %% a small number instead of 1
def preprocess(x, mean, std):
    return (np.asarray(x, dtype=np.float64) - mean) / (std + 1e-8)


# %% constant features set to 0
# says: it is not set to 0
def preprocess(x, mean, std):
    return np.where(std > 0, (x - mean) / np.where(std > 0, std, 1.0), 0.0)


# %% constant features left as they are
# says: is centred too
def preprocess(x, mean, std):
    return np.where(std > 0, (x - mean) / np.where(std > 0, std, 1.0), x * 1.0)


# %% statistics of the rows passed in
# says: use the mean and std that are passed in
def preprocess(x, mean, std):
    x = np.asarray(x, dtype=np.float64)
    mean, std = x.mean(axis=0), x.std(axis=0)
    return (x - mean) / np.where(std > 0, std, 1.0)


# %% not centred
# says: mean has to be subtracted
def preprocess(x, mean, std):
    return np.asarray(x, dtype=np.float64) / np.where(std > 0, std, 1.0)


# %% in place
# says: modifies its input
def preprocess(x, mean, std):
    x -= mean
    x /= np.where(std > 0, std, 1.0)
    return x


# %% float32
def preprocess(x, mean, std):
    return ((x - mean) / np.where(std > 0, std, 1.0)).astype(np.float32)


# %% a small deviation taken for 0
def preprocess(x, mean, std):
    return (np.asarray(x, dtype=np.float64) - mean) / np.where(std > 0.01, std, 1.0)
