# Other right answers to image-grayscale: each earns full marks.
# ruff: noqa

# %% channel by channel
def to_grayscale(image):
    red, green, blue = np.moveaxis(np.asarray(image, dtype=np.float64), -1, 0)
    return 0.299 * red + 0.587 * green + 0.114 * blue


# %% a sum over the last axis
def to_grayscale(image):
    return (image * np.array([0.299, 0.587, 0.114])).sum(axis=-1)


# %% einsum
def to_grayscale(image):
    return np.einsum("...c,c->...", image.astype(float), (0.299, 0.587, 0.114))


# %% from green outwards, in Fortran order
def to_grayscale(image):
    image = image.astype(np.float64)
    grey = image[..., 1] + 0.299 * (image[..., 0] - image[..., 1]) + 0.114 * (image[..., 2] - image[..., 1])
    return np.array(grey, order="F")
