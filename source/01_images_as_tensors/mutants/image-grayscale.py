# Wrong answers to image-grayscale: each loses points.
# ruff: noqa

# %% the mean of the channels
# says: mean of the channels
def to_grayscale(image):
    return np.asarray(image, dtype=np.float64).mean(axis=-1)


# %% red and blue exchanged
# says: red and blue are exchanged
def to_grayscale(image):
    return np.asarray(image, dtype=np.float64) @ np.array([0.114, 0.587, 0.299])


# %% rounded to uint8
# says: whole numbers: keep the fractions|fractions rounded
def to_grayscale(image):
    return np.round(image @ np.array([0.299, 0.587, 0.114])).astype(np.uint8)


# %% in [0, 1]
# says: 255 times your result agrees
def to_grayscale(image):
    return image @ np.array([0.299, 0.587, 0.114]) / 255


# %% divided by 255 where the image is uint8
# says: is it in \[0, 1\] where 0 to 255
def to_grayscale(image):
    grey = image @ np.array([0.299, 0.587, 0.114])
    return grey / 255 if image.dtype == np.uint8 else grey


# %% the type of the image is kept
# says: expected dtype float64, got uint8
def to_grayscale(image):
    return (np.asarray(image, dtype=np.float64) @ np.array([0.299, 0.587, 0.114])).astype(image.dtype)


# %% one image only: the last axis is counted from the front
def to_grayscale(image):
    image = np.asarray(image, dtype=np.float64)
    return 0.299 * image[:, :, 0] + 0.587 * image[:, :, 1] + 0.114 * image[:, :, 2]


# %% weights on the rows
# says: IndexError: index 2 is out of bounds for axis 0
def to_grayscale(image):
    image = np.asarray(image, dtype=np.float64)
    return 0.299 * image[0] + 0.587 * image[1] + 0.114 * image[2]


# %% the last axis is kept
# says: an axis of length 1 is too many
def to_grayscale(image):
    return (image * np.array([0.299, 0.587, 0.114])).sum(axis=-1, keepdims=True)


# %% not summed
# says: sum of your result over axis 2 agrees
def to_grayscale(image):
    return image * np.array([0.299, 0.587, 0.114])


# %% scaled up where the image looks like [0, 1]
# says: is it in 0 to 255 where
def to_grayscale(image):
    grey = image @ np.array([0.299, 0.587, 0.114])
    return grey * 255 if image.max() <= 1 else grey


# %% float32
# says: expected dtype float64, got float32
def to_grayscale(image):
    return (image @ np.array([0.299, 0.587, 0.114])).astype(np.float32)


# %% the weights of BT.709
def to_grayscale(image):
    return image @ np.array([0.2126, 0.7152, 0.0722])


# %% modifies its input
# says: modifies its input
def to_grayscale(image):
    if image.dtype != np.float64:
        image = image.astype(np.float64)
    image *= np.array([0.299, 0.587, 0.114])
    return image.sum(axis=-1)


# %% fits the visible numbers only
# says: 0 everywhere
def to_grayscale(image):
    if image.shape == (2, 2, 3):
        return np.array([[76.245, 149.685], [29.07, 255.0]])
    return np.zeros(image.shape[:-1])
