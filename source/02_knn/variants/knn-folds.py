# Other right answers to knn-folds: each earns full marks.
# ruff: noqa

# %% lists instead of arrays
def make_folds(n, num_folds, rng):
    if not 1 <= num_folds <= n:
        raise ValueError("cannot be")
    return [f.tolist() for f in np.array_split(rng.permutation(n), num_folds)]


# %% dealt like cards
def make_folds(n, num_folds, rng):
    if n < num_folds or num_folds < 1:
        raise ValueError("too few cards")
    cards = np.arange(n)
    rng.shuffle(cards)
    return [cards[start::num_folds] for start in range(num_folds)]


# %% shuffled fold numbers, in a tuple
def make_folds(n, num_folds, rng):
    if not 0 < num_folds <= n:
        raise ValueError("num_folds")
    which = rng.permutation(np.arange(n) % num_folds)
    return tuple(np.flatnonzero(which == fold) for fold in range(num_folds))
