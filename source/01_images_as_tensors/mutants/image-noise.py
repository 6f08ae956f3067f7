# Wrong answers to image-noise: each loses points.
# ruff: noqa

# %% sigma taken for the variance
# says: sigma is the standard deviation, not the variance
def add_noise(image, sigma, rng):
    noisy = image + rng.normal(0, np.sqrt(sigma), size=image.shape)
    return np.clip(np.rint(noisy), 0, 255).astype(np.uint8)


# %% sigma squared
# says: about the square of sigma
def add_noise(image, sigma, rng):
    noisy = image + rng.normal(0, sigma**2, size=image.shape)
    return np.clip(np.rint(noisy), 0, 255).astype(np.uint8)


# %% uniform noise
# says: the noise is not Gaussian
def add_noise(image, sigma, rng):
    noisy = image + rng.uniform(-1, 1, size=image.shape) * sigma * np.sqrt(3)
    return np.clip(np.rint(noisy), 0, 255).astype(np.uint8)


# %% uniform from 0 to sigma
# says: does not have mean 0
def add_noise(image, sigma, rng):
    noisy = image + rng.uniform(0, 1, size=image.shape) * sigma
    return np.clip(np.rint(noisy), 0, 255).astype(np.uint8)


# %% one number for the whole image
# says: one and the same number is added everywhere
def add_noise(image, sigma, rng):
    return np.clip(np.rint(image + rng.normal(0, sigma)), 0, 255).astype(np.uint8)


# %% the channels share their noise
# says: the channels of a pixel get the same noise
def add_noise(image, sigma, rng):
    noise = rng.normal(0, sigma, size=image.shape[:2])
    noise = noise.reshape(noise.shape + (1,) * (image.ndim - 2))
    return np.clip(np.rint(image + noise), 0, 255).astype(np.uint8)


# %% the rows share their noise
# says: the rows get the same noise
def add_noise(image, sigma, rng):
    return np.clip(np.rint(image + rng.normal(0, sigma, size=image.shape[1:])), 0, 255).astype(np.uint8)


# %% wraps around
# says: has it wrapped around
def add_noise(image, sigma, rng):
    return (np.rint(image + rng.normal(0, sigma, size=image.shape)).astype(int) % 256).astype(np.uint8)


# %% cut off instead of rounded
# says: round to the nearest whole number
def add_noise(image, sigma, rng):
    return np.clip(image + rng.normal(0, sigma, size=image.shape), 0, 255).astype(np.uint8)


# %% the global generator
# says: draw from rng, not from np.random
def add_noise(image, sigma, rng):
    return np.clip(np.rint(image + np.random.normal(0, sigma, size=image.shape)), 0, 255).astype(np.uint8)


# %% a generator of its own
# says: other seeds give the same noise
def add_noise(image, sigma, rng):
    rng = np.random.default_rng(0)
    return np.clip(np.rint(image + rng.normal(0, sigma, size=image.shape)), 0, 255).astype(np.uint8)


# %% noise upwards only
# says: mean 0
def add_noise(image, sigma, rng):
    return np.clip(np.rint(image + np.abs(rng.normal(0, sigma, size=image.shape))), 0, 255).astype(np.uint8)


# %% floating point comes back
# says: dtype
def add_noise(image, sigma, rng):
    return np.clip(np.rint(image + rng.normal(0, sigma, size=image.shape)), 0, 255)


# %% not clipped
def add_noise(image, sigma, rng):
    return np.rint(image + rng.normal(0, sigma, size=image.shape)).astype(int)


# %% noise in units of 255
# says: the noise much too strong
def add_noise(image, sigma, rng):
    noisy = image / 255 + rng.normal(0, sigma, size=image.shape)
    return np.rint(255 * np.clip(noisy, 0, 1)).astype(np.uint8)


# %% no noise
# says: there is no noise
def add_noise(image, sigma, rng):
    return image.copy()
