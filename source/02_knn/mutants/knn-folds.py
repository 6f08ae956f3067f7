# Wrong answers to knn-folds: each loses points.
# ruff: noqa

# %% drops the remainder
def make_folds(n, num_folds, rng):
    if not 1 <= num_folds <= n:
        raise ValueError("cannot be")
    size = n // num_folds
    p = rng.permutation(n)
    return [p[i * size : (i + 1) * size] for i in range(num_folds)]


# %% remainder in the last
def make_folds(n, num_folds, rng):
    if not 1 <= num_folds <= n:
        raise ValueError("cannot be")
    size = n // num_folds
    p = rng.permutation(n)
    return [p[i * size : (i + 1) * size if i < num_folds - 1 else n] for i in range(num_folds)]


# %% np.split
def make_folds(n, num_folds, rng):
    return np.split(rng.permutation(n), num_folds)


# %% global seed
def make_folds(n, num_folds, rng):
    if not 1 <= num_folds <= n:
        raise ValueError("cannot be")
    return np.array_split(np.random.permutation(n), num_folds)


# %% fixed seed
def make_folds(n, num_folds, rng):
    if not 1 <= num_folds <= n:
        raise ValueError("cannot be")
    return np.array_split(np.random.default_rng(0).permutation(n), num_folds)


# %% with replacement
def make_folds(n, num_folds, rng):
    if not 1 <= num_folds <= n:
        raise ValueError("cannot be")
    return np.array_split(rng.integers(0, n, size=n), num_folds)


# %% no ValueError
def make_folds(n, num_folds, rng):
    return np.array_split(rng.permutation(n), num_folds)


# %% indices from 1
def make_folds(n, num_folds, rng):
    if not 1 <= num_folds <= n:
        raise ValueError("cannot be")
    return np.array_split(rng.permutation(n) + 1, num_folds)


# %% pairs of training and validation
def make_folds(n, num_folds, rng):
    if not 1 <= num_folds <= n:
        raise ValueError("cannot be")
    folds = np.array_split(rng.permutation(n), num_folds)
    return [(np.setdiff1d(np.arange(n), f), f) for f in folds]


# %% one matrix instead of a list
def make_folds(n, num_folds, rng):
    if not 1 <= num_folds <= n:
        raise ValueError("cannot be")
    return rng.permutation(n).reshape(num_folds, -1)
