# Wrong answers to backprop-graph: each loses points.
# ruff: noqa

# %% x from the sum alone
# says: one branch alone
def graph(x, y, z):
    q, r = x + y, x * z
    return q * r, {"q": r, "r": q, "x": r, "y": r, "z": q * x}


# %% x from the product alone
# says: one branch alone
def graph(x, y, z):
    q, r = x + y, x * z
    return q * r, {"q": r, "r": q, "x": q * z, "y": r, "z": q * x}


# %% the gradients of q and r swapped
# says: other factor
def graph(x, y, z):
    q, r = x + y, x * z
    return q * r, {"q": q, "r": r, "x": r + q * z, "y": r, "z": q * x}


# %% local derivative of y alone
# says: gradient that arrives at q
def graph(x, y, z):
    q, r = x + y, x * z
    return q * r, {"q": r, "r": q, "x": r + q * z, "y": 1.0 + 0 * x, "z": q * x}


# %% local derivative of z alone
# says: gradient that arrives at r
def graph(x, y, z):
    q, r = x + y, x * z
    return q * r, {"q": r, "r": q, "x": r + q * z, "y": r, "z": x}


# %% z gets the gradient of r times z
def graph(x, y, z):
    q, r = x + y, x * z
    return q * r, {"q": r, "r": q, "x": r + q * z, "y": r, "z": q * z}


# %% only f and the inputs
# says: KeyError|key
def graph(x, y, z):
    q, r = x + y, x * z
    return q * r, {"x": r + q * z, "y": r, "z": q * x}


# %% q is computed in x itself
# says: modifies its input
def graph(x, y, z):
    r = x * z
    s = x + 0
    x += y
    return x * r, {"q": r, "r": x, "x": r + x * z, "y": r, "z": x * s}


# %% gradients in another order in a tuple
# says: where a dictionary is needed
def graph(x, y, z):
    q, r = x + y, x * z
    return q * r, (r, q, r + q * z, r, q * x)


# %% fitted to the example
def graph(x, y, z):
    return 24.0, {"q": 8.0, "r": 3.0, "x": -4.0, "y": 8.0, "z": -6.0}
