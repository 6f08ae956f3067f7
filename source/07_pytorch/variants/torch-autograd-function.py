# Other right answers to torch-autograd-function: each earns full marks.
# ruff: noqa

# %% recomputed in backward
class Swish(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, beta):
        ctx.save_for_backward(x, beta)
        return x * torch.sigmoid(beta * x)

    @staticmethod
    def backward(ctx, grad_output):
        x, beta = ctx.saved_tensors
        s = 1 / (1 + torch.exp(-(beta * x).clamp(-500, 500)))
        ds = s * (1 - s)
        return grad_output * (s + x * beta * ds), torch.sum(grad_output * x * x * ds)


# %% both slopes computed in forward and saved
class Swish(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, beta):
        s = (beta * x).sigmoid()
        y = x * s
        ctx.save_for_backward(s + beta * y * (1 - s), x * y * (1 - s))
        return y

    @staticmethod
    def backward(ctx, grad_output):
        in_x, in_beta = ctx.saved_tensors
        return in_x * grad_output, (in_beta * grad_output).sum()


# %% setup_context, needs_input_grad
class Swish(torch.autograd.Function):
    @staticmethod
    def forward(x, beta):
        return x * torch.sigmoid(beta * x)

    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_backward(*inputs)

    @staticmethod
    def backward(ctx, grad_output):
        x, beta = ctx.saved_tensors
        s = torch.sigmoid(beta * x)
        slope = s - s * s
        grad_x = grad_beta = None
        if ctx.needs_input_grad[0]:
            grad_x = grad_output * (s + beta * x * slope)
        if ctx.needs_input_grad[1]:
            grad_beta = (grad_output.flatten() * x.flatten().square()) @ slope.flatten()
        return grad_x, grad_beta


# %% tanh in the place of the sigmoid
class Swish(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, beta):
        gate = 0.5 * (1 + torch.tanh(0.5 * beta * x))
        ctx.save_for_backward(x, beta, gate)
        return x.mul(gate)

    @staticmethod
    def backward(ctx, grad_output):
        x, beta, gate = ctx.saved_tensors
        inner = gate * (1 - gate) * grad_output
        return gate * grad_output + beta * x * inner, (x * x * inner).sum()
