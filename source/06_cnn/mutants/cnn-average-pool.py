# Wrong answers to cnn-average-pool: each loses points.
# ruff: noqa

# %% sums
# says: sum, not a mean
class AvgPool2d:
    def __init__(self, kernel_size, stride=None):
        self.kernel_size = pair(kernel_size)
        self.stride = self.kernel_size if stride is None else pair(stride)
        self.params, self.grads = {}, {}

    def forward(self, x):
        (kh, kw), (sh, sw) = self.kernel_size, self.stride
        self.shape = x.shape
        oh, ow = (x.shape[2] - kh) // sh + 1, (x.shape[3] - kw) // sw + 1
        out = np.zeros((*x.shape[:2], oh, ow))
        for y in range(oh):
            for z in range(ow):
                out[:, :, y, z] = x[:, :, y * sh : y * sh + kh, z * sw : z * sw + kw].sum(axis=(2, 3))
        return out

    def backward(self, grad_output):
        (kh, kw), (sh, sw) = self.kernel_size, self.stride
        grad_x = np.zeros(self.shape)
        for y in range(grad_output.shape[2]):
            for z in range(grad_output.shape[3]):
                share = grad_output[:, :, y, z] / (kh * kw)
                grad_x[:, :, y * sh : y * sh + kh, z * sw : z * sw + kw] += share[:, :, None, None]
        return grad_x


# %% the largest
# says: largest, not the mean
class AvgPool2d:
    def __init__(self, kernel_size, stride=None):
        self.kernel_size = pair(kernel_size)
        self.stride = self.kernel_size if stride is None else pair(stride)
        self.params, self.grads = {}, {}

    def forward(self, x):
        (kh, kw), (sh, sw) = self.kernel_size, self.stride
        self.shape = x.shape
        oh, ow = (x.shape[2] - kh) // sh + 1, (x.shape[3] - kw) // sw + 1
        out = np.zeros((*x.shape[:2], oh, ow))
        for y in range(oh):
            for z in range(ow):
                out[:, :, y, z] = x[:, :, y * sh : y * sh + kh, z * sw : z * sw + kw].max(axis=(2, 3))
        return out

    def backward(self, grad_output):
        (kh, kw), (sh, sw) = self.kernel_size, self.stride
        grad_x = np.zeros(self.shape)
        for y in range(grad_output.shape[2]):
            for z in range(grad_output.shape[3]):
                share = grad_output[:, :, y, z] / (kh * kw)
                grad_x[:, :, y * sh : y * sh + kh, z * sw : z * sw + kw] += share[:, :, None, None]
        return grad_x


# %% no share on the way back
# says: divide by the number of pixels
class AvgPool2d:
    def __init__(self, kernel_size, stride=None):
        self.kernel_size = pair(kernel_size)
        self.stride = self.kernel_size if stride is None else pair(stride)
        self.params, self.grads = {}, {}

    def forward(self, x):
        (kh, kw), (sh, sw) = self.kernel_size, self.stride
        self.shape = x.shape
        oh, ow = (x.shape[2] - kh) // sh + 1, (x.shape[3] - kw) // sw + 1
        out = np.zeros((*x.shape[:2], oh, ow))
        for y in range(oh):
            for z in range(ow):
                out[:, :, y, z] = x[:, :, y * sh : y * sh + kh, z * sw : z * sw + kw].mean(axis=(2, 3))
        return out

    def backward(self, grad_output):
        (kh, kw), (sh, sw) = self.kernel_size, self.stride
        grad_x = np.zeros(self.shape)
        for y in range(grad_output.shape[2]):
            for z in range(grad_output.shape[3]):
                share = grad_output[:, :, y, z]
                grad_x[:, :, y * sh : y * sh + kh, z * sw : z * sw + kw] += share[:, :, None, None]
        return grad_x


# %% windows replace each other
# says: add what each
class AvgPool2d:
    def __init__(self, kernel_size, stride=None):
        self.kernel_size = pair(kernel_size)
        self.stride = self.kernel_size if stride is None else pair(stride)
        self.params, self.grads = {}, {}

    def forward(self, x):
        (kh, kw), (sh, sw) = self.kernel_size, self.stride
        self.shape = x.shape
        oh, ow = (x.shape[2] - kh) // sh + 1, (x.shape[3] - kw) // sw + 1
        out = np.zeros((*x.shape[:2], oh, ow))
        for y in range(oh):
            for z in range(ow):
                out[:, :, y, z] = x[:, :, y * sh : y * sh + kh, z * sw : z * sw + kw].mean(axis=(2, 3))
        return out

    def backward(self, grad_output):
        (kh, kw), (sh, sw) = self.kernel_size, self.stride
        grad_x = np.zeros(self.shape)
        for y in range(grad_output.shape[2]):
            for z in range(grad_output.shape[3]):
                share = grad_output[:, :, y, z] / (kh * kw)
                grad_x[:, :, y * sh : y * sh + kh, z * sw : z * sw + kw] = share[:, :, None, None]
        return grad_x


# %% divided by the height alone
# says: kh times kw
class AvgPool2d:
    def __init__(self, kernel_size, stride=None):
        self.kernel_size = pair(kernel_size)
        self.stride = self.kernel_size if stride is None else pair(stride)
        self.params, self.grads = {}, {}

    def forward(self, x):
        (kh, kw), (sh, sw) = self.kernel_size, self.stride
        self.shape = x.shape
        oh, ow = (x.shape[2] - kh) // sh + 1, (x.shape[3] - kw) // sw + 1
        out = np.zeros((*x.shape[:2], oh, ow))
        for y in range(oh):
            for z in range(ow):
                out[:, :, y, z] = x[:, :, y * sh : y * sh + kh, z * sw : z * sw + kw].mean(axis=(2, 3))
        return out

    def backward(self, grad_output):
        (kh, kw), (sh, sw) = self.kernel_size, self.stride
        grad_x = np.zeros(self.shape)
        for y in range(grad_output.shape[2]):
            for z in range(grad_output.shape[3]):
                share = grad_output[:, :, y, z] / max(kh, kw) if kh != kw else grad_output[:, :, y, z] / kh
                grad_x[:, :, y * sh : y * sh + kh, z * sw : z * sw + kw] += share[:, :, None, None]
        return grad_x


# %% stride 1 by default
# says: side by side
class AvgPool2d:
    def __init__(self, kernel_size, stride=None):
        self.kernel_size = pair(kernel_size)
        self.stride = pair(1 if stride is None else stride)
        self.params, self.grads = {}, {}

    def forward(self, x):
        (kh, kw), (sh, sw) = self.kernel_size, self.stride
        self.shape = x.shape
        oh, ow = (x.shape[2] - kh) // sh + 1, (x.shape[3] - kw) // sw + 1
        out = np.zeros((*x.shape[:2], oh, ow))
        for y in range(oh):
            for z in range(ow):
                out[:, :, y, z] = x[:, :, y * sh : y * sh + kh, z * sw : z * sw + kw].mean(axis=(2, 3))
        return out

    def backward(self, grad_output):
        (kh, kw), (sh, sw) = self.kernel_size, self.stride
        grad_x = np.zeros(self.shape)
        for y in range(grad_output.shape[2]):
            for z in range(grad_output.shape[3]):
                share = grad_output[:, :, y, z] / (kh * kw)
                grad_x[:, :, y * sh : y * sh + kh, z * sw : z * sw + kw] += share[:, :, None, None]
        return grad_x


# %% the stride is left out
# says: stride is left out
class AvgPool2d:
    def __init__(self, kernel_size, stride=None):
        self.kernel_size = pair(kernel_size)
        self.stride = self.kernel_size
        self.params, self.grads = {}, {}

    def forward(self, x):
        (kh, kw), (sh, sw) = self.kernel_size, self.stride
        self.shape = x.shape
        oh, ow = (x.shape[2] - kh) // sh + 1, (x.shape[3] - kw) // sw + 1
        out = np.zeros((*x.shape[:2], oh, ow))
        for y in range(oh):
            for z in range(ow):
                out[:, :, y, z] = x[:, :, y * sh : y * sh + kh, z * sw : z * sw + kw].mean(axis=(2, 3))
        return out

    def backward(self, grad_output):
        (kh, kw), (sh, sw) = self.kernel_size, self.stride
        grad_x = np.zeros(self.shape)
        for y in range(grad_output.shape[2]):
            for z in range(grad_output.shape[3]):
                share = grad_output[:, :, y, z] / (kh * kw)
                grad_x[:, :, y * sh : y * sh + kh, z * sw : z * sw + kw] += share[:, :, None, None]
        return grad_x


# %% one stride for both axes
# says: a pair is \(rows, columns\)
class AvgPool2d:
    def __init__(self, kernel_size, stride=None):
        self.kernel_size = pair(kernel_size)
        self.stride = self.kernel_size if stride is None else pair(stride)
        self.params, self.grads = {}, {}

    def forward(self, x):
        (kh, kw), (sh, _) = self.kernel_size, self.stride
        sw = sh
        self.shape = x.shape
        oh, ow = (x.shape[2] - kh) // sh + 1, (x.shape[3] - kw) // sw + 1
        out = np.zeros((*x.shape[:2], oh, ow))
        for y in range(oh):
            for z in range(ow):
                out[:, :, y, z] = x[:, :, y * sh : y * sh + kh, z * sw : z * sw + kw].mean(axis=(2, 3))
        return out

    def backward(self, grad_output):
        (kh, kw), (sh, _) = self.kernel_size, self.stride
        sw = sh
        grad_x = np.zeros(self.shape)
        for y in range(grad_output.shape[2]):
            for z in range(grad_output.shape[3]):
                share = grad_output[:, :, y, z] / (kh * kw)
                grad_x[:, :, y * sh : y * sh + kh, z * sw : z * sw + kw] += share[:, :, None, None]
        return grad_x


# %% the median
class AvgPool2d:
    def __init__(self, kernel_size, stride=None):
        self.kernel_size = pair(kernel_size)
        self.stride = self.kernel_size if stride is None else pair(stride)
        self.params, self.grads = {}, {}

    def forward(self, x):
        (kh, kw), (sh, sw) = self.kernel_size, self.stride
        self.shape = x.shape
        oh, ow = (x.shape[2] - kh) // sh + 1, (x.shape[3] - kw) // sw + 1
        out = np.zeros((*x.shape[:2], oh, ow))
        for y in range(oh):
            for z in range(ow):
                out[:, :, y, z] = np.median(x[:, :, y * sh : y * sh + kh, z * sw : z * sw + kw], axis=(2, 3))
        return out

    def backward(self, grad_output):
        (kh, kw), (sh, sw) = self.kernel_size, self.stride
        grad_x = np.zeros(self.shape)
        for y in range(grad_output.shape[2]):
            for z in range(grad_output.shape[3]):
                share = grad_output[:, :, y, z] / (kh * kw)
                grad_x[:, :, y * sh : y * sh + kh, z * sw : z * sw + kw] += share[:, :, None, None]
        return grad_x


# %% the rest is averaged too
class AvgPool2d:
    def __init__(self, kernel_size, stride=None):
        self.kernel_size = pair(kernel_size)
        self.stride = self.kernel_size if stride is None else pair(stride)
        self.params, self.grads = {}, {}

    def forward(self, x):
        (kh, kw), (sh, sw) = self.kernel_size, self.stride
        self.shape = x.shape
        oh, ow = -(-(x.shape[2] - kh) // sh) + 1, -(-(x.shape[3] - kw) // sw) + 1
        out = np.zeros((*x.shape[:2], oh, ow))
        for y in range(oh):
            for z in range(ow):
                out[:, :, y, z] = x[:, :, y * sh : y * sh + kh, z * sw : z * sw + kw].mean(axis=(2, 3))
        return out

    def backward(self, grad_output):
        (kh, kw), (sh, sw) = self.kernel_size, self.stride
        grad_x = np.zeros(self.shape)
        for y in range(grad_output.shape[2]):
            for z in range(grad_output.shape[3]):
                share = grad_output[:, :, y, z] / (kh * kw)
                grad_x[:, :, y * sh : y * sh + kh, z * sw : z * sw + kw] += share[:, :, None, None]
        return grad_x


# %% a gradient as large as the windows reach
# says: no window meets
class AvgPool2d:
    def __init__(self, kernel_size, stride=None):
        self.kernel_size = pair(kernel_size)
        self.stride = self.kernel_size if stride is None else pair(stride)
        self.params, self.grads = {}, {}

    def forward(self, x):
        (kh, kw), (sh, sw) = self.kernel_size, self.stride
        self.shape = x.shape
        oh, ow = (x.shape[2] - kh) // sh + 1, (x.shape[3] - kw) // sw + 1
        out = np.zeros((*x.shape[:2], oh, ow))
        for y in range(oh):
            for z in range(ow):
                out[:, :, y, z] = x[:, :, y * sh : y * sh + kh, z * sw : z * sw + kw].mean(axis=(2, 3))
        return out

    def backward(self, grad_output):
        (kh, kw), (sh, sw) = self.kernel_size, self.stride
        grad_x = np.zeros(self.shape)
        for y in range(grad_output.shape[2]):
            for z in range(grad_output.shape[3]):
                share = grad_output[:, :, y, z] / (kh * kw)
                grad_x[:, :, y * sh : y * sh + kh, z * sw : z * sw + kw] += share[:, :, None, None]
        return grad_x[:, :, : (grad_output.shape[2] - 1) * sh + kh, : (grad_output.shape[3] - 1) * sw + kw]


# %% x is changed
# says: modifies its input
class AvgPool2d:
    def __init__(self, kernel_size, stride=None):
        self.kernel_size = pair(kernel_size)
        self.stride = self.kernel_size if stride is None else pair(stride)
        self.params, self.grads = {}, {}

    def forward(self, x):
        (kh, kw), (sh, sw) = self.kernel_size, self.stride
        self.shape = x.shape
        oh, ow = (x.shape[2] - kh) // sh + 1, (x.shape[3] - kw) // sw + 1
        out = np.zeros((*x.shape[:2], oh, ow))
        for y in range(oh):
            for z in range(ow):
                out[:, :, y, z] = x[:, :, y * sh : y * sh + kh, z * sw : z * sw + kw].mean(axis=(2, 3))
        x -= x.mean()
        return out

    def backward(self, grad_output):
        (kh, kw), (sh, sw) = self.kernel_size, self.stride
        grad_x = np.zeros(self.shape)
        for y in range(grad_output.shape[2]):
            for z in range(grad_output.shape[3]):
                share = grad_output[:, :, y, z] / (kh * kw)
                grad_x[:, :, y * sh : y * sh + kh, z * sw : z * sw + kw] += share[:, :, None, None]
        return grad_x


# %% no params
# says: no attribute|AttributeError|params
class AvgPool2d:
    def __init__(self, kernel_size, stride=None):
        self.kernel_size = pair(kernel_size)
        self.stride = self.kernel_size if stride is None else pair(stride)

    def forward(self, x):
        (kh, kw), (sh, sw) = self.kernel_size, self.stride
        self.shape = x.shape
        oh, ow = (x.shape[2] - kh) // sh + 1, (x.shape[3] - kw) // sw + 1
        out = np.zeros((*x.shape[:2], oh, ow))
        for y in range(oh):
            for z in range(ow):
                out[:, :, y, z] = x[:, :, y * sh : y * sh + kh, z * sw : z * sw + kw].mean(axis=(2, 3))
        return out

    def backward(self, grad_output):
        (kh, kw), (sh, sw) = self.kernel_size, self.stride
        grad_x = np.zeros(self.shape)
        for y in range(grad_output.shape[2]):
            for z in range(grad_output.shape[3]):
                share = grad_output[:, :, y, z] / (kh * kw)
                grad_x[:, :, y * sh : y * sh + kh, z * sw : z * sw + kw] += share[:, :, None, None]
        return grad_x
