# Wrong answers to cnn-im2col: each loses points.
# ruff: noqa

# %% windows as rows
# says: column, not a row
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
    return np.swapaxes(out.reshape(n, c * kh * kw, oh * ow), 1, 2)


# %% channels last in a column
# says: channel after channel
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
    return out.transpose(0, 2, 3, 1, 4, 5).reshape(n, c * kh * kw, oh * ow)


# %% columns of the window first
# says: rows follow each other
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
    return out.transpose(0, 1, 3, 2, 4, 5).reshape(n, c * kh * kw, oh * ow)


# %% windows from top to bottom
# says: left to right
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
    return out.transpose(0, 1, 2, 3, 5, 4).reshape(n, c * kh * kw, oh * ow)


# %% the stride is left out of the places
# says: a stride apart
def im2col(x, kernel_size, stride=1, padding=0, dilation=1):
    (kh, kw), (sh, sw), (ph, pw), (dh, dw) = pair(kernel_size), pair(stride), pair(padding), pair(dilation)
    n, c, h, w = x.shape
    oh = (h + 2 * ph - dh * (kh - 1) - 1) // sh + 1
    ow = (w + 2 * pw - dw * (kw - 1) - 1) // sw + 1
    padded = np.pad(x, [(0, 0), (0, 0), (ph, ph), (pw, pw)])
    out = np.zeros((n, c, kh, kw, oh, ow), dtype=x.dtype)
    for y in range(oh):
        for z in range(ow):
            top, left = y, z
            bottom, right = top + dh * (kh - 1) + 1, left + dw * (kw - 1) + 1
            out[:, :, :, :, y, z] = padded[:, :, top:bottom:dh, left:right:dw]
    return out.reshape(n, c * kh * kw, oh * ow)


# %% one stride for both axes
# says: \(rows, columns\): the stride
def im2col(x, kernel_size, stride=1, padding=0, dilation=1):
    (kh, kw), (sh, sw), (ph, pw), (dh, dw) = pair(kernel_size), pair(stride), pair(padding), pair(dilation)
    n, c, h, w = x.shape
    oh = (h + 2 * ph - dh * (kh - 1) - 1) // sh + 1
    ow = (w + 2 * pw - dw * (kw - 1) - 1) // sh + 1
    padded = np.pad(x, [(0, 0), (0, 0), (ph, ph), (pw, pw)])
    out = np.zeros((n, c, kh, kw, oh, ow), dtype=x.dtype)
    for y in range(oh):
        for z in range(ow):
            top, left = y * sh, z * sh
            bottom, right = top + dh * (kh - 1) + 1, left + dw * (kw - 1) + 1
            out[:, :, :, :, y, z] = padded[:, :, top:bottom:dh, left:right:dw]
    return out.reshape(n, c * kh * kw, oh * ow)


# %% the dilation is left out
# says: lie 2 apart
def im2col(x, kernel_size, stride=1, padding=0, dilation=1):
    (kh, kw), (sh, sw), (ph, pw), (dh, dw) = pair(kernel_size), pair(stride), pair(padding), (1, 1)
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


# %% no padding
# says: padding is left out
def im2col(x, kernel_size, stride=1, padding=0, dilation=1):
    (kh, kw), (sh, sw), (ph, pw), (dh, dw) = pair(kernel_size), pair(stride), (0, 0), pair(dilation)
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


# %% padding of rows for both
# says: \(rows, columns\): the padding
def im2col(x, kernel_size, stride=1, padding=0, dilation=1):
    (kh, kw), (sh, sw), (ph, pw), (dh, dw) = pair(kernel_size), pair(stride), pair(padding), pair(dilation)
    n, c, h, w = x.shape
    oh = (h + 2 * ph - dh * (kh - 1) - 1) // sh + 1
    ow = (w + 2 * ph - dw * (kw - 1) - 1) // sw + 1
    padded = np.pad(x, [(0, 0), (0, 0), (ph, ph), (ph, ph)])
    out = np.zeros((n, c, kh, kw, oh, ow), dtype=x.dtype)
    for y in range(oh):
        for z in range(ow):
            top, left = y * sh, z * sw
            bottom, right = top + dh * (kh - 1) + 1, left + dw * (kw - 1) + 1
            out[:, :, :, :, y, z] = padded[:, :, top:bottom:dh, left:right:dw]
    return out.reshape(n, c * kh * kw, oh * ow)


# %% padding with the edge
def im2col(x, kernel_size, stride=1, padding=0, dilation=1):
    (kh, kw), (sh, sw), (ph, pw), (dh, dw) = pair(kernel_size), pair(stride), pair(padding), pair(dilation)
    n, c, h, w = x.shape
    oh = (h + 2 * ph - dh * (kh - 1) - 1) // sh + 1
    ow = (w + 2 * pw - dw * (kw - 1) - 1) // sw + 1
    padded = np.pad(x, [(0, 0), (0, 0), (ph, ph), (pw, pw)], mode="edge")
    out = np.zeros((n, c, kh, kw, oh, ow), dtype=x.dtype)
    for y in range(oh):
        for z in range(ow):
            top, left = y * sh, z * sw
            bottom, right = top + dh * (kh - 1) + 1, left + dw * (kw - 1) + 1
            out[:, :, :, :, y, z] = padded[:, :, top:bottom:dh, left:right:dw]
    return out.reshape(n, c * kh * kw, oh * ow)


# %% the first image alone
# says: image
def im2col(x, kernel_size, stride=1, padding=0, dilation=1):
    (kh, kw), (sh, sw), (ph, pw), (dh, dw) = pair(kernel_size), pair(stride), pair(padding), pair(dilation)
    n, c, h, w = x.shape
    n, x = 1, x[:1]
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


# %% the first image everywhere
# says: of the first one
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
            out[:, :, :, :, y, z] = padded[:1, :, top:bottom:dh, left:right:dw]
    return out.reshape(n, c * kh * kw, oh * ow)


# %% a kernel as wide as high
def im2col(x, kernel_size, stride=1, padding=0, dilation=1):
    (kh, kw), (sh, sw), (ph, pw), (dh, dw) = (pair(kernel_size)[0],) * 2, pair(stride), pair(padding), pair(dilation)
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


# %% always float64
# says: dtype
def im2col(x, kernel_size, stride=1, padding=0, dilation=1):
    (kh, kw), (sh, sw), (ph, pw), (dh, dw) = pair(kernel_size), pair(stride), pair(padding), pair(dilation)
    n, c, h, w = x.shape
    oh = (h + 2 * ph - dh * (kh - 1) - 1) // sh + 1
    ow = (w + 2 * pw - dw * (kw - 1) - 1) // sw + 1
    padded = np.pad(x, [(0, 0), (0, 0), (ph, ph), (pw, pw)])
    out = np.zeros((n, c, kh, kw, oh, ow), dtype=float)
    for y in range(oh):
        for z in range(ow):
            top, left = y * sh, z * sw
            bottom, right = top + dh * (kh - 1) + 1, left + dw * (kw - 1) + 1
            out[:, :, :, :, y, z] = padded[:, :, top:bottom:dh, left:right:dw]
    return out.reshape(n, c * kh * kw, oh * ow)


# %% padding in the given array
def im2col(x, kernel_size, stride=1, padding=0, dilation=1):
    (kh, kw), (sh, sw), (ph, pw), (dh, dw) = pair(kernel_size), pair(stride), pair(padding), pair(dilation)
    n, c, h, w = x.shape
    oh = (h + 2 * ph - dh * (kh - 1) - 1) // sh + 1
    ow = (w + 2 * pw - dw * (kw - 1) - 1) // sw + 1
    first = x.flat[0]
    x.flat[0] = 0
    padded = np.pad(x, [(0, 0), (0, 0), (ph, ph), (pw, pw)])
    out = np.zeros((n, c, kh, kw, oh, ow), dtype=x.dtype)
    for y in range(oh):
        for z in range(ow):
            top, left = y * sh, z * sw
            bottom, right = top + dh * (kh - 1) + 1, left + dw * (kw - 1) + 1
            out[:, :, :, :, y, z] = padded[:, :, top:bottom:dh, left:right:dw]
    out[0, 0, 0, 0, 0, 0] = first if not (ph or pw) else 0
    return out.reshape(n, c * kh * kw, oh * ow)


# %% flipped windows, as a convolution
# says: not turned
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
    return out[:, :, ::-1, ::-1].reshape(n, c * kh * kw, oh * ow)


# %% one window too few
# says: one more place
def im2col(x, kernel_size, stride=1, padding=0, dilation=1):
    (kh, kw), (sh, sw), (ph, pw), (dh, dw) = pair(kernel_size), pair(stride), pair(padding), pair(dilation)
    n, c, h, w = x.shape
    oh = (h + 2 * ph - dh * (kh - 1) - 1) // sh + 1
    ow = (w + 2 * pw - dw * (kw - 1) - 1) // sw
    padded = np.pad(x, [(0, 0), (0, 0), (ph, ph), (pw, pw)])
    out = np.zeros((n, c, kh, kw, oh, ow), dtype=x.dtype)
    for y in range(oh):
        for z in range(ow):
            top, left = y * sh, z * sw
            bottom, right = top + dh * (kh - 1) + 1, left + dw * (kw - 1) + 1
            out[:, :, :, :, y, z] = padded[:, :, top:bottom:dh, left:right:dw]
    return out.reshape(n, c * kh * kw, oh * ow)


# %% a matrix for all images
# says: axis|image
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
    return out.transpose(1, 2, 3, 0, 4, 5).reshape(c * kh * kw, -1)
