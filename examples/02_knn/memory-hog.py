# One function that asks for ever more memory.
# starts from: perfect

# %% knn-l2-two-loops
def l2_distances_two_loops(a, b):
    kept = []
    while len(kept) < 4000:
        kept.append(np.ones(4_000_000))
    return np.sqrt(((a[:, None] - b[None]) ** 2).sum(axis=2))
