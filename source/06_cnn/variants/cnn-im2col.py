# Other right answers to cnn-im2col: each earns full marks.
# ruff: noqa

# %% loops over windows
def im2col(x, kernel_size, stride=1, padding=0, dilation=1):
    (kh, kw), (sh, sw), (ph, pw), (dh, dw) = pair(kernel_size), pair(stride), pair(padding), pair(dilation)
    n, c, h, w = x.shape
    oh = (h + 2 * ph - dh * (kh - 1) - 1) // sh + 1
    ow = (w + 2 * pw - dw * (kw - 1) - 1) // sw + 1
    padded = np.pad(x, [(0, 0), (0, 0), (ph, ph), (pw, pw)])
    out = np.zeros((n, c, kh, kw, oh, ow), dtype=x.dtype)
    for y in range(oh):
        for z in range(ow):
            top, left = y * sh, z * sw
            bottom, right = top + dh * (kh - 1) + 1, left + dw * (kw - 1) + 1
            out[:, :, :, :, y, z] = padded[:, :, top:bottom:dh, left:right:dw]
    return out.reshape(n, c * kh * kw, oh * ow)


# %% sliding windows
def im2col(x, kernel_size, stride=1, padding=0, dilation=1):
    (kh, kw), (sh, sw), (ph, pw), (dh, dw) = [pair(v) for v in (kernel_size, stride, padding, dilation)]
    padded = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    span = dh * (kh - 1) + 1, dw * (kw - 1) + 1
    windows_ = np.lib.stride_tricks.sliding_window_view(padded, span, axis=(2, 3))[:, :, ::sh, ::sw, ::dh, ::dw]
    n, c, oh, ow = windows_.shape[:4]
    return windows_.transpose(0, 1, 4, 5, 2, 3).reshape(n, c * kh * kw, oh * ow)


# %% whole-number indices
def im2col(x, kernel_size, stride=1, padding=0, dilation=1):
    kernel, stride, padding, dilation = pair(kernel_size), pair(stride), pair(padding), pair(dilation)
    h, w = x.shape[2] + 2 * padding[0], x.shape[3] + 2 * padding[1]
    padded = np.zeros((*x.shape[:2], h, w), x.dtype)
    padded[:, :, padding[0] : h - padding[0], padding[1] : w - padding[1]] = x
    y = np.arange(0, h - dilation[0] * (kernel[0] - 1), stride[0])
    z = np.arange(0, w - dilation[1] * (kernel[1] - 1), stride[1])
    rows = dilation[0] * np.arange(kernel[0])[:, None] + y
    columns = dilation[1] * np.arange(kernel[1])[:, None] + z
    found = padded[:, :, rows[:, None, :, None], columns[None, :, None, :]]
    return found.reshape(len(x), x.shape[1] * kernel[0] * kernel[1], len(y) * len(z))
