# Other right answers to knn-cross-validate: each earns full marks.
# ruff: noqa

# %% a list instead of an array
def cross_validate(fit_predict, x, y, folds):
    return [float(np.mean(fit_predict(np.delete(x, f, axis=0), np.delete(y, f), x[f]) == y[f])) for f in folds]
