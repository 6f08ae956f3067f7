# Wrong answers to torch-evaluate: each loses points.
# ruff: noqa

# %% no evaluation mode
# says: the model must be in evaluation mode
def evaluate(model, loader, device):
    before = model.training
    total, right, n = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            x, y = x.to(device), y.to(device)
            z = model(x)
            total += F.cross_entropy(z, y).item() * len(y)
            right += (z.argmax(1) == y).sum().item()
            n += len(y)
    model.train(before)
    return total / n, right / n


# %% the mode does not come back
# says: must leave in it
def evaluate(model, loader, device):
    before = model.training
    model.eval()
    total, right, n = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            x, y = x.to(device), y.to(device)
            z = model(x)
            total += F.cross_entropy(z, y).item() * len(y)
            right += (z.argmax(1) == y).sum().item()
            n += len(y)
    return total / n, right / n


# %% always training mode afterwards
# says: came in evaluation mode and must leave in it
def evaluate(model, loader, device):
    before = model.training
    model.eval()
    total, right, n = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            x, y = x.to(device), y.to(device)
            z = model(x)
            total += F.cross_entropy(z, y).item() * len(y)
            right += (z.argmax(1) == y).sum().item()
            n += len(y)
    model.train()
    return total / n, right / n


# %% gradients are recorded
# says: gradients must be off
def evaluate(model, loader, device):
    before = model.training
    model.eval()
    total, right, n = 0.0, 0, 0
    if True:
        for x, y in loader:
            x, y = x.to(device), y.to(device)
            z = model(x)
            total += F.cross_entropy(z, y).item() * len(y)
            right += (z.argmax(1) == y).sum().item()
            n += len(y)
    model.train(before)
    return total / n, right / n


# %% gradients off for good
# says: gradients must be on again
def evaluate(model, loader, device):
    before = model.training
    model.eval()
    total, right, n = 0.0, 0, 0
    torch.set_grad_enabled(False)
    if True:
        for x, y in loader:
            x, y = x.to(device), y.to(device)
            z = model(x)
            total += F.cross_entropy(z, y).item() * len(y)
            right += (z.argmax(1) == y).sum().item()
            n += len(y)
    model.train(before)
    return total / n, right / n


# %% means of the batches' means
# says: weigh each batch with its number of examples
def evaluate(model, loader, device):
    before = model.training
    model.eval()
    total, right, n = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            x, y = x.to(device), y.to(device)
            z = model(x)
            total += F.cross_entropy(z, y).item()
            right += (z.argmax(1) == y).sum().item()
            n += len(y)
    model.train(before)
    return total / len(loader), right / n


# %% accuracy: a mean of the batches' means
# says: a mean of the batches' means
def evaluate(model, loader, device):
    before = model.training
    model.eval()
    total, accuracy, n = 0.0, [], 0
    with torch.no_grad():
        for x, y in loader:
            x, y = x.to(device), y.to(device)
            z = model(x)
            total += F.cross_entropy(z, y).item() * len(y)
            accuracy.append((z.argmax(1) == y).float().mean().item())
            n += len(y)
    model.train(before)
    return total / n, sum(accuracy) / len(accuracy)


# %% accuracy in per cent
# says: from 0 to 1, not to 100
def evaluate(model, loader, device):
    before = model.training
    model.eval()
    total, right, n = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            x, y = x.to(device), y.to(device)
            z = model(x)
            total += F.cross_entropy(z, y).item() * len(y)
            right += (z.argmax(1) == y).sum().item()
            n += len(y)
    model.train(before)
    return total / n, 100 * right / n


# %% a count of right answers
# says: a number of examples
def evaluate(model, loader, device):
    before = model.training
    model.eval()
    total, right, n = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            x, y = x.to(device), y.to(device)
            z = model(x)
            total += F.cross_entropy(z, y).item() * len(y)
            right += (z.argmax(1) == y).sum().item()
            n += len(y)
    model.train(before)
    return total / n, float(right)


# %% a sum of losses
# says: a sum over all examples
def evaluate(model, loader, device):
    before = model.training
    model.eval()
    total, right, n = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            x, y = x.to(device), y.to(device)
            z = model(x)
            total += F.cross_entropy(z, y).item() * len(y)
            right += (z.argmax(1) == y).sum().item()
            n += len(y)
    model.train(before)
    return total, right / n


# %% tensors
# says: a pair of floats
def evaluate(model, loader, device):
    before = model.training
    model.eval()
    total, right, n = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            x, y = x.to(device), y.to(device)
            z = model(x)
            total += F.cross_entropy(z, y).item() * len(y)
            right += (z.argmax(1) == y).sum()
            n += len(y)
    model.train(before)
    return total / n, right / n


# %% a dictionary
# says: a pair of floats
def evaluate(model, loader, device):
    before = model.training
    model.eval()
    total, right, n = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            x, y = x.to(device), y.to(device)
            z = model(x)
            total += F.cross_entropy(z, y).item() * len(y)
            right += (z.argmax(1) == y).sum().item()
            n += len(y)
    model.train(before)
    return {"loss": total / n, "accuracy": right / n}


# %% accuracy first
def evaluate(model, loader, device):
    before = model.training
    model.eval()
    total, right, n = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            x, y = x.to(device), y.to(device)
            z = model(x)
            total += F.cross_entropy(z, y).item() * len(y)
            right += (z.argmax(1) == y).sum().item()
            n += len(y)
    model.train(before)
    return right / n, total / n


# %% batches are not moved
# says: have to be moved to the device
def evaluate(model, loader, device):
    before = model.training
    model.eval()
    total, right, n = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            z = model(x)
            total += F.cross_entropy(z, y).item() * len(y)
            right += (z.argmax(1) == y).sum().item()
            n += len(y)
    model.train(before)
    return total / n, right / n


# %% labels are not moved
# says: have to be moved to the device
def evaluate(model, loader, device):
    before = model.training
    model.eval()
    total, right, n = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            x = x.to(device)
            z = model(x)
            total += F.cross_entropy(z, y).item() * len(y)
            right += (z.argmax(1) == y).sum().item()
            n += len(y)
    model.train(before)
    return total / n, right / n


# %% the largest over the batch
def evaluate(model, loader, device):
    before = model.training
    model.eval()
    total, right, n = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            x, y = x.to(device), y.to(device)
            z = model(x)
            total += F.cross_entropy(z, y).item() * len(y)
            right += (z.argmax(0)[: len(y)] == y).sum().item()
            n += len(y)
    model.train(before)
    return total / n, right / n


# %% the last batch alone
def evaluate(model, loader, device):
    before = model.training
    model.eval()
    total, right, n = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            x, y = x.to(device), y.to(device)
            z = model(x)
            total = F.cross_entropy(z, y).item() * len(y)
            right = (z.argmax(1) == y).sum().item()
            n = len(y)
    model.train(before)
    return total / n, right / n
