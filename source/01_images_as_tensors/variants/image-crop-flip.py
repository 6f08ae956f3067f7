# Other right answers to image-crop-flip: each earns full marks.
# ruff: noqa

# %% fancy indices and fliplr
def crop(image, top, left, height, width):
    rows, columns = np.arange(top, top + height), np.arange(left, left + width)
    if rows.min() < 0 or columns.min() < 0 or rows.max() >= len(image) or columns.max() >= image.shape[1]:
        raise ValueError(f"the rectangle leaves the image of {image.shape}")
    return image[np.ix_(rows, columns)]


def flip(image):
    return np.fliplr(image).copy()


# %% copies row by row
def crop(image, top, left, height, width):
    if not (0 <= top <= top + height <= image.shape[0] and 0 <= left <= left + width <= image.shape[1]):
        raise ValueError("outside")
    return np.array([row[left : left + width] for row in image[top : top + height]])


def flip(image):
    return np.array([row[::-1] for row in image])


# %% checks the shape of the slice
def crop(image, top, left, height, width):
    if top < 0 or left < 0:
        raise ValueError("the rectangle starts outside of the image")
    part = np.array(image[top : top + height, left : left + width])
    if part.shape[:2] != (height, width):
        raise ValueError("the rectangle ends outside of the image")
    return part


def flip(image):
    return np.take(image, range(image.shape[1] - 1, -1, -1), axis=1)
