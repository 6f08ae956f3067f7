# Other right answers to image-nuts: each earns full marks.
# ruff: noqa

# %% the eigenvalues by their formula
def measure(mask):
    y, x = np.where(mask)
    xx, yy = x.var() + 1 / 12, y.var() + 1 / 12
    xy = ((x - x.mean()) * (y - y.mean())).mean()
    middle, half = (xx + yy) / 2, np.hypot((xx - yy) / 2, xy)
    return np.sum(mask), np.sqrt((middle + half) / (middle - half))


def classify(elongations, threshold):
    return np.where(elongations < threshold, 0, 1)


# %% midway between neighbours, with both ends
def fit_threshold(elongations, labels):
    values = np.sort(elongations)
    candidates = np.concatenate([[-np.inf], (values[:-1] + values[1:]) / 2, [np.inf]])
    errors = [np.sum((elongations >= t) != (labels == 1)) for t in candidates]
    return candidates[int(np.argmin(errors))]


# %% moments over the grid, singular values, a list of labels
def measure(mask):
    grid = np.indices(mask.shape).reshape(2, -1)[:, mask.ravel()].astype(float)
    area = grid.shape[1]
    centred = grid - grid.mean(axis=1, keepdims=True)
    moments = centred @ centred.T / area + np.diag([1 / 12, 1 / 12])
    values = np.linalg.svd(moments, compute_uv=False)
    return [float(area), float((values[0] / values[1]) ** 0.5)]


def classify(elongations, threshold):
    return [int(value >= threshold) for value in elongations]


def fit_threshold(elongations, labels):
    best, fewest = None, len(labels) + 1
    for candidate in sorted({*elongations.tolist(), float(np.max(elongations)) + 1}):
        errors = sum(int(value >= candidate) != label for value, label in zip(elongations, labels))
        if errors < fewest:
            best, fewest = candidate, errors
    return best


# %% errors by sorting once
def fit_threshold(elongations, labels):
    order = np.argsort(elongations)
    values, sorted_labels = elongations[order], labels[order]
    # Threshold before place i: hazelnuts from i on and almonds before i are wrong.
    missed = np.concatenate([[0], np.cumsum(sorted_labels)])
    wrong = missed + np.concatenate([np.cumsum((1 - sorted_labels)[::-1])[::-1], [0]])
    allowed = np.concatenate([[True], values[1:] > values[:-1], [True]])
    place = int(np.argmin(np.where(allowed, wrong, len(labels) + 1)))
    return float(values[place]) if place < len(values) else float("inf")
