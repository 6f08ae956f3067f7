# Wrong answers to image-channels-first: each loses points.
# ruff: noqa

# %% reshaped
# says: reshaped and have lost their pixels
def to_channels_first(batch):
    n, height, width, channels = batch.shape
    return batch.reshape(n, channels, height, width).astype(np.float32) / 255


# %% rows and columns exchanged
# says: axes (of the result )?are in another order|rows and columns are exchanged
def to_channels_first(batch):
    return batch.transpose(0, 3, 2, 1).astype(np.float32) / 255


# %% all axes reversed
# says: its axes are in another order
def to_channels_first(batch):
    return batch.T.astype(np.float32) / 255


# %% the channels moved back once more
# says: its axes are in another order
def to_channels_first(batch):
    return batch.transpose(0, 2, 3, 1).astype(np.float32) / 255


# %% float64
# says: expected dtype float32, got float64
def to_channels_first(batch):
    return batch.transpose(0, 3, 1, 2) / 255


# %% not scaled
# says: your result divided by 255 agrees|255
def to_channels_first(batch):
    return batch.transpose(0, 3, 1, 2).astype(np.float32)


# %% divided by 256
# says: divided by 256|times 1.00392
def to_channels_first(batch):
    return batch.transpose(0, 3, 1, 2).astype(np.float32) / 256


# %% whole-number division
# says: whole-number division
def to_channels_first(batch):
    return (batch.transpose(0, 3, 1, 2) // 255).astype(np.float32)


# %% divided by the largest value of the batch
def to_channels_first(batch):
    return batch.transpose(0, 3, 1, 2).astype(np.float32) / max(batch.max(), 1)


# %% the channels are not moved
# says: transpose
def to_channels_first(batch):
    return batch.astype(np.float32) / 255


# %% three channels whatever comes
# says: does the code assume a size
def to_channels_first(batch):
    return np.stack([batch[..., channel] for channel in range(3)], axis=1).astype(np.float32) / 255


# %% the first image only
def to_channels_first(batch):
    return batch[0].transpose(2, 0, 1)[None].astype(np.float32) / 255


# %% between -1 and 1
# says: between -1 and 1
def to_channels_first(batch):
    return batch.transpose(0, 3, 1, 2).astype(np.float32) / 127.5 - 1


# %% blue first
# says: the channels are in another order
def to_channels_first(batch):
    return batch[..., ::-1].transpose(0, 3, 1, 2).astype(np.float32) / 255
