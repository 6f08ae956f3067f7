# Wrong answers to torch-device: each loses points.
# ruff: noqa

# %% always CUDA
# says: pick_device\(\) without a GPU
def pick_device():
    return torch.device("cuda")


# %% a string
# says: no torch.device, but str
def pick_device():
    return "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"


# %% MPS forgotten
# says: MPS is there, pick_device must return torch.device of mps
def pick_device():
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


# %% MPS before CUDA
# says: must return torch.device of cuda
def pick_device():
    if torch.backends.mps.is_available():
        return torch.device("mps")
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


# %% found out once, when the notebook is loaded
# says: pick_device\(\) with CUDA
DEVICE = torch.device("cuda" if torch.cuda.is_available() else "cpu")


def pick_device():
    return DEVICE


# %% the result of to is dropped
# says: a tensor, moved|a list of two tensors, moved
def to_device(batch, device):
    if isinstance(batch, torch.Tensor):
        batch.to(device)
        return batch
    for item in batch:
        item.to(device)
    return batch


# %% a tuple becomes a list
# says: a tuple stays a tuple
def to_device(batch, device):
    if isinstance(batch, torch.Tensor):
        return batch.to(device)
    if isinstance(batch, dict):
        return {key: to_device(value, device) for key, value in batch.items()}
    if isinstance(batch, (list, tuple)):
        return [to_device(value, device) for value in batch]
    return batch


# %% one level only
def to_device(batch, device):
    if isinstance(batch, torch.Tensor):
        return batch.to(device)
    if isinstance(batch, dict):
        return {key: value.to(device) for key, value in batch.items()}
    return type(batch)(value.to(device) for value in batch)


# %% dictionaries forgotten
# says: a dictionary, with text in it
def to_device(batch, device):
    if isinstance(batch, torch.Tensor):
        return batch.to(device)
    if isinstance(batch, (list, tuple)):
        return type(batch)(to_device(value, device) for value in batch)
    return batch


# %% numbers become tensors
# says: numbers and None stay|a dictionary, with text
def to_device(batch, device):
    if isinstance(batch, dict):
        return {key: to_device(value, device) for key, value in batch.items()}
    if isinstance(batch, (list, tuple)):
        return type(batch)(to_device(value, device) for value in batch)
    if isinstance(batch, (int, float)):
        batch = torch.tensor(batch)
    return batch.to(device) if isinstance(batch, torch.Tensor) else batch


# %% the dictionary is changed in place
# says: must not change the containers
def to_device(batch, device):
    if isinstance(batch, torch.Tensor):
        return batch.to(device)
    if isinstance(batch, dict):
        for key in batch:
            batch[key] = to_device(batch[key], device)
        return batch
    if isinstance(batch, (list, tuple)):
        return type(batch)(to_device(value, device) for value in batch)
    return batch


# %% the device of the machine, not the one that is given
# says: a tensor, moved
def to_device(batch, device):
    device = pick_device()
    if isinstance(batch, torch.Tensor):
        return batch.to(device)
    if isinstance(batch, dict):
        return {key: to_device(value, device) for key, value in batch.items()}
    if isinstance(batch, (list, tuple)):
        return type(batch)(to_device(value, device) for value in batch)
    return batch
