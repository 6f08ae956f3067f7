# Wrong answers to cnn-receptive-field: each loses points.
# ruff: noqa

# %% the stride before the kernel
# says: own stride counts for
def receptive_field(layers):
    r, jump = 1, 1
    for k, s, d in layers:
        jump = jump * s
        r = r + (k - 1) * d * jump
    return r


# %% no step at all
# says: 2 pixels apart
def receptive_field(layers):
    r, jump = 1, 1
    for k, s, d in layers:
        r = r + (k - 1) * d * jump
        jump = 1
    return r


# %% widths multiplied
# says: do not multiply
def receptive_field(layers):
    r, jump = 1, 1
    for k, s, d in layers:
        r = r * (d * (k - 1) + 1)
        jump = jump * s
    return r


# %% the dilation is left out
# says: dilation is left out
def receptive_field(layers):
    r, jump = 1, 1
    for k, s, d in layers:
        r = r + (k - 1) * jump
        jump = jump * s
    return r


# %% dilation times the kernel size
# says: spans dilation
def receptive_field(layers):
    r, jump = 1, 1
    for k, s, d in layers:
        r = r + (k * d - 1) * jump
        jump = jump * s
    return r


# %% the kernel size, not one less
# says: k - 1 pixels further
def receptive_field(layers):
    r, jump = 1, 1
    for k, s, d in layers:
        r = r + k * d * jump
        jump = jump * s
    return r


# %% from 0
# says: 1 at the start
def receptive_field(layers):
    r, jump = 0, 1
    for k, s, d in layers:
        r = r + (k - 1) * d * jump
        jump = jump * s
    return r


# %% strides added
# says: do not add up
def receptive_field(layers):
    r, jump = 1, 1
    for k, s, d in layers:
        r = r + (k - 1) * d * jump
        jump = jump + s - 1
    return r


# %% the last stride alone
# says: not the last one alone
def receptive_field(layers):
    r, jump = 1, 1
    for k, s, d in layers:
        r = r + (k - 1) * d * jump
        jump = s
    return r


# %% the step after the last layer
# says: not the step
def receptive_field(layers):
    r, jump = 1, 1
    for k, s, d in layers:
        r = r + (k - 1) * d * jump
        jump = jump * s
    return jump


# %% the layers backwards
# says: first layer comes first
def receptive_field(layers):
    r, jump = 1, 1
    for k, s, d in reversed(layers):
        r = r + (k - 1) * d * jump
        jump = jump * s
    return r


# %% an error for no layer
# says: IndexError|index
def receptive_field(layers):
    r, jump = layers[0][0] * 0 + 1, 1
    for k, s, d in layers:
        r = r + (k - 1) * d * jump
        jump = jump * s
    return r


# %% the list is emptied
# says: modifies its input
def receptive_field(layers):
    r, jump = 1, 1
    while layers:
        k, s, d = layers.pop(0)
        r = r + (k - 1) * d * jump
        jump = jump * s
    return r


# %% an area
# says: not the area
def receptive_field(layers):
    r, jump = 1, 1
    for k, s, d in layers:
        r = r + (k - 1) * d * jump
        jump = jump * s
    return r * r
