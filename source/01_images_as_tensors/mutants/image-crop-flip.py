# Wrong answers to image-crop-flip: each loses points.
# ruff: noqa

# %% rows and columns exchanged
# says: rows and columns are exchanged
def crop(image, top, left, height, width):
    if min(top, left) < 0 or left + width > image.shape[0] or top + height > image.shape[1]:
        raise ValueError("outside")
    return image[left : left + width, top : top + height].copy()


def flip(image):
    return image[:, ::-1].copy()


# %% height and width taken for bottom and right
# says: the slice must end at top \+ height
def crop(image, top, left, height, width):
    if min(top, left) < 0 or top + height > image.shape[0] or left + width > image.shape[1]:
        raise ValueError("outside")
    return image[top:height, left:width].copy()


def flip(image):
    return image[:, ::-1].copy()


# %% views
# says: the result is a view
def crop(image, top, left, height, width):
    if min(top, left) < 0 or top + height > image.shape[0] or left + width > image.shape[1]:
        raise ValueError("outside")
    return image[top : top + height, left : left + width]


def flip(image):
    return image[:, ::-1]


# %% no ValueError
# says: the task asks for ValueError
def crop(image, top, left, height, width):
    return image[top : top + height, left : left + width].copy()


def flip(image):
    return image[:, ::-1].copy()


# %% negative starts are let through
# says: the task asks for ValueError
def crop(image, top, left, height, width):
    if top + height > image.shape[0] or left + width > image.shape[1]:
        raise ValueError("outside")
    return image[top : top + height, left : left + width].copy()


def flip(image):
    return image[:, ::-1].copy()


# %% upside down
# says: upside down
def crop(image, top, left, height, width):
    if min(top, left) < 0 or top + height > image.shape[0] or left + width > image.shape[1]:
        raise ValueError("outside")
    return image[top : top + height, left : left + width].copy()


def flip(image):
    return image[::-1].copy()


# %% the channels are reversed
# says: the channels are reversed
def crop(image, top, left, height, width):
    if min(top, left) < 0 or top + height > image.shape[0] or left + width > image.shape[1]:
        raise ValueError("outside")
    return image[top : top + height, left : left + width].copy()


def flip(image):
    return image[..., ::-1].copy()


# %% every axis is reversed
# says: (every axis is reversed|upside down)
def crop(image, top, left, height, width):
    if min(top, left) < 0 or top + height > image.shape[0] or left + width > image.shape[1]:
        raise ValueError("outside")
    return image[top : top + height, left : left + width].copy()


def flip(image):
    return np.flip(image).copy()


# %% one row and one column too many
def crop(image, top, left, height, width):
    if min(top, left) < 0 or top + height > image.shape[0] or left + width > image.shape[1]:
        raise ValueError("outside")
    return image[top : top + height + 1, left : left + width + 1].copy()


def flip(image):
    return image[:, ::-1].copy()


# %% the last row and column count as outside
def crop(image, top, left, height, width):
    if min(top, left) < 0 or top + height >= image.shape[0] or left + width >= image.shape[1]:
        raise ValueError("outside")
    return image[top : top + height, left : left + width].copy()


def flip(image):
    return image[:, ::-1].copy()


# %% mirrors the image itself
# says: modifies its input
def crop(image, top, left, height, width):
    if min(top, left) < 0 or top + height > image.shape[0] or left + width > image.shape[1]:
        raise ValueError("outside")
    return image[top : top + height, left : left + width].copy()


def flip(image):
    image[:] = image[:, ::-1].copy()
    return image.copy()


# %% colour only: indexes three axes
# says: fewer axes than the code assumes
def crop(image, top, left, height, width):
    if min(top, left) < 0 or top + height > image.shape[0] or left + width > image.shape[1]:
        raise ValueError("outside")
    return image[top : top + height, left : left + width, :].copy()


def flip(image):
    return image[:, ::-1, :].copy()
