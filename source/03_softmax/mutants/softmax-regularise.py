# Wrong answers to softmax-regularise: each loses points.
# ruff: noqa

# %% half the squares
# says: no factor ½
def penalty(W, kind="l2", beta=0.5):
    W = np.asarray(W, dtype=float)
    if kind == "l2":
        return np.sum(W**2) / 2
    if kind == "l1":
        return np.sum(np.abs(W))
    if kind == "elastic":
        return beta * np.sum(W**2) + np.sum(np.abs(W))
    raise ValueError(kind)


# %% the length
# says: no root
def penalty(W, kind="l2", beta=0.5):
    W = np.asarray(W, dtype=float)
    if kind == "l2":
        return np.sqrt(np.sum(W**2))
    if kind == "l1":
        return np.sum(np.abs(W))
    if kind == "elastic":
        return beta * np.sum(W**2) + np.sum(np.abs(W))
    raise ValueError(kind)


# %% means
# says: the sum, not the mean
def penalty(W, kind="l2", beta=0.5):
    W = np.asarray(W, dtype=float)
    if kind == "l2":
        return np.mean(W**2)
    if kind == "l1":
        return np.mean(np.abs(W))
    if kind == "elastic":
        return beta * np.mean(W**2) + np.mean(np.abs(W))
    raise ValueError(kind)


# %% no absolute values
# says: their absolute values are meant
def penalty(W, kind="l2", beta=0.5):
    W = np.asarray(W, dtype=float)
    if kind == "l2":
        return np.sum(W**2)
    if kind == "l1":
        return np.sum(W)
    if kind == "elastic":
        return beta * np.sum(W**2) + np.sum(np.abs(W))
    raise ValueError(kind)


# %% NumPy's matrix norm
# says: a matrix norm
def penalty(W, kind="l2", beta=0.5):
    W = np.asarray(W, dtype=float)
    if kind == "l2":
        return np.sum(W**2)
    if kind == "l1":
        return np.linalg.norm(W, 1)
    if kind == "elastic":
        return beta * np.sum(W**2) + np.sum(np.abs(W))
    raise ValueError(kind)


# %% beta at both
# says: beta multiplies the squares only
def penalty(W, kind="l2", beta=0.5):
    W = np.asarray(W, dtype=float)
    if kind == "l2":
        return np.sum(W**2)
    if kind == "l1":
        return np.sum(np.abs(W))
    if kind == "elastic":
        return beta * (np.sum(W**2) + np.sum(np.abs(W)))
    raise ValueError(kind)


# %% beta at the absolute values
# says: not the absolute values
def penalty(W, kind="l2", beta=0.5):
    W = np.asarray(W, dtype=float)
    if kind == "l2":
        return np.sum(W**2)
    if kind == "l1":
        return np.sum(np.abs(W))
    if kind == "elastic":
        return np.sum(W**2) + beta * np.sum(np.abs(W))
    raise ValueError(kind)


# %% beta not used
# says: beta is not used
def penalty(W, kind="l2", beta=0.5):
    W = np.asarray(W, dtype=float)
    if kind == "l2":
        return np.sum(W**2)
    if kind == "l1":
        return np.sum(np.abs(W))
    if kind == "elastic":
        return np.sum(W**2) + np.sum(np.abs(W))
    raise ValueError(kind)


# %% elastic is the squares alone
# says: the sum of the absolute values is added
def penalty(W, kind="l2", beta=0.5):
    W = np.asarray(W, dtype=float)
    if kind == "l2":
        return np.sum(W**2)
    if kind == "l1":
        return np.sum(np.abs(W))
    if kind == "elastic":
        return beta * np.sum(W**2)
    raise ValueError(kind)


# %% None for another kind
# says: ValueError
def penalty(W, kind="l2", beta=0.5):
    W = np.asarray(W, dtype=float)
    if kind == "l2":
        return np.sum(W**2)
    if kind == "l1":
        return np.sum(np.abs(W))
    if kind == "elastic":
        return beta * np.sum(W**2) + np.sum(np.abs(W))
    return None


# %% KeyError for another kind
# says: ValueError
def penalty(W, kind="l2", beta=0.5):
    W = np.asarray(W, dtype=float)
    if kind == "l2":
        return np.sum(W**2)
    if kind == "l1":
        return np.sum(np.abs(W))
    if kind == "elastic":
        return beta * np.sum(W**2) + np.sum(np.abs(W))
    raise KeyError(kind)


# %% 8-bit weights wrap around
# says: 8-bit integers wrap around
def penalty(W, kind="l2", beta=0.5):
    W = np.asarray(W)
    if kind == "l2":
        return np.sum(W**2)
    if kind == "l1":
        return np.sum(np.abs(W))
    if kind == "elastic":
        return beta * np.sum(W**2) + np.sum(np.abs(W))
    raise ValueError(kind)


# %% a number for each row
# says: all weights belong to one sum
def penalty(W, kind="l2", beta=0.5):
    W = np.asarray(W, dtype=float)
    if kind == "l2":
        return np.sum(W**2, axis=1)
    if kind == "l1":
        return np.sum(np.abs(W))
    if kind == "elastic":
        return beta * np.sum(W**2) + np.sum(np.abs(W))
    raise ValueError(kind)
