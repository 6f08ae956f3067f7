# Other right answers to image-brightness: each earns full marks.
# ruff: noqa

# %% int16 is enough
def adjust_brightness(image, delta):
    return np.clip(image.astype(np.int16) + delta, 0, 255).astype(np.uint8)


# %% a table of 256 entries
def adjust_brightness(image, delta):
    table = np.array([min(max(value + delta, 0), 255) for value in range(256)], dtype=np.uint8)
    return table[image]


# %% in floating point, minimum and maximum
def adjust_brightness(image, delta):
    return np.uint8(np.minimum(np.maximum(image + float(delta), 0.0), 255.0))


# %% within uint8: what there is room for
def adjust_brightness(image, delta):
    step = np.uint8(min(abs(delta), 255))
    if delta >= 0:
        return image + np.minimum(step, 255 - image)
    return image - np.minimum(step, image)
