# Wrong answers to image-brightness: each loses points.
# ruff: noqa

# %% wraps around
# says: wrapped around
def adjust_brightness(image, delta):
    return ((image.astype(int) + delta) % 256).astype(np.uint8)


# %% added in uint8
# says: wrapped around|OverflowError
def adjust_brightness(image, delta):
    return image + delta


# %% clipped after it has wrapped
# says: wrapped around at 256: leave uint8 before you add
def adjust_brightness(image, delta):
    return np.clip(image + np.array(delta).astype(np.uint8), 0, 255)


# %% not clipped
# says: 311|not clipped
def adjust_brightness(image, delta):
    return image.astype(int) + delta


# %% clipped above only
# says: wrapped around below 0
def adjust_brightness(image, delta):
    return np.minimum(image.astype(int) + delta, 255).astype(np.uint8)


# %% clipped below only
# says: wrapped around at 256
def adjust_brightness(image, delta):
    return np.maximum(image.astype(int) + delta, 0).astype(np.uint8)


# %% brighter whatever the sign
# says: must make the image darker
def adjust_brightness(image, delta):
    return np.clip(image.astype(int) + abs(delta), 0, 255).astype(np.uint8)


# %% floating point comes back
# says: dtype
def adjust_brightness(image, delta):
    return np.clip(image.astype(float) + delta, 0, 255)


# %% multiplied instead of added
def adjust_brightness(image, delta):
    return np.clip(image * (1 + delta / 255), 0, 255).astype(np.uint8)


# %% clipped to [0, 1]
def adjust_brightness(image, delta):
    return np.clip(image.astype(float) + delta, 0, 1).astype(np.uint8)


# %% delta is put into a byte first
def adjust_brightness(image, delta):
    return np.clip(image.astype(int) + int(np.array(delta).astype(np.int8)), 0, 255).astype(np.uint8)


# %% modifies its input
# says: modifies its input
def adjust_brightness(image, delta):
    brighter = np.clip(image.astype(int) + delta, 0, 255).astype(np.uint8)
    image[:] = brighter
    return image


# %% the first channel only
def adjust_brightness(image, delta):
    brighter = image.astype(int)
    if image.ndim == 3:
        brighter[..., 0] += delta
    else:
        brighter += delta
    return np.clip(brighter, 0, 255).astype(np.uint8)


# %% 255 becomes 254
def adjust_brightness(image, delta):
    return np.clip(image.astype(int) + delta, 0, 254).astype(np.uint8)
