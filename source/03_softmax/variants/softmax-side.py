# Other right answers to softmax-side: each earns full marks.
# ruff: noqa

# %% floating point
def side(x, w, b):
    x = np.asarray(x, dtype=float)
    return np.sign(x @ w + b)


# %% by comparisons
def side(x, w, b):
    x = np.asarray(x, dtype=float)
    return (x @ w > -b).astype(int) - (x @ w < -b)


# %% a list, point by point
def side(x, w, b):
    sides = []
    for row in x:
        value = sum(float(p) * float(q) for p, q in zip(row, w)) + b
        sides.append(0 if value == 0 else 1 if value > 0 else -1)
    return sides
