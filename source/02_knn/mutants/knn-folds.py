# Wrong answers to knn-folds: each loses points.
# ruff: noqa

# %% drops the remainder
# says: where do the last ones go
def make_folds(n, num_folds, rng):
    if not 1 <= num_folds <= n:
        raise ValueError("cannot be")
    size = n // num_folds
    p = rng.permutation(n)
    return [p[i * size : (i + 1) * size] for i in range(num_folds)]


# %% remainder in the last
# says: the remainder must be shared
def make_folds(n, num_folds, rng):
    if not 1 <= num_folds <= n:
        raise ValueError("cannot be")
    size = n // num_folds
    p = rng.permutation(n)
    return [p[i * size : (i + 1) * size if i < num_folds - 1 else n] for i in range(num_folds)]


# %% np.split
# says: parts of equal size are not possible
def make_folds(n, num_folds, rng):
    return np.split(rng.permutation(n), num_folds)


# %% global seed
# says: use rng as the only source of randomness
def make_folds(n, num_folds, rng):
    if not 1 <= num_folds <= n:
        raise ValueError("cannot be")
    return np.array_split(np.random.permutation(n), num_folds)


# %% fixed seed
# says: shuffle the indices by rng
def make_folds(n, num_folds, rng):
    if not 1 <= num_folds <= n:
        raise ValueError("cannot be")
    return np.array_split(np.random.default_rng(0).permutation(n), num_folds)


# %% with replacement
# says: an index is dealt twice
def make_folds(n, num_folds, rng):
    if not 1 <= num_folds <= n:
        raise ValueError("cannot be")
    return np.array_split(rng.integers(0, n, size=n), num_folds)


# %% no ValueError
# says: asks for ValueError here, your code returns a result
def make_folds(n, num_folds, rng):
    return np.array_split(rng.permutation(n), num_folds)


# %% indices from 1
# says: does counting start at 0
def make_folds(n, num_folds, rng):
    if not 1 <= num_folds <= n:
        raise ValueError("cannot be")
    return np.array_split(rng.permutation(n) + 1, num_folds)


# %% pairs of training and validation
# says: each fold must be one array
def make_folds(n, num_folds, rng):
    if not 1 <= num_folds <= n:
        raise ValueError("cannot be")
    folds = np.array_split(rng.permutation(n), num_folds)
    return [(np.setdiff1d(np.arange(n), f), f) for f in folds]


# %% one matrix instead of a list
# says: must return a list of arrays
def make_folds(n, num_folds, rng):
    if not 1 <= num_folds <= n:
        raise ValueError("cannot be")
    return rng.permutation(n).reshape(num_folds, -1)
