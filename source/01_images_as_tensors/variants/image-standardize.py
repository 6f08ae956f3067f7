# Other right answers to image-standardize: each earns full marks.
# ruff: noqa

# %% channel by channel
def standardize(train, test):
    train, test = np.array(train, dtype=np.float64), np.array(test, dtype=np.float64)
    for channel in range(train.shape[-1]):
        mean, deviation = train[..., channel].mean(), train[..., channel].std()
        for batch in (train, test):
            batch[..., channel] -= mean
            batch[..., channel] /= deviation if deviation > 0 else 1.0
    return train, test


# %% rows of pixels, where
def standardize(train, test):
    pixels = train.reshape(-1, train.shape[-1]).astype(float)
    mean = pixels.mean(axis=0)
    deviation = np.sqrt(((pixels - mean) ** 2).mean(axis=0))
    scale = np.where(deviation > 0, deviation, 1.0)
    return [(train - mean) / scale, (test - mean) / scale]


# %% the mean of the squares
def standardize(train, test):
    a, b = train.astype(np.float64), test.astype(np.float64)
    mean = a.mean(axis=(0, 1, 2), keepdims=True)
    variance = np.maximum((a**2).mean(axis=(0, 1, 2), keepdims=True) - mean**2, 0)
    scale = np.sqrt(variance)
    scale[scale < 1e-9] = 1
    return (a - mean) / scale, (b - mean) / scale


# %% a function for both
def standardize(train, test):
    axes = tuple(range(np.ndim(train) - 1))
    mean, std = np.mean(train, axis=axes, dtype=np.float64), np.std(train, axis=axes, dtype=np.float64)
    std = std + (std == 0)
    return tuple(np.divide(np.subtract(x, mean, dtype=np.float64), std) for x in (train, test))
