# Other right answers to torch-residual-block: each earns full marks.
# ruff: noqa

# %% Identity, an attribute for the activation
class ResidualBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        options = {"kernel_size": 3, "padding": 1, "bias": False}
        self.conv1 = nn.Conv2d(in_channels, out_channels, stride=stride, **options)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.relu = nn.ReLU(inplace=True)
        self.conv2 = nn.Conv2d(out_channels, out_channels, stride=1, **options)
        self.bn2 = nn.BatchNorm2d(out_channels)
        if stride == 1 and in_channels == out_channels:
            self.shortcut = nn.Identity()
        else:
            options = {"kernel_size": 1, "stride": stride, "bias": False}
            self.shortcut = nn.Sequential(nn.Conv2d(in_channels, out_channels, **options))
            self.shortcut.append(nn.BatchNorm2d(out_channels))

    def forward(self, x):
        out = self.relu(self.bn1(self.conv1(x)))
        out = self.bn2(self.conv2(out))
        out += self.shortcut(x)
        return self.relu(out)


# %% no shortcut attribute for the identity, clamp
class ResidualBlock(nn.Module):
    def __init__(self, n, m, stride=1):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(n, m, 3, stride, 1, bias=False), nn.BatchNorm2d(m)
        self.conv2, self.bn2 = nn.Conv2d(m, m, 3, 1, 1, bias=False), nn.BatchNorm2d(m)
        self.plain = stride == 1 and n == m
        if not self.plain:
            self.shortcut = nn.Sequential(nn.Conv2d(n, m, (1, 1), (stride, stride), bias=False), nn.BatchNorm2d(m))

    def forward(self, x):
        y = self.bn2(self.conv2(torch.relu(self.bn1(self.conv1(x)))))
        return torch.clamp(y + (x if self.plain else self.shortcut(x)), min=0)


# %% the shortcut first, layers made in a loop
class ResidualBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        changes = stride > 1 or in_channels != out_channels
        projection = [nn.Conv2d(in_channels, out_channels, 1, stride=stride, bias=False), nn.BatchNorm2d(out_channels)]
        self.shortcut = nn.Sequential(*projection) if changes else nn.Identity()
        for number, (channels, step) in enumerate([(in_channels, stride), (out_channels, 1)], start=1):
            setattr(self, f"conv{number}", nn.Conv2d(channels, out_channels, 3, step, padding=1, bias=False))
            setattr(self, f"bn{number}", nn.BatchNorm2d(out_channels))

    def forward(self, x):
        around = self.shortcut(x)
        x = self.bn1(self.conv1(x)).relu()
        x = self.bn2(self.conv2(x))
        return (around + x).relu()
