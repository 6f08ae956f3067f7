# Other right answers to image-distances: each earns full marks.
# ruff: noqa

# %% norms of the flattened difference
def difference(a, b):
    if np.shape(a) != np.shape(b):
        raise ValueError(f"{np.shape(a)} and {np.shape(b)} differ")
    return np.ravel(a).astype(float) - np.ravel(b).astype(float)


def l1_distance(a, b):
    return np.linalg.norm(difference(a, b), ord=1)


def l2_distance(a, b):
    return np.linalg.norm(difference(a, b))


# %% in Python, number by number
def l1_distance(a, b):
    if a.shape != b.shape:
        raise ValueError("shapes differ")
    return sum(abs(float(p) - float(q)) for p, q in zip(a.flat, b.flat))


def l2_distance(a, b):
    if a.shape != b.shape:
        raise ValueError("shapes differ")
    return sum((float(p) - float(q)) ** 2 for p, q in zip(a.flat, b.flat)) ** 0.5


# %% larger minus smaller, a dot product
def l1_distance(a, b):
    if a.shape != b.shape:
        raise ValueError("shapes differ")
    return np.sum(np.maximum(a, b) - np.minimum(a, b), dtype=np.float64)


def l2_distance(a, b):
    if a.shape != b.shape:
        raise ValueError("shapes differ")
    d = (np.maximum(a, b) - np.minimum(a, b)).astype(np.float64).ravel()
    return np.sqrt(d @ d)


# %% an array without axes
def l1_distance(a, b):
    if a.shape != b.shape:
        raise ValueError("shapes differ")
    return np.array(np.abs(np.subtract(a, b, dtype=np.float64)).sum())


def l2_distance(a, b):
    if a.shape != b.shape:
        raise ValueError("shapes differ")
    return np.array(np.sqrt(np.square(np.subtract(a, b, dtype=np.float64)).sum()))
