# Other right answers to image-integral-haar: each earns full marks.
# ruff: noqa

# %% padded, cumulated along both axes
def integral_image(image):
    return np.pad(image.astype(float), ((1, 0), (1, 0))).cumsum(axis=1).cumsum(axis=0)


def haar_value(table, top, left, height, width):
    edges = (
        table[top + height, [left, left + width // 2, left + width]]
        - table[top, [left, left + width // 2, left + width]]
    )
    return 2 * edges[1] - edges[0] - edges[2]


# %% the recurrence, entry by entry
def integral_image(image):
    rows, columns = image.shape
    table = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows):
        for j in range(columns):
            table[i + 1][j + 1] = float(image[i, j]) + table[i][j + 1] + table[i + 1][j] - table[i][j]
    return np.array(table)


def box_sum(table, top, left, bottom, right):
    inner = table[bottom, right] + table[top, left]
    return inner - (table[top, right] + table[bottom, left])


# %% whole numbers where the image has them
def integral_image(image):
    kind = np.int64 if image.dtype.kind in "iu" else np.float64
    table = np.zeros(np.add(image.shape, 1), dtype=kind)
    table[1:, 1:] = np.cumsum(np.cumsum(image, axis=1, dtype=kind), axis=0)
    return table


def box_sum(table, top, left, bottom, right):
    upper, lower = table[top], table[bottom]
    return float(lower[right] - lower[left] - (upper[right] - upper[left]))


# %% the value without box_sum
def haar_value(table, top, left, height, width):
    def boxed(x0, x1):
        return np.diff(np.diff(table[np.ix_([top, top + height], [x0, x1])], axis=0), axis=1)[0, 0]

    middle = left + width // 2
    return boxed(left, middle) - boxed(middle, left + width)
