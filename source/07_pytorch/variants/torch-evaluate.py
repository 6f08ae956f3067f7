# Other right answers to torch-evaluate: each earns full marks.
# ruff: noqa

# %% inference_mode as a decorator, lists
@torch.inference_mode()
def evaluate(model, loader, device):
    mode = model.training
    model.eval()
    losses, hits = [], []
    for images, labels in loader:
        images, labels = to_device([images, labels], device)
        logits = model(images)
        losses += F.cross_entropy(logits, labels, reduction="none").tolist()
        hits += (logits.max(dim=1).indices == labels).tolist()
    model.train(mode)
    return float(np.mean(losses)), float(np.mean(hits))


# %% try and finally, all logits first
def evaluate(model, loader, device):
    was_training = model.training
    model.train(False)
    try:
        with torch.no_grad():
            pairs = [(model(x.to(device)), y.to(device)) for x, y in loader]
    finally:
        if was_training:
            model.train()
    logits, labels = (torch.cat(parts) for parts in zip(*pairs))
    return F.cross_entropy(logits, labels).item(), (logits.argmax(-1) == labels).double().mean().item()


# %% set_grad_enabled, topk, modes of every part put back
def evaluate(model, loader, device):
    modes = {module: module.training for module in model.modules()}
    model.eval()
    total = right = n = 0
    with torch.set_grad_enabled(False):
        for x, y in loader:
            x, y = x.to(device), y.to(device)
            out = model(x)
            n += y.numel()
            total += nn.CrossEntropyLoss(reduction="sum")(out, y).item()
            right += int(out.topk(1, dim=1).indices.squeeze(1).eq(y).sum())
    for module, mode in modes.items():
        module.training = mode
    return total / n, right / n
