# Wrong answers to train-max-norm: each loses points.
# ruff: noqa

# %% every row stretched to the limit
# says: not stretched
def max_norm(weight, limit):
    lengths = np.linalg.norm(weight, axis=1, keepdims=True)
    return weight * (limit / lengths)


# %% columns
# says: a row, not a column
def max_norm(weight, limit):
    lengths = np.linalg.norm(weight, axis=0, keepdims=True)
    return weight * (limit / np.maximum(lengths, limit))


# %% the whole matrix
# says: for each row
def max_norm(weight, limit):
    lengths = np.linalg.norm(weight)
    return weight * (limit / np.maximum(lengths, limit))


# %% entries clipped
# says: no entry is cut off
def max_norm(weight, limit):
    lengths = np.linalg.norm(weight, axis=1, keepdims=True)
    return np.clip(weight, -limit, limit)


# %% L1 norm
# says: L2 norm
def max_norm(weight, limit):
    lengths = np.abs(weight).sum(axis=1, keepdims=True)
    return weight * (limit / np.maximum(lengths, limit))


# %% squared length
# says: root of the sum
def max_norm(weight, limit):
    lengths = (weight**2).sum(axis=1, keepdims=True)
    return weight * (limit / np.maximum(lengths, limit))


# %% length 1 instead of the limit
# says: not 1
def max_norm(weight, limit):
    lengths = np.linalg.norm(weight, axis=1, keepdims=True)
    return np.where(lengths > limit, weight / np.maximum(lengths, limit), weight)


# %% in place
# says: modifies its input
def max_norm(weight, limit):
    lengths = np.linalg.norm(weight, axis=1, keepdims=True)
    weight *= limit / np.maximum(lengths, limit)
    return weight


# %% NaN for a row of zeros
def max_norm(weight, limit):
    lengths = np.linalg.norm(weight, axis=1, keepdims=True)
    return weight / lengths * np.minimum(lengths, limit)


# %% long rows set to 0
def max_norm(weight, limit):
    lengths = np.linalg.norm(weight, axis=1, keepdims=True)
    return np.where(lengths > limit, 0.0, weight)
