# Wrong answers to cnn-kernels: each loses points.
# ruff: noqa

# %% box of ones
# says: divide by how many
def box_kernel(size):
    return np.ones((size, size))


def gaussian_kernel(size, sigma):
    u = np.arange(size) - (size - 1) / 2
    kernel = np.exp(-(u[:, None] ** 2 + u[None] ** 2) / (2 * sigma**2))
    return kernel / kernel.sum()


def sharpen_kernel(size, amount):
    identity = np.zeros((size, size))
    identity[size // 2, size // 2] = 1
    return identity + amount * (identity - box_kernel(size))


# %% box divided by size
# says: size times size
def box_kernel(size):
    return np.ones((size, size)) / size


def gaussian_kernel(size, sigma):
    u = np.arange(size) - (size - 1) / 2
    kernel = np.exp(-(u[:, None] ** 2 + u[None] ** 2) / (2 * sigma**2))
    return kernel / kernel.sum()


def sharpen_kernel(size, amount):
    identity = np.zeros((size, size))
    identity[size // 2, size // 2] = 1
    return identity + amount * (identity - box_kernel(size))


# %% Gaussian not divided
# says: divide by the sum
def box_kernel(size):
    return np.ones((size, size)) / size**2


def gaussian_kernel(size, sigma):
    u = np.arange(size) - (size - 1) / 2
    kernel = np.exp(-(u[:, None] ** 2 + u[None] ** 2) / (2 * sigma**2))
    return kernel


def sharpen_kernel(size, amount):
    identity = np.zeros((size, size))
    identity[size // 2, size // 2] = 1
    return identity + amount * (identity - box_kernel(size))


# %% Gaussian with the factor of the plane
# says: not enough
def box_kernel(size):
    return np.ones((size, size)) / size**2


def gaussian_kernel(size, sigma):
    u = np.arange(size) - (size - 1) / 2
    kernel = np.exp(-(u[:, None] ** 2 + u[None] ** 2) / (2 * sigma**2))
    return kernel / (2 * np.pi * sigma**2)


def sharpen_kernel(size, amount):
    identity = np.zeros((size, size))
    identity[size // 2, size // 2] = 1
    return identity + amount * (identity - box_kernel(size))


# %% sigma squared, without the 2
# says: 2 sigma\^2
def box_kernel(size):
    return np.ones((size, size)) / size**2


def gaussian_kernel(size, sigma):
    u = np.arange(size) - (size - 1) / 2
    kernel = np.exp(-(u[:, None] ** 2 + u[None] ** 2) / sigma**2)
    return kernel / kernel.sum()


def sharpen_kernel(size, amount):
    identity = np.zeros((size, size))
    identity[size // 2, size // 2] = 1
    return identity + amount * (identity - box_kernel(size))


# %% 2 sigma without the square
# says: 2 sigma\^2
def box_kernel(size):
    return np.ones((size, size)) / size**2


def gaussian_kernel(size, sigma):
    u = np.arange(size) - (size - 1) / 2
    kernel = np.exp(-(u[:, None] ** 2 + u[None] ** 2) / (2 * sigma))
    return kernel / kernel.sum()


def sharpen_kernel(size, amount):
    identity = np.zeros((size, size))
    identity[size // 2, size // 2] = 1
    return identity + amount * (identity - box_kernel(size))


# %% the distance without a square
# says: squared distance
def box_kernel(size):
    return np.ones((size, size)) / size**2


def gaussian_kernel(size, sigma):
    u = np.arange(size) - (size - 1) / 2
    kernel = np.exp(-np.sqrt(u[:, None] ** 2 + u[None] ** 2) / (2 * sigma**2))
    return kernel / kernel.sum()


def sharpen_kernel(size, amount):
    identity = np.zeros((size, size))
    identity[size // 2, size // 2] = 1
    return identity + amount * (identity - box_kernel(size))


# %% centred at the corner
# says: not from the corner
def box_kernel(size):
    return np.ones((size, size)) / size**2


def gaussian_kernel(size, sigma):
    u = np.arange(size)
    kernel = np.exp(-(u[:, None] ** 2 + u[None] ** 2) / (2 * sigma**2))
    return kernel / kernel.sum()


def sharpen_kernel(size, amount):
    identity = np.zeros((size, size))
    identity[size // 2, size // 2] = 1
    return identity + amount * (identity - box_kernel(size))


# %% centred between pixels
# says: middle pixel
def box_kernel(size):
    return np.ones((size, size)) / size**2


def gaussian_kernel(size, sigma):
    u = np.arange(size) - size / 2
    kernel = np.exp(-(u[:, None] ** 2 + u[None] ** 2) / (2 * sigma**2))
    return kernel / kernel.sum()


def sharpen_kernel(size, amount):
    identity = np.zeros((size, size))
    identity[size // 2, size // 2] = 1
    return identity + amount * (identity - box_kernel(size))


# %% rows that sum to 1
# says: not of each row
def box_kernel(size):
    return np.ones((size, size)) / size**2


def gaussian_kernel(size, sigma):
    u = np.arange(size) - (size - 1) / 2
    kernel = np.exp(-(u[:, None] ** 2 + u[None] ** 2) / (2 * sigma**2))
    return kernel / kernel.sum(axis=1, keepdims=True)


def sharpen_kernel(size, amount):
    identity = np.zeros((size, size))
    identity[size // 2, size // 2] = 1
    return identity + amount * (identity - box_kernel(size))


# %% the largest is 1
# says: divide by the sum
def box_kernel(size):
    return np.ones((size, size)) / size**2


def gaussian_kernel(size, sigma):
    u = np.arange(size) - (size - 1) / 2
    kernel = np.exp(-(u[:, None] ** 2 + u[None] ** 2) / (2 * sigma**2))
    return kernel / kernel.max()


def sharpen_kernel(size, amount):
    identity = np.zeros((size, size))
    identity[size // 2, size // 2] = 1
    return identity + amount * (identity - box_kernel(size))


# %% sharpening without the image
# says: image itself is missing
def box_kernel(size):
    return np.ones((size, size)) / size**2


def gaussian_kernel(size, sigma):
    u = np.arange(size) - (size - 1) / 2
    kernel = np.exp(-(u[:, None] ** 2 + u[None] ** 2) / (2 * sigma**2))
    return kernel / kernel.sum()


def sharpen_kernel(size, amount):
    identity = np.zeros((size, size))
    identity[size // 2, size // 2] = 1
    return amount * (identity - box_kernel(size))


# %% sharpening adds the average
# says: taken away, not added
def box_kernel(size):
    return np.ones((size, size)) / size**2


def gaussian_kernel(size, sigma):
    u = np.arange(size) - (size - 1) / 2
    kernel = np.exp(-(u[:, None] ** 2 + u[None] ** 2) / (2 * sigma**2))
    return kernel / kernel.sum()


def sharpen_kernel(size, amount):
    identity = np.zeros((size, size))
    identity[size // 2, size // 2] = 1
    return identity + amount * box_kernel(size)


# %% sharpening sums to less than 1
# says: so that the sum is 1
def box_kernel(size):
    return np.ones((size, size)) / size**2


def gaussian_kernel(size, sigma):
    u = np.arange(size) - (size - 1) / 2
    kernel = np.exp(-(u[:, None] ** 2 + u[None] ** 2) / (2 * sigma**2))
    return kernel / kernel.sum()


def sharpen_kernel(size, amount):
    identity = np.zeros((size, size))
    identity[size // 2, size // 2] = 1
    return identity - amount * box_kernel(size)


# %% the amount is not used
# says: amount is left out
def box_kernel(size):
    return np.ones((size, size)) / size**2


def gaussian_kernel(size, sigma):
    u = np.arange(size) - (size - 1) / 2
    kernel = np.exp(-(u[:, None] ** 2 + u[None] ** 2) / (2 * sigma**2))
    return kernel / kernel.sum()


def sharpen_kernel(size, amount):
    identity = np.zeros((size, size))
    identity[size // 2, size // 2] = 1
    return identity + 1 * (identity - box_kernel(size))


# %% blurred instead of sharpened
# says: image minus average
def box_kernel(size):
    return np.ones((size, size)) / size**2


def gaussian_kernel(size, sigma):
    u = np.arange(size) - (size - 1) / 2
    kernel = np.exp(-(u[:, None] ** 2 + u[None] ** 2) / (2 * sigma**2))
    return kernel / kernel.sum()


def sharpen_kernel(size, amount):
    identity = np.zeros((size, size))
    identity[size // 2, size // 2] = 1
    return identity + amount * (box_kernel(size) - identity)
