# Other right answers to cnn-correlate-naive: each earns full marks.
# ruff: noqa

# %% kernel positions outside, slices inside
def correlate(image, kernel):
    image = np.array(image, dtype=np.float64)
    rows, columns = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    total = np.zeros((rows, columns))
    for i in range(kernel.shape[0]):
        for j in range(kernel.shape[1]):
            total += float(kernel[i, j]) * image[i : i + rows, j : j + columns]
    return total


def convolve(image, kernel):
    return correlate(image, np.rot90(kernel, 2))


# %% sliding windows and einsum
def correlate(image, kernel):
    views = np.lib.stride_tricks.sliding_window_view(np.asarray(image, dtype=float), kernel.shape)
    return np.einsum("yxij,ij->yx", views, np.asarray(kernel, dtype=float))


def convolve(image, kernel):
    return correlate(image, np.flip(kernel))


# %% four loops over Python numbers
def correlate(image, kernel):
    image, kernel = image.tolist(), kernel.tolist()
    kh, kw = len(kernel), len(kernel[0])
    result = []
    for y in range(len(image) - kh + 1):
        row = []
        for x in range(len(image[0]) - kw + 1):
            row.append(sum(image[y + i][x + j] * kernel[i][j] for i in range(kh) for j in range(kw)))
        result.append(row)
    return np.array(result, dtype=np.float64)


def convolve(image, kernel):
    kh, kw = kernel.shape
    return correlate(image, np.array([[kernel[kh - 1 - i, kw - 1 - j] for j in range(kw)] for i in range(kh)]))
