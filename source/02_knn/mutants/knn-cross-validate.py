# Wrong answers to knn-cross-validate: each loses points.
# ruff: noqa

# %% the mean instead of one accuracy a fold
# says: is the mean over all elements
def cross_validate(fit_predict, x, y, folds):
    s = []
    for f in folds:
        m = np.ones(len(x), bool)
        m[f] = False
        s.append(np.mean(fit_predict(x[m], y[m], x[f]) == y[f]))
    return np.mean(s)


# %% training accuracy
# says: not measured on the rows of the fold
def cross_validate(fit_predict, x, y, folds):
    s = []
    for f in folds:
        m = np.ones(len(x), bool)
        m[f] = False
        s.append(np.mean(fit_predict(x[m], y[m], x[m]) == y[m]))
    return np.array(s)


# %% train on the fold
# says: rows of the validation fold are among
def cross_validate(fit_predict, x, y, folds):
    s = []
    for f in folds:
        m = np.ones(len(x), bool)
        m[f] = False
        s.append(np.mean(fit_predict(x[f], y[f], x[m]) == y[m]))
    return np.array(s)


# %% one leaked row
# says: rows of the validation fold are among
def cross_validate(fit_predict, x, y, folds):
    s = []
    for f in folds:
        m = np.ones(len(x), bool)
        m[f[:-1]] = False
        s.append(np.mean(fit_predict(x[m], y[m], x[f]) == y[f]))
    return np.array(s)


# %% next fold only
# says: rows outside the validation fold are missing
def cross_validate(fit_predict, x, y, folds):
    s = []
    for i, f in enumerate(folds):
        t = folds[i - 1]
        s.append(np.mean(fit_predict(x[t], y[t], x[f]) == y[f]))
    return np.array(s)


# %% labels in another order
# says: with the labels of other rows
def cross_validate(fit_predict, x, y, folds):
    s = []
    for i, f in enumerate(folds):
        t = np.concatenate([g for j, g in enumerate(folds) if j != i])
        s.append(np.mean(fit_predict(x[t], y[np.sort(t)], x[f]) == y[f]))
    return np.array(s)


# %% error rate
# says: 1 minus your result agrees
def cross_validate(fit_predict, x, y, folds):
    s = []
    for f in folds:
        m = np.ones(len(x), bool)
        m[f] = False
        s.append(np.mean(fit_predict(x[m], y[m], x[f]) != y[f]))
    return np.array(s)


# %% one more row left out
# says: rows outside the validation fold are missing
def cross_validate(fit_predict, x, y, folds):
    s = []
    for f in folds:
        m = np.ones(len(x), bool)
        m[f] = False
        m[0] = False
        s.append(np.mean(fit_predict(x[m], y[m], x[f]) == y[f]))
    return np.array(s)


# %% modifies its input
# says: modifies its input
def cross_validate(fit_predict, x, y, folds):
    s = []
    for f in folds:
        m = np.ones(len(x), bool)
        m[f] = False
        s.append(np.mean(fit_predict(x[m], y[m], x[f]) == y[f]))
    y[:] = 0
    return np.array(s)


# %% validation rows left in training
# says: rows of the validation fold are among
def cross_validate(fit_predict, x, y, folds):
    return np.array([np.mean(fit_predict(x, y, x[fold]) == y[fold]) for fold in folds])
