# Other right answers to cnn-kernels: each earns full marks.
# ruff: noqa

# %% loops over the numbers
def box_kernel(size):
    return np.array([[1 / size / size for _ in range(size)] for _ in range(size)])


def gaussian_kernel(size, sigma):
    kernel = np.zeros((size, size))
    for i in range(size):
        for j in range(size):
            kernel[i, j] = np.exp(-((i - size // 2) ** 2 + (j - size // 2) ** 2) / 2 / sigma / sigma)
    return kernel / np.sum(kernel)


def sharpen_kernel(size, amount):
    kernel = np.full((size, size), -amount / (size * size))
    kernel[(size - 1) // 2, (size - 1) // 2] = 1 + amount * (1 - 1 / (size * size))
    return kernel


# %% an outer product of a normalised profile
def box_kernel(size):
    return np.outer(np.ones(size) / size, np.ones(size) / size)


def gaussian_kernel(size, sigma):
    profile = np.exp(-0.5 * (np.linspace(-(size // 2), size // 2, size) / sigma) ** 2)
    profile /= profile.sum()
    return profile[:, np.newaxis] @ profile[np.newaxis]


def sharpen_kernel(size, amount):
    image = np.zeros(size * size)
    image[size * size // 2] = 1.0
    image = image.reshape(size, size)
    return (1 + amount) * image - amount * box_kernel(size)


# %% meshgrid, with the factor of the plane and then divided
def box_kernel(size):
    kernel = np.ones((size, size))
    return kernel / kernel.sum()


def gaussian_kernel(size, sigma):
    half = size // 2
    rows, columns = np.meshgrid(np.arange(-half, half + 1), np.arange(-half, half + 1), indexing="ij")
    kernel = np.exp(-(rows**2 + columns**2) / (2 * sigma**2)) / (2 * np.pi * sigma**2)
    return kernel / kernel.sum()


def sharpen_kernel(size, amount):
    kernel = np.zeros((size, size), dtype=np.float64)
    kernel[size // 2][size // 2] = 1 + amount
    kernel -= amount / size**2
    return kernel
