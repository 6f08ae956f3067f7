# Other right answers to torch-checkpoint: each earns full marks.
# ruff: noqa

# %% a list, positions in the place of names
def save_checkpoint(path, model, optimizer, epoch):
    torch.save([epoch, model.state_dict(), optimizer.state_dict(), torch.random.get_rng_state()], str(path))


def load_checkpoint(path, model, optimizer):
    epoch, weights, state, draws = torch.load(str(path))
    model.load_state_dict(weights, strict=True)
    optimizer.load_state_dict(state)
    torch.random.set_rng_state(draws)
    return epoch


# %% file objects, copies on the CPU
def save_checkpoint(path, model, optimizer, epoch):
    content = {
        "weights": {name: value.detach().cpu().clone() for name, value in model.state_dict().items()},
        "optimizer": optimizer.state_dict(),
        "epoch": torch.tensor(epoch),
        "rng": torch.get_rng_state(),
    }
    with open(path, "wb") as file:
        torch.save(content, file)


def load_checkpoint(path, model, optimizer):
    with open(path, "rb") as file:
        content = torch.load(file, weights_only=True)
    with torch.no_grad():
        for name, value in model.state_dict().items():
            value.copy_(content["weights"][name])
    optimizer.load_state_dict(content["optimizer"])
    torch.set_rng_state(content["rng"])
    return int(content["epoch"])


# %% written beside it and then moved
import os


def save_checkpoint(path, model, optimizer, epoch):
    beside = f"{path}.new"
    state = dict(epoch=epoch, rng=torch.get_rng_state(), net=model.state_dict(), opt=optimizer.state_dict())
    torch.save(state, beside)
    os.replace(beside, path)


def load_checkpoint(path, model, optimizer):
    state = torch.load(path, map_location=next(model.parameters()).device)
    for target, name in ((model, "net"), (optimizer, "opt")):
        target.load_state_dict(state[name])
    torch.set_rng_state(state["rng"].cpu())
    return state["epoch"]
