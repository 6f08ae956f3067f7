# Wrong answers to softmax-minibatches: each loses points.
# ruff: noqa

# %% the short batch lost
# says: the last, shorter batch is missing
def minibatches(n, batch_size, rng):
    if batch_size < 1:
        raise ValueError("batch_size must be 1 or more")
    order = rng.permutation(n)
    return [order[i : i + batch_size] for i in range(0, n - batch_size + 1, batch_size)]


# %% drawn with replacement
# says: do not draw with replacement
def minibatches(n, batch_size, rng):
    if batch_size < 1:
        raise ValueError("batch_size must be 1 or more")
    order = rng.integers(0, n, size=n)
    return [order[i : i + batch_size] for i in range(0, n, batch_size)]


# %% not shuffled
# says: shuffle the indices by rng
def minibatches(n, batch_size, rng):
    if batch_size < 1:
        raise ValueError("batch_size must be 1 or more")
    order = np.arange(n)
    return [order[i : i + batch_size] for i in range(0, n, batch_size)]


# %% a seed of its own
# says: shuffle the indices by rng
def minibatches(n, batch_size, rng):
    if batch_size < 1:
        raise ValueError("batch_size must be 1 or more")
    order = np.random.default_rng(0).permutation(n)
    return [order[i : i + batch_size] for i in range(0, n, batch_size)]


# %% the global generator
# says: use rng as the only source
def minibatches(n, batch_size, rng):
    if batch_size < 1:
        raise ValueError("batch_size must be 1 or more")
    order = np.random.permutation(n)
    return [order[i : i + batch_size] for i in range(0, n, batch_size)]


# %% batches of equal length
# says: the batches are made equally long
def minibatches(n, batch_size, rng):
    if batch_size < 1:
        raise ValueError("batch_size must be 1 or more")
    order = rng.permutation(n)
    return np.array_split(order, -(-n // batch_size))


# %% no ValueError
# says: ValueError
def minibatches(n, batch_size, rng):
    batch_size = max(batch_size, 1)
    order = rng.permutation(n)
    return [order[i : i + batch_size] for i in range(0, n, batch_size)]


# %% floating-point indices
# says: must hold whole numbers
def minibatches(n, batch_size, rng):
    if batch_size < 1:
        raise ValueError("batch_size must be 1 or more")
    order = rng.permutation(n).astype(float)
    return [order[i : i + batch_size] for i in range(0, n, batch_size)]


# %% one flat array
# says: each batch must be one array of indices
def minibatches(n, batch_size, rng):
    if batch_size < 1:
        raise ValueError("batch_size must be 1 or more")
    order = rng.permutation(n)
    return order


# %% 1 to n
def minibatches(n, batch_size, rng):
    if batch_size < 1:
        raise ValueError("batch_size must be 1 or more")
    order = rng.permutation(n) + 1
    return [order[i : i + batch_size] for i in range(0, n, batch_size)]


# %% the batches shuffled, not the images
def minibatches(n, batch_size, rng):
    if batch_size < 1:
        raise ValueError("batch_size must be 1 or more")
    batches = [np.arange(i, min(i + batch_size, n)) for i in range(0, n, batch_size)]
    return [batches[i] for i in rng.permutation(len(batches))]
