# Other right answers to knn-cross-validate: each earns full marks.
# ruff: noqa

# %% a list instead of an array
def cross_validate(fit_predict, x, y, folds):
    return [float(np.mean(fit_predict(np.delete(x, f, axis=0), np.delete(y, f), x[f]) == y[f])) for f in folds]


# %% all other folds joined
def cross_validate(fit_predict, x, y, folds):
    scores = np.zeros(len(folds))
    for i, fold in enumerate(folds):
        rest = np.concatenate([other for j, other in enumerate(folds) if j != i])
        scores[i] = accuracy(np.asarray(fit_predict(x[rest], y[rest], x[fold])), y[fold])
    return scores


# %% the rows that are not in the fold, by their index
def cross_validate(fit_predict, x, y, folds):
    def score(fold):
        rest = np.setdiff1d(np.arange(len(y)), fold)
        return float((fit_predict(x[rest], y[rest], x[fold]) == y[fold]).mean())

    return tuple(map(score, folds))
