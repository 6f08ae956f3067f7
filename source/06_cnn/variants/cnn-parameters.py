# Other right answers to cnn-parameters: each earns full marks.
# ruff: noqa

# %% formulas
def shape_table(shape, layers):
    shapes, counts = [], []
    for layer in layers:
        count = 0
        if layer[0] == "conv":
            _, filters, k, p = layer
            count = filters * shape[0] * k * k + filters
            shape = (filters, shape[1] + 2 * p - k + 1, shape[2] + 2 * p - k + 1)
        elif layer[0] == "pool":
            shape = (shape[0], shape[1] // layer[1], shape[2] // layer[1])
        elif layer[0] == "flatten":
            shape = (shape[0] * shape[1] * shape[2],)
        elif layer[0] == "linear":
            count = shape[0] * layer[1] + layer[1]
            shape = (layer[1],)
        shapes.append(shape)
        counts.append(count)
    return shapes, counts


# %% by building the layers
def shape_table(shape, layers):
    source = np.random.default_rng(1)
    x, shapes, counts = np.zeros((1, *shape)), [], []
    for kind, *sizes in layers:
        if kind == "conv":
            layer = Conv2d(x.shape[1], sizes[0], sizes[1], source, padding=sizes[2])
        elif kind == "pool":
            layer = MaxPool2d(sizes[0])
        elif kind == "linear":
            layer = Linear(x.shape[1], sizes[0], source)
        else:
            layer = None
        x = layer.forward(x) if layer else x.reshape(1, -1) if kind == "flatten" else x
        shapes.append(tuple(int(size) for size in x.shape[1:]))
        counts.append(sum(int(array.size) for array in layer.params.values()) if layer else 0)
    return shapes, counts


# %% a function for each kind, a list as the pair
def shape_table(shape, layers):
    def conv(shape, filters, kernel_size, padding):
        sizes = [output_size(size, kernel_size, padding=padding) for size in shape[1:]]
        return (filters, *sizes), filters * (1 + shape[0] * kernel_size**2)

    def pool(shape, k):
        return (shape[0], *[output_size(size, k, k) for size in shape[1:]]), 0

    kinds_ = {
        "conv": conv,
        "pool": pool,
        "relu": lambda shape: (shape, 0),
        "flatten": lambda shape: ((int(np.prod(shape)),), 0),
        "linear": lambda shape, out: ((out,), (shape[0] + 1) * out),
    }
    table = []
    for kind, *sizes in layers:
        shape, count = kinds_[kind](shape, *sizes)
        table.append((shape, count))
    return [[row[0] for row in table], [row[1] for row in table]]
