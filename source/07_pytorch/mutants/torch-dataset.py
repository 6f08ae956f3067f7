# Wrong answers to torch-dataset: each loses points.
# ruff: noqa

# %% reshape for permute
# says: reshape keeps the order in memory
class ImageDataset(Dataset):
    def __init__(self, images, labels, transform=None):
        self.images, self.labels, self.transform = images, labels, transform

    def __len__(self):
        return len(self.images)

    def __getitem__(self, i):
        h, w, c = self.images[i].shape
        image = torch.tensor(self.images[i].copy()).reshape(c, h, w).float() / 255
        return (image if self.transform is None else self.transform(image)), int(self.labels[i])


# %% not divided by 255
# says: divide by 255
class ImageDataset(Dataset):
    def __init__(self, images, labels, transform=None):
        self.images, self.labels, self.transform = images, labels, transform

    def __len__(self):
        return len(self.images)

    def __getitem__(self, i):
        image = torch.tensor(self.images[i].copy()).permute(2, 0, 1).float()
        return (image if self.transform is None else self.transform(image)), int(self.labels[i])


# %% the transform is not called
# says: must be called when an example is asked for
class ImageDataset(Dataset):
    def __init__(self, images, labels, transform=None):
        self.images, self.labels, self.transform = images, labels, transform

    def __len__(self):
        return len(self.images)

    def __getitem__(self, i):
        return torch.tensor(self.images[i].copy()).permute(2, 0, 1).float() / 255, int(self.labels[i])


# %% the transform's result is dropped
# says: takes the place of the image
class ImageDataset(Dataset):
    def __init__(self, images, labels, transform=None):
        self.images, self.labels, self.transform = images, labels, transform

    def __len__(self):
        return len(self.images)

    def __getitem__(self, i):
        image = torch.tensor(self.images[i].copy()).permute(2, 0, 1).float() / 255
        if self.transform:
            self.transform(image)
        return image, int(self.labels[i])


# %% transformed once, when the data set is made
# says: must be called when an example is asked for, not when the data set is made
class ImageDataset(Dataset):
    def __init__(self, images, labels, transform=None):
        self.images = [torch.tensor(image.copy()).permute(2, 0, 1).float() / 255 for image in images]
        if transform:
            self.images = [transform(image) for image in self.images]
        self.labels = labels

    def __len__(self):
        return len(self.images)

    def __getitem__(self, i):
        return self.images[i], int(self.labels[i])


# %% all images as float32 from the start
# says: keep the images as uint8|reached it
class ImageDataset(Dataset):
    def __init__(self, images, labels, transform=None):
        self.images = torch.tensor(images.copy()).permute(0, 3, 1, 2).float() / 255
        self.labels, self.transform = labels, transform

    def __len__(self):
        return len(self.images)

    def __getitem__(self, i):
        image = self.images[i].clone()
        return (image if self.transform is None else self.transform(image)), int(self.labels[i])


# %% from_numpy of the image: views with negative strides fail
# says: torch takes no array that is turned round
class ImageDataset(Dataset):
    def __init__(self, images, labels, transform=None):
        self.images, self.labels, self.transform = images, labels, transform

    def __len__(self):
        return len(self.images)

    def __getitem__(self, i):
        image = torch.from_numpy(self.images[i]).permute(2, 0, 1).float() / 255
        return (image if self.transform is None else self.transform(image)), int(self.labels[i])


# %% labels keep their small dtype
# says: must be int64
class ImageDataset(Dataset):
    def __init__(self, images, labels, transform=None):
        self.images, self.labels, self.transform = images, np.asarray(labels), transform

    def __len__(self):
        return len(self.images)

    def __getitem__(self, i):
        image = torch.tensor(self.images[i].copy()).permute(2, 0, 1).float() / 255
        return (image if self.transform is None else self.transform(image)), torch.tensor(self.labels[i])


# %% the transform gets the array
# says: the shape that the transform is given
class ImageDataset(Dataset):
    def __init__(self, images, labels, transform=None):
        self.images, self.labels, self.transform = images, labels, transform

    def __len__(self):
        return len(self.images)

    def __getitem__(self, i):
        image = self.images[i].copy() / np.float32(255)
        image = image if self.transform is None else self.transform(image)
        return torch.tensor(image).permute(2, 0, 1), int(self.labels[i])


# %% one too many
# says: len\(dataset\)
class ImageDataset(Dataset):
    def __init__(self, images, labels, transform=None):
        self.images, self.labels, self.transform = images, labels, transform

    def __len__(self):
        return self.images.shape[1]

    def __getitem__(self, i):
        image = torch.tensor(self.images[i].copy()).permute(2, 0, 1).float() / 255
        return (image if self.transform is None else self.transform(image)), int(self.labels[i])


# %% past the end it starts again
# says: the task asks for IndexError here
class ImageDataset(Dataset):
    def __init__(self, images, labels, transform=None):
        self.images, self.labels, self.transform = images, labels, transform

    def __len__(self):
        return len(self.images)

    def __getitem__(self, i):
        i = i % len(self)
        image = torch.tensor(self.images[i].copy()).permute(2, 0, 1).float() / 255
        return (image if self.transform is None else self.transform(image)), int(self.labels[i])


# %% the training loader does not shuffle
# says: must have an order of its own|must shuffle
def make_loaders(train, valid, batch_size, seed):
    return DataLoader(train, batch_size=batch_size), DataLoader(valid, batch_size=batch_size)


# %% both shuffle
# says: validation loader must not shuffle|validation batches
def make_loaders(train, valid, batch_size, seed):
    g = torch.Generator().manual_seed(seed)
    return DataLoader(train, batch_size, shuffle=True, generator=g), DataLoader(
        valid, batch_size, shuffle=True, generator=g
    )


# %% the last batch is dropped
# says: the sizes of the training batches
def make_loaders(train, valid, batch_size, seed):
    g = torch.Generator().manual_seed(seed)
    return DataLoader(train, batch_size, shuffle=True, generator=g, drop_last=True), DataLoader(valid, batch_size)


# %% the global generator
# says: the same seed must give the same orders
def make_loaders(train, valid, batch_size, seed):
    return DataLoader(train, batch_size, shuffle=True), DataLoader(valid, batch_size)


# %% one order for all epochs
# says: must have an order of its own
def make_loaders(train, valid, batch_size, seed):
    g = torch.Generator().manual_seed(seed)
    order = torch.randperm(len(train), generator=g).tolist()
    return DataLoader(train, batch_size, sampler=order), DataLoader(valid, batch_size)


# %% the seed is not used
# says: another seed must give another order
def make_loaders(train, valid, batch_size, seed):
    g = torch.Generator().manual_seed(0)
    return DataLoader(train, batch_size, shuffle=True, generator=g), DataLoader(valid, batch_size)


# %% with replacement
# says: all examples of the epoch|the examples of an epoch
def make_loaders(train, valid, batch_size, seed):
    g = torch.Generator().manual_seed(seed)
    sampler = torch.utils.data.RandomSampler(train, replacement=True, generator=g)
    return DataLoader(train, batch_size, sampler=sampler), DataLoader(valid, batch_size)
