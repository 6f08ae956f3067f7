# Other right answers to train-max-norm: each earns full marks.
# ruff: noqa

# %% row by row
def max_norm(weight, limit):
    out = weight.copy()
    for row in out:
        length = np.sqrt(np.sum(row**2))
        if length > limit:
            row *= limit / length
    return out


# %% np.where
def max_norm(weight, limit):
    lengths = np.linalg.norm(weight, axis=1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(lengths > limit, weight * limit / lengths, weight)


# %% a small number against 0
def max_norm(weight, limit):
    lengths = np.linalg.norm(weight, axis=1, keepdims=True)
    return weight * np.minimum(1.0, limit / (lengths + 1e-12))
