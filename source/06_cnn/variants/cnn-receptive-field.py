# Other right answers to cnn-receptive-field: each earns full marks.
# ruff: noqa

# %% forward
def receptive_field(layers):
    r, jump = 1, 1
    for k, s, d in layers:
        r = r + (k - 1) * d * jump
        jump = jump * s
    return r


# %% from the last layer to the first
def receptive_field(layers):
    width = 1
    for kernel_size, stride, dilation in reversed(layers):
        width = (width - 1) * stride + dilation * (kernel_size - 1) + 1
    return width


# %% products of strides
def receptive_field(layers):
    strides = [s for _, s, _ in layers]
    return 1 + sum((k - 1) * d * int(np.prod(strides[:i])) for i, (k, _, d) in enumerate(layers))


# %% recursion
def receptive_field(layers):
    if not layers:
        return 1
    k, s, d = layers[0]
    return (receptive_field(layers[1:]) - 1) * s + (k - 1) * d + 1
