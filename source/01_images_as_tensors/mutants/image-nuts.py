# Wrong answers to image-nuts: each loses points.
# ruff: noqa

# %% the ratio of the eigenvalues, not its root
# says: ratio of the eigenvalues: the elongation is its root
def measure(mask):
    rows, columns = np.nonzero(mask)
    small, large = np.linalg.eigvalsh(np.cov([columns, rows], bias=True) + np.eye(2) / 12)
    return len(rows), float(large / small)


# %% pixels are points
# says: 1/12 is missing on the diagonal
def measure(mask):
    rows, columns = np.nonzero(mask)
    small, large = np.linalg.eigvalsh(np.cov([columns, rows], bias=True))
    return len(rows), float(np.sqrt(large / small))


# %% 1/12 in all four places of the matrix
def measure(mask):
    rows, columns = np.nonzero(mask)
    small, large = np.linalg.eigvalsh(np.cov([columns, rows], bias=True) + 1 / 12)
    return len(rows), float(np.sqrt(large / small))


# %% divided by the area less one
# says: the area less one: take the mean
def measure(mask):
    rows, columns = np.nonzero(mask)
    small, large = np.linalg.eigvalsh(np.cov([columns, rows]) + np.eye(2) / 12)
    return len(rows), float(np.sqrt(large / small))


# %% the box around the nut
# says: the sides of the box around the nut
def measure(mask):
    rows, columns = np.nonzero(mask)
    sides = np.ptp(rows) + 1, np.ptp(columns) + 1
    return len(rows), float(max(sides) / min(sides))


# %% variances along rows and columns only
# says: m_xy is missing
def measure(mask):
    rows, columns = np.nonzero(mask)
    spread = rows.var() + 1 / 12, columns.var() + 1 / 12
    return len(rows), float(np.sqrt(max(spread) / min(spread)))


# %% short by long
# says: short side by long side
def measure(mask):
    rows, columns = np.nonzero(mask)
    small, large = np.linalg.eigvalsh(np.cov([columns, rows], bias=True) + np.eye(2) / 12)
    return len(rows), float(np.sqrt(small / large))


# %% width by height
# says: short side by long side
def measure(mask):
    rows, columns = np.nonzero(mask)
    moments = np.cov([columns, rows], bias=True) + np.eye(2) / 12
    return len(rows), float(np.sqrt(moments[0, 0] / moments[1, 1]))


# %% the area of the whole image
# says: the area: expected 12, got 72
def measure(mask):
    rows, columns = np.nonzero(mask)
    small, large = np.linalg.eigvalsh(np.cov([columns, rows], bias=True) + np.eye(2) / 12)
    return mask.size, float(np.sqrt(large / small))


# %% the elongation alone
# says: must return two numbers
def measure(mask):
    rows, columns = np.nonzero(mask)
    small, large = np.linalg.eigvalsh(np.cov([columns, rows], bias=True) + np.eye(2) / 12)
    return float(np.sqrt(large / small))


# %% more than the threshold
# says: at least, not more than
def classify(elongations, threshold):
    return (elongations > threshold).astype(int)


# %% almond and hazelnut exchanged
# says: hazelnut and almond are exchanged
def classify(elongations, threshold):
    return (elongations < threshold).astype(int)


# %% True and False
# says: True/False
def classify(elongations, threshold):
    return elongations >= threshold


# %% midway between the two means
# says: another threshold makes fewer errors
def fit_threshold(elongations, labels):
    if labels.min() == labels.max():
        return np.inf if labels[0] == 0 else 0.0
    return (elongations[labels == 0].mean() + elongations[labels == 1].mean()) / 2


# %% the smallest almond
# says: another threshold makes fewer errors
def fit_threshold(elongations, labels):
    almonds = elongations[labels == 1]
    return almonds.min() if len(almonds) else np.inf


# %% no threshold above all
# says: another threshold makes fewer errors
def fit_threshold(elongations, labels):
    errors = [np.sum((elongations >= t) != labels) for t in elongations]
    return elongations[np.argmin(errors)]


# %% the most errors
def fit_threshold(elongations, labels):
    candidates = [*elongations, np.inf]
    return candidates[np.argmax([np.sum((elongations >= t) != labels) for t in candidates])]


# %% midway between neighbours only
def fit_threshold(elongations, labels):
    values = np.sort(elongations)
    candidates = (values[:-1] + values[1:]) / 2
    return candidates[np.argmin([np.sum((elongations >= t) != labels) for t in candidates])]


# %% the index of the threshold
def fit_threshold(elongations, labels):
    candidates = [*elongations, np.inf]
    return int(np.argmin([np.sum((elongations >= t) != labels) for t in candidates]))


# %% sorts the elongations in place
# says: modifies its input
def fit_threshold(elongations, labels):
    candidates = [*elongations, np.inf]
    best = candidates[np.argmin([np.sum((elongations >= t) != labels) for t in candidates])]
    elongations.sort()
    return best
