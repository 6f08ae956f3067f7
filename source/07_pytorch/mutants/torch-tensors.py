# Wrong answers to torch-tensors: each loses points.
# ruff: noqa

# %% reshape where the axes have to change places
# says: reshape keeps the order in memory
def to_batch(images):
    n, h, w, c = images.shape
    return torch.tensor(images).reshape(n, c, h, w).float() / 255


# %% height and width swapped
# says: axes are in another order
def to_batch(images):
    return torch.tensor(images).permute(0, 3, 2, 1).float() / 255


# %% not divided by 255
# says: 255
def to_batch(images):
    return torch.tensor(images).permute(0, 3, 1, 2).float()


# %% divided by 256
def to_batch(images):
    return torch.tensor(images).permute(0, 3, 1, 2).float() / 256


# %% float64
# says: dtype
def to_batch(images):
    return torch.tensor(images / 255.0).permute(0, 3, 1, 2)


# %% an array, no tensor
# says: must return a tensor
def to_batch(images):
    return images.transpose(0, 3, 1, 2).astype(np.float32) / 255


# %% the channels stay last
def to_batch(images):
    return torch.tensor(images).float() / 255


# %% mean and std along the last axis
# says: met the axis W
def standardise(batch, mean, std):
    return (batch - mean) / std


# %% the dtype of mean wins
# says: dtype
def standardise(batch, mean, std):
    return (batch - mean.view(1, -1, 1, 1)) / std.view(1, -1, 1, 1)


# %% in place
# says: modifies its input
def standardise(batch, mean, std):
    batch -= mean.to(batch)[:, None, None]
    batch /= std.to(batch)[:, None, None]
    return batch


# %% divided by the variance
# says: divide by std, not by its square
def standardise(batch, mean, std):
    return (batch - mean.to(batch)[:, None, None]) / std.to(batch)[:, None, None] ** 2


# %% a small number added to std
def standardise(batch, mean, std):
    return (batch - mean.to(batch)[:, None, None]) / (std.to(batch)[:, None, None] + 1e-2)


# %% patches by reshape alone
# says: reshape alone keeps the order in memory
def to_patches(batch, size):
    n, c, h, w = batch.shape
    if h % size or w % size:
        raise ValueError("size")
    return batch.reshape(n, (h // size) * (w // size), c, size, size)


# %% patches column by column
# says: column by column
def to_patches(batch, size):
    n, c, h, w = batch.shape
    if h % size or w % size:
        raise ValueError("size")
    grid = batch.reshape(n, c, h // size, size, w // size, size)
    return grid.permute(0, 4, 2, 1, 3, 5).flatten(1, 2)


# %% what does not divide is cut off
# says: the task asks for ValueError here
def to_patches(batch, size):
    n, c, h, w = batch.shape
    batch = batch[:, :, : h // size * size, : w // size * size]
    grid = batch.reshape(n, c, h // size, size, w // size, size)
    return grid.permute(0, 2, 4, 1, 3, 5).flatten(1, 2)


# %% the width is not looked at
# says: the task asks for ValueError here
def to_patches(batch, size):
    n, c, h, w = batch.shape
    if h % size:
        raise ValueError("size")
    grid = batch.reshape(n, c, h // size, size, w // size, size)
    return grid.permute(0, 2, 4, 1, 3, 5).flatten(1, 2)


# %% each patch transposed
# says: rows and columns within a patch have changed places
def to_patches(batch, size):
    n, c, h, w = batch.shape
    if h % size or w % size:
        raise ValueError("size")
    grid = batch.reshape(n, c, h // size, size, w // size, size)
    return grid.permute(0, 2, 4, 1, 5, 3).flatten(1, 2)


# %% only square grids
def to_patches(batch, size):
    n, c, h, w = batch.shape
    if h % size or w % size:
        raise ValueError("size")
    k = h // size
    rows = [batch[:, :, i * size : (i + 1) * size, j * size : (j + 1) * size] for i in range(k) for j in range(k)]
    return torch.stack(rows, dim=1)
