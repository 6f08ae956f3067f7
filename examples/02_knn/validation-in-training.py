# Cross-validation that trains on all rows, those of the validation fold included.
# starts from: perfect

# %% knn-cross-validate
def cross_validate(fit_predict, x, y, folds):
    return np.array([accuracy(fit_predict(x, y, x[fold]), y[fold]) for fold in folds])
