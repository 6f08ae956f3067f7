# Other right answers to image-color-histogram: each earns full marks.
# ruff: noqa

# %% np.add.at
def color_histogram(image, bins):
    histogram = np.zeros((bins, bins, bins))
    boxes = image.reshape(-1, 3).astype(int) * bins // 256
    np.add.at(histogram, tuple(boxes.T), 1)
    return histogram / len(boxes)


# %% np.histogramdd
def color_histogram(image, bins):
    pixels = image.reshape(-1, 3).astype(float)
    counts, _ = np.histogramdd(pixels, bins=(bins, bins, bins), range=[(0, 256)] * 3)
    return counts / len(pixels)


# %% pixel by pixel
def color_histogram(image, bins):
    histogram = np.zeros((bins,) * 3)
    for row in image.tolist():
        for red, green, blue in row:
            histogram[red * bins // 256, green * bins // 256, blue * bins // 256] += 1
    return histogram / histogram.sum()


# %% float32, by unique boxes
def color_histogram(image, bins):
    boxes = np.floor(image.reshape(-1, 3) * (bins / 256)).astype(int)
    found, counts = np.unique(boxes, axis=0, return_counts=True)
    histogram = np.zeros((bins, bins, bins), dtype=np.float32)
    histogram[tuple(found.T)] = counts / counts.sum()
    return histogram
