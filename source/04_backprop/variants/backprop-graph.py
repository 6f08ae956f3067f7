# Other right answers to backprop-graph: each earns full marks.
# ruff: noqa

# %% expanded formulas
def graph(x, y, z):
    grads = {"x": 2 * x * z + y * z, "y": x * z, "z": x**2 + x * y, "q": x * z, "r": x + y}
    return x**2 * z + x * y * z, grads


# %% backward by +=, as an engine does
def graph(x, y, z):
    q, r = np.add(x, y), np.multiply(x, z)
    grads = {name: np.zeros_like(np.asarray(q, dtype=float)) for name in "xyzqr"}
    grads["q"] += r
    grads["r"] += q
    grads["x"] += grads["q"]
    grads["y"] += grads["q"]
    grads["x"] += grads["r"] * z
    grads["z"] += grads["r"] * x
    return np.multiply(q, r), grads


# %% a list as the pair
def graph(x, y, z):
    q = x + y
    r = x * z
    f = q * r
    dq, dr = r, q
    return [f, {"z": dr * x, "y": 1 * dq, "x": 1 * dq + z * dr, "q": dq, "r": dr}]
