# Wrong answers to cnn-parameters: each loses points.
# ruff: noqa

# %% no biases
# says: has a bias
def shape_table(shape, layers):
    shapes, counts = [], []
    for layer in layers:
        count = 0
        if layer[0] == "conv":
            _, filters, k, p = layer
            count = filters * shape[0] * k * k
            shape = (filters, shape[1] + 2 * p - k + 1, shape[2] + 2 * p - k + 1)
        elif layer[0] == "pool":
            shape = (shape[0], shape[1] // layer[1], shape[2] // layer[1])
        elif layer[0] == "flatten":
            shape = (shape[0] * shape[1] * shape[2],)
        elif layer[0] == "linear":
            count = shape[0] * layer[1]
            shape = (layer[1],)
        shapes.append(shape)
        counts.append(count)
    return shapes, counts


# %% no bias in the convolution
# says: each filter has a bias
def shape_table(shape, layers):
    shapes, counts = [], []
    for layer in layers:
        count = 0
        if layer[0] == "conv":
            _, filters, k, p = layer
            count = filters * shape[0] * k * k
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


# %% one bias for a layer
# says: one bias for each filter
def shape_table(shape, layers):
    shapes, counts = [], []
    for layer in layers:
        count = 0
        if layer[0] == "conv":
            _, filters, k, p = layer
            count = filters * shape[0] * k * k + 1
            shape = (filters, shape[1] + 2 * p - k + 1, shape[2] + 2 * p - k + 1)
        elif layer[0] == "pool":
            shape = (shape[0], shape[1] // layer[1], shape[2] // layer[1])
        elif layer[0] == "flatten":
            shape = (shape[0] * shape[1] * shape[2],)
        elif layer[0] == "linear":
            count = shape[0] * layer[1] + 1
            shape = (layer[1],)
        shapes.append(shape)
        counts.append(count)
    return shapes, counts


# %% filters without depth
# says: full depth
def shape_table(shape, layers):
    shapes, counts = [], []
    for layer in layers:
        count = 0
        if layer[0] == "conv":
            _, filters, k, p = layer
            count = filters * k * k + filters
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


# %% a bias for each place
# says: not for each place
def shape_table(shape, layers):
    shapes, counts = [], []
    for layer in layers:
        count = 0
        if layer[0] == "conv":
            _, filters, k, p = layer
            count = filters * shape[0] * k * k
            shape = (filters, shape[1] + 2 * p - k + 1, shape[2] + 2 * p - k + 1)
            count += filters * shape[1] * shape[2]
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


# %% the kernel not squared
# says: kernel_size times kernel_size
def shape_table(shape, layers):
    shapes, counts = [], []
    for layer in layers:
        count = 0
        if layer[0] == "conv":
            _, filters, k, p = layer
            count = filters * shape[0] * k + filters
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


# %% the padding is left out
# says: H \+ 2 padding
def shape_table(shape, layers):
    shapes, counts = [], []
    for layer in layers:
        count = 0
        if layer[0] == "conv":
            _, filters, k, p = layer
            count = filters * shape[0] * k * k + filters
            shape = (filters, shape[1] + 0 * p - k + 1, shape[2] + 0 * p - k + 1)
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


# %% padding on one side
# says: H \+ 2 padding
def shape_table(shape, layers):
    shapes, counts = [], []
    for layer in layers:
        count = 0
        if layer[0] == "conv":
            _, filters, k, p = layer
            count = filters * shape[0] * k * k + filters
            shape = (filters, shape[1] + p - k + 1, shape[2] + p - k + 1)
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


# %% no + 1
# says: kernel_size \+ 1 rows
def shape_table(shape, layers):
    shapes, counts = [], []
    for layer in layers:
        count = 0
        if layer[0] == "conv":
            _, filters, k, p = layer
            count = filters * shape[0] * k * k + filters
            shape = (filters, shape[1] + 2 * p - k, shape[2] + 2 * p - k)
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


# %% pooling counts parameters
# says: have no parameters
def shape_table(shape, layers):
    shapes, counts = [], []
    for layer in layers:
        count = 0
        if layer[0] == "conv":
            _, filters, k, p = layer
            count = filters * shape[0] * k * k + filters
            shape = (filters, shape[1] + 2 * p - k + 1, shape[2] + 2 * p - k + 1)
        elif layer[0] == "pool":
            count = shape[0] * layer[1] ** 2
            shape = (shape[0], shape[1] // layer[1], shape[2] // layer[1])
        elif layer[0] == "flatten":
            shape = (shape[0] * shape[1] * shape[2],)
        elif layer[0] == "linear":
            count = shape[0] * layer[1] + layer[1]
            shape = (layer[1],)
        shapes.append(shape)
        counts.append(count)
    return shapes, counts


# %% pooling leaves the channels out
# says: the channels stay
def shape_table(shape, layers):
    shapes, counts = [], []
    for layer in layers:
        count = 0
        if layer[0] == "conv":
            _, filters, k, p = layer
            count = filters * shape[0] * k * k + filters
            shape = (filters, shape[1] + 2 * p - k + 1, shape[2] + 2 * p - k + 1)
        elif layer[0] == "pool":
            shape = (shape[0] // layer[1], shape[1] // layer[1], shape[2] // layer[1])
        elif layer[0] == "flatten":
            shape = (shape[0] * shape[1] * shape[2],)
        elif layer[0] == "linear":
            count = shape[0] * layer[1] + layer[1]
            shape = (layer[1],)
        shapes.append(shape)
        counts.append(count)
    return shapes, counts


# %% flatten leaves the channels out
# says: C \* H \* W
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
            shape = (shape[1] * shape[2],)
        elif layer[0] == "linear":
            count = shape[0] * layer[1] + layer[1]
            shape = (layer[1],)
        shapes.append(shape)
        counts.append(count)
    return shapes, counts


# %% rounded up in pooling
# says: rounded down
def shape_table(shape, layers):
    shapes, counts = [], []
    for layer in layers:
        count = 0
        if layer[0] == "conv":
            _, filters, k, p = layer
            count = filters * shape[0] * k * k + filters
            shape = (filters, shape[1] + 2 * p - k + 1, shape[2] + 2 * p - k + 1)
        elif layer[0] == "pool":
            shape = (shape[0], -(-shape[1] // layer[1]), -(-shape[2] // layer[1]))
        elif layer[0] == "flatten":
            shape = (shape[0] * shape[1] * shape[2],)
        elif layer[0] == "linear":
            count = shape[0] * layer[1] + layer[1]
            shape = (layer[1],)
        shapes.append(shape)
        counts.append(count)
    return shapes, counts


# %% a number for the shape of a row
# says: a tuple of one number
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
        shapes.append(shape if len(shape) > 1 else shape[0])
        counts.append(count)
    return shapes, counts


# %% the shape before the layer
def shape_table(shape, layers):
    shapes, counts = [], []
    for layer in layers:
        count = 0
        shapes.append(shape)
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
        counts.append(count)
    return shapes, counts


# %% relu is left out of the lists
# says: one entry for each layer
def shape_table(shape, layers):
    shapes, counts = [], []
    for layer in layers:
        if layer[0] == "relu":
            continue
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
