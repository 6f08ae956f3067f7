# Wrong answers to image-standardize: each loses points.
# ruff: noqa

# %% the test images by their own numbers
# says: their own mean and deviation
def standardize(train, test):
    def own(x):
        x = np.asarray(x, dtype=np.float64)
        deviation = x.std(axis=(0, 1, 2))
        return (x - x.mean(axis=(0, 1, 2))) / np.where(deviation == 0, 1, deviation)

    return own(train), own(test)


# %% training and test images together
# says: training and test images together
def standardize(train, test):
    train, test = np.asarray(train, dtype=np.float64), np.asarray(test, dtype=np.float64)
    both = np.concatenate([train, test])
    mean, deviation = both.mean(axis=(0, 1, 2)), both.std(axis=(0, 1, 2))
    deviation = np.where(deviation == 0, 1, deviation)
    return (train - mean) / deviation, (test - mean) / deviation


# %% one mean for all channels
# says: one mean and one deviation for all channels
def standardize(train, test):
    train, test = np.asarray(train, dtype=np.float64), np.asarray(test, dtype=np.float64)
    return (train - train.mean()) / train.std(), (test - train.mean()) / train.std()


# %% a mean for each pixel
# says: each pixel has its own mean
def standardize(train, test):
    train, test = np.asarray(train, dtype=np.float64), np.asarray(test, dtype=np.float64)
    mean, deviation = train.mean(axis=0), train.std(axis=0)
    deviation = np.where(deviation == 0, 1, deviation)
    return (train - mean) / deviation, (test - mean) / deviation


# %% each image by its own numbers
# says: the mean is that of all training images
def standardize(train, test):
    def own(x):
        x = np.asarray(x, dtype=np.float64)
        deviation = x.std(axis=(1, 2), keepdims=True)
        return (x - x.mean(axis=(1, 2), keepdims=True)) / np.where(deviation == 0, 1, deviation)

    return own(train), own(test)


# %% divided by the variance
# says: divided by the variance: take its square root
def standardize(train, test):
    train, test = np.asarray(train, dtype=np.float64), np.asarray(test, dtype=np.float64)
    mean, variance = train.mean(axis=(0, 1, 2)), train.var(axis=(0, 1, 2))
    variance = np.where(variance == 0, 1, variance)
    return (train - mean) / variance, (test - mean) / variance


# %% one less than the number of pixels
# says: divides by one less than the number of pixels
def standardize(train, test):
    train, test = np.asarray(train, dtype=np.float64), np.asarray(test, dtype=np.float64)
    mean, deviation = train.mean(axis=(0, 1, 2)), train.std(axis=(0, 1, 2), ddof=1)
    deviation = np.where(deviation == 0, 1, deviation)
    return (train - mean) / deviation, (test - mean) / deviation


# %% a constant channel becomes NaN
# says: NaN
def standardize(train, test):
    train, test = np.asarray(train, dtype=np.float64), np.asarray(test, dtype=np.float64)
    mean, deviation = train.mean(axis=(0, 1, 2)), train.std(axis=(0, 1, 2))
    return (train - mean) / deviation, (test - mean) / deviation


# %% a small number is added to the deviation
def standardize(train, test):
    train, test = np.asarray(train, dtype=np.float64), np.asarray(test, dtype=np.float64)
    mean, deviation = train.mean(axis=(0, 1, 2)), train.std(axis=(0, 1, 2)) + 1e-8
    return (train - mean) / deviation, (test - mean) / deviation


# %% only centred
# says: the deviation is missing
def standardize(train, test):
    train, test = np.asarray(train, dtype=np.float64), np.asarray(test, dtype=np.float64)
    mean = train.mean(axis=(0, 1, 2))
    return train - mean, test - mean


# %% modifies its input
# says: modifies its input
def standardize(train, test):
    train, test = np.asarray(train, dtype=np.float64), np.asarray(test, dtype=np.float64)
    mean, deviation = train.mean(axis=(0, 1, 2)), train.std(axis=(0, 1, 2))
    deviation[deviation == 0] = 1
    for x in (train, test):
        x -= mean
        x /= deviation
    return train, test


# %% between 0 and 1
# says: smallest value becomes 0, the largest 1
def standardize(train, test):
    train, test = np.asarray(train, dtype=np.float64), np.asarray(test, dtype=np.float64)
    low, high = train.min(axis=(0, 1, 2)), train.max(axis=(0, 1, 2))
    span = np.where(high == low, 1, high - low)
    return (train - low) / span, (test - low) / span


# %% the training images alone come back
# says: must return two arrays
def standardize(train, test):
    train = np.asarray(train, dtype=np.float64)
    mean, deviation = train.mean(axis=(0, 1, 2)), train.std(axis=(0, 1, 2))
    return (train - mean) / np.where(deviation == 0, 1, deviation)


# %% in the wrong order
# says: the two batches are exchanged
def standardize(train, test):
    train, test = np.asarray(train, dtype=np.float64), np.asarray(test, dtype=np.float64)
    mean, deviation = train.mean(axis=(0, 1, 2)), train.std(axis=(0, 1, 2))
    deviation = np.where(deviation == 0, 1, deviation)
    return (test - mean) / deviation, (train - mean) / deviation


# %% three channels whatever comes
# says: does the code assume a size
def standardize(train, test):
    train, test = np.array(train, dtype=np.float64), np.array(test, dtype=np.float64)
    for channel in range(3):
        mean, deviation = train[..., channel].mean(), train[..., channel].std() or 1
        train[..., channel] = (train[..., channel] - mean) / deviation
        test[..., channel] = (test[..., channel] - mean) / deviation
    return train, test


# %% float32
# says: expected dtype float64, got float32|the dtype is not the one asked for
def standardize(train, test):
    train, test = np.asarray(train, dtype=np.float64), np.asarray(test, dtype=np.float64)
    mean, deviation = train.mean(axis=(0, 1, 2)), train.std(axis=(0, 1, 2))
    deviation[deviation == 0] = 1
    return ((train - mean) / deviation).astype(np.float32), ((test - mean) / deviation).astype(np.float32)
