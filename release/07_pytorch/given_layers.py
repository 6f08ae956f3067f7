"""What you built in earlier assignments, as the course solves it. Import it: there is nothing to change here."""


import numpy as np


class Linear:
    """y = x W^T + b: `params` and `grads` hold "weight" (out, in) and "bias" (out,)."""

    def __init__(self, in_features, out_features, rng):
        weight = rng.normal(0.0, np.sqrt(2 / in_features), size=(out_features, in_features))
        self.params = {"weight": weight, "bias": np.zeros(out_features)}
        self.grads = {}

    def forward(self, x):
        """From (N, in) to (N, out)."""
        self.x = x
        return x @ self.params["weight"].T + self.params["bias"]

    def backward(self, grad_output):
        """From the gradient in the output, (N, out), to the gradient in x, (N, in); assigns `grads`."""
        self.grads = {"weight": grad_output.T @ self.x, "bias": grad_output.sum(axis=0)}
        return grad_output @ self.params["weight"]


class ReLU:
    """max(x, 0), element by element."""

    def __init__(self):
        self.params, self.grads = {}, {}

    def forward(self, x):
        self.positive = x > 0
        return np.maximum(x, 0)

    def backward(self, grad_output):
        return grad_output * self.positive


class Sequential:
    """Layers one after the other."""

    def __init__(self, *layers):
        self.layers = layers

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, grad_output):
        for layer in reversed(self.layers):
            grad_output = layer.backward(grad_output)
        return grad_output

    @property
    def params(self):
        """The parameters of all layers, {"0.weight": array, ...}."""
        return {f"{i}.{key}": array for i, layer in enumerate(self.layers) for key, array in layer.params.items()}

    @property
    def grads(self):
        """Their gradients after `backward`, with the same keys."""
        return {f"{i}.{key}": array for i, layer in enumerate(self.layers) for key, array in layer.grads.items()}


def pair(value):
    """(value, value) of one number; a pair stays as it is."""
    return (value, value) if np.ndim(value) == 0 else tuple(value)


def output_size(size, kernel_size, stride=1, padding=0, dilation=1, strict=False):
    """The number of places of a window along one axis of `size` pixels; all are whole numbers."""
    room = size + 2 * padding - dilation * (kernel_size - 1) - 1
    if room < 0:
        raise ValueError(f"the kernel spans {-room} pixels more than the padded image has")
    if strict and room % stride:
        raise ValueError(f"a stride of {stride} leaves {room % stride} pixels over")
    return room // stride + 1


def steps(position, count, stride, dilation=1):
    """Along one axis: what the kernel's number at `position` meets in `count` windows."""
    start = position * dilation
    return slice(start, start + stride * count, stride)


def conv_forward(x, weight, bias, stride=1, padding=0, dilation=1):
    """Convolution of `x` (N, C, H, W) with `weight` (out, C, kh, kw), plus `bias` (out,): (N, out, out_h, out_w)."""
    filters, channels, kh, kw = weight.shape
    rows, (out_h, out_w) = row_windows(x, (kh, kw), stride, padding, dilation)
    row_weights = weight.transpose(2, 3, 1, 0).reshape(kh, kw * channels, filters)
    output = np.zeros((len(x), out_h * out_w, filters), dtype=np.result_type(x, weight, bias)) + bias
    for i in range(kh):
        met = rows[:, steps(i, out_h, pair(stride)[0], pair(dilation)[0])]
        output += met.reshape(len(x), out_h * out_w, -1) @ row_weights[i]
    return np.moveaxis(output.reshape(len(x), out_h, out_w, filters), -1, 1)


def row_windows(x, kernel_size, stride, padding, dilation):
    """Each row of the padded `x` cut into windows, their channels last in memory, and the size of the output.

    With kw * C numbers side by side, one product for each of the kernel's rows does what im2col does in kh times
    the memory.
    """
    (kh, kw), (sh, sw), (ph, pw), (dh, dw) = map(pair, (kernel_size, stride, padding, dilation))
    n, channels, height, width = x.shape
    out_h, out_w = output_size(height, kh, sh, ph, dh), output_size(width, kw, sw, pw, dw)
    padded = np.pad(np.moveaxis(x, 1, -1), ((0, 0), (ph, ph), (pw, pw), (0, 0)))
    rows = np.stack([padded[:, :, steps(j, out_w, sw, dw)] for j in range(kw)], axis=3)
    return rows.reshape(n, -1, out_w, kw * channels), (out_h, out_w)


def conv_backward(grad_output, x, weight, stride=1, padding=0, dilation=1):
    """The gradients in `x`, `weight` and the bias of conv_forward, from that in its output, a triple."""
    (sh, sw), (ph, pw), (dh, dw) = map(pair, (stride, padding, dilation))
    (n, channels, height, width), (filters, _, kh, kw) = x.shape, weight.shape
    rows, (out_h, out_w) = row_windows(x, (kh, kw), stride, padding, dilation)
    grad = np.ascontiguousarray(np.moveaxis(grad_output, 1, -1)).reshape(n, out_h * out_w, filters)
    row_weights = weight.transpose(2, 0, 3, 1).reshape(kh, filters, kw * channels)
    grad_rows, grad_row_weights = np.zeros_like(rows, dtype=np.result_type(grad, weight)), np.empty_like(row_weights)
    for i in range(kh):
        met = steps(i, out_h, sh, dh)
        products = grad.transpose(0, 2, 1) @ rows[:, met].reshape(n, out_h * out_w, -1)
        grad_row_weights[i] = products.sum(axis=0)
        grad_rows[:, met] += (grad @ row_weights[i]).reshape(n, out_h, out_w, -1)
    grad_rows = grad_rows.reshape(n, -1, out_w, kw, channels)
    grad_padded = np.zeros((n, height + 2 * ph, width + 2 * pw, channels), dtype=grad_rows.dtype)
    for j in range(kw):
        grad_padded[:, :, steps(j, out_w, sw, dw)] += grad_rows[:, :, :, j]
    grad_x = np.moveaxis(grad_padded[:, ph : ph + height, pw : pw + width], -1, 1)
    grad_weight = grad_row_weights.reshape(kh, filters, kw, channels).transpose(1, 3, 0, 2)
    return grad_x, grad_weight, grad.sum(axis=(0, 1))


class Conv2d:
    """Convolution with its parameters: weight (out_channels, in_channels, kh, kw) and bias (out_channels,)."""

    def __init__(self, in_channels, out_channels, kernel_size, rng, stride=1, padding=0, dilation=1):
        size = (out_channels, in_channels, *pair(kernel_size))
        weight = rng.normal(0.0, np.sqrt(2 / np.prod(size[1:])), size=size)
        self.params, self.grads = {"weight": weight, "bias": np.zeros(out_channels)}, {}
        self.stride, self.padding, self.dilation = stride, padding, dilation

    def forward(self, x):
        self.x = x
        geometry = self.stride, self.padding, self.dilation
        return conv_forward(x, self.params["weight"], self.params["bias"], *geometry)

    def backward(self, grad_output):
        geometry = self.stride, self.padding, self.dilation
        found = conv_backward(grad_output, self.x, self.params["weight"], *geometry)
        grad_x, self.grads["weight"], self.grads["bias"] = found
        return grad_x


class MaxPool2d:
    """The largest number of each window: from (N, C, H, W) to (N, C, out_h, out_w)."""

    def __init__(self, kernel_size, stride=None):
        self.kernel_size = pair(kernel_size)
        self.stride = pair(kernel_size if stride is None else stride)
        self.params, self.grads = {}, {}

    def forward(self, x):
        self.x, self.places = x, window_places(x, self.kernel_size, self.stride)
        self.output = x[self.places[0]].copy(order="K")
        for place in self.places[1:]:
            np.maximum(self.output, x[place], out=self.output)
        return self.output

    def backward(self, grad_output):
        grad_x, open_windows = np.zeros_like(self.x, dtype=grad_output.dtype), np.ones_like(self.output, dtype=bool)
        for place in self.places:
            winners = open_windows & (self.x[place] == self.output)
            grad_x[place] += winners * grad_output
            open_windows &= ~winners
        return grad_x


def window_places(x, kernel_size, stride):
    """For each position in the window, the index that reaches it in all windows at once."""
    counts = [output_size(size, k, s) for size, k, s in zip(x.shape[2:], kernel_size, stride, strict=True)]
    return [(slice(None), slice(None), *map(steps, position, counts, stride)) for position in np.ndindex(*kernel_size)]


class Flatten:
    """From (N, C, H, W) to (N, C * H * W), and back."""

    def __init__(self):
        self.params, self.grads = {}, {}

    def forward(self, x):
        self.x_shape = x.shape
        return x.reshape(len(x), -1)

    def backward(self, grad_output):
        return grad_output.reshape(self.x_shape)
