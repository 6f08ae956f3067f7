# Wrong answers to cnn-correlate-naive: each loses points.
# ruff: noqa

# %% the two exchanged
# says: turned
def convolve(image, kernel):
    image, kernel = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)
    h, w = image.shape
    kh, kw = kernel.shape
    out = np.zeros((h - kh + 1, w - kw + 1))
    for y in range(out.shape[0]):
        for x in range(out.shape[1]):
            out[y, x] = np.sum(image[y : y + kh, x : x + kw] * kernel)
    return out


def correlate(image, kernel):
    return convolve(image, np.asarray(kernel)[::-1, ::-1])


# %% convolve does not turn
# says: not turned
def correlate(image, kernel):
    image, kernel = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)
    h, w = image.shape
    kh, kw = kernel.shape
    out = np.zeros((h - kh + 1, w - kw + 1))
    for y in range(out.shape[0]):
        for x in range(out.shape[1]):
            out[y, x] = np.sum(image[y : y + kh, x : x + kw] * kernel)
    return out


def convolve(image, kernel):
    return correlate(image, np.asarray(kernel))


# %% turned upside down alone
# says: left to right too
def correlate(image, kernel):
    image, kernel = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)
    h, w = image.shape
    kh, kw = kernel.shape
    out = np.zeros((h - kh + 1, w - kw + 1))
    for y in range(out.shape[0]):
        for x in range(out.shape[1]):
            out[y, x] = np.sum(image[y : y + kh, x : x + kw] * kernel)
    return out


def convolve(image, kernel):
    return correlate(image, np.asarray(kernel)[::-1])


# %% turned left to right alone
# says: upside down too
def correlate(image, kernel):
    image, kernel = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)
    h, w = image.shape
    kh, kw = kernel.shape
    out = np.zeros((h - kh + 1, w - kw + 1))
    for y in range(out.shape[0]):
        for x in range(out.shape[1]):
            out[y, x] = np.sum(image[y : y + kh, x : x + kw] * kernel)
    return out


def convolve(image, kernel):
    return correlate(image, np.asarray(kernel)[:, ::-1])


# %% transposed instead of turned
# says: not transposed
def correlate(image, kernel):
    image, kernel = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)
    h, w = image.shape
    kh, kw = kernel.shape
    out = np.zeros((h - kh + 1, w - kw + 1))
    for y in range(out.shape[0]):
        for x in range(out.shape[1]):
            out[y, x] = np.sum(image[y : y + kh, x : x + kw] * kernel)
    return out


def convolve(image, kernel):
    return correlate(image, np.asarray(kernel).T)


# %% the image turned instead of the kernel
def correlate(image, kernel):
    image, kernel = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)
    h, w = image.shape
    kh, kw = kernel.shape
    out = np.zeros((h - kh + 1, w - kw + 1))
    for y in range(out.shape[0]):
        for x in range(out.shape[1]):
            out[y, x] = np.sum(image[y : y + kh, x : x + kw] * kernel)
    return out


def convolve(image, kernel):
    return correlate(np.asarray(image)[::-1, ::-1], kernel)


# %% 8-bit sums
# says: 8|overflow|modulo|dtype
def correlate(image, kernel):
    image, kernel = np.asarray(image), np.asarray(kernel)
    h, w = image.shape
    kh, kw = kernel.shape
    out = np.zeros((h - kh + 1, w - kw + 1))
    for y in range(out.shape[0]):
        for x in range(out.shape[1]):
            out[y, x] = np.sum(image[y : y + kh, x : x + kw] * kernel, dtype=np.result_type(image, kernel))
    return out


def convolve(image, kernel):
    return correlate(image, np.asarray(kernel)[::-1, ::-1])


# %% a result of the image's type
# says: dtype|integers|uint8
def correlate(image, kernel):
    image = np.asarray(image)
    h, w = image.shape
    kh, kw = kernel.shape
    out = np.zeros((h - kh + 1, w - kw + 1), dtype=image.dtype)
    for y in range(out.shape[0]):
        for x in range(out.shape[1]):
            out[y, x] = np.sum(image[y : y + kh, x : x + kw] * kernel)
    return out


def convolve(image, kernel):
    return correlate(image, np.asarray(kernel)[::-1, ::-1])


# %% the last row and column missing
# says: one more place
def correlate(image, kernel):
    image, kernel = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)
    h, w = image.shape
    kh, kw = kernel.shape
    out = np.zeros((h - kh, w - kw))
    for y in range(out.shape[0]):
        for x in range(out.shape[1]):
            out[y, x] = np.sum(image[y : y + kh, x : x + kw] * kernel)
    return out


def convolve(image, kernel):
    return correlate(image, np.asarray(kernel)[::-1, ::-1])


# %% of the image's size, with padding
# says: no padding
def correlate(image, kernel):
    image, kernel = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)
    h, w = image.shape
    image = np.pad(image, [(k // 2, k - 1 - k // 2) for k in kernel.shape])
    kh, kw = kernel.shape
    out = np.zeros((h, w))
    for y in range(out.shape[0]):
        for x in range(out.shape[1]):
            out[y, x] = np.sum(image[y : y + kh, x : x + kw] * kernel)
    return out


def convolve(image, kernel):
    return correlate(image, np.asarray(kernel)[::-1, ::-1])


# %% a mean of products
# says: mean
def correlate(image, kernel):
    image, kernel = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)
    h, w = image.shape
    kh, kw = kernel.shape
    out = np.zeros((h - kh + 1, w - kw + 1))
    for y in range(out.shape[0]):
        for x in range(out.shape[1]):
            out[y, x] = np.mean(image[y : y + kh, x : x + kw] * kernel)
    return out


def convolve(image, kernel):
    return correlate(image, np.asarray(kernel)[::-1, ::-1])


# %% square kernels only
def correlate(image, kernel):
    image, kernel = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)
    h, w = image.shape
    kh = kw = kernel.shape[0]
    out = np.zeros((h - kh + 1, w - kw + 1))
    for y in range(out.shape[0]):
        for x in range(out.shape[1]):
            out[y, x] = np.sum(image[y : y + kh, x : x + kw] * kernel)
    return out


def convolve(image, kernel):
    return correlate(image, np.asarray(kernel)[::-1, ::-1])


# %% the kernel transposed
# says: transposed
def correlate(image, kernel):
    image, kernel = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float).T
    h, w = image.shape
    kh, kw = kernel.shape
    out = np.zeros((h - kh + 1, w - kw + 1))
    for y in range(out.shape[0]):
        for x in range(out.shape[1]):
            out[y, x] = np.sum(image[y : y + kh, x : x + kw] * kernel)
    return out


def convolve(image, kernel):
    return correlate(image, np.asarray(kernel)[::-1, ::-1])


# %% the image is turned to a mean of 0 in place
# says: modifies its input|read-only
def correlate(image, kernel):
    image -= 0 if image.dtype.kind != "f" else 1.0
    image, kernel = np.asarray(image, dtype=float) + (image.dtype.kind == "f"), np.asarray(kernel, dtype=float)
    h, w = image.shape
    kh, kw = kernel.shape
    out = np.zeros((h - kh + 1, w - kw + 1))
    for y in range(out.shape[0]):
        for x in range(out.shape[1]):
            out[y, x] = np.sum(image[y : y + kh, x : x + kw] * kernel)
    return out


def convolve(image, kernel):
    return correlate(image, np.asarray(kernel)[::-1, ::-1])


# %% the loops stop one early
# says: never filled|last
def correlate(image, kernel):
    image, kernel = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)
    h, w = image.shape
    kh, kw = kernel.shape
    out = np.zeros((h - kh + 1, w - kw + 1))
    for y in range(out.shape[0] - 1):
        for x in range(out.shape[1]):
            out[y, x] = np.sum(image[y : y + kh, x : x + kw] * kernel)
    return out


def convolve(image, kernel):
    return correlate(image, np.asarray(kernel)[::-1, ::-1])
