# Other right answers to cnn-max-pool: each earns full marks.
# ruff: noqa

# %% loops, the first of equals
class MaxPool2d:
    def __init__(self, kernel_size, stride=None):
        self.kernel_size = pair(kernel_size)
        self.stride = self.kernel_size if stride is None else pair(stride)
        self.params, self.grads = {}, {}

    def forward(self, x):
        (kh, kw), (sh, sw) = self.kernel_size, self.stride
        n, c, h, w = x.shape
        oh, ow = (h - kh) // sh + 1, (w - kw) // sw + 1
        self.x = x
        out = np.zeros((n, c, oh, ow))
        for y in range(oh):
            for z in range(ow):
                out[:, :, y, z] = x[:, :, y * sh : y * sh + kh, z * sw : z * sw + kw].max(axis=(2, 3))
        return out

    def backward(self, grad_output):
        (kh, kw), (sh, sw) = self.kernel_size, self.stride
        grad_x = np.zeros(self.x.shape)
        for i, k, y, z in np.ndindex(*grad_output.shape):
            window = self.x[i, k, y * sh : y * sh + kh, z * sw : z * sw + kw]
            row, column = divmod(int(window.argmax()), window.shape[1])
            grad_x[i, k, y * sh + row, z * sw + column] += grad_output[i, k, y, z]
        return grad_x


# %% equal shares among equals
class MaxPool2d:
    def __init__(self, kernel_size, stride=None):
        self.k = pair(kernel_size)
        self.s = pair(kernel_size) if stride is None else pair(stride)
        self.params, self.grads = {}, {}

    def forward(self, x):
        view = np.lib.stride_tricks.sliding_window_view(x, self.k, axis=(2, 3))[:, :, :: self.s[0], :: self.s[1]]
        out = view.max(axis=(4, 5))
        self.hits = view == out[..., None, None]
        self.shape = x.shape
        return out

    def backward(self, grad_output):
        shares = self.hits / self.hits.sum(axis=(4, 5), keepdims=True) * grad_output[..., None, None]
        grad_x = np.zeros(self.shape)
        oh, ow = grad_output.shape[2:]
        for i in range(self.k[0]):
            for j in range(self.k[1]):
                rows = slice(i, i + self.s[0] * oh, self.s[0])
                columns = slice(j, j + self.s[1] * ow, self.s[1])
                grad_x[:, :, rows, columns] += shares[..., i, j]
        return grad_x


# %% argmax over columns, the last of equals
class MaxPool2d:
    def __init__(self, kernel_size, stride=None):
        self.kernel_size, self.params, self.grads = pair(kernel_size), {}, {}
        self.stride = pair(stride or kernel_size)

    def forward(self, x):
        n, c, h, w = x.shape
        kh, kw = self.kernel_size
        places = im2col(np.arange(h * w, dtype=float).reshape(1, 1, h, w), (kh, kw), self.stride)[0].astype(int)
        values = x.reshape(n * c, h * w)[:, places][:, ::-1]
        best = values.argmax(axis=1)
        self.index = np.take_along_axis(np.broadcast_to(places[::-1], values.shape), best[:, None], 1)[:, 0]
        self.shape = x.shape
        out = np.take_along_axis(values, best[:, None], 1)
        return out.reshape(n, c, (h - kh) // self.stride[0] + 1, -1)

    def backward(self, grad_output):
        n, c, h, w = self.shape
        flat = np.zeros((n * c, h * w))
        np.add.at(flat, (np.arange(n * c)[:, None], self.index), grad_output.reshape(n * c, -1))
        return flat.reshape(self.shape)
