# Wrong answers to train-init: each loses points.
# ruff: noqa

# %% Xavier of fan_in alone
# says: sqrt\(1 / fan_in\)
def xavier(fan_in, fan_out, rng):
    return rng.normal(size=(fan_out, fan_in)) / np.sqrt(fan_in)


# %% Xavier as Kaiming
# says: sqrt\(2 / fan_in\)
def xavier(fan_in, fan_out, rng):
    return rng.normal(0.0, np.sqrt(2 / fan_in), size=(fan_out, fan_in))


# %% Xavier without the 2
# says: 2 in the numerator
def xavier(fan_in, fan_out, rng):
    return rng.normal(size=(fan_out, fan_in)) / np.sqrt(fan_in + fan_out)


# %% Xavier: the variance as deviation
# says: square root is missing
def xavier(fan_in, fan_out, rng):
    return rng.normal(0, 2 / (fan_in + fan_out), size=(fan_out, fan_in))


# %% Xavier uniform within the deviation
# says: uniform distribution
def xavier(fan_in, fan_out, rng):
    a = np.sqrt(2 / (fan_in + fan_out))
    return rng.uniform(-a, a, size=(fan_out, fan_in))


# %% Kaiming by fan_out
# says: counts the inputs
def kaiming(fan_in, fan_out, rng):
    return rng.normal(size=(fan_out, fan_in)) * np.sqrt(2 / fan_out)


# %% Kaiming without the 2
# says: 2 in the numerator
def kaiming(fan_in, fan_out, rng):
    return rng.normal(size=(fan_out, fan_in)) / np.sqrt(fan_in)


# %% Kaiming: the variance as deviation
# says: square root is missing
def kaiming(fan_in, fan_out, rng):
    return rng.normal(0, 2 / fan_in, size=(fan_out, fan_in))


# %% Kaiming uniform within the deviation
# says: uniform distribution
def kaiming(fan_in, fan_out, rng):
    a = np.sqrt(2 / fan_in)
    return rng.uniform(-a, a, size=(fan_out, fan_in))


# %% shape (in, out)
# says: exchanged
def xavier(fan_in, fan_out, rng):
    return rng.normal(0.0, np.sqrt(2 / (fan_in + fan_out)), size=(fan_in, fan_out))


def kaiming(fan_in, fan_out, rng):
    return rng.normal(0.0, np.sqrt(2 / fan_in), size=(fan_in, fan_out))


# %% numbers from 0 up
# says: must have the mean 0
def kaiming(fan_in, fan_out, rng):
    return np.abs(rng.normal(0, np.sqrt(2 / fan_in), size=(fan_out, fan_in))) * 1.659


# %% a generator of its own
# says: another rng, must give other
def kaiming(fan_in, fan_out, rng):
    rng = np.random.default_rng(0)
    return rng.normal(0.0, np.sqrt(2 / fan_in), size=(fan_out, fan_in))


# %% NumPy's global random numbers
# says: only source of randomness
def xavier(fan_in, fan_out, rng):
    return np.random.randn(fan_out, fan_in) * np.sqrt(2 / (fan_in + fan_out))


# %% the same row for all units
# says: drawn one by one
def kaiming(fan_in, fan_out, rng):
    return np.tile(rng.normal(0, np.sqrt(2 / fan_in), size=fan_in), (fan_out, 1))


# %% float32
def kaiming(fan_in, fan_out, rng):
    return rng.normal(0.0, np.sqrt(2 / fan_in), size=(fan_out, fan_in)).astype(np.float32)
