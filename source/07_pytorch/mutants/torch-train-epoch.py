# Wrong answers to torch-train-epoch: each loses points.
# ruff: noqa

# %% no zero_grad
# says: zero_grad before backward
def train_epoch(model, loader, optimizer, device):
    model.train()
    total, n = 0.0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        n += len(y)
    return total / n


# %% zero_grad once, before the loop
# says: zero_grad for each batch
def train_epoch(model, loader, optimizer, device):
    model.train()
    optimizer.zero_grad()
    total, n = 0.0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        n += len(y)
    return total / n


# %% zero_grad between backward and step
# says: the weight has not moved
def train_epoch(model, loader, optimizer, device):
    model.train()
    total, n = 0.0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
        total += loss.item() * len(y)
        n += len(y)
    return total / n


# %% step before backward
# says: the weight has not moved|old gradient
def train_epoch(model, loader, optimizer, device):
    model.train()
    total, n = 0.0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        optimizer.step()
        loss.backward()
        total += loss.item() * len(y)
        n += len(y)
    return total / n


# %% the step is missing
# says: the weight has not moved
def train_epoch(model, loader, optimizer, device):
    model.train()
    total, n = 0.0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        total += loss.item() * len(y)
        n += len(y)
    return total / n


# %% backward is missing
# says: the weight has not moved
def train_epoch(model, loader, optimizer, device):
    model.train()
    total, n = 0.0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        optimizer.step()
        total += loss.item() * len(y)
        n += len(y)
    return total / n


# %% one step for all batches
# says: one step for all batches, where
def train_epoch(model, loader, optimizer, device):
    model.train()
    optimizer.zero_grad()
    total, n = 0.0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        loss = F.cross_entropy(model(x), y, reduction="sum")
        loss.backward()
        total += loss.item()
        n += len(y)
    for p in model.parameters():
        p.grad /= n
    optimizer.step()
    return total / n


# %% a mean of the batches' means
# says: weigh each batch with its number of examples
def train_epoch(model, loader, optimizer, device):
    model.train()
    total, n = 0.0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item()
        n += 1
    return total / n


# %% a sum over the batches
# says: a sum over the batches
def train_epoch(model, loader, optimizer, device):
    model.train()
    total, n = 0.0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item()
        n += len(y)
    return total


# %% a sum over all examples
# says: a sum over all examples: divide
def train_epoch(model, loader, optimizer, device):
    model.train()
    total, n = 0.0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        n += len(y)
    return total


# %% divided by the number of batches
# says: divide by the number of examples, not of batches
def train_epoch(model, loader, optimizer, device):
    model.train()
    total, n = 0.0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        n += len(y)
    return total / len(loader)


# %% the last batch's loss
# says: the loss of the last batch alone
def train_epoch(model, loader, optimizer, device):
    model.train()
    total, n = 0.0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        n += len(y)
    return loss.item()


# %% a tensor with its graph
# says: a tensor keeps the graph
def train_epoch(model, loader, optimizer, device):
    model.train()
    total, n = 0.0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss * len(y)
        n += len(y)
    return total / n


# %% a detached tensor
# says: return a float
def train_epoch(model, loader, optimizer, device):
    model.train()
    total, n = 0.0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.detach() * len(y)
        n += len(y)
    return total / n


# %% no training mode
# says: the model must be in training mode during the pass
def train_epoch(model, loader, optimizer, device):
    total, n = 0.0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        n += len(y)
    return total / n


# %% evaluation mode
# says: the model must be in training mode during the pass
def train_epoch(model, loader, optimizer, device):
    model.eval()
    total, n = 0.0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        n += len(y)
    return total / n


# %% batches are not moved
# says: have to be moved to the device
def train_epoch(model, loader, optimizer, device):
    model.train()
    total, n = 0.0, 0
    for x, y in loader:
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        n += len(y)
    return total / n


# %% labels are not moved
# says: have to be moved to the device
def train_epoch(model, loader, optimizer, device):
    model.train()
    total, n = 0.0, 0
    for x, y in loader:
        x = x.to(device)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        n += len(y)
    return total / n


# %% the result of to is dropped
# says: have to be moved to the device
def train_epoch(model, loader, optimizer, device):
    model.train()
    total, n = 0.0, 0
    for x, y in loader:
        x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        n += len(y)
    return total / n


# %% the loader is gone through twice
# says: go through the loader once
def train_epoch(model, loader, optimizer, device):
    model.train()
    total, n = 0.0, sum(len(y) for _, y in loader)
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
    return total / n


# %% two forward passes for each batch
# says: called once for each batch
def train_epoch(model, loader, optimizer, device):
    model.train()
    total, n = 0.0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        total += F.cross_entropy(model(x), y).item() * len(y)
        n += len(y)
    return total / n


# %% softmax before the loss
def train_epoch(model, loader, optimizer, device):
    model.train()
    total, n = 0.0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x).softmax(1), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        n += len(y)
    return total / n


# %% gradients clipped
def train_epoch(model, loader, optimizer, device):
    model.train()
    total, n = 0.0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 0.1)
        optimizer.step()
        total += loss.item() * len(y)
        n += len(y)
    return total / n


# %% only the first batch
def train_epoch(model, loader, optimizer, device):
    model.train()
    total, n = 0.0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        n += len(y)
        break
    return total / n
