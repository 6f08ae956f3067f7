# Other right answers to image-describe: each earns full marks.
# ruff: noqa

# %% plain Python numbers
def describe(image):
    height, width, *rest = image.shape
    return {
        "height": height,
        "width": width,
        "channels": rest[0] if rest else 1,
        "numbers": int(np.prod(image.shape)),
        "dtype": image.dtype.name,
        "smallest": image.min().item(),
        "largest": image.max().item(),
    }


# %% other order of the keys, built up
def describe(image):
    found = {"largest": float(np.max(image)), "smallest": float(np.min(image))}
    found["dtype"] = f"{image.dtype}"
    found["numbers"] = image.ravel().shape[0]
    found["height"], found["width"], found["channels"] = np.atleast_3d(image).shape
    return found


# %% by loops
def describe(image):
    values = [value for value in image.flat]
    rows = image.tolist()
    pixel = rows[0][0]
    return dict(
        height=len(rows),
        width=len(rows[0]),
        channels=len(pixel) if isinstance(pixel, list) else 1,
        numbers=len(values),
        dtype=str(image.dtype),
        smallest=min(values),
        largest=max(values),
    )
