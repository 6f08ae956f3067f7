# Wrong answers to cnn-output-size: each loses points.
# ruff: noqa

# %% no + 1
# says: starts counts too
def output_size(size, kernel_size, stride=1, padding=0, dilation=1, strict=False):
    span = dilation * (kernel_size - 1) + 1
    room = size + 2 * padding - span
    if room < 0:
        raise ValueError("too large")
    if strict and room % stride != 0:
        raise ValueError("does not fit")
    return room // stride


# %% padding on one side
# says: both ends
def output_size(size, kernel_size, stride=1, padding=0, dilation=1, strict=False):
    span = dilation * (kernel_size - 1) + 1
    room = size + padding - span
    if room < 0:
        raise ValueError("too large")
    if strict and room % stride != 0:
        raise ValueError("does not fit")
    return room // stride + 1


# %% rounded up
# says: round down
def output_size(size, kernel_size, stride=1, padding=0, dilation=1, strict=False):
    span = dilation * (kernel_size - 1) + 1
    room = size + 2 * padding - span
    if room < 0:
        raise ValueError("too large")
    if strict and room % stride != 0:
        raise ValueError("does not fit")
    return -(-room // stride) + 1


# %% dilation is left out
# says: dilation is left out
def output_size(size, kernel_size, stride=1, padding=0, dilation=1, strict=False):
    span = kernel_size
    room = size + 2 * padding - span
    if room < 0:
        raise ValueError("too large")
    if strict and room % stride != 0:
        raise ValueError("does not fit")
    return room // stride + 1


# %% the kernel times the dilation
# says: spans dilation
def output_size(size, kernel_size, stride=1, padding=0, dilation=1, strict=False):
    span = dilation * kernel_size
    room = size + 2 * padding - span
    if room < 0:
        raise ValueError("too large")
    if strict and room % stride != 0:
        raise ValueError("does not fit")
    return room // stride + 1


# %% strict is not looked at
# says: asks for ValueError
def output_size(size, kernel_size, stride=1, padding=0, dilation=1, strict=False):
    span = dilation * (kernel_size - 1) + 1
    room = size + 2 * padding - span
    if room < 0:
        raise ValueError("too large")
    if False:
        raise ValueError("does not fit")
    return room // stride + 1


# %% always strict
# says: ValueError|does not fit
def output_size(size, kernel_size, stride=1, padding=0, dilation=1, strict=False):
    span = dilation * (kernel_size - 1) + 1
    room = size + 2 * padding - span
    if room < 0:
        raise ValueError("too large")
    if room % stride != 0:
        raise ValueError("does not fit")
    return room // stride + 1


# %% a kernel that does not fit gives 0 or less
# says: asks for ValueError
def output_size(size, kernel_size, stride=1, padding=0, dilation=1, strict=False):
    span = dilation * (kernel_size - 1) + 1
    room = size + 2 * padding - span
    if False:
        raise ValueError("too large")
    if strict and room % stride != 0:
        raise ValueError("does not fit")
    return room // stride + 1


# %% a kernel that does not fit gives 0
# says: asks for ValueError
def output_size(size, kernel_size, stride=1, padding=0, dilation=1, strict=False):
    span = dilation * (kernel_size - 1) + 1
    room = size + 2 * padding - span
    if room < 0:
        return 0
    if strict and room % stride != 0:
        raise ValueError("does not fit")
    return room // stride + 1


# %% strict returns None
# says: asks for ValueError
def output_size(size, kernel_size, stride=1, padding=0, dilation=1, strict=False):
    span = dilation * (kernel_size - 1) + 1
    room = size + 2 * padding - span
    if room < 0:
        raise ValueError("too large")
    if strict and room % stride != 0:
        return None
    return room // stride + 1


# %% an assertion for strict
# says: ValueError
def output_size(size, kernel_size, stride=1, padding=0, dilation=1, strict=False):
    span = dilation * (kernel_size - 1) + 1
    room = size + 2 * padding - span
    if room < 0:
        raise ValueError("too large")
    if strict and room % stride != 0:
        raise AssertionError("does not fit")
    return room // stride + 1


# %% a fraction
# says: whole number is asked
def output_size(size, kernel_size, stride=1, padding=0, dilation=1, strict=False):
    span = dilation * (kernel_size - 1) + 1
    room = size + 2 * padding - span
    if room < 0:
        raise ValueError("too large")
    if strict and room % stride != 0:
        raise ValueError("does not fit")
    return room / stride + 1


# %% rounded to the nearest
# says: round down
def output_size(size, kernel_size, stride=1, padding=0, dilation=1, strict=False):
    span = dilation * (kernel_size - 1) + 1
    room = size + 2 * padding - span
    if room < 0:
        raise ValueError("too large")
    if strict and room % stride != 0:
        raise ValueError("does not fit")
    return round(room / stride) + 1


# %% the kernel takes no room
# says: takes no room
def output_size(size, kernel_size, stride=1, padding=0, dilation=1, strict=False):
    span = dilation * (kernel_size - 1) + 1
    room = size + 2 * padding - span
    if room < 0:
        raise ValueError("too large")
    if strict and room % stride != 0:
        raise ValueError("does not fit")
    return (size + 2 * padding) // stride


# %% the remainder of the image, not of the room
# says: ValueError
def output_size(size, kernel_size, stride=1, padding=0, dilation=1, strict=False):
    span = dilation * (kernel_size - 1) + 1
    room = size + 2 * padding - span
    if room < 0:
        raise ValueError("too large")
    if strict and size % stride != 0:
        raise ValueError("does not fit")
    return room // stride + 1
