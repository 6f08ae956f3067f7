# Wrong answers to torch-checkpoint: each loses points.
# ruff: noqa

# %% the weights alone
# says: the state of the optimiser has to come back
def save_checkpoint(path, model, optimizer, epoch):
    torch.save(
        {"model": model.state_dict(), "optim": optimizer.state_dict(), "epoch": epoch, "rng": torch.get_rng_state()},
        path,
    )


def load_checkpoint(path, model, optimizer):
    kept = torch.load(path)
    model.load_state_dict(kept["model"])
    torch.set_rng_state(kept["rng"])
    return kept["epoch"]


# %% the optimiser alone
# says: the state of the model has to come back
def save_checkpoint(path, model, optimizer, epoch):
    torch.save(
        {"model": model.state_dict(), "optim": optimizer.state_dict(), "epoch": epoch, "rng": torch.get_rng_state()},
        path,
    )


def load_checkpoint(path, model, optimizer):
    kept = torch.load(path)
    optimizer.load_state_dict(kept["optim"])
    torch.set_rng_state(kept["rng"])
    return kept["epoch"]


# %% no random numbers
# says: the state of the random numbers has to come back
def save_checkpoint(path, model, optimizer, epoch):
    torch.save(
        {"model": model.state_dict(), "optim": optimizer.state_dict(), "epoch": epoch, "rng": torch.get_rng_state()},
        path,
    )


def load_checkpoint(path, model, optimizer):
    kept = torch.load(path)
    model.load_state_dict(kept["model"])
    optimizer.load_state_dict(kept["optim"])
    return kept["epoch"]


# %% a fixed seed for the random numbers
# says: the state of the random numbers has to come back
def save_checkpoint(path, model, optimizer, epoch):
    torch.save(
        {"model": model.state_dict(), "optim": optimizer.state_dict(), "epoch": epoch, "rng": torch.get_rng_state()},
        path,
    )


def load_checkpoint(path, model, optimizer):
    kept = torch.load(path)
    model.load_state_dict(kept["model"])
    optimizer.load_state_dict(kept["optim"])
    torch.manual_seed(0)
    return kept["epoch"]


# %% the epoch does not come back
# says: the epoch that load_checkpoint returns
def save_checkpoint(path, model, optimizer, epoch):
    torch.save(
        {"model": model.state_dict(), "optim": optimizer.state_dict(), "epoch": epoch, "rng": torch.get_rng_state()},
        path,
    )


def load_checkpoint(path, model, optimizer):
    kept = torch.load(path)
    model.load_state_dict(kept["model"])
    optimizer.load_state_dict(kept["optim"])
    torch.set_rng_state(kept["rng"])


# %% the epoch is counted on
# says: the epoch that load_checkpoint returns
def save_checkpoint(path, model, optimizer, epoch):
    torch.save(
        {"model": model.state_dict(), "optim": optimizer.state_dict(), "epoch": epoch, "rng": torch.get_rng_state()},
        path,
    )


def load_checkpoint(path, model, optimizer):
    kept = torch.load(path)
    model.load_state_dict(kept["model"])
    optimizer.load_state_dict(kept["optim"])
    torch.set_rng_state(kept["rng"])
    return kept["epoch"] + 1


# %% the whole model, pickled
# says: the file holds objects that torch.load refuses
def save_checkpoint(path, model, optimizer, epoch):
    torch.save({"model": model, "optim": optimizer.state_dict(), "epoch": epoch, "rng": torch.get_rng_state()}, path)


def load_checkpoint(path, model, optimizer):
    kept = torch.load(path)
    model.load_state_dict(kept["model"].state_dict())
    optimizer.load_state_dict(kept["optim"])
    torch.set_rng_state(kept["rng"])
    return kept["epoch"]


# %% weights_only switched off
# says: loading ran a command
def save_checkpoint(path, model, optimizer, epoch):
    torch.save(
        {"model": model.state_dict(), "optim": optimizer.state_dict(), "epoch": epoch, "rng": torch.get_rng_state()},
        path,
    )


def load_checkpoint(path, model, optimizer):
    kept = torch.load(path, weights_only=False)
    model.load_state_dict(kept["model"])
    optimizer.load_state_dict(kept["optim"])
    torch.set_rng_state(kept["rng"])
    return kept["epoch"]


# %% pickle
# says: loading ran a command
import pickle


def save_checkpoint(path, model, optimizer, epoch):
    with open(path, "wb") as file:
        pickle.dump([model.state_dict(), optimizer.state_dict(), epoch, torch.get_rng_state()], file)


def load_checkpoint(path, model, optimizer):
    with open(path, "rb") as file:
        state, optim, epoch, rng = pickle.load(file)
    model.load_state_dict(state)
    optimizer.load_state_dict(optim)
    torch.set_rng_state(rng)
    return epoch


# %% parameters only, no buffers
# says: the state of the model has to come back
def save_checkpoint(path, model, optimizer, epoch):
    torch.save(
        {
            "model": [p.detach() for p in model.parameters()],
            "optim": optimizer.state_dict(),
            "epoch": epoch,
            "rng": torch.get_rng_state(),
        },
        path,
    )


def load_checkpoint(path, model, optimizer):
    kept = torch.load(path)
    with torch.no_grad():
        for parameter, values in zip(model.parameters(), kept["model"]):
            parameter.copy_(values)
    optimizer.load_state_dict(kept["optim"])
    torch.set_rng_state(kept["rng"])
    return kept["epoch"]


# %% float16, to save room
# says: the state of the model has to come back
def save_checkpoint(path, model, optimizer, epoch):
    torch.save(
        {
            "model": {k: v.half() if v.is_floating_point() else v for k, v in model.state_dict().items()},
            "optim": optimizer.state_dict(),
            "epoch": epoch,
            "rng": torch.get_rng_state(),
        },
        path,
    )


def load_checkpoint(path, model, optimizer):
    kept = torch.load(path)
    model.load_state_dict(kept["model"])
    optimizer.load_state_dict(kept["optim"])
    torch.set_rng_state(kept["rng"])
    return kept["epoch"]


# %% a path must be text
def save_checkpoint(path, model, optimizer, epoch):
    path = path + ""
    torch.save(
        {"model": model.state_dict(), "optim": optimizer.state_dict(), "epoch": epoch, "rng": torch.get_rng_state()},
        path,
    )


def load_checkpoint(path, model, optimizer):
    kept = torch.load(path)
    model.load_state_dict(kept["model"])
    optimizer.load_state_dict(kept["optim"])
    torch.set_rng_state(kept["rng"])
    return kept["epoch"]


# %% saving resets the gradient and the model's mode
# says: saving must change neither
def save_checkpoint(path, model, optimizer, epoch):
    model.eval()
    torch.save(
        {"model": model.state_dict(), "optim": optimizer.state_dict(), "epoch": epoch, "rng": torch.get_rng_state()},
        path,
    )


def load_checkpoint(path, model, optimizer):
    kept = torch.load(path)
    model.load_state_dict(kept["model"])
    optimizer.load_state_dict(kept["optim"])
    torch.set_rng_state(kept["rng"])
    return kept["epoch"]


# %% the model is loaded loosely
# says: the state of the model has to come back
def save_checkpoint(path, model, optimizer, epoch):
    torch.save(
        {
            "model": {"net." + k: v for k, v in model.state_dict().items()},
            "optim": optimizer.state_dict(),
            "epoch": epoch,
            "rng": torch.get_rng_state(),
        },
        path,
    )


def load_checkpoint(path, model, optimizer):
    kept = torch.load(path)
    model.load_state_dict(kept["model"], strict=False)
    optimizer.load_state_dict(kept["optim"])
    torch.set_rng_state(kept["rng"])
    return kept["epoch"]


# %% saving moves the random numbers on
def save_checkpoint(path, model, optimizer, epoch):
    torch.save(
        {"model": model.state_dict(), "optim": optimizer.state_dict(), "epoch": epoch, "rng": torch.get_rng_state()},
        path,
    )
    torch.rand(1)


def load_checkpoint(path, model, optimizer):
    kept = torch.load(path)
    model.load_state_dict(kept["model"])
    optimizer.load_state_dict(kept["optim"])
    torch.set_rng_state(kept["rng"])
    return kept["epoch"]
