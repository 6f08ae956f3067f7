# Wrong answers to torch-fit: each loses points.
# ruff: noqa

# %% not trained
# says: is right for less than 85 %
def fit(images, labels, seed):
    torch.manual_seed(seed)
    model = nn.Sequential(
        nn.Conv2d(3, 16, 3, 2, padding=1),
        nn.BatchNorm2d(16),
        nn.ReLU(),
        nn.Conv2d(16, 32, 3, 2, padding=1),
        nn.BatchNorm2d(32),
        nn.ReLU(),
        nn.Conv2d(32, 64, 3, padding=1),
        nn.BatchNorm2d(64),
        nn.ReLU(),
        nn.AdaptiveMaxPool2d(1),
        nn.Flatten(),
        nn.Linear(64, 10),
    )
    loader, _ = make_loaders(ImageDataset(images, labels), ImageDataset(images, labels), 50, seed)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.005)
    for _ in range(0):
        train_epoch(model, loader, optimizer, "cpu")
    return model.eval()


# %% left in training mode
# says: in evaluation mode
def fit(images, labels, seed):
    torch.manual_seed(seed)
    model = nn.Sequential(
        nn.Conv2d(3, 16, 3, 2, padding=1),
        nn.BatchNorm2d(16),
        nn.ReLU(),
        nn.Conv2d(16, 32, 3, 2, padding=1),
        nn.BatchNorm2d(32),
        nn.ReLU(),
        nn.Conv2d(32, 64, 3, padding=1),
        nn.BatchNorm2d(64),
        nn.ReLU(),
        nn.AdaptiveMaxPool2d(1),
        nn.Flatten(),
        nn.Linear(64, 10),
    )
    loader, _ = make_loaders(ImageDataset(images, labels), ImageDataset(images, labels), 50, seed)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.005)
    for _ in range(3):
        train_epoch(model, loader, optimizer, "cpu")
    return model


# %% a linear classifier
# says: is right for less than 85 %
def fit(images, labels, seed):
    torch.manual_seed(seed)
    model = nn.Sequential(nn.Flatten(), nn.Linear(3072, 10))
    loader, _ = make_loaders(ImageDataset(images, labels), ImageDataset(images, labels), 50, seed)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
    for _ in range(2):
        train_epoch(model, loader, optimizer, "cpu")
    return model.eval()


# %% the seed is not used
# says: another seed must give another network
def fit(images, labels, seed):
    torch.manual_seed(0)
    model = nn.Sequential(
        nn.Conv2d(3, 16, 3, 2, padding=1),
        nn.BatchNorm2d(16),
        nn.ReLU(),
        nn.Conv2d(16, 32, 3, 2, padding=1),
        nn.BatchNorm2d(32),
        nn.ReLU(),
        nn.Conv2d(32, 64, 3, padding=1),
        nn.BatchNorm2d(64),
        nn.ReLU(),
        nn.AdaptiveMaxPool2d(1),
        nn.Flatten(),
        nn.Linear(64, 10),
    )
    loader, _ = make_loaders(ImageDataset(images, labels), ImageDataset(images, labels), 50, 0)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.005)
    for _ in range(3):
        train_epoch(model, loader, optimizer, "cpu")
    return model.eval()


# %% nothing is seeded
# says: the same scenes and seed must give the same network
def fit(images, labels, seed):
    model = nn.Sequential(
        nn.Conv2d(3, 16, 3, 2, padding=1),
        nn.BatchNorm2d(16),
        nn.ReLU(),
        nn.Conv2d(16, 32, 3, 2, padding=1),
        nn.BatchNorm2d(32),
        nn.ReLU(),
        nn.Conv2d(32, 64, 3, padding=1),
        nn.BatchNorm2d(64),
        nn.ReLU(),
        nn.AdaptiveMaxPool2d(1),
        nn.Flatten(),
        nn.Linear(64, 10),
    )
    loader, _ = make_loaders(ImageDataset(images, labels), ImageDataset(images, labels), 50, seed)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.005)
    for _ in range(3):
        train_epoch(model, loader, optimizer, "cpu")
    return model.eval()


# %% pixels from 0 to 255 expected
# says: is right for less than 85 %
def fit(images, labels, seed):
    torch.manual_seed(seed)
    model = nn.Sequential(
        nn.Conv2d(3, 16, 3, 2, padding=1),
        nn.BatchNorm2d(16),
        nn.ReLU(),
        nn.Conv2d(16, 32, 3, 2, padding=1),
        nn.BatchNorm2d(32),
        nn.ReLU(),
        nn.Conv2d(32, 64, 3, padding=1),
        nn.BatchNorm2d(64),
        nn.ReLU(),
        nn.AdaptiveMaxPool2d(1),
        nn.Flatten(),
        nn.Linear(64, 10),
    )
    loader, _ = make_loaders(ImageDataset(images, labels), ImageDataset(images, labels), 50, seed)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.005)
    x, y = torch.tensor(images).permute(0, 3, 1, 2).float(), torch.tensor(labels)
    loader = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(x, y), 50)
    for _ in range(2):
        train_epoch(model, loader, optimizer, "cpu")
    return model.eval()


# %% a learning rate of 10
# says: is right for less than 85 %
def fit(images, labels, seed):
    torch.manual_seed(seed)
    model = nn.Sequential(
        nn.Conv2d(3, 16, 3, 2, padding=1),
        nn.BatchNorm2d(16),
        nn.ReLU(),
        nn.Conv2d(16, 32, 3, 2, padding=1),
        nn.BatchNorm2d(32),
        nn.ReLU(),
        nn.Conv2d(32, 64, 3, padding=1),
        nn.BatchNorm2d(64),
        nn.ReLU(),
        nn.AdaptiveMaxPool2d(1),
        nn.Flatten(),
        nn.Linear(64, 10),
    )
    loader, _ = make_loaders(ImageDataset(images, labels), ImageDataset(images, labels), 50, seed)
    optimizer = torch.optim.Adam(model.parameters(), lr=10.0)
    for _ in range(1):
        train_epoch(model, loader, optimizer, "cpu")
    return model.eval()


# %% labels shuffled
# says: is right for less than 85 %
def fit(images, labels, seed):
    torch.manual_seed(seed)
    model = nn.Sequential(
        nn.Conv2d(3, 16, 3, 2, padding=1),
        nn.BatchNorm2d(16),
        nn.ReLU(),
        nn.Conv2d(16, 32, 3, 2, padding=1),
        nn.BatchNorm2d(32),
        nn.ReLU(),
        nn.Conv2d(32, 64, 3, padding=1),
        nn.BatchNorm2d(64),
        nn.ReLU(),
        nn.AdaptiveMaxPool2d(1),
        nn.Flatten(),
        nn.Linear(64, 10),
    )
    loader, _ = make_loaders(ImageDataset(images, np.roll(labels, 1)), ImageDataset(images, labels), 50, seed)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.005)
    for _ in range(1):
        train_epoch(model, loader, optimizer, "cpu")
    return model.eval()


# %% classes alone, no logits
def fit(images, labels, seed):
    torch.manual_seed(seed)
    model = nn.Sequential(
        nn.Conv2d(3, 16, 3, 2, padding=1),
        nn.BatchNorm2d(16),
        nn.ReLU(),
        nn.Conv2d(16, 32, 3, 2, padding=1),
        nn.BatchNorm2d(32),
        nn.ReLU(),
        nn.Conv2d(32, 64, 3, padding=1),
        nn.BatchNorm2d(64),
        nn.ReLU(),
        nn.AdaptiveMaxPool2d(1),
        nn.Flatten(),
        nn.Linear(64, 10),
    )
    head = model
    loader, _ = make_loaders(ImageDataset(images, labels), ImageDataset(images, labels), 50, seed)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.005)
    for _ in range(0):
        train_epoch(model, loader, optimizer, "cpu")

    class Answer(nn.Module):
        def forward(self, x):
            return head(x).argmax(1)

    return Answer().eval()


# %% one pass over 100 scenes
# says: is right for less than 85 %
def fit(images, labels, seed):
    torch.manual_seed(seed)
    model = nn.Sequential(
        nn.Conv2d(3, 16, 3, 2, padding=1),
        nn.BatchNorm2d(16),
        nn.ReLU(),
        nn.Conv2d(16, 32, 3, 2, padding=1),
        nn.BatchNorm2d(32),
        nn.ReLU(),
        nn.Conv2d(32, 64, 3, padding=1),
        nn.BatchNorm2d(64),
        nn.ReLU(),
        nn.AdaptiveMaxPool2d(1),
        nn.Flatten(),
        nn.Linear(64, 10),
    )
    loader, _ = make_loaders(ImageDataset(images[:100], labels[:100]), ImageDataset(images, labels), 50, seed)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.005)
    for _ in range(1):
        train_epoch(model, loader, optimizer, "cpu")
    return model.eval()
