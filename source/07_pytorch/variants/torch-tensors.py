# Other right answers to torch-tensors: each earns full marks.
# ruff: noqa

# %% NumPy first, view for the axes, unfold
def to_batch(images):
    planes = np.moveaxis(images, -1, 1).astype(np.float32) / 255
    return torch.from_numpy(np.ascontiguousarray(planes))


def standardise(batch, mean, std):
    shape = (1, len(mean), 1, 1)
    return ((batch.double() - mean.double().view(shape)) / std.double().view(shape)).to(batch.dtype)


def to_patches(batch, size):
    if batch.shape[2] % size != 0 or batch.shape[3] % size != 0:
        raise ValueError(f"size {size}")
    windows = batch.unfold(2, size, size).unfold(3, size, size)
    return windows.permute(0, 2, 3, 1, 4, 5).reshape(len(batch), -1, batch.shape[1], size, size)


# %% a loop over images and patches, as_tensor, movedim
def to_batch(images):
    return torch.stack([torch.as_tensor(image).movedim(-1, 0).to(torch.float32) for image in images]).div(255.0)


def standardise(batch, mean, std):
    result = torch.empty_like(batch)
    for c in range(batch.shape[1]):
        result[:, c] = (batch[:, c] - mean[c]) / std[c]
    return result


def to_patches(batch, size):
    n, c, height, width = batch.shape
    if any(side % size for side in (height, width)):
        raise ValueError("the size must divide height and width")
    found = []
    for top in range(0, height, size):
        for left in range(0, width, size):
            found.append(batch[:, :, top : top + size, left : left + size])
    return torch.stack(found, 1)


# %% torchvision, einsum-like reshapes, F.unfold
def to_batch(images):
    x = torch.tensor(images).float().mul_(1 / 255)
    return x.transpose(1, 3).transpose(2, 3)


def standardise(batch, mean, std):
    moved = batch.movedim(1, -1)
    return ((moved - mean.type_as(batch)) / std.type_as(batch)).movedim(-1, 1).contiguous()


def to_patches(batch, size):
    n, c, h, w = batch.shape
    if h // size * size != h or w // size * size != w:
        raise ValueError(size)
    columns = F.unfold(batch, size, stride=size)
    return columns.transpose(1, 2).reshape(n, columns.shape[2], c, size, size)
