# Other right answers to torch-fit: each earns full marks.
# ruff: noqa

# %% residual blocks, a cosine
def fit(images, labels, seed):
    torch.manual_seed(seed)
    stem = [nn.Conv2d(3, 16, 5, 2, padding=2, bias=False), nn.BatchNorm2d(16), nn.ReLU()]
    body = [ResidualBlock(16, 32, 2), ResidualBlock(32, 32)]
    model = nn.Sequential(*stem, *body, nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Linear(32, 10))
    x, y = to_batch(images), torch.tensor(labels).long()
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.01)
    steps = 6 * -(-len(x) // 64)
    falling = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.02, total_steps=steps)
    model.train()
    for _ in range(6):
        for rows in torch.randperm(len(x)).split(64):
            optimizer.zero_grad()
            F.cross_entropy(model(x[rows]), y[rows]).backward()
            optimizer.step()
            falling.step()
    model.eval()
    return model


# %% standardised inside, momentum, a class
class Scenes(nn.Module):
    def __init__(self, mean, std):
        super().__init__()
        self.register_buffer("mean", mean)
        self.register_buffer("std", std)
        self.first = nn.Conv2d(3, 24, 4, 2, 1)
        self.second, self.third = nn.Conv2d(24, 48, 3, 2, 1), nn.Conv2d(48, 64, 3, 1, 1)
        self.norms = nn.ModuleList([nn.BatchNorm2d(c) for c in (24, 48, 64)])
        self.head = nn.Linear(64, 10)

    def forward(self, x):
        x = (x - self.mean) / self.std
        for layer, norm in zip((self.first, self.second, self.third), self.norms):
            x = F.relu(norm(layer(x)))
        return self.head(x.amax((2, 3)))


def fit(images, labels, seed):
    orders = torch.Generator().manual_seed(seed + 1)
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        x = torch.tensor(images).permute(0, 3, 1, 2) / 255
        model = Scenes(x.mean((0, 2, 3)).view(3, 1, 1), x.std((0, 2, 3)).view(3, 1, 1))
    y = torch.tensor(labels)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.02, momentum=0.9, nesterov=True, weight_decay=5e-4)
    falling = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 8)
    for _ in range(8):
        for rows in torch.randperm(len(x), generator=orders).split(32):
            optimizer.zero_grad()
            F.cross_entropy(model(x[rows]), y[rows]).backward()
            optimizer.step()
        falling.step()
    return model.eval()


# %% data set and loaders, mirrored pictures
def fit(images, labels, seed):
    torch.manual_seed(seed)
    sizes = [3, 16, 32, 64]
    layers = [
        nn.Sequential(nn.Conv2d(a, b, 3, 2 if b < 64 else 1, 1), nn.BatchNorm2d(b), nn.ReLU())
        for a, b in zip(sizes, sizes[1:])
    ]
    model = nn.Sequential(*layers, nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Linear(64, 10))
    train, valid = make_loaders(ImageDataset(images, labels), ImageDataset(images[:10], labels[:10]), 40, seed)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    falling = torch.optim.lr_scheduler.ExponentialLR(optimizer, 0.6)
    for _ in range(5):
        train_epoch(model, train, optimizer, "cpu")
        falling.step()
    evaluate(model, valid, "cpu")
    return model.eval()
