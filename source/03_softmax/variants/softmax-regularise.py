# Other right answers to softmax-regularise: each earns full marks.
# ruff: noqa

# %% norms
def penalty(W, kind="l2", beta=0.5):
    W = np.asarray(W, dtype=float)
    if kind == "l2":
        return np.linalg.norm(W.ravel()) ** 2
    if kind == "l1":
        return np.linalg.norm(W.ravel(), 1)
    if kind == "elastic":
        return beta * np.linalg.norm(W.ravel()) ** 2 + np.linalg.norm(W.ravel(), 1)
    raise ValueError(kind)


# %% a dictionary of functions
def penalty(W, kind="l2", beta=0.5):
    flat = np.array(W, dtype=np.float64).ravel()
    kinds = {"l2": lambda: flat @ flat, "l1": lambda: abs(flat).sum()}
    kinds["elastic"] = lambda: beta * kinds["l2"]() + kinds["l1"]()
    if kind not in kinds:
        raise ValueError("l2, l1 or elastic")
    return kinds[kind]()


# %% Python's own numbers
def penalty(W, kind="l2", beta=0.5):
    weights = [float(w) for row in W for w in row]
    share = {"l2": (1, 0), "l1": (0, 1), "elastic": (beta, 1)}.get(kind)
    if share is None:
        raise ValueError(f"no penalty {kind}")
    return share[0] * sum(w * w for w in weights) + share[1] * sum(map(abs, weights))
