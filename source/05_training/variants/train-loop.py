# Other right answers to train-loop: each earns full marks.
# ruff: noqa

# %% a counter, np.array_split for even batches aside, copies by np.array
def fit(network, optimiser, x_train, y_train, x_val, y_val, rng, epochs, batch_size, patience):
    loss = CrossEntropyLoss()
    train_loss, val_loss = [], []
    best_loss, best_epoch, best, waited = np.inf, 0, None, 0
    for epoch in range(epochs):
        set_training(network, True)
        order = np.arange(len(x_train))
        rng.shuffle(order)
        x, y, total, count = x_train[order], y_train[order], 0.0, 0
        while len(x):
            total += loss.forward(network.forward(x[:batch_size]), y[:batch_size])
            network.backward(loss.backward())
            optimiser.step(network.grads)
            x, y, count = x[batch_size:], y[batch_size:], count + 1
        train_loss.append(total / count)
        set_training(network, False)
        val_loss.append(loss.forward(network.forward(x_val), y_val))
        if val_loss[-1] < best_loss:
            best_loss, best_epoch, waited = val_loss[-1], epoch, 0
            best = {key: np.array(array) for key, array in state(network).items()}
        else:
            waited += 1
        if waited == patience:
            break
    current = state(network)
    for key in current:
        np.copyto(current[key], best[key])
    return {"train_loss": train_loss, "val_loss": val_loss, "best_epoch": best_epoch}


# %% copies of every epoch, chosen at the end
def fit(network, optimiser, x_train, y_train, x_val, y_val, rng, epochs, batch_size, patience):
    criterion, best, states = CrossEntropyLoss(), {}, []
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
        states.append({key: array.copy() for key, array in state(network).items()})
        if val_loss < min(history["val_loss"], default=np.inf):
            history["best_epoch"] = epoch
        history["train_loss"].append(float(np.mean(batch_losses)))
        history["val_loss"].append(val_loss)
        if epoch - history["best_epoch"] >= patience:
            break
    for key, array in state(network).items():
        array[...] = states[int(np.argmin(history["val_loss"]))][key]
    return history


# %% a criterion for each use, argsort of random numbers as the order
def fit(network, optimiser, x_train, y_train, x_val, y_val, rng, epochs, batch_size, patience):
    criterion, best = CrossEntropyLoss(), {}
    history = {"train_loss": [], "val_loss": [], "best_epoch": 0}
    for epoch in range(epochs):
        set_training(network, True)
        order, batch_losses = np.argsort(rng.random(len(x_train))), []
        for start in range(0, len(order), batch_size):
            rows = order[start : start + batch_size]
            batch_losses.append(criterion.forward(network.forward(x_train[rows]), y_train[rows]))
            network.backward(criterion.backward())
            optimiser.step(network.grads)
        set_training(network, False)
        val_loss = CrossEntropyLoss().forward(network.forward(x_val), y_val).item()
        if val_loss < min(history["val_loss"], default=np.inf):
            history["best_epoch"], best = epoch, {key: array.copy() for key, array in state(network).items()}
        history["train_loss"].append(float(np.mean(batch_losses)))
        history["val_loss"].append(val_loss)
        if epoch - history["best_epoch"] >= patience:
            break
    for key, array in state(network).items():
        array[...] = best[key]
    return history
