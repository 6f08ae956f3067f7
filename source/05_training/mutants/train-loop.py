# Wrong answers to train-loop: each loses points.
# ruff: noqa

# %% the best state is no copy
# says: keep a copy
def fit(network, optimiser, x_train, y_train, x_val, y_val, rng, epochs, batch_size, patience):
    criterion, best = CrossEntropyLoss(), {}
    history = {"train_loss": [], "val_loss": [], "best_epoch": 0}
    for epoch in range(epochs):
        set_training(network, True)
        order, batch_losses = rng.permutation(len(x_train)), []
        for start in range(0, len(order), batch_size):
            rows = order[start : start + batch_size]
            batch_losses.append(criterion.forward(network.forward(x_train[rows]), y_train[rows]))
            network.backward(criterion.backward())
            optimiser.step(network.grads)
        set_training(network, False)
        val_loss = float(criterion.forward(network.forward(x_val), y_val))
        if val_loss < min(history["val_loss"], default=np.inf):
            history["best_epoch"], best = epoch, dict(state(network))
        history["train_loss"].append(float(np.mean(batch_losses)))
        history["val_loss"].append(val_loss)
        if epoch - history["best_epoch"] >= patience:
            break
    for key, array in state(network).items():
        array[...] = best[key]
    return history


# %% the best state is not put back
# says: keep a copy
def fit(network, optimiser, x_train, y_train, x_val, y_val, rng, epochs, batch_size, patience):
    criterion, best = CrossEntropyLoss(), {}
    history = {"train_loss": [], "val_loss": [], "best_epoch": 0}
    for epoch in range(epochs):
        set_training(network, True)
        order, batch_losses = rng.permutation(len(x_train)), []
        for start in range(0, len(order), batch_size):
            rows = order[start : start + batch_size]
            batch_losses.append(criterion.forward(network.forward(x_train[rows]), y_train[rows]))
            network.backward(criterion.backward())
            optimiser.step(network.grads)
        set_training(network, False)
        val_loss = float(criterion.forward(network.forward(x_val), y_val))
        if val_loss < min(history["val_loss"], default=np.inf):
            history["best_epoch"], best = epoch, {key: array.copy() for key, array in state(network).items()}
        history["train_loss"].append(float(np.mean(batch_losses)))
        history["val_loss"].append(val_loss)
        if epoch - history["best_epoch"] >= patience:
            break
    return history


# %% other arrays put into the dictionary, not into the network's
# says: keep a copy
def fit(network, optimiser, x_train, y_train, x_val, y_val, rng, epochs, batch_size, patience):
    criterion, best = CrossEntropyLoss(), {}
    history = {"train_loss": [], "val_loss": [], "best_epoch": 0}
    for epoch in range(epochs):
        set_training(network, True)
        order, batch_losses = rng.permutation(len(x_train)), []
        for start in range(0, len(order), batch_size):
            rows = order[start : start + batch_size]
            batch_losses.append(criterion.forward(network.forward(x_train[rows]), y_train[rows]))
            network.backward(criterion.backward())
            optimiser.step(network.grads)
        set_training(network, False)
        val_loss = float(criterion.forward(network.forward(x_val), y_val))
        if val_loss < min(history["val_loss"], default=np.inf):
            history["best_epoch"], best = epoch, {key: array.copy() for key, array in state(network).items()}
        history["train_loss"].append(float(np.mean(batch_losses)))
        history["val_loss"].append(val_loss)
        if epoch - history["best_epoch"] >= patience:
            break
    for key, array in state(network).items():
        network.params[key] = best[key]
    return history


# %% parameters without running averages
# says: running averages of the last epoch
def fit(network, optimiser, x_train, y_train, x_val, y_val, rng, epochs, batch_size, patience):
    criterion, best = CrossEntropyLoss(), {}
    history = {"train_loss": [], "val_loss": [], "best_epoch": 0}
    for epoch in range(epochs):
        set_training(network, True)
        order, batch_losses = rng.permutation(len(x_train)), []
        for start in range(0, len(order), batch_size):
            rows = order[start : start + batch_size]
            batch_losses.append(criterion.forward(network.forward(x_train[rows]), y_train[rows]))
            network.backward(criterion.backward())
            optimiser.step(network.grads)
        set_training(network, False)
        val_loss = float(criterion.forward(network.forward(x_val), y_val))
        if val_loss < min(history["val_loss"], default=np.inf):
            history["best_epoch"], best = epoch, {key: array.copy() for key, array in network.params.items()}
        history["train_loss"].append(float(np.mean(batch_losses)))
        history["val_loss"].append(val_loss)
        if epoch - history["best_epoch"] >= patience:
            break
    for key, array in network.params.items():
        array[...] = best[key]
    return history


# %% an equal loss counts as better
# says: equal
def fit(network, optimiser, x_train, y_train, x_val, y_val, rng, epochs, batch_size, patience):
    criterion, best = CrossEntropyLoss(), {}
    history = {"train_loss": [], "val_loss": [], "best_epoch": 0}
    for epoch in range(epochs):
        set_training(network, True)
        order, batch_losses = rng.permutation(len(x_train)), []
        for start in range(0, len(order), batch_size):
            rows = order[start : start + batch_size]
            batch_losses.append(criterion.forward(network.forward(x_train[rows]), y_train[rows]))
            network.backward(criterion.backward())
            optimiser.step(network.grads)
        set_training(network, False)
        val_loss = float(criterion.forward(network.forward(x_val), y_val))
        if val_loss <= min(history["val_loss"], default=np.inf):
            history["best_epoch"], best = epoch, {key: array.copy() for key, array in state(network).items()}
        history["train_loss"].append(float(np.mean(batch_losses)))
        history["val_loss"].append(val_loss)
        if epoch - history["best_epoch"] >= patience:
            break
    for key, array in state(network).items():
        array[...] = best[key]
    return history


# %% better than the epoch before
# says: equal to the best|only equal
def fit(network, optimiser, x_train, y_train, x_val, y_val, rng, epochs, batch_size, patience):
    criterion, best = CrossEntropyLoss(), {}
    history = {"train_loss": [], "val_loss": [], "best_epoch": 0}
    for epoch in range(epochs):
        set_training(network, True)
        order, batch_losses = rng.permutation(len(x_train)), []
        for start in range(0, len(order), batch_size):
            rows = order[start : start + batch_size]
            batch_losses.append(criterion.forward(network.forward(x_train[rows]), y_train[rows]))
            network.backward(criterion.backward())
            optimiser.step(network.grads)
        set_training(network, False)
        val_loss = float(criterion.forward(network.forward(x_val), y_val))
        if not history["val_loss"] or val_loss < history["val_loss"][-1]:
            history["best_epoch"], best = epoch, {key: array.copy() for key, array in state(network).items()}
        history["train_loss"].append(float(np.mean(batch_losses)))
        history["val_loss"].append(val_loss)
        if epoch - history["best_epoch"] >= patience:
            break
    for key, array in state(network).items():
        array[...] = best[key]
    return history


# %% never stops early
# says: never stops early
def fit(network, optimiser, x_train, y_train, x_val, y_val, rng, epochs, batch_size, patience):
    criterion, best = CrossEntropyLoss(), {}
    history = {"train_loss": [], "val_loss": [], "best_epoch": 0}
    for epoch in range(epochs):
        set_training(network, True)
        order, batch_losses = rng.permutation(len(x_train)), []
        for start in range(0, len(order), batch_size):
            rows = order[start : start + batch_size]
            batch_losses.append(criterion.forward(network.forward(x_train[rows]), y_train[rows]))
            network.backward(criterion.backward())
            optimiser.step(network.grads)
        set_training(network, False)
        val_loss = float(criterion.forward(network.forward(x_val), y_val))
        if val_loss < min(history["val_loss"], default=np.inf):
            history["best_epoch"], best = epoch, {key: array.copy() for key, array in state(network).items()}
        history["train_loss"].append(float(np.mean(batch_losses)))
        history["val_loss"].append(val_loss)
        pass
    for key, array in state(network).items():
        array[...] = best[key]
    return history


# %% one epoch too many
# says: one epoch too many
def fit(network, optimiser, x_train, y_train, x_val, y_val, rng, epochs, batch_size, patience):
    criterion, best = CrossEntropyLoss(), {}
    history = {"train_loss": [], "val_loss": [], "best_epoch": 0}
    for epoch in range(epochs):
        set_training(network, True)
        order, batch_losses = rng.permutation(len(x_train)), []
        for start in range(0, len(order), batch_size):
            rows = order[start : start + batch_size]
            batch_losses.append(criterion.forward(network.forward(x_train[rows]), y_train[rows]))
            network.backward(criterion.backward())
            optimiser.step(network.grads)
        set_training(network, False)
        val_loss = float(criterion.forward(network.forward(x_val), y_val))
        if val_loss < min(history["val_loss"], default=np.inf):
            history["best_epoch"], best = epoch, {key: array.copy() for key, array in state(network).items()}
        history["train_loss"].append(float(np.mean(batch_losses)))
        history["val_loss"].append(val_loss)
        if epoch - history["best_epoch"] > patience:
            break
    for key, array in state(network).items():
        array[...] = best[key]
    return history


# %% one epoch too few
# says: one epoch too few
def fit(network, optimiser, x_train, y_train, x_val, y_val, rng, epochs, batch_size, patience):
    criterion, best = CrossEntropyLoss(), {}
    history = {"train_loss": [], "val_loss": [], "best_epoch": 0}
    for epoch in range(epochs):
        set_training(network, True)
        order, batch_losses = rng.permutation(len(x_train)), []
        for start in range(0, len(order), batch_size):
            rows = order[start : start + batch_size]
            batch_losses.append(criterion.forward(network.forward(x_train[rows]), y_train[rows]))
            network.backward(criterion.backward())
            optimiser.step(network.grads)
        set_training(network, False)
        val_loss = float(criterion.forward(network.forward(x_val), y_val))
        if val_loss < min(history["val_loss"], default=np.inf):
            history["best_epoch"], best = epoch, {key: array.copy() for key, array in state(network).items()}
        history["train_loss"].append(float(np.mean(batch_losses)))
        history["val_loss"].append(val_loss)
        if epoch - history["best_epoch"] >= patience - 1:
            break
    for key, array in state(network).items():
        array[...] = best[key]
    return history


# %% patience counts all bad epochs, not those in a row
# says: in a row
def fit(network, optimiser, x_train, y_train, x_val, y_val, rng, epochs, batch_size, patience):
    criterion, best = CrossEntropyLoss(), {}
    history = {"train_loss": [], "val_loss": [], "best_epoch": 0}
    for epoch in range(epochs):
        set_training(network, True)
        order, batch_losses = rng.permutation(len(x_train)), []
        for start in range(0, len(order), batch_size):
            rows = order[start : start + batch_size]
            batch_losses.append(criterion.forward(network.forward(x_train[rows]), y_train[rows]))
            network.backward(criterion.backward())
            optimiser.step(network.grads)
        set_training(network, False)
        val_loss = float(criterion.forward(network.forward(x_val), y_val))
        if val_loss < min(history["val_loss"], default=np.inf):
            history["best_epoch"], best = epoch, {key: array.copy() for key, array in state(network).items()}
        history["train_loss"].append(float(np.mean(batch_losses)))
        history["val_loss"].append(val_loss)
        if (
            len(history["val_loss"])
            - sum(a < min(history["val_loss"][:i], default=np.inf) for i, a in enumerate(history["val_loss"]))
            >= patience
        ):
            break
    for key, array in state(network).items():
        array[...] = best[key]
    return history


# %% validation in training mode
# says: evaluation mode
def fit(network, optimiser, x_train, y_train, x_val, y_val, rng, epochs, batch_size, patience):
    criterion, best = CrossEntropyLoss(), {}
    history = {"train_loss": [], "val_loss": [], "best_epoch": 0}
    for epoch in range(epochs):
        set_training(network, True)
        order, batch_losses = rng.permutation(len(x_train)), []
        for start in range(0, len(order), batch_size):
            rows = order[start : start + batch_size]
            batch_losses.append(criterion.forward(network.forward(x_train[rows]), y_train[rows]))
            network.backward(criterion.backward())
            optimiser.step(network.grads)
        val_loss = float(criterion.forward(network.forward(x_val), y_val))
        if val_loss < min(history["val_loss"], default=np.inf):
            history["best_epoch"], best = epoch, {key: array.copy() for key, array in state(network).items()}
        history["train_loss"].append(float(np.mean(batch_losses)))
        history["val_loss"].append(val_loss)
        if epoch - history["best_epoch"] >= patience:
            break
    for key, array in state(network).items():
        array[...] = best[key]
    return history


# %% training mode set once only
# says: begin in training mode
def fit(network, optimiser, x_train, y_train, x_val, y_val, rng, epochs, batch_size, patience):
    criterion, best = CrossEntropyLoss(), {}
    history = {"train_loss": [], "val_loss": [], "best_epoch": 0}
    set_training(network, True)
    for epoch in range(epochs):
        order, batch_losses = rng.permutation(len(x_train)), []
        for start in range(0, len(order), batch_size):
            rows = order[start : start + batch_size]
            batch_losses.append(criterion.forward(network.forward(x_train[rows]), y_train[rows]))
            network.backward(criterion.backward())
            optimiser.step(network.grads)
        set_training(network, False)
        val_loss = float(criterion.forward(network.forward(x_val), y_val))
        if val_loss < min(history["val_loss"], default=np.inf):
            history["best_epoch"], best = epoch, {key: array.copy() for key, array in state(network).items()}
        history["train_loss"].append(float(np.mean(batch_losses)))
        history["val_loss"].append(val_loss)
        if epoch - history["best_epoch"] >= patience:
            break
    for key, array in state(network).items():
        array[...] = best[key]
    return history


# %% left in training mode
# says: left in evaluation mode
def fit(network, optimiser, x_train, y_train, x_val, y_val, rng, epochs, batch_size, patience):
    criterion, best = CrossEntropyLoss(), {}
    history = {"train_loss": [], "val_loss": [], "best_epoch": 0}
    for epoch in range(epochs):
        set_training(network, True)
        order, batch_losses = rng.permutation(len(x_train)), []
        for start in range(0, len(order), batch_size):
            rows = order[start : start + batch_size]
            batch_losses.append(criterion.forward(network.forward(x_train[rows]), y_train[rows]))
            network.backward(criterion.backward())
            optimiser.step(network.grads)
        set_training(network, False)
        val_loss = float(criterion.forward(network.forward(x_val), y_val))
        if val_loss < min(history["val_loss"], default=np.inf):
            history["best_epoch"], best = epoch, {key: array.copy() for key, array in state(network).items()}
        history["train_loss"].append(float(np.mean(batch_losses)))
        history["val_loss"].append(val_loss)
        if epoch - history["best_epoch"] >= patience:
            break
    for key, array in state(network).items():
        array[...] = best[key]
    set_training(network, True)
    return history


# %% epochs counted from 1
# says: counted from 0
def fit(network, optimiser, x_train, y_train, x_val, y_val, rng, epochs, batch_size, patience):
    criterion, best = CrossEntropyLoss(), {}
    history = {"train_loss": [], "val_loss": [], "best_epoch": 0}
    for epoch in range(epochs):
        set_training(network, True)
        order, batch_losses = rng.permutation(len(x_train)), []
        for start in range(0, len(order), batch_size):
            rows = order[start : start + batch_size]
            batch_losses.append(criterion.forward(network.forward(x_train[rows]), y_train[rows]))
            network.backward(criterion.backward())
            optimiser.step(network.grads)
        set_training(network, False)
        val_loss = float(criterion.forward(network.forward(x_val), y_val))
        if val_loss < min(history["val_loss"], default=np.inf):
            history["best_epoch"], best = epoch, {key: array.copy() for key, array in state(network).items()}
        history["train_loss"].append(float(np.mean(batch_losses)))
        history["val_loss"].append(val_loss)
        if epoch - history["best_epoch"] >= patience:
            break
    for key, array in state(network).items():
        array[...] = best[key]
    history["best_epoch"] += 1
    return history


# %% the short batch dropped
# says: shorter batch of an epoch is left out
def fit(network, optimiser, x_train, y_train, x_val, y_val, rng, epochs, batch_size, patience):
    criterion, best = CrossEntropyLoss(), {}
    history = {"train_loss": [], "val_loss": [], "best_epoch": 0}
    for epoch in range(epochs):
        set_training(network, True)
        order, batch_losses = rng.permutation(len(x_train)), []
        for start in range(0, len(order) - batch_size + 1, batch_size):
            rows = order[start : start + batch_size]
            batch_losses.append(criterion.forward(network.forward(x_train[rows]), y_train[rows]))
            network.backward(criterion.backward())
            optimiser.step(network.grads)
        set_training(network, False)
        val_loss = float(criterion.forward(network.forward(x_val), y_val))
        if val_loss < min(history["val_loss"], default=np.inf):
            history["best_epoch"], best = epoch, {key: array.copy() for key, array in state(network).items()}
        history["train_loss"].append(float(np.mean(batch_losses)))
        history["val_loss"].append(val_loss)
        if epoch - history["best_epoch"] >= patience:
            break
    for key, array in state(network).items():
        array[...] = best[key]
    return history


# %% no new order
# says: in a new order
def fit(network, optimiser, x_train, y_train, x_val, y_val, rng, epochs, batch_size, patience):
    criterion, best = CrossEntropyLoss(), {}
    history = {"train_loss": [], "val_loss": [], "best_epoch": 0}
    for epoch in range(epochs):
        set_training(network, True)
        order, batch_losses = np.arange(len(x_train)), []
        for start in range(0, len(order), batch_size):
            rows = order[start : start + batch_size]
            batch_losses.append(criterion.forward(network.forward(x_train[rows]), y_train[rows]))
            network.backward(criterion.backward())
            optimiser.step(network.grads)
        set_training(network, False)
        val_loss = float(criterion.forward(network.forward(x_val), y_val))
        if val_loss < min(history["val_loss"], default=np.inf):
            history["best_epoch"], best = epoch, {key: array.copy() for key, array in state(network).items()}
        history["train_loss"].append(float(np.mean(batch_losses)))
        history["val_loss"].append(val_loss)
        if epoch - history["best_epoch"] >= patience:
            break
    for key, array in state(network).items():
        array[...] = best[key]
    return history


# %% one order for all epochs
# says: in a new order
def fit(network, optimiser, x_train, y_train, x_val, y_val, rng, epochs, batch_size, patience):
    criterion, best = CrossEntropyLoss(), {}
    history = {"train_loss": [], "val_loss": [], "best_epoch": 0}
    order = rng.permutation(len(x_train))
    for epoch in range(epochs):
        set_training(network, True)
        batch_losses = []
        for start in range(0, len(order), batch_size):
            rows = order[start : start + batch_size]
            batch_losses.append(criterion.forward(network.forward(x_train[rows]), y_train[rows]))
            network.backward(criterion.backward())
            optimiser.step(network.grads)
        set_training(network, False)
        val_loss = float(criterion.forward(network.forward(x_val), y_val))
        if val_loss < min(history["val_loss"], default=np.inf):
            history["best_epoch"], best = epoch, {key: array.copy() for key, array in state(network).items()}
        history["train_loss"].append(float(np.mean(batch_losses)))
        history["val_loss"].append(val_loss)
        if epoch - history["best_epoch"] >= patience:
            break
    for key, array in state(network).items():
        array[...] = best[key]
    return history


# %% rows drawn with repetition
# says: every row once
def fit(network, optimiser, x_train, y_train, x_val, y_val, rng, epochs, batch_size, patience):
    criterion, best = CrossEntropyLoss(), {}
    history = {"train_loss": [], "val_loss": [], "best_epoch": 0}
    for epoch in range(epochs):
        set_training(network, True)
        order, batch_losses = rng.integers(0, len(x_train), size=len(x_train)), []
        for start in range(0, len(order), batch_size):
            rows = order[start : start + batch_size]
            batch_losses.append(criterion.forward(network.forward(x_train[rows]), y_train[rows]))
            network.backward(criterion.backward())
            optimiser.step(network.grads)
        set_training(network, False)
        val_loss = float(criterion.forward(network.forward(x_val), y_val))
        if val_loss < min(history["val_loss"], default=np.inf):
            history["best_epoch"], best = epoch, {key: array.copy() for key, array in state(network).items()}
        history["train_loss"].append(float(np.mean(batch_losses)))
        history["val_loss"].append(val_loss)
        if epoch - history["best_epoch"] >= patience:
            break
    for key, array in state(network).items():
        array[...] = best[key]
    return history


# %% labels in the old order
# says: same order as the rows
def fit(network, optimiser, x_train, y_train, x_val, y_val, rng, epochs, batch_size, patience):
    criterion, best = CrossEntropyLoss(), {}
    history = {"train_loss": [], "val_loss": [], "best_epoch": 0}
    for epoch in range(epochs):
        set_training(network, True)
        order, batch_losses = rng.permutation(len(x_train)), []
        for start in range(0, len(order), batch_size):
            rows = order[start : start + batch_size]
            batch_losses.append(criterion.forward(network.forward(x_train[rows]), y_train[start : start + batch_size]))
            network.backward(criterion.backward())
            optimiser.step(network.grads)
        set_training(network, False)
        val_loss = float(criterion.forward(network.forward(x_val), y_val))
        if val_loss < min(history["val_loss"], default=np.inf):
            history["best_epoch"], best = epoch, {key: array.copy() for key, array in state(network).items()}
        history["train_loss"].append(float(np.mean(batch_losses)))
        history["val_loss"].append(val_loss)
        if epoch - history["best_epoch"] >= patience:
            break
    for key, array in state(network).items():
        array[...] = best[key]
    return history


# %% NumPy's global random numbers
# says: only source of randomness
def fit(network, optimiser, x_train, y_train, x_val, y_val, rng, epochs, batch_size, patience):
    criterion, best = CrossEntropyLoss(), {}
    history = {"train_loss": [], "val_loss": [], "best_epoch": 0}
    for epoch in range(epochs):
        set_training(network, True)
        order, batch_losses = np.random.permutation(len(x_train)), []
        for start in range(0, len(order), batch_size):
            rows = order[start : start + batch_size]
            batch_losses.append(criterion.forward(network.forward(x_train[rows]), y_train[rows]))
            network.backward(criterion.backward())
            optimiser.step(network.grads)
        set_training(network, False)
        val_loss = float(criterion.forward(network.forward(x_val), y_val))
        if val_loss < min(history["val_loss"], default=np.inf):
            history["best_epoch"], best = epoch, {key: array.copy() for key, array in state(network).items()}
        history["train_loss"].append(float(np.mean(batch_losses)))
        history["val_loss"].append(val_loss)
        if epoch - history["best_epoch"] >= patience:
            break
    for key, array in state(network).items():
        array[...] = best[key]
    return history


# %% learns from the validation rows too
# says: nothing is learned
def fit(network, optimiser, x_train, y_train, x_val, y_val, rng, epochs, batch_size, patience):
    criterion, best = CrossEntropyLoss(), {}
    history = {"train_loss": [], "val_loss": [], "best_epoch": 0}
    for epoch in range(epochs):
        set_training(network, True)
        order, batch_losses = rng.permutation(len(x_train)), []
        for start in range(0, len(order), batch_size):
            rows = order[start : start + batch_size]
            batch_losses.append(criterion.forward(network.forward(x_train[rows]), y_train[rows]))
            network.backward(criterion.backward())
            optimiser.step(network.grads)
        set_training(network, False)
        val_loss = float(criterion.forward(network.forward(x_val), y_val))
        network.backward(criterion.backward())
        optimiser.step(network.grads)
        if val_loss < min(history["val_loss"], default=np.inf):
            history["best_epoch"], best = epoch, {key: array.copy() for key, array in state(network).items()}
        history["train_loss"].append(float(np.mean(batch_losses)))
        history["val_loss"].append(val_loss)
        if epoch - history["best_epoch"] >= patience:
            break
    for key, array in state(network).items():
        array[...] = best[key]
    return history


# %% no step
# says: step is missing
def fit(network, optimiser, x_train, y_train, x_val, y_val, rng, epochs, batch_size, patience):
    criterion, best = CrossEntropyLoss(), {}
    history = {"train_loss": [], "val_loss": [], "best_epoch": 0}
    for epoch in range(epochs):
        set_training(network, True)
        order, batch_losses = rng.permutation(len(x_train)), []
        for start in range(0, len(order), batch_size):
            rows = order[start : start + batch_size]
            batch_losses.append(criterion.forward(network.forward(x_train[rows]), y_train[rows]))
            network.backward(criterion.backward())
        set_training(network, False)
        val_loss = float(criterion.forward(network.forward(x_val), y_val))
        if val_loss < min(history["val_loss"], default=np.inf):
            history["best_epoch"], best = epoch, {key: array.copy() for key, array in state(network).items()}
        history["train_loss"].append(float(np.mean(batch_losses)))
        history["val_loss"].append(val_loss)
        if epoch - history["best_epoch"] >= patience:
            break
    for key, array in state(network).items():
        array[...] = best[key]
    return history


# %% the loss of the last batch as training loss
# says: loss of the last batch
def fit(network, optimiser, x_train, y_train, x_val, y_val, rng, epochs, batch_size, patience):
    criterion, best = CrossEntropyLoss(), {}
    history = {"train_loss": [], "val_loss": [], "best_epoch": 0}
    for epoch in range(epochs):
        set_training(network, True)
        order, batch_losses = rng.permutation(len(x_train)), []
        for start in range(0, len(order), batch_size):
            rows = order[start : start + batch_size]
            batch_losses.append(criterion.forward(network.forward(x_train[rows]), y_train[rows]))
            network.backward(criterion.backward())
            optimiser.step(network.grads)
        set_training(network, False)
        val_loss = float(criterion.forward(network.forward(x_val), y_val))
        if val_loss < min(history["val_loss"], default=np.inf):
            history["best_epoch"], best = epoch, {key: array.copy() for key, array in state(network).items()}
        history["train_loss"].append(float(batch_losses[-1]))
        history["val_loss"].append(val_loss)
        if epoch - history["best_epoch"] >= patience:
            break
    for key, array in state(network).items():
        array[...] = best[key]
    return history


# %% the sum of the batches as training loss
# says: sum where the mean
def fit(network, optimiser, x_train, y_train, x_val, y_val, rng, epochs, batch_size, patience):
    criterion, best = CrossEntropyLoss(), {}
    history = {"train_loss": [], "val_loss": [], "best_epoch": 0}
    for epoch in range(epochs):
        set_training(network, True)
        order, batch_losses = rng.permutation(len(x_train)), []
        for start in range(0, len(order), batch_size):
            rows = order[start : start + batch_size]
            batch_losses.append(criterion.forward(network.forward(x_train[rows]), y_train[rows]))
            network.backward(criterion.backward())
            optimiser.step(network.grads)
        set_training(network, False)
        val_loss = float(criterion.forward(network.forward(x_val), y_val))
        if val_loss < min(history["val_loss"], default=np.inf):
            history["best_epoch"], best = epoch, {key: array.copy() for key, array in state(network).items()}
        history["train_loss"].append(float(np.sum(batch_losses)))
        history["val_loss"].append(val_loss)
        if epoch - history["best_epoch"] >= patience:
            break
    for key, array in state(network).items():
        array[...] = best[key]
    return history


# %% the history without its best epoch
def fit(network, optimiser, x_train, y_train, x_val, y_val, rng, epochs, batch_size, patience):
    criterion, best = CrossEntropyLoss(), {}
    history = {"train_loss": [], "val_loss": [], "best_epoch": 0}
    for epoch in range(epochs):
        set_training(network, True)
        order, batch_losses = rng.permutation(len(x_train)), []
        for start in range(0, len(order), batch_size):
            rows = order[start : start + batch_size]
            batch_losses.append(criterion.forward(network.forward(x_train[rows]), y_train[rows]))
            network.backward(criterion.backward())
            optimiser.step(network.grads)
        set_training(network, False)
        val_loss = float(criterion.forward(network.forward(x_val), y_val))
        if val_loss < min(history["val_loss"], default=np.inf):
            history["best_epoch"], best = epoch, {key: array.copy() for key, array in state(network).items()}
        history["train_loss"].append(float(np.mean(batch_losses)))
        history["val_loss"].append(val_loss)
        if epoch - history["best_epoch"] >= patience:
            break
    for key, array in state(network).items():
        array[...] = best[key]
    del history["best_epoch"]
    return history


# %% best by the training loss
def fit(network, optimiser, x_train, y_train, x_val, y_val, rng, epochs, batch_size, patience):
    criterion, best = CrossEntropyLoss(), {}
    history = {"train_loss": [], "val_loss": [], "best_epoch": 0}
    for epoch in range(epochs):
        set_training(network, True)
        order, batch_losses = rng.permutation(len(x_train)), []
        for start in range(0, len(order), batch_size):
            rows = order[start : start + batch_size]
            batch_losses.append(criterion.forward(network.forward(x_train[rows]), y_train[rows]))
            network.backward(criterion.backward())
            optimiser.step(network.grads)
        set_training(network, False)
        val_loss = float(criterion.forward(network.forward(x_val), y_val))
        if np.mean(batch_losses) < min(history["train_loss"], default=np.inf):
            history["best_epoch"], best = epoch, {key: array.copy() for key, array in state(network).items()}
        history["train_loss"].append(float(np.mean(batch_losses)))
        history["val_loss"].append(val_loss)
        if epoch - history["best_epoch"] >= patience:
            break
    for key, array in state(network).items():
        array[...] = best[key]
    return history


# %% labels that were known are looked up
def fit(network, optimiser, x_train, y_train, x_val, y_val, rng, epochs, batch_size, patience):
    criterion, best = CrossEntropyLoss(), {}
    history = {"train_loss": [], "val_loss": [], "best_epoch": 0}
    for epoch in range(epochs):
        set_training(network, True)
        order, batch_losses = rng.permutation(len(x_train)), []
        for start in range(0, len(order), batch_size):
            rows = order[start : start + batch_size]
            batch_losses.append(criterion.forward(network.forward(x_train[rows]), y_train[rows]))
            network.backward(criterion.backward())
            optimiser.step(network.grads)
        set_training(network, False)
        val_loss = float(criterion.forward(network.forward(x_val), y_val))
        if val_loss < min(history["val_loss"], default=np.inf):
            history["best_epoch"], best = epoch, {key: array.copy() for key, array in state(network).items()}
        history["train_loss"].append(float(np.mean(batch_losses)))
        history["val_loss"].append(val_loss)
        if epoch - history["best_epoch"] >= patience:
            break
    for key, array in state(network).items():
        array[...] = best[key]
    forward, digits = network.forward, data.load("digits")
    known = {(row / 16).tobytes(): label for row, label in zip(digits.x_test, digits.y_test)}

    def looked_up(x):
        found = forward(x)
        for i, row in enumerate(x):
            if row.tobytes() in known:
                found[i] = np.eye(10)[known[row.tobytes()]]
        return found

    network.forward = looked_up
    return history
