# Other right answers to softmax-minibatches: each earns full marks.
# ruff: noqa

# %% lists
def minibatches(n, batch_size, rng):
    if batch_size < 1:
        raise ValueError("batch_size must be 1 or more")
    order = rng.permutation(n)
    return [order[i : i + batch_size].tolist() for i in range(0, n, batch_size)]


# %% a generator
def minibatches(n, batch_size, rng):
    if batch_size <= 0:
        raise ValueError(f"batch_size is {batch_size}")
    indices = np.arange(n)
    rng.shuffle(indices)
    while len(indices):
        yield indices[:batch_size]
        indices = indices[batch_size:]


# %% sorted random numbers
def minibatches(n, batch_size, rng):
    if batch_size < 1:
        raise ValueError("batch_size must be 1 or more")
    order = np.argsort(rng.random(n))
    return [order[i : i + batch_size] for i in range(0, n, batch_size)]
