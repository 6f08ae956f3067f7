# Other right answers to image-channels-first: each earns full marks.
# ruff: noqa

# %% moveaxis, contiguous
def to_channels_first(batch):
    scaled = batch.astype(np.float32) / np.float32(255)
    return np.ascontiguousarray(np.moveaxis(scaled, 3, 1))


# %% channel by channel
def to_channels_first(batch):
    planes = [batch[..., channel] for channel in range(batch.shape[-1])]
    return (np.stack(planes, axis=1) / 255).astype(np.float32)


# %% two swaps
def to_channels_first(batch):
    return np.swapaxes(np.swapaxes(batch, 2, 3), 1, 2).astype("float32") * np.float32(1 / 255)


# %% image by image
def to_channels_first(batch):
    result = np.empty((len(batch), batch.shape[3], *batch.shape[1:3]), dtype=np.float32)
    for n, image in enumerate(batch):
        result[n] = image.transpose(2, 0, 1) / 255
    return result
