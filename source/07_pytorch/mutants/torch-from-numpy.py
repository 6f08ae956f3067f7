# Wrong answers to torch-from-numpy: each loses points.
# ruff: noqa

# %% the weights stay random
def from_numpy(network):
    found = []
    for layer in network.layers:
        if isinstance(layer, given_layers.ReLU):
            m = nn.ReLU()
        elif isinstance(layer, given_layers.Flatten):
            m = nn.Flatten()
        elif isinstance(layer, given_layers.MaxPool2d):
            m = nn.MaxPool2d(layer.kernel_size, layer.stride)
        elif isinstance(layer, given_layers.Linear):
            m = nn.Linear(layer.params["weight"].shape[1], layer.params["weight"].shape[0])
        elif isinstance(layer, given_layers.Conv2d):
            o, i, *size = layer.params["weight"].shape
            m = nn.Conv2d(i, o, size, layer.stride, layer.padding, layer.dilation)
        else:
            raise TypeError(f"{type(layer).__name__}")
        for name, array in layer.params.items():
            pass
        found.append(m)
    return nn.Sequential(*found)


# %% biases forgotten
# says: bias
def from_numpy(network):
    found = []
    for layer in network.layers:
        if isinstance(layer, given_layers.ReLU):
            m = nn.ReLU()
        elif isinstance(layer, given_layers.Flatten):
            m = nn.Flatten()
        elif isinstance(layer, given_layers.MaxPool2d):
            m = nn.MaxPool2d(layer.kernel_size, layer.stride)
        elif isinstance(layer, given_layers.Linear):
            m = nn.Linear(layer.params["weight"].shape[1], layer.params["weight"].shape[0])
        elif isinstance(layer, given_layers.Conv2d):
            o, i, *size = layer.params["weight"].shape
            m = nn.Conv2d(i, o, size, layer.stride, layer.padding, layer.dilation)
        else:
            raise TypeError(f"{type(layer).__name__}")
        for name, array in layer.params.items():
            if name == "weight":
                setattr(m, name, nn.Parameter(torch.tensor(array)))
            else:
                setattr(m, name, nn.Parameter(torch.zeros(len(array), dtype=torch.float64)))
        found.append(m)
    return nn.Sequential(*found)


# %% memory shared
# says: both networks share their memory
def from_numpy(network):
    found = []
    for layer in network.layers:
        if isinstance(layer, given_layers.ReLU):
            m = nn.ReLU()
        elif isinstance(layer, given_layers.Flatten):
            m = nn.Flatten()
        elif isinstance(layer, given_layers.MaxPool2d):
            m = nn.MaxPool2d(layer.kernel_size, layer.stride)
        elif isinstance(layer, given_layers.Linear):
            m = nn.Linear(layer.params["weight"].shape[1], layer.params["weight"].shape[0])
        elif isinstance(layer, given_layers.Conv2d):
            o, i, *size = layer.params["weight"].shape
            m = nn.Conv2d(i, o, size, layer.stride, layer.padding, layer.dilation)
        else:
            raise TypeError(f"{type(layer).__name__}")
        for name, array in layer.params.items():
            setattr(m, name, nn.Parameter(torch.from_numpy(array)))
        found.append(m)
    return nn.Sequential(*found)


# %% float32
# says: differ in dtype
def from_numpy(network):
    found = []
    for layer in network.layers:
        if isinstance(layer, given_layers.ReLU):
            m = nn.ReLU()
        elif isinstance(layer, given_layers.Flatten):
            m = nn.Flatten()
        elif isinstance(layer, given_layers.MaxPool2d):
            m = nn.MaxPool2d(layer.kernel_size, layer.stride)
        elif isinstance(layer, given_layers.Linear):
            m = nn.Linear(layer.params["weight"].shape[1], layer.params["weight"].shape[0])
        elif isinstance(layer, given_layers.Conv2d):
            o, i, *size = layer.params["weight"].shape
            m = nn.Conv2d(i, o, size, layer.stride, layer.padding, layer.dilation)
        else:
            raise TypeError(f"{type(layer).__name__}")
        for name, array in layer.params.items():
            getattr(m, name).data.copy_(torch.tensor(array))
        found.append(m)
    return nn.Sequential(*found)


# %% weights transposed
# says: does not fit|mat1 and mat2
def from_numpy(network):
    found = []
    for layer in network.layers:
        if isinstance(layer, given_layers.ReLU):
            m = nn.ReLU()
        elif isinstance(layer, given_layers.Flatten):
            m = nn.Flatten()
        elif isinstance(layer, given_layers.MaxPool2d):
            m = nn.MaxPool2d(layer.kernel_size, layer.stride)
        elif isinstance(layer, given_layers.Linear):
            m = nn.Linear(layer.params["weight"].shape[1], layer.params["weight"].shape[0])
        elif isinstance(layer, given_layers.Conv2d):
            o, i, *size = layer.params["weight"].shape
            m = nn.Conv2d(i, o, size, layer.stride, layer.padding, layer.dilation)
        else:
            raise TypeError(f"{type(layer).__name__}")
        for name, array in layer.params.items():
            setattr(m, name, nn.Parameter(torch.tensor(array.T if array.ndim == 2 else array)))
        found.append(m)
    return nn.Sequential(*found)


# %% no ReLU
# says: the ReLU is missing|stands at place i
def from_numpy(network):
    found = []
    for layer in network.layers:
        if isinstance(layer, given_layers.ReLU):
            m = nn.Identity()
        elif isinstance(layer, given_layers.Flatten):
            m = nn.Flatten()
        elif isinstance(layer, given_layers.MaxPool2d):
            m = nn.MaxPool2d(layer.kernel_size, layer.stride)
        elif isinstance(layer, given_layers.Linear):
            m = nn.Linear(layer.params["weight"].shape[1], layer.params["weight"].shape[0])
        elif isinstance(layer, given_layers.Conv2d):
            o, i, *size = layer.params["weight"].shape
            m = nn.Conv2d(i, o, size, layer.stride, layer.padding, layer.dilation)
        else:
            raise TypeError(f"{type(layer).__name__}")
        for name, array in layer.params.items():
            setattr(m, name, nn.Parameter(torch.tensor(array)))
        found.append(m)
    return nn.Sequential(*found)


# %% stride forgotten
# says: are stride, padding and dilation handed over
def from_numpy(network):
    found = []
    for layer in network.layers:
        if isinstance(layer, given_layers.ReLU):
            m = nn.ReLU()
        elif isinstance(layer, given_layers.Flatten):
            m = nn.Flatten()
        elif isinstance(layer, given_layers.MaxPool2d):
            m = nn.MaxPool2d(layer.kernel_size, layer.stride)
        elif isinstance(layer, given_layers.Linear):
            m = nn.Linear(layer.params["weight"].shape[1], layer.params["weight"].shape[0])
        elif isinstance(layer, given_layers.Conv2d):
            o, i, *size = layer.params["weight"].shape
            m = nn.Conv2d(i, o, size, padding=layer.padding, dilation=layer.dilation)
        else:
            raise TypeError(f"{type(layer).__name__}")
        for name, array in layer.params.items():
            setattr(m, name, nn.Parameter(torch.tensor(array)))
        found.append(m)
    return nn.Sequential(*found)


# %% padding forgotten
# says: are stride, padding and dilation handed over
def from_numpy(network):
    found = []
    for layer in network.layers:
        if isinstance(layer, given_layers.ReLU):
            m = nn.ReLU()
        elif isinstance(layer, given_layers.Flatten):
            m = nn.Flatten()
        elif isinstance(layer, given_layers.MaxPool2d):
            m = nn.MaxPool2d(layer.kernel_size, layer.stride)
        elif isinstance(layer, given_layers.Linear):
            m = nn.Linear(layer.params["weight"].shape[1], layer.params["weight"].shape[0])
        elif isinstance(layer, given_layers.Conv2d):
            o, i, *size = layer.params["weight"].shape
            m = nn.Conv2d(i, o, size, layer.stride, dilation=layer.dilation)
        else:
            raise TypeError(f"{type(layer).__name__}")
        for name, array in layer.params.items():
            setattr(m, name, nn.Parameter(torch.tensor(array)))
        found.append(m)
    return nn.Sequential(*found)


# %% dilation forgotten
# says: are stride, padding and dilation handed over
def from_numpy(network):
    found = []
    for layer in network.layers:
        if isinstance(layer, given_layers.ReLU):
            m = nn.ReLU()
        elif isinstance(layer, given_layers.Flatten):
            m = nn.Flatten()
        elif isinstance(layer, given_layers.MaxPool2d):
            m = nn.MaxPool2d(layer.kernel_size, layer.stride)
        elif isinstance(layer, given_layers.Linear):
            m = nn.Linear(layer.params["weight"].shape[1], layer.params["weight"].shape[0])
        elif isinstance(layer, given_layers.Conv2d):
            o, i, *size = layer.params["weight"].shape
            m = nn.Conv2d(i, o, size, layer.stride, layer.padding)
        else:
            raise TypeError(f"{type(layer).__name__}")
        for name, array in layer.params.items():
            setattr(m, name, nn.Parameter(torch.tensor(array)))
        found.append(m)
    return nn.Sequential(*found)


# %% stride and padding in the wrong order
def from_numpy(network):
    found = []
    for layer in network.layers:
        if isinstance(layer, given_layers.ReLU):
            m = nn.ReLU()
        elif isinstance(layer, given_layers.Flatten):
            m = nn.Flatten()
        elif isinstance(layer, given_layers.MaxPool2d):
            m = nn.MaxPool2d(layer.kernel_size, layer.stride)
        elif isinstance(layer, given_layers.Linear):
            m = nn.Linear(layer.params["weight"].shape[1], layer.params["weight"].shape[0])
        elif isinstance(layer, given_layers.Conv2d):
            o, i, *size = layer.params["weight"].shape
            m = nn.Conv2d(i, o, size, layer.padding, layer.stride, layer.dilation)
        else:
            raise TypeError(f"{type(layer).__name__}")
        for name, array in layer.params.items():
            setattr(m, name, nn.Parameter(torch.tensor(array)))
        found.append(m)
    return nn.Sequential(*found)


# %% the stride of pooling forgotten
# says: are stride, padding and dilation handed over
def from_numpy(network):
    found = []
    for layer in network.layers:
        if isinstance(layer, given_layers.ReLU):
            m = nn.ReLU()
        elif isinstance(layer, given_layers.Flatten):
            m = nn.Flatten()
        elif isinstance(layer, given_layers.MaxPool2d):
            m = nn.MaxPool2d(layer.kernel_size)
        elif isinstance(layer, given_layers.Linear):
            m = nn.Linear(layer.params["weight"].shape[1], layer.params["weight"].shape[0])
        elif isinstance(layer, given_layers.Conv2d):
            o, i, *size = layer.params["weight"].shape
            m = nn.Conv2d(i, o, size, layer.stride, layer.padding, layer.dilation)
        else:
            raise TypeError(f"{type(layer).__name__}")
        for name, array in layer.params.items():
            setattr(m, name, nn.Parameter(torch.tensor(array)))
        found.append(m)
    return nn.Sequential(*found)


# %% average pooling
def from_numpy(network):
    found = []
    for layer in network.layers:
        if isinstance(layer, given_layers.ReLU):
            m = nn.ReLU()
        elif isinstance(layer, given_layers.Flatten):
            m = nn.Flatten()
        elif isinstance(layer, given_layers.MaxPool2d):
            m = nn.AvgPool2d(layer.kernel_size, layer.stride)
        elif isinstance(layer, given_layers.Linear):
            m = nn.Linear(layer.params["weight"].shape[1], layer.params["weight"].shape[0])
        elif isinstance(layer, given_layers.Conv2d):
            o, i, *size = layer.params["weight"].shape
            m = nn.Conv2d(i, o, size, layer.stride, layer.padding, layer.dilation)
        else:
            raise TypeError(f"{type(layer).__name__}")
        for name, array in layer.params.items():
            setattr(m, name, nn.Parameter(torch.tensor(array)))
        found.append(m)
    return nn.Sequential(*found)


# %% parameters that cannot be trained
# says: cannot be trained
def from_numpy(network):
    found = []
    for layer in network.layers:
        if isinstance(layer, given_layers.ReLU):
            m = nn.ReLU()
        elif isinstance(layer, given_layers.Flatten):
            m = nn.Flatten()
        elif isinstance(layer, given_layers.MaxPool2d):
            m = nn.MaxPool2d(layer.kernel_size, layer.stride)
        elif isinstance(layer, given_layers.Linear):
            m = nn.Linear(layer.params["weight"].shape[1], layer.params["weight"].shape[0])
        elif isinstance(layer, given_layers.Conv2d):
            o, i, *size = layer.params["weight"].shape
            m = nn.Conv2d(i, o, size, layer.stride, layer.padding, layer.dilation)
        else:
            raise TypeError(f"{type(layer).__name__}")
        for name, array in layer.params.items():
            setattr(m, name, nn.Parameter(torch.tensor(array), requires_grad=False))
        found.append(m)
    return nn.Sequential(*found)


# %% an unknown layer is left out
# says: the task asks for TypeError here
def from_numpy(network):
    found = []
    for layer in network.layers:
        if isinstance(layer, given_layers.ReLU):
            m = nn.ReLU()
        elif isinstance(layer, given_layers.Flatten):
            m = nn.Flatten()
        elif isinstance(layer, given_layers.MaxPool2d):
            m = nn.MaxPool2d(layer.kernel_size, layer.stride)
        elif isinstance(layer, given_layers.Linear):
            m = nn.Linear(layer.params["weight"].shape[1], layer.params["weight"].shape[0])
        elif isinstance(layer, given_layers.Conv2d):
            o, i, *size = layer.params["weight"].shape
            m = nn.Conv2d(i, o, size, layer.stride, layer.padding, layer.dilation)
        else:
            continue
        for name, array in layer.params.items():
            setattr(m, name, nn.Parameter(torch.tensor(array)))
        found.append(m)
    return nn.Sequential(*found)


# %% an unknown layer is a ValueError
# says: the task asks for TypeError here
def from_numpy(network):
    found = []
    for layer in network.layers:
        if isinstance(layer, given_layers.ReLU):
            m = nn.ReLU()
        elif isinstance(layer, given_layers.Flatten):
            m = nn.Flatten()
        elif isinstance(layer, given_layers.MaxPool2d):
            m = nn.MaxPool2d(layer.kernel_size, layer.stride)
        elif isinstance(layer, given_layers.Linear):
            m = nn.Linear(layer.params["weight"].shape[1], layer.params["weight"].shape[0])
        elif isinstance(layer, given_layers.Conv2d):
            o, i, *size = layer.params["weight"].shape
            m = nn.Conv2d(i, o, size, layer.stride, layer.padding, layer.dilation)
        else:
            raise ValueError(f"{type(layer).__name__}")
        for name, array in layer.params.items():
            setattr(m, name, nn.Parameter(torch.tensor(array)))
        found.append(m)
    return nn.Sequential(*found)


# %% an unknown layer is not named
# says: its text is not the one asked for|its text should match
def from_numpy(network):
    found = []
    for layer in network.layers:
        if isinstance(layer, given_layers.ReLU):
            m = nn.ReLU()
        elif isinstance(layer, given_layers.Flatten):
            m = nn.Flatten()
        elif isinstance(layer, given_layers.MaxPool2d):
            m = nn.MaxPool2d(layer.kernel_size, layer.stride)
        elif isinstance(layer, given_layers.Linear):
            m = nn.Linear(layer.params["weight"].shape[1], layer.params["weight"].shape[0])
        elif isinstance(layer, given_layers.Conv2d):
            o, i, *size = layer.params["weight"].shape
            m = nn.Conv2d(i, o, size, layer.stride, layer.padding, layer.dilation)
        else:
            raise TypeError("unknown layer")
        for name, array in layer.params.items():
            setattr(m, name, nn.Parameter(torch.tensor(array)))
        found.append(m)
    return nn.Sequential(*found)


# %% a list
# says: list
def from_numpy(network):
    found = []
    for layer in network.layers:
        if isinstance(layer, given_layers.ReLU):
            m = nn.ReLU()
        elif isinstance(layer, given_layers.Flatten):
            m = nn.Flatten()
        elif isinstance(layer, given_layers.MaxPool2d):
            m = nn.MaxPool2d(layer.kernel_size, layer.stride)
        elif isinstance(layer, given_layers.Linear):
            m = nn.Linear(layer.params["weight"].shape[1], layer.params["weight"].shape[0])
        elif isinstance(layer, given_layers.Conv2d):
            o, i, *size = layer.params["weight"].shape
            m = nn.Conv2d(i, o, size, layer.stride, layer.padding, layer.dilation)
        else:
            raise TypeError(f"{type(layer).__name__}")
        for name, array in layer.params.items():
            setattr(m, name, nn.Parameter(torch.tensor(array)))
        found.append(m)
    return found


# %% ReLU left out of the numbering
# says: the ReLU is missing
def from_numpy(network):
    found = []
    for layer in network.layers:
        if isinstance(layer, given_layers.ReLU):
            m = nn.ReLU()
        elif isinstance(layer, given_layers.Flatten):
            m = nn.Flatten()
        elif isinstance(layer, given_layers.MaxPool2d):
            m = nn.MaxPool2d(layer.kernel_size, layer.stride)
        elif isinstance(layer, given_layers.Linear):
            m = nn.Linear(layer.params["weight"].shape[1], layer.params["weight"].shape[0])
        elif isinstance(layer, given_layers.Conv2d):
            o, i, *size = layer.params["weight"].shape
            m = nn.Conv2d(i, o, size, layer.stride, layer.padding, layer.dilation)
        else:
            raise TypeError(f"{type(layer).__name__}")
        for name, array in layer.params.items():
            setattr(m, name, nn.Parameter(torch.tensor(array)))
        found.append(m)
    return nn.Sequential(*[m for m in found if not isinstance(m, nn.ReLU)])


# %% kernels turned, as a true convolution does
def from_numpy(network):
    found = []
    for layer in network.layers:
        if isinstance(layer, given_layers.ReLU):
            m = nn.ReLU()
        elif isinstance(layer, given_layers.Flatten):
            m = nn.Flatten()
        elif isinstance(layer, given_layers.MaxPool2d):
            m = nn.MaxPool2d(layer.kernel_size, layer.stride)
        elif isinstance(layer, given_layers.Linear):
            m = nn.Linear(layer.params["weight"].shape[1], layer.params["weight"].shape[0])
        elif isinstance(layer, given_layers.Conv2d):
            o, i, *size = layer.params["weight"].shape
            m = nn.Conv2d(i, o, size, layer.stride, layer.padding, layer.dilation)
        else:
            raise TypeError(f"{type(layer).__name__}")
        for name, array in layer.params.items():
            setattr(m, name, nn.Parameter(torch.tensor(array[:, :, ::-1, ::-1].copy() if array.ndim == 4 else array)))
        found.append(m)
    return nn.Sequential(*found)
