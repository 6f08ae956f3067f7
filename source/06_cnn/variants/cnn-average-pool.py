# Other right answers to cnn-average-pool: each earns full marks.
# ruff: noqa

# %% loops over places
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
        return grad_x


# %% im2col, and np.add.at
class AvgPool2d:
    def __init__(self, kernel_size, stride=None):
        self.params, self.grads = {}, {}
        self.k, self.s = pair(kernel_size), pair(kernel_size if stride is None else stride)

    def forward(self, x):
        n, c, h, w = self.shape = x.shape
        numbers = np.arange(h * w).reshape(1, 1, h, w)
        self.places = im2col(numbers, self.k, self.s)[0]
        return (
            x.reshape(n, c, h * w)[:, :, self.places].mean(axis=2).reshape(n, c, (h - self.k[0]) // self.s[0] + 1, -1)
        )

    def backward(self, grad_output):
        n, c, h, w = self.shape
        grad = np.zeros((n, c, h * w))
        share = grad_output.reshape(n, c, 1, -1) / len(self.places)
        np.add.at(grad, (slice(None), slice(None), self.places), np.broadcast_to(share, (n, c, *self.places.shape)))
        return grad.reshape(self.shape)


# %% a convolution with equal weights, channel by channel
class AvgPool2d:
    def __init__(self, kernel_size, stride=None):
        self.kernel_size, self.stride = pair(kernel_size), pair(kernel_size) if stride is None else pair(stride)
        self.weight = np.full((1, 1, *self.kernel_size), 1 / (self.kernel_size[0] * self.kernel_size[1]))
        self.params = {}
        self.grads = {}

    def forward(self, x):
        self.x = x
        single = x.reshape(-1, 1, *x.shape[2:])
        out = conv_forward(single, self.weight, np.zeros(1), self.stride)
        return out.reshape(*x.shape[:2], *out.shape[2:])

    def backward(self, grad_output):
        single = self.x.reshape(-1, 1, *self.x.shape[2:])
        grad = grad_output.reshape(-1, 1, *grad_output.shape[2:])
        return conv_backward(grad, single, self.weight, self.stride)[0].reshape(self.x.shape)
