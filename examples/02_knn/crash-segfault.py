# One function that reads memory which is not there.
# starts from: perfect

# %% knn-folds
import ctypes


def make_folds(n, num_folds, rng):
    return ctypes.string_at(0)
