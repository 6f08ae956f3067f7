# One function that aborts the interpreter.
# starts from: perfect

# %% knn-best-k
import os


def best_k(scores):
    os.abort()
