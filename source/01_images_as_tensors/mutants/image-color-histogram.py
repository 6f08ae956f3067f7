# Wrong answers to image-color-histogram: each loses points.
# ruff: noqa

# %% counts instead of shares
# says: these are counts: divide by the number of pixels
def color_histogram(image, bins):
    boxes = image.reshape(-1, 3).astype(int) * bins // 256
    histogram = np.zeros((bins, bins, bins))
    np.add.at(histogram, tuple(boxes.T), 1)
    return histogram


# %% a box counts once
# says: count once only: use np.add.at or np.bincount
def color_histogram(image, bins):
    red, green, blue = (image.reshape(-1, 3).astype(int) * bins // 256).T
    histogram = np.zeros((bins, bins, bins))
    histogram[red, green, blue] += 1
    return histogram / len(red)


# %% a box counts once, scaled to 1 afterwards
# says: count(s)? once only
def color_histogram(image, bins):
    red, green, blue = (image.reshape(-1, 3).astype(int) * bins // 256).T
    histogram = np.zeros((bins, bins, bins))
    histogram[red, green, blue] += 1
    return histogram / histogram.sum()


# %% divided by the number of numbers
# says: divided by the number of numbers
def color_histogram(image, bins):
    boxes = image.reshape(-1, 3).astype(int) * bins // 256
    histogram = np.zeros((bins, bins, bins))
    np.add.at(histogram, tuple(boxes.T), 1)
    return histogram / image.size


# %% the product wraps in uint8
# says: wrapped around in uint8
def color_histogram(image, bins):
    red, green, blue = (image.reshape(-1, 3) * np.uint8(bins) / 256).astype(int).T
    histogram = np.zeros((bins, bins, bins))
    np.add.at(histogram, (red, green, blue), 1)
    return histogram / len(red)


# %% bins from 0 to 255
# says: the intervals end at 255: 170 is in interval 1
def color_histogram(image, bins):
    counts, _ = np.histogramdd(image.reshape(-1, 3).astype(float), bins=bins, range=[(0, 255)] * 3)
    return counts / counts.sum()


# %% bins from the smallest to the largest value
def color_histogram(image, bins):
    counts, _ = np.histogramdd(image.reshape(-1, 3).astype(float), bins=bins)
    return counts / counts.sum()


# %% whole-number width of an interval
# says: IndexError
def color_histogram(image, bins):
    boxes = image.reshape(-1, 3).astype(int) // (256 // bins)
    histogram = np.zeros((bins, bins, bins))
    np.add.at(histogram, tuple(boxes.T), 1)
    return histogram / len(boxes)


# %% divided by 255
# says: IndexError
def color_histogram(image, bins):
    boxes = image.reshape(-1, 3).astype(int) * bins // 255
    histogram = np.zeros((bins, bins, bins))
    np.add.at(histogram, tuple(boxes.T), 1)
    return histogram / len(boxes)


# %% blue first
# says: red and blue are exchanged
def color_histogram(image, bins):
    boxes = image.reshape(-1, 3)[:, ::-1].astype(int) * bins // 256
    histogram = np.zeros((bins, bins, bins))
    np.add.at(histogram, tuple(boxes.T), 1)
    return histogram / len(boxes)


# %% three histograms instead of a joint one
# says: one histogram for each channel
def color_histogram(image, bins):
    boxes = image.reshape(-1, 3).astype(int) * bins // 256
    return np.stack([np.bincount(channel, minlength=bins) for channel in boxes.T]) / len(boxes)


# %% flattened
# says: the values are right, the shape is not
def color_histogram(image, bins):
    red, green, blue = (image.reshape(-1, 3).astype(int) * bins // 256).T
    return np.bincount((red * bins + green) * bins + blue, minlength=bins**3) / len(red)


# %% as long as the largest box
def color_histogram(image, bins):
    red, green, blue = (image.reshape(-1, 3).astype(int) * bins // 256).T
    counts = np.bincount((red * bins + green) * bins + blue)
    return counts.reshape(bins, bins, bins) / len(red)


# %% scaled so that the fullest box is 1
def color_histogram(image, bins):
    boxes = image.reshape(-1, 3).astype(int) * bins // 256
    histogram = np.zeros((bins, bins, bins))
    np.add.at(histogram, tuple(boxes.T), 1)
    return histogram / histogram.max()


# %% always eight bins
def color_histogram(image, bins):
    boxes = image.reshape(-1, 3).astype(int) // 32
    histogram = np.zeros((8, 8, 8))
    np.add.at(histogram, tuple(boxes.T), 1)
    return histogram / len(boxes)


# %% sorts the pixels in place
# says: modifies its input
def color_histogram(image, bins):
    boxes = image.reshape(-1, 3).astype(int) * bins // 256
    histogram = np.zeros((bins, bins, bins))
    np.add.at(histogram, tuple(boxes.T), 1)
    image[:] = np.sort(image, axis=0)
    return histogram / len(boxes)
