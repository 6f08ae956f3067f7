# Wrong answers to torch-autograd-function: each loses points.
# ruff: noqa

# %% the product rule forgotten
# says: the product rule has two terms
class Swish(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, beta):
        ctx.save_for_backward(x, beta)
        return x * torch.sigmoid(beta * x)

    @staticmethod
    def backward(ctx, g):
        x, beta = ctx.saved_tensors
        s = torch.sigmoid(beta * x)
        return g * s, (g * x**2 * s * (1 - s)).sum()


# %% beta forgotten in the inner derivative
# says: the factor beta is missing
class Swish(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, beta):
        ctx.save_for_backward(x, beta)
        return x * torch.sigmoid(beta * x)

    @staticmethod
    def backward(ctx, g):
        x, beta = ctx.saved_tensors
        s = torch.sigmoid(beta * x)
        return g * (s + x * s * (1 - s)), (g * x**2 * s * (1 - s)).sum()


# %% x forgotten in the second term
# says: the factor x is missing in the second term
class Swish(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, beta):
        ctx.save_for_backward(x, beta)
        return x * torch.sigmoid(beta * x)

    @staticmethod
    def backward(ctx, g):
        x, beta = ctx.saved_tensors
        s = torch.sigmoid(beta * x)
        return g * (s + beta * s * (1 - s)), (g * x**2 * s * (1 - s)).sum()


# %% x once in the gradient of beta
# says: x comes twice
class Swish(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, beta):
        ctx.save_for_backward(x, beta)
        return x * torch.sigmoid(beta * x)

    @staticmethod
    def backward(ctx, g):
        x, beta = ctx.saved_tensors
        s = torch.sigmoid(beta * x)
        return g * (s + beta * x * s * (1 - s)), (g * x * s * (1 - s)).sum()


# %% a mean for beta
# says: a mean where the sum|gradcheck disagrees with the gradient of beta
class Swish(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, beta):
        ctx.save_for_backward(x, beta)
        return x * torch.sigmoid(beta * x)

    @staticmethod
    def backward(ctx, g):
        x, beta = ctx.saved_tensors
        s = torch.sigmoid(beta * x)
        return g * (s + beta * x * s * (1 - s)), (g * x**2 * s * (1 - s)).mean()


# %% what arrives is forgotten
# says: multiply by grad_output
class Swish(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, beta):
        ctx.save_for_backward(x, beta)
        return x * torch.sigmoid(beta * x)

    @staticmethod
    def backward(ctx, g):
        x, beta = ctx.saved_tensors
        s = torch.sigmoid(beta * x)
        return s + beta * x * s * (1 - s), (x**2 * s * (1 - s)).sum()


# %% what arrives is added up before it is used
class Swish(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, beta):
        ctx.save_for_backward(x, beta)
        return x * torch.sigmoid(beta * x)

    @staticmethod
    def backward(ctx, g):
        x, beta = ctx.saved_tensors
        s = torch.sigmoid(beta * x)
        return g * (s + beta * x * s * (1 - s)), (x**2 * s * (1 - s)).sum() * g.mean()


# %% a sigmoid that overflows
# says: NaN|nan
class Swish(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, beta):
        ctx.save_for_backward(x, beta)
        return x * torch.exp(beta * x) / (1 + torch.exp(beta * x))

    @staticmethod
    def backward(ctx, g):
        x, beta = ctx.saved_tensors
        s = torch.sigmoid(beta * x)
        return g * (s + beta * x * s * (1 - s)), (g * x**2 * s * (1 - s)).sum()


# %% the sigmoid alone
# says: x itself is missing
class Swish(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, beta):
        ctx.save_for_backward(x, beta)
        return torch.sigmoid(beta * x)

    @staticmethod
    def backward(ctx, g):
        x, beta = ctx.saved_tensors
        s = torch.sigmoid(beta * x)
        return g * beta * s * (1 - s), (g * x * s * (1 - s)).sum()


# %% kept as attributes: a change in place goes unnoticed
# says: keep tensors by ctx.save_for_backward
class Swish(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, beta):
        ctx.x, ctx.beta, ctx.s = x, beta, torch.sigmoid(beta * x)
        return x * ctx.s

    @staticmethod
    def backward(ctx, g):
        x, beta, s = ctx.x, ctx.beta, ctx.s
        return g * (s + beta * x * s * (1 - s)), (g * x**2 * s * (1 - s)).sum()


# %% the gradient of x alone
# says: backward must return one gradient for each input
class Swish(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, beta):
        ctx.save_for_backward(x, beta)
        return x * torch.sigmoid(beta * x)

    @staticmethod
    def backward(ctx, g):
        x, beta = ctx.saved_tensors
        s = torch.sigmoid(beta * x)
        return g * (s + beta * x * s * (1 - s))


# %% None for beta
# says: the gradient of beta
class Swish(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, beta):
        ctx.save_for_backward(x, beta)
        return x * torch.sigmoid(beta * x)

    @staticmethod
    def backward(ctx, g):
        x, beta = ctx.saved_tensors
        s = torch.sigmoid(beta * x)
        return g * (s + beta * x * s * (1 - s)), None


# %% no Function, a class with apply
# says: must derive from torch.autograd.Function
class Swish:
    @staticmethod
    def apply(x, beta):
        return x * torch.sigmoid(beta * x)
