# Other right answers to softmax-search: each earns full marks.
# ruff: noqa

# %% max over all pairs
from itertools import product


def search(validation_accuracy, learning_rates, regs):
    return max(product(learning_rates, regs), key=lambda p: (validation_accuracy(*p), p[1], -p[0]))


# %% a sorted list of results, a list comes out
def search(validation_accuracy, learning_rates, regs):
    results = [[-validation_accuracy(lr, reg), -reg, lr] for reg in regs for lr in learning_rates]
    _, reg, lr = sorted(results)[0]
    return [lr, -reg]


# %% a table
def search(validation_accuracy, learning_rates, regs):
    table = {(lr, reg): validation_accuracy(lr, reg) for lr in learning_rates for reg in regs}
    top = [pair for pair, accuracy in table.items() if accuracy == max(table.values())]
    largest = max(reg for _, reg in top)
    return min(lr for lr, reg in top if reg == largest), largest
