# Other right answers to knn-l2-one-loop: each earns full marks.
# ruff: noqa

# %% over the rows of b
def l2_distances_one_loop(a, b):
    return np.stack([np.linalg.norm(a - row.astype(float), axis=1) for row in b], axis=1)


# %% over the columns
def l2_distances_one_loop(a, b):
    squares = 0.0
    for d in range(a.shape[1]):
        squares = squares + np.subtract.outer(a[:, d].astype(float), b[:, d].astype(float)) ** 2
    return np.sqrt(squares)


# %% no loop
def l2_distances_one_loop(a, b):
    return np.linalg.norm(a[:, None].astype(float) - b[None], axis=2)
