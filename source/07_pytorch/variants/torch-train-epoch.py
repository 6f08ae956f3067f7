# Other right answers to torch-train-epoch: each earns full marks.
# ruff: noqa

# %% reduction by sum for the report, set_to_none
def train_epoch(model, loader, optimizer, device):
    model.train(True)
    losses, sizes = [], []
    for batch in loader:
        x, y = to_device(batch, device)
        logits = model(x)
        loss = F.cross_entropy(logits, y)
        model.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        losses.append(loss.detach().item())
        sizes.append(x.shape[0])
    return float(np.average(losses, weights=sizes))


# %% an nn.CrossEntropyLoss, the sum kept on the device
def train_epoch(model, loader, optimizer, device):
    criterion, device = nn.CrossEntropyLoss(), torch.device(device)
    model.train()
    total, seen = torch.zeros((), device=device), 0
    for images, labels in loader:
        images = images.to(device, non_blocking=True)
        labels = labels.to(device, non_blocking=True)
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.detach() * labels.numel()
        seen += labels.numel()
    return (total / seen).item()


# %% log-softmax and nll, zero_grad at the end too, enumerate
def train_epoch(model, loader, optimizer, device):
    for module in model.modules():
        module.training = True
    optimizer.zero_grad()
    total = count = 0
    for step, (images, labels) in enumerate(loader):
        images, labels = images.to(device), labels.to(device)
        loss = F.nll_loss(F.log_softmax(model(images), dim=1), labels)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        count += labels.size(0)
        total += float(loss) * labels.size(0)
    return total / count
