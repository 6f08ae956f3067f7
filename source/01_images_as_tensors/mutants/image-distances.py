# Wrong answers to image-distances: each loses points.
# ruff: noqa

# %% straight in uint8
# says: wrapped around in uint8
def l1_distance(a, b):
    if a.shape != b.shape:
        raise ValueError("shapes differ")
    return float(np.abs(a - b).sum())


def l2_distance(a, b):
    if a.shape != b.shape:
        raise ValueError("shapes differ")
    return float(np.sqrt(((a - b) ** 2).sum()))


# %% means instead of sums
# says: this is the mean: take the sum
def l1_distance(a, b):
    if a.shape != b.shape:
        raise ValueError("shapes differ")
    return float(np.abs(a.astype(float) - b).mean())


def l2_distance(a, b):
    if a.shape != b.shape:
        raise ValueError("shapes differ")
    return float(np.sqrt(((a.astype(float) - b) ** 2).mean()))


# %% no root
# says: the square root of your result agrees
def l1_distance(a, b):
    if a.shape != b.shape:
        raise ValueError("shapes differ")
    return float(np.abs(a.astype(float) - b).sum())


def l2_distance(a, b):
    if a.shape != b.shape:
        raise ValueError("shapes differ")
    return float(((a.astype(float) - b) ** 2).sum())


# %% no absolute value
# says: opposite sign|absolute value
def l1_distance(a, b):
    if a.shape != b.shape:
        raise ValueError("shapes differ")
    return float((a.astype(float) - b).sum())


def l2_distance(a, b):
    if a.shape != b.shape:
        raise ValueError("shapes differ")
    return float(np.sqrt(((a.astype(float) - b) ** 2).sum()))


# %% the absolute value of the sum
def l1_distance(a, b):
    if a.shape != b.shape:
        raise ValueError("shapes differ")
    return float(np.abs((a.astype(float) - b).sum()))


def l2_distance(a, b):
    if a.shape != b.shape:
        raise ValueError("shapes differ")
    return float(np.sqrt(((a.astype(float) - b) ** 2).sum()))


# %% squares in int16
# says: int16 holds numbers up to 32,767
def l1_distance(a, b):
    if a.shape != b.shape:
        raise ValueError("shapes differ")
    return float(np.abs(a.astype(np.int16) - b).sum())


def l2_distance(a, b):
    if a.shape != b.shape:
        raise ValueError("shapes differ")
    return float(np.sqrt(((a.astype(np.int16) - b) ** 2).sum()))


# %% the matrix norm
# says: norm of the matrix
def l1_distance(a, b):
    if a.shape != b.shape:
        raise ValueError("shapes differ")
    return float(np.linalg.norm(a.astype(float) - b, ord=1))


def l2_distance(a, b):
    if a.shape != b.shape:
        raise ValueError("shapes differ")
    return float(np.linalg.norm(a.astype(float) - b, ord=2))


# %% any shapes
# says: the task asks for ValueError
def l1_distance(a, b):
    return float(np.abs(a.astype(float) - b).sum())


def l2_distance(a, b):
    return float(np.sqrt(((a.astype(float) - b) ** 2).sum()))


# %% an assertion instead of ValueError
# says: the task asks for ValueError here, your code raises AssertionError
def l1_distance(a, b):
    assert a.shape == b.shape
    return float(np.abs(a.astype(float) - b).sum())


def l2_distance(a, b):
    assert a.shape == b.shape
    return float(np.sqrt(((a.astype(float) - b) ** 2).sum()))


# %% a distance of each column
# says: a single number
def l1_distance(a, b):
    if a.shape != b.shape:
        raise ValueError("shapes differ")
    return np.abs(a.astype(float) - b).sum(axis=0)


def l2_distance(a, b):
    if a.shape != b.shape:
        raise ValueError("shapes differ")
    return np.sqrt(((a.astype(float) - b) ** 2).sum(axis=0))


# %% L1 and L2 exchanged
# says: this is L2
def l1_distance(a, b):
    if a.shape != b.shape:
        raise ValueError("shapes differ")
    return float(np.sqrt(((a.astype(float) - b) ** 2).sum()))


def l2_distance(a, b):
    if a.shape != b.shape:
        raise ValueError("shapes differ")
    return float(np.abs(a.astype(float) - b).sum())


# %% modifies its input
# says: modifies its input
def l1_distance(a, b):
    if a.shape != b.shape:
        raise ValueError("shapes differ")
    a = np.asarray(a, dtype=np.float64)
    a -= b
    return float(np.abs(a).sum())


def l2_distance(a, b):
    if a.shape != b.shape:
        raise ValueError("shapes differ")
    return float(np.sqrt(((a.astype(float) - b) ** 2).sum()))


# %% as whole numbers
def l1_distance(a, b):
    if a.shape != b.shape:
        raise ValueError("shapes differ")
    return int(np.abs(a.astype(float) - b).sum())


def l2_distance(a, b):
    if a.shape != b.shape:
        raise ValueError("shapes differ")
    return int(np.sqrt(((a.astype(float) - b) ** 2).sum()))


# %% the root of each difference
# says: this is L1
def l1_distance(a, b):
    if a.shape != b.shape:
        raise ValueError("shapes differ")
    return float(np.abs(a.astype(float) - b).sum())


def l2_distance(a, b):
    if a.shape != b.shape:
        raise ValueError("shapes differ")
    return float(np.sqrt((a.astype(float) - b) ** 2).sum())
