# Other right answers to cnn-output-size: each earns full marks.
# ruff: noqa

# %% the starts counted
def output_size(size, kernel_size, stride=1, padding=0, dilation=1, strict=False):
    span = 1 + dilation * (kernel_size - 1)
    starts = range(0, size + 2 * padding - span + 1, stride)
    if len(starts) == 0:
        raise ValueError("no place at all")
    if strict and starts[-1] + span != size + 2 * padding:
        raise ValueError("pixels are left over")
    return len(starts)


# %% divmod
def output_size(size, kernel_size, stride=1, padding=0, dilation=1, strict=False):
    steps_, left = divmod(size + 2 * padding - dilation * (kernel_size - 1) - 1, stride)
    if steps_ < 0 or (strict and left):
        raise ValueError(f"does not fit: {left} left over")
    return steps_ + 1


# %% math.floor of a fraction
import math


def output_size(size, kernel_size, stride=1, padding=0, dilation=1, strict=False):
    exact = (size + 2 * padding - dilation * (kernel_size - 1) - 1) / stride + 1
    if exact < 1:
        raise ValueError("the kernel is too large")
    if strict and exact != math.floor(exact):
        raise ValueError("the stride does not fit")
    return math.floor(exact)
