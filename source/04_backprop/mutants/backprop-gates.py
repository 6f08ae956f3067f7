# Wrong answers to backprop-gates: each loses points.
# ruff: noqa

# %% AND with the corner 1 1 on the line
# says: for the inputs 1 and 1
def gate(name):
    return {"and": (np.array([1, 1]), -2), "or": (np.array([1, 1]), -0.5), "nand": (np.array([-1, -1]), 1.5)}[name]


def xor_network():
    return np.array([[1.0, 1.0], [-1.0, -1.0]]), np.array([-0.5, 1.5]), np.array([1.0, 1.0]), -1.5


# %% NAND is NOR
# says: wrong side of 0
def gate(name):
    return {"and": (np.array([1, 1]), -1.5), "or": (np.array([1, 1]), -0.5), "nand": (np.array([-1, -1]), 0.5)}[name]


def xor_network():
    return np.array([[1.0, 1.0], [-1.0, -1.0]]), np.array([-0.5, 1.5]), np.array([1.0, 1.0]), -1.5


# %% NAND without its boundary case
# says: for the inputs 1 and 1
def gate(name):
    return {"and": (np.array([1, 1]), -1.5), "or": (np.array([1, 1]), -0.5), "nand": (np.array([-1, -1]), 2.5)}[name]


def xor_network():
    return np.array([[1.0, 1.0], [-1.0, -1.0]]), np.array([-0.5, 1.5]), np.array([1.0, 1.0]), -1.5


# %% OR is AND
# says: for the inputs 0 and 1
def gate(name):
    return {"and": (np.array([1, 1]), -1.5), "or": (np.array([1, 1]), -1.5), "nand": (np.array([-1, -1]), 1.5)}[name]


def xor_network():
    return np.array([[1.0, 1.0], [-1.0, -1.0]]), np.array([-0.5, 1.5]), np.array([1.0, 1.0]), -1.5


# %% XOR is OR
# says: network is wrong for the inputs 1 and 1
def gate(name):
    return {"and": ((1, 1), -1.5), "or": ((1, 1), -0.5), "nand": ((-1, -1), 1.5)}[name]


def xor_network():
    return np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([-0.5, -0.5]), np.array([1.0, 1.0]), -0.5


# %% hidden units combined by OR
def gate(name):
    return {"and": ((1, 1), -1.5), "or": ((1, 1), -0.5), "nand": ((-1, -1), 1.5)}[name]


def xor_network():
    return np.array([[1.0, 1.0], [-1.0, -1.0]]), np.array([-0.5, 1.5]), np.array([1.0, 1.0]), -0.5


# %% XOR as one layer
def gate(name):
    return {"and": ((1, 1), -1.5), "or": ((1, 1), -0.5), "nand": ((-1, -1), 1.5)}[name]


def xor_network():
    return np.array([[1.0, 1.0]]), np.array([-0.5]), np.array([1.0]), 0.0


# %% weights and bias in one array
# says: must return a pair
def gate(name):
    return {"and": np.array([1, 1, -1.5]), "or": np.array([1, 1, -0.5]), "nand": np.array([-1, -1, 1.5])}[name]


def xor_network():
    return np.array([[1.0, 1.0], [-1.0, -1.0]]), np.array([-0.5, 1.5]), np.array([1.0, 1.0]), -1.5
