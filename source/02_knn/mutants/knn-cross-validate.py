# Wrong answers to knn-cross-validate: each loses points.
# ruff: noqa

# %% the mean instead of one accuracy a fold
def cross_validate(fit_predict, x, y, folds):
    s = []
    for f in folds:
        m = np.ones(len(x), bool)
        m[f] = False
        s.append(np.mean(fit_predict(x[m], y[m], x[f]) == y[f]))
    return np.mean(s)


# %% training accuracy
def cross_validate(fit_predict, x, y, folds):
    s = []
    for f in folds:
        m = np.ones(len(x), bool)
        m[f] = False
        s.append(np.mean(fit_predict(x[m], y[m], x[m]) == y[m]))
    return np.array(s)


# %% train on the fold
def cross_validate(fit_predict, x, y, folds):
    s = []
    for f in folds:
        m = np.ones(len(x), bool)
        m[f] = False
        s.append(np.mean(fit_predict(x[f], y[f], x[m]) == y[m]))
    return np.array(s)


# %% one leaked row
def cross_validate(fit_predict, x, y, folds):
    s = []
    for f in folds:
        m = np.ones(len(x), bool)
        m[f[:-1]] = False
        s.append(np.mean(fit_predict(x[m], y[m], x[f]) == y[f]))
    return np.array(s)


# %% next fold only
def cross_validate(fit_predict, x, y, folds):
    s = []
    for i, f in enumerate(folds):
        t = folds[i - 1]
        s.append(np.mean(fit_predict(x[t], y[t], x[f]) == y[f]))
    return np.array(s)


# %% labels in another order
def cross_validate(fit_predict, x, y, folds):
    s = []
    for i, f in enumerate(folds):
        t = np.concatenate([g for j, g in enumerate(folds) if j != i])
        s.append(np.mean(fit_predict(x[t], y[np.sort(t)], x[f]) == y[f]))
    return np.array(s)


# %% error rate
def cross_validate(fit_predict, x, y, folds):
    s = []
    for f in folds:
        m = np.ones(len(x), bool)
        m[f] = False
        s.append(np.mean(fit_predict(x[m], y[m], x[f]) != y[f]))
    return np.array(s)


# %% one more row left out
def cross_validate(fit_predict, x, y, folds):
    s = []
    for f in folds:
        m = np.ones(len(x), bool)
        m[f] = False
        m[0] = False
        s.append(np.mean(fit_predict(x[m], y[m], x[f]) == y[f]))
    return np.array(s)


# %% modifies its input
def cross_validate(fit_predict, x, y, folds):
    s = []
    for f in folds:
        m = np.ones(len(x), bool)
        m[f] = False
        s.append(np.mean(fit_predict(x[m], y[m], x[f]) == y[f]))
    y[:] = 0
    return np.array(s)


# %% validation rows left in training
def cross_validate(fit_predict, x, y, folds):
    return np.array([np.mean(fit_predict(x, y, x[fold]) == y[fold]) for fold in folds])
