# Wrong answers to image-describe: each loses points.
# ruff: noqa

# %% height and width exchanged
# says: height and width are exchanged
def describe(image):
    return {
        "height": image.shape[1],
        "width": image.shape[0],
        "channels": image.shape[2] if image.ndim == 3 else 1,
        "numbers": image.size,
        "dtype": str(image.dtype),
        "smallest": image.min(),
        "largest": image.max(),
    }


# %% no channels for a grey image
# says: tuple index out of range|not enough values
def describe(image):
    return {
        "height": image.shape[0],
        "width": image.shape[1],
        "channels": image.shape[2],
        "numbers": image.size,
        "dtype": str(image.dtype),
        "smallest": image.min(),
        "largest": image.max(),
    }


# %% always three channels
# says: \["channels"\]: expected 1, got 3
def describe(image):
    return {
        "height": image.shape[0],
        "width": image.shape[1],
        "channels": 3,
        "numbers": image.size,
        "dtype": str(image.dtype),
        "smallest": image.min(),
        "largest": image.max(),
    }


# %% the number of pixels instead of numbers
# says: \["numbers"\]: expected 18, got 6
def describe(image):
    return {
        "height": image.shape[0],
        "width": image.shape[1],
        "channels": image.shape[2] if image.ndim == 3 else 1,
        "numbers": image.shape[0] * image.shape[1],
        "dtype": str(image.dtype),
        "smallest": image.min(),
        "largest": image.max(),
    }


# %% the dtype as an object
# says: \["dtype"\]: expected a string
def describe(image):
    return {
        "height": image.shape[0],
        "width": image.shape[1],
        "channels": image.shape[2] if image.ndim == 3 else 1,
        "numbers": image.size,
        "dtype": image.dtype,
        "smallest": image.min(),
        "largest": image.max(),
    }


# %% the range of the type instead of the range of the image
# says: \["smallest"\]: expected 7, got 0
def describe(image):
    return {
        "height": image.shape[0],
        "width": image.shape[1],
        "channels": image.shape[2] if image.ndim == 3 else 1,
        "numbers": image.size,
        "dtype": str(image.dtype),
        "smallest": 0,
        "largest": 255 if image.dtype == np.uint8 else 1,
    }


# %% printed, not returned
# says: must return a dictionary|is there a `return`
def describe(image):
    print(image.shape, image.dtype, image.min(), image.max())


# %% a tuple instead of a dictionary
# says: must return a dictionary
def describe(image):
    channels = image.shape[2] if image.ndim == 3 else 1
    return *image.shape[:2], channels, image.size, str(image.dtype), image.min(), image.max()


# %% the largest of the first channel
def describe(image):
    return {
        "height": image.shape[0],
        "width": image.shape[1],
        "channels": image.shape[2] if image.ndim == 3 else 1,
        "numbers": image.size,
        "dtype": str(image.dtype),
        "smallest": image.min(),
        "largest": image[..., 0].max() if image.ndim == 3 else image.max(),
    }


# %% smallest and largest as whole numbers
def describe(image):
    return {
        "height": image.shape[0],
        "width": image.shape[1],
        "channels": image.shape[2] if image.ndim == 3 else 1,
        "numbers": image.size,
        "dtype": str(image.dtype),
        "smallest": int(image.min()),
        "largest": int(image.max()),
    }


# %% the sides sorted
# says: height and width are exchanged
def describe(image):
    return {
        "height": min(image.shape[:2]),
        "width": max(image.shape[:2]),
        "channels": image.shape[2] if image.ndim == 3 else 1,
        "numbers": image.size,
        "dtype": str(image.dtype),
        "smallest": image.min(),
        "largest": image.max(),
    }
