# Other right answers to train-init: each earns full marks.
# ruff: noqa

# %% uniform
def xavier(fan_in, fan_out, rng):
    a = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-a, a, size=(fan_out, fan_in))


def kaiming(fan_in, fan_out, rng):
    a = np.sqrt(6 / fan_in)
    return rng.uniform(-a, a, (fan_out, fan_in))


# %% standard normal, scaled
def xavier(fan_in, fan_out, rng):
    return rng.standard_normal((fan_out, fan_in)) * (2 / (fan_in + fan_out)) ** 0.5


def kaiming(fan_in, fan_out, rng):
    return rng.standard_normal((fan_out, fan_in)) * (2 / fan_in) ** 0.5


# %% drawn transposed
def kaiming(fan_in, fan_out, rng):
    return rng.normal(size=(fan_in, fan_out)).T * np.sqrt(2.0 / fan_in)
