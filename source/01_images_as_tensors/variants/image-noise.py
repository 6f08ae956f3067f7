# Other right answers to image-noise: each earns full marks.
# ruff: noqa

# %% a standard normal, scaled
def add_noise(image, sigma, rng):
    noisy = image.astype(np.float64) + sigma * rng.standard_normal(image.shape)
    return np.uint8(np.round(np.minimum(np.maximum(noisy, 0), 255)))


# %% row by row
def add_noise(image, sigma, rng):
    result = np.empty_like(image)
    for row in range(len(image)):
        noisy = image[row] + rng.normal(scale=sigma, size=image[row].shape)
        result[row] = np.clip(np.floor(noisy + 0.5), 0, 255)
    return result


# %% the image as the mean
def add_noise(image, sigma, rng):
    return np.clip(np.rint(rng.normal(image, sigma)), 0, 255).astype(np.uint8)


# %% rounded noise, in float32
def add_noise(image, sigma, rng):
    noise = np.rint(sigma * rng.standard_normal(image.shape, dtype=np.float32)).astype(np.int32)
    return np.clip(image + noise, 0, 255).astype(np.uint8)
