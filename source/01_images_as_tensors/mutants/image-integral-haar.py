# Wrong answers to image-integral-haar: each loses points.
# ruff: noqa

# %% no row and column of zeros
# says: the row and the column of zeros are missing
def integral_image(image):
    return image.cumsum(axis=0, dtype=np.float64).cumsum(axis=1)


# %% zeros at the other end
# says: the zeros belong in front
def integral_image(image):
    table = np.zeros((image.shape[0] + 1, image.shape[1] + 1))
    table[:-1, :-1] = image.cumsum(axis=0, dtype=np.float64).cumsum(axis=1)
    return table


# %% summed along one axis
# says: summed along one axis only
def integral_image(image):
    table = np.zeros((image.shape[0] + 1, image.shape[1] + 1))
    table[1:, 1:] = image.cumsum(axis=0, dtype=np.float64)
    return table


# %% summed over the flattened image
# says: flattened
def integral_image(image):
    table = np.zeros((image.shape[0] + 1, image.shape[1] + 1))
    table[1:, 1:] = image.cumsum(dtype=np.float64).reshape(image.shape)
    return table


# %% the sums overflow in uint8
# says: uint8
def integral_image(image):
    table = np.zeros((image.shape[0] + 1, image.shape[1] + 1), dtype=image.dtype)
    table[1:, 1:] = image.cumsum(axis=0, dtype=image.dtype).cumsum(axis=1, dtype=image.dtype)
    return table


# %% an unsigned table
# says: the type of the table cannot be negative
def integral_image(image):
    table = np.zeros((image.shape[0] + 1, image.shape[1] + 1), dtype=np.uint64 if image.dtype == np.uint8 else None)
    table[1:, 1:] = image.cumsum(axis=0).cumsum(axis=1)
    return table


# %% whole numbers only
# says: fractions cut off
def integral_image(image):
    table = np.zeros((image.shape[0] + 1, image.shape[1] + 1), dtype=np.int64)
    table[1:, 1:] = image.cumsum(axis=0, dtype=np.float64).cumsum(axis=1)
    return table


# %% square images only
# says: stored where another shape is needed
def integral_image(image):
    table = np.zeros((image.shape[0] + 1, image.shape[0] + 1))
    table[1:, 1:] = image.cumsum(axis=0, dtype=np.float64).cumsum(axis=1)
    return table


# %% in place
# says: modifies its input
def integral_image(image):
    table = np.zeros((image.shape[0] + 1, image.shape[1] + 1))
    table[1:, 1:] = image.cumsum(axis=0, dtype=np.float64).cumsum(axis=1)
    image[:] = 0
    return table


# %% the corner is not added back
# says: it was subtracted twice and must be added once
def box_sum(table, top, left, bottom, right):
    return table[bottom, right] - table[top, right] - table[bottom, left]


# %% bottom and right inclusive
# says: bottom and right are the first row and column outside
def box_sum(table, top, left, bottom, right):
    bottom, right = bottom + 1, right + 1
    return table[bottom, right] - table[top, right] - table[bottom, left] + table[top, left]


# %% rows and columns exchanged
# says: rows and columns are exchanged
def box_sum(table, top, left, bottom, right):
    return table[right, bottom] - table[right, top] - table[left, bottom] + table[left, top]


# %% height and width instead of bottom and right
# says: not a size
def box_sum(table, top, left, bottom, right):
    bottom, right = top + bottom, left + right
    return table[bottom, right] - table[top, right] - table[bottom, left] + table[top, left]


# %% the table without zeros
# says: every index is one too small
def box_sum(table, top, left, bottom, right):
    b, r, t, l = bottom - 1, right - 1, top - 1, left - 1
    return table[b, r] - table[t, r] - table[b, l] + table[t, l]


# %% the table is summed
# says: the sum of entries of the table
def box_sum(table, top, left, bottom, right):
    return table[top:bottom, left:right].sum()


# %% right minus left
# says: left and right are exchanged
def haar_value(table, top, left, height, width):
    middle = left + width // 2
    return box_sum(table, top, middle, top + height, left + width) - box_sum(table, top, left, top + height, middle)


# %% upper minus lower
# says: these are upper and lower half
def haar_value(table, top, left, height, width):
    middle = top + height // 2
    return box_sum(table, top, left, middle, left + width) - box_sum(table, middle, left, top + height, left + width)


# %% both halves added
# says: this is the sum of both halves
def haar_value(table, top, left, height, width):
    return box_sum(table, top, left, top + height, left + width)


# %% the difference of the means
# says: the difference of the means: take the sums
def haar_value(table, top, left, height, width):
    middle = left + width // 2
    halves = box_sum(table, top, left, top + height, middle), box_sum(table, top, middle, top + height, left + width)
    return (halves[0] - halves[1]) / (height * (width // 2))


# %% without its sign
# says: the sign is lost
def haar_value(table, top, left, height, width):
    middle = left + width // 2
    return abs(
        box_sum(table, top, left, top + height, middle) - box_sum(table, top, middle, top + height, left + width)
    )


# %% the middle of the table
def haar_value(table, top, left, height, width):
    middle = width // 2
    return box_sum(table, top, left, top + height, middle) - box_sum(table, top, middle, top + height, left + width)
