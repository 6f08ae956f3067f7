# Other right answers to torch-from-numpy: each earns full marks.
# ruff: noqa

# %% by the name of the class, load_state_dict
def from_numpy(network):
    layers = []
    for layer in network.layers:
        kind, weight = type(layer).__name__, layer.params.get("weight")
        if kind == "Linear":
            layers.append(nn.Linear(weight.shape[1], weight.shape[0]))
        elif kind == "Conv2d":
            options = {name: getattr(layer, name) for name in ("stride", "padding", "dilation")}
            layers.append(nn.Conv2d(weight.shape[1], weight.shape[0], weight.shape[2:], **options))
        elif kind == "MaxPool2d":
            layers.append(nn.MaxPool2d(kernel_size=layer.kernel_size, stride=layer.stride))
        elif kind in ("ReLU", "Flatten"):
            layers.append(getattr(nn, kind)())
        else:
            raise TypeError(f"cannot convert a layer of type {kind}")
    model = nn.Sequential(*layers).double()
    model.load_state_dict({name: torch.tensor(array) for name, array in network.params.items()})
    return model


# %% a table of makers, copy_ under no_grad
def from_numpy(network):
    g = given_layers
    makers = {
        g.Linear: lambda it: nn.Linear(it.params["weight"].shape[1], it.params["weight"].shape[0], dtype=torch.float64),
        g.Conv2d: lambda it: convolution(it.params["weight"].shape, it.stride, it.padding, it.dilation),
        g.MaxPool2d: lambda it: nn.MaxPool2d(it.kernel_size, it.stride),
        g.ReLU: lambda it: nn.ReLU(),
        g.Flatten: lambda it: nn.Flatten(1),
    }

    def convolution(shape, *geometry):
        return nn.Conv2d(shape[1], shape[0], shape[2:], *geometry, dtype=torch.float64)

    model = nn.Sequential()
    for number, layer in enumerate(network.layers):
        if type(layer) not in makers:
            raise TypeError(f"layer {number} is a {type(layer).__name__}")
        model.add_module(str(number), makers[type(layer)](layer))
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            parameter.copy_(torch.from_numpy(network.params[name]))
    return model


# %% data replaced, clones
def from_numpy(network):
    return nn.Sequential(*[_one(layer) for layer in network.layers])


def _one(layer):
    name = layer.__class__.__name__
    if name == "ReLU":
        return nn.ReLU(inplace=False)
    if name == "Flatten":
        return nn.Flatten(start_dim=1)
    if name == "MaxPool2d":
        return nn.MaxPool2d(layer.kernel_size, layer.stride, padding=0)
    if name not in ("Linear", "Conv2d"):
        raise TypeError(name)
    weight, bias = (torch.from_numpy(layer.params[key]).clone() for key in ("weight", "bias"))
    if name == "Linear":
        made = nn.Linear(*reversed(weight.shape))
    else:
        made = nn.Conv2d(weight.size(1), weight.size(0), tuple(weight.shape[2:]))
        for key in ("stride", "padding", "dilation"):
            value = getattr(layer, key)
            setattr(made, key, value if isinstance(value, tuple) else (value, value))
    made.weight.data, made.bias.data = weight, bias
    return made
