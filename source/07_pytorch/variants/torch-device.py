# Other right answers to torch-device: each earns full marks.
# ruff: noqa

# %% a chain of conditions, a generic walk
def pick_device():
    if torch.cuda.is_available():
        name = "cuda"
    elif torch.backends.mps.is_available():
        name = "mps"
    else:
        name = "cpu"
    return torch.device(name)


def to_device(batch, device):
    if torch.is_tensor(batch):
        return batch.to(device, non_blocking=True)
    if type(batch) is list:
        return [to_device(item, device) for item in batch]
    if type(batch) is tuple:
        return tuple(to_device(item, device) for item in batch)
    if type(batch) is dict:
        return dict((key, to_device(item, device)) for key, item in batch.items())
    return batch


# %% torch.accelerator, match
def pick_device():
    if torch.accelerator.is_available():
        return torch.accelerator.current_accelerator()
    return torch.device("cpu")


def to_device(batch, device):
    match batch:
        case torch.Tensor():
            return batch.to(device=device)
        case dict():
            return {k: to_device(v, device) for k, v in batch.items()}
        case list() | tuple():
            return type(batch)(to_device(v, device) for v in batch)
        case _:
            return batch


# %% an index, and torch's own walk over nests
def pick_device():
    cuda, mps = torch.cuda.is_available(), torch.backends.mps.is_available()
    return torch.device("cuda", 0) if cuda else torch.device("mps" if mps else "cpu")


def to_device(batch, device):
    from torch.utils._pytree import tree_map

    return tree_map(lambda leaf: leaf.to(device) if isinstance(leaf, torch.Tensor) else leaf, batch)
