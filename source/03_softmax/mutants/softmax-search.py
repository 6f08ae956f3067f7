# Wrong answers to softmax-search: each loses points.
# ruff: noqa

# %% the lowest accuracy
# says: the lowest accuracy
def search(validation_accuracy, learning_rates, regs):
    return min(((lr, reg) for lr in learning_rates for reg in regs), key=lambda p: validation_accuracy(*p))


# %% reg first
# says: in the wrong order
def search(validation_accuracy, learning_rates, regs):
    best, best_accuracy = None, -1.0
    for lr in sorted(learning_rates):
        for reg in sorted(regs, reverse=True):
            accuracy = validation_accuracy(lr, reg)
            if best is None or (accuracy, reg, -lr) > (best_accuracy, best[1], -best[0]):
                best, best_accuracy = (lr, reg), accuracy
    return best[1], best[0]


# %% the accuracy
# says: the pair is asked for
def search(validation_accuracy, learning_rates, regs):
    best, best_accuracy = None, -1.0
    for lr in sorted(learning_rates):
        for reg in sorted(regs, reverse=True):
            accuracy = validation_accuracy(lr, reg)
            if best is None or (accuracy, reg, -lr) > (best_accuracy, best[1], -best[0]):
                best, best_accuracy = (lr, reg), accuracy
    return best_accuracy


# %% one after the other
# says: try every pair
def search(validation_accuracy, learning_rates, regs):
    lr = max(learning_rates, key=lambda lr: (validation_accuracy(lr, max(regs)), -lr))
    first = min(learning_rates)
    reg = max(regs, key=lambda reg: (validation_accuracy(first, reg), reg))
    lr = max(learning_rates, key=lambda lr: (validation_accuracy(lr, reg), -lr))
    return lr, reg


# %% ties to the one met first
# says: here it is the one met first|larger reg wins
def search(validation_accuracy, learning_rates, regs):
    return max(((lr, reg) for lr in learning_rates for reg in regs), key=lambda p: validation_accuracy(*p))


# %% ties to the smaller reg
# says: here it is the smaller|larger reg
def search(validation_accuracy, learning_rates, regs):
    return max(
        ((lr, reg) for lr in learning_rates for reg in regs), key=lambda p: (validation_accuracy(*p), -p[1], -p[0])
    )


# %% ties to the larger learning rate
# says: the smaller learning rate wins
def search(validation_accuracy, learning_rates, regs):
    return max(
        ((lr, reg) for lr in learning_rates for reg in regs), key=lambda p: (validation_accuracy(*p), p[1], p[0])
    )


# %% each pair tried twice
# says: once for each pair
def search(validation_accuracy, learning_rates, regs):
    pairs = [(lr, reg) for lr in learning_rates for reg in regs]
    best = max(validation_accuracy(*p) for p in pairs)
    return max((p for p in pairs if validation_accuracy(*p) == best), key=lambda p: (p[1], -p[0]))


# %% the pairs of equal place only
def search(validation_accuracy, learning_rates, regs):
    return max(zip(learning_rates, regs), key=lambda p: (validation_accuracy(*p), p[1], -p[0]))


# %% the learning rate counts before reg
# says: larger reg counts first|larger reg
def search(validation_accuracy, learning_rates, regs):
    return max(
        ((lr, reg) for lr in learning_rates for reg in regs), key=lambda p: (validation_accuracy(*p), -p[0], p[1])
    )
