# Other right answers to softmax-numerical-gradient: each earns full marks.
# ruff: noqa

# %% two new arrays for each element
def numerical_gradient(f, x, h=1e-5):
    x = np.asarray(x, dtype=np.float64)
    slopes = []
    for j in range(x.size):
        e = np.zeros(x.size)
        e[j] = h
        e = e.reshape(x.shape)
        slopes.append((f(x + e) - f(x - e)) / (2 * h))
    return np.array(slopes).reshape(x.shape)


# %% nditer
def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=np.float64)
    gradient = np.zeros(x.shape)
    walk = np.nditer(x, flags=["multi_index"])
    while not walk.finished:
        ahead, behind = x.copy(), x.copy()
        ahead[walk.multi_index] += h
        behind[walk.multi_index] -= h
        gradient[walk.multi_index] = (f(ahead) - f(behind)) / h / 2
        walk.iternext()
    return gradient


# %% a list of lists comes out
def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        old = x[i]
        x[i] = old + h
        up = f(x)
        x[i] = old - h
        down = f(x)
        x[i] = old
        grad[i] = (up - down) / (2 * h)
    return grad.tolist()
