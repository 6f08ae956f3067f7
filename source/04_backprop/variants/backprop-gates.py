# Other right answers to backprop-gates: each earns full marks.
# ruff: noqa

# %% lists, other weights
def gate(name):
    if name == "and":
        return [2, 2], -3
    if name == "or":
        return [2, 2], -1
    return [-2, -2], 3


def xor_network():
    return [[1, -1], [-1, 1]], [0, 0], [1, 1], 0


# %% uneven weights, NAND as negated AND, a bias of exactly 0
def gate(name):
    w, b = {"and": (np.array([0.6, 0.7]), -1.0), "or": (np.array([3.0, 5.0]), 0.0)}["and" if name == "nand" else name]
    return (-w, -b) if name == "nand" else (w, b)


def xor_network():
    return np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([-0.5, -1.5]), np.array([1.0, -2.0]), -0.5


# %% tuples and float32
def gate(name):
    return {"and": ((1, 1), -1.5), "or": ((1, 1), -0.5), "nand": ((-1, -1), 1.5)}[name]


def xor_network():
    ones = np.ones((2, 2), dtype=np.float32)
    return ones * np.array([[1], [-1]], dtype=np.float32), (-0.5, 1.5), (1, 1), np.float32(-1.5)
