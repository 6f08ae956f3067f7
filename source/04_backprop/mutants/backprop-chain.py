# Wrong answers to backprop-chain: each loses points.
# ruff: noqa

# %% the path through x alone
# says: one path alone
def chain(t):
    t = np.asarray(t, dtype=float)
    x, y = 3 * t, t**2
    z = x * y**2 - x**2
    zx, zy = y**2 - 2 * x, 2 * x * y
    return {"z": z, "dz_dx": zx, "dz_dy": zy, "dz_dt": zx * 3}


# %% the path through y alone
# says: one path alone
def chain(t):
    t = np.asarray(t, dtype=float)
    x, y = 3 * t, t**2
    z = x * y**2 - x**2
    zx, zy = y**2 - 2 * x, 2 * x * y
    return {"z": z, "dz_dx": zx, "dz_dy": zy, "dz_dt": zy * 2 * t}


# %% inner derivatives forgotten
# says: inner derivatives
def chain(t):
    t = np.asarray(t, dtype=float)
    x, y = 3 * t, t**2
    z = x * y**2 - x**2
    zx, zy = y**2 - 2 * x, 2 * x * y
    return {"z": z, "dz_dx": zx, "dz_dy": zy, "dz_dt": zx + zy}


# %% dz/dx without its second term
def chain(t):
    t = np.asarray(t, dtype=float)
    x, y = 3 * t, t**2
    z = x * y**2 - x**2
    zx, zy = y**2, 2 * x * y
    return {"z": z, "dz_dx": zx, "dz_dy": zy, "dz_dt": zx * 3 + zy * 2 * t}


# %% dz/dy without the 2
# says: factor 2|twice
def chain(t):
    t = np.asarray(t, dtype=float)
    x, y = 3 * t, t**2
    z = x * y**2 - x**2
    zx, zy = y**2 - 2 * x, x * y
    return {"z": z, "dz_dx": zx, "dz_dy": zy, "dz_dt": zx * 3 + 2 * x * y * 2 * t}


# %% computed in the type of t
# says: uint8 overflows
def chain(t):
    pass
    x, y = 3 * t, t**2
    z = x * y**2 - x**2
    zx, zy = y**2 - 2 * x, 2 * x * y
    return {"z": z, "dz_dx": zx, "dz_dy": zy, "dz_dt": zx * 3 + zy * 2 * t}


# %% a float of t: arrays fail
# says: arrays? can be converted
def chain(t):
    t = float(t)
    x, y = 3 * t, t**2
    z = x * y**2 - x**2
    zx, zy = y**2 - 2 * x, 2 * x * y
    return {"z": z, "dz_dx": zx, "dz_dy": zy, "dz_dt": zx * 3 + zy * 2 * t}


# %% t is changed in place
# says: modifies its input
def chain(t):
    x, y = 3.0 * t, np.asarray(t, dtype=float) ** 2
    zx, zy = y**2 - 2 * x, 2 * x * y
    dz_dt = zx * 3 + zy * 2 * t
    if isinstance(t, np.ndarray):
        t *= 3
    return {"z": x * y**2 - x**2, "dz_dx": zx, "dz_dy": zy, "dz_dt": dz_dt}


# %% fitted to t = 1
def chain(t):
    one = np.ones_like(np.asarray(t, dtype=float))
    return {"z": -6 * one, "dz_dx": -5 * one, "dz_dy": 6 * one, "dz_dt": -3 * one}


# %% dy/dt is t
def chain(t):
    t = np.asarray(t, dtype=float)
    x, y = 3 * t, t**2
    z = x * y**2 - x**2
    zx, zy = y**2 - 2 * x, 2 * x * y
    return {"z": z, "dz_dx": zx, "dz_dy": zy, "dz_dt": zx * 3 + zy * t}
