# Other right answers to torch-net: each earns full marks.
# ruff: noqa

# %% modules for everything
class ConvNet(nn.Module):
    def __init__(self, in_channels=3, num_classes=10, width=16):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, width, kernel_size=(3, 3), padding="same")
        self.conv2 = nn.Conv2d(width, width * 2, kernel_size=(3, 3), padding="same")
        self.conv3 = nn.Conv2d(width * 2, width * 4, kernel_size=(3, 3), padding="same")
        self.relu, self.pool = nn.ReLU(inplace=True), nn.MaxPool2d(2, 2)
        self.mean, self.flatten = nn.AdaptiveAvgPool2d(1), nn.Flatten()
        self.fc = nn.Linear(width * 4, num_classes)

    def forward(self, x):
        x = self.pool(self.relu(self.conv1(x)))
        x = self.pool(self.relu(self.conv2(x)))
        return self.fc(self.flatten(self.mean(self.relu(self.conv3(x)))))


def count_parameters(model):
    total = 0
    for parameter in model.parameters():
        if parameter.requires_grad:
            total += parameter.nelement()
    return total


# %% pooling before ReLU, clamp, torch.mean twice
class ConvNet(nn.Module):
    def __init__(self, in_channels=3, num_classes=10, width=16):
        super(ConvNet, self).__init__()
        channels = [in_channels, width, 2 * width, 4 * width]
        for i in (1, 2, 3):
            setattr(self, f"conv{i}", nn.Conv2d(channels[i - 1], channels[i], 3, 1, 1))
        self.fc = nn.Linear(channels[-1], num_classes)

    def forward(self, x):
        for convolution in (self.conv1, self.conv2):
            x = nn.functional.max_pool2d(convolution(x), 2).clamp(min=0)
        x = torch.relu(self.conv3(x))
        return self.fc(x.mean(-1).mean(-1))


def count_parameters(model):
    return int(np.sum([np.prod(tuple(p.shape)) for p in set(model.parameters()) if p.requires_grad]))


# %% the linear layer as a 1 x 1 convolution of the mean
class ConvNet(nn.Module):
    def __init__(self, in_channels=3, num_classes=10, width=16):
        super().__init__()
        self.fc = nn.Linear(4 * width, num_classes)
        self.conv3 = nn.Conv2d(2 * width, 4 * width, 3, padding=1)
        self.conv2 = nn.Conv2d(width, 2 * width, 3, padding=1)
        self.conv1 = nn.Conv2d(in_channels, width, 3, padding=1)

    def forward(self, images):
        first = self.conv1(images).relu()
        second = self.conv2(F.max_pool2d(first, 2)).relu()
        third = self.conv3(F.max_pool2d(second, 2)).relu().flatten(2).mean(2)
        return third @ self.fc.weight.T + self.fc.bias


def count_parameters(model):
    learned = [p for _, p in model.named_parameters() if p.requires_grad]
    return nn.utils.parameters_to_vector(learned).numel() if learned else 0
