# Other right answers to backprop-chain: each earns full marks.
# ruff: noqa

# %% closed forms in t
def chain(t):
    t = np.array(t, dtype=np.float64)
    return {
        "z": 3 * t**5 - 9 * t**2,
        "dz_dx": t**4 - 6 * t,
        "dz_dy": 6 * t**3,
        "dz_dt": 15 * t**4 - 18 * t,
    }


# %% by np.multiply, more keys than asked, removed
def chain(t):
    t = np.multiply(t, 1.0)
    found = {"x": 3 * t, "y": np.square(t)}
    found["z"] = found["x"] * found["y"] ** 2 - found["x"] ** 2
    found["dz_dx"] = found["y"] ** 2 - 2 * found["x"]
    found["dz_dy"] = 2 * found["x"] * found["y"]
    found["dz_dt"] = sum([found["dz_dx"] * 3, found["dz_dy"] * (2 * t)])
    return found


# %% element by element, in lists
def chain(t):
    t = np.asarray(t)
    rows = []
    for v in t.ravel().tolist():
        v = float(v)
        x, y = 3 * v, v * v
        zx, zy = y * y - 2 * x, 2 * x * y
        rows.append((x * y * y - x * x, zx, zy, zx * 3 + zy * 2 * v))
    columns = [np.array(c).reshape(t.shape) for c in zip(*rows)]
    return dict(zip(["z", "dz_dx", "dz_dy", "dz_dt"], columns))
