# Wrong answers to train-batchnorm-backward: each loses points.
# ruff: noqa

# %% the direct path alone
# says: direct path alone
def batchnorm_backward(grad_output, x_hat, std, weight):
    grad_weight, grad_bias = (grad_output * x_hat).sum(axis=0), grad_output.sum(axis=0)
    through_batch = (grad_bias + x_hat * grad_weight) / len(x_hat)
    return weight / std * grad_output, grad_weight, grad_bias


# %% the path through the mean forgotten
# says: path through mu is missing
def batchnorm_backward(grad_output, x_hat, std, weight):
    grad_weight, grad_bias = (grad_output * x_hat).sum(axis=0), grad_output.sum(axis=0)
    through_batch = x_hat * grad_weight / len(x_hat)
    return weight / std * (grad_output - through_batch), grad_weight, grad_bias


# %% the path through the variance forgotten
# says: path through sigma
def batchnorm_backward(grad_output, x_hat, std, weight):
    grad_weight, grad_bias = (grad_output * x_hat).sum(axis=0), grad_output.sum(axis=0)
    through_batch = grad_bias / len(x_hat)
    return weight / std * (grad_output - through_batch), grad_weight, grad_bias


# %% weight forgotten in the gradient of x
# says: passes through weight
def batchnorm_backward(grad_output, x_hat, std, weight):
    grad_weight, grad_bias = (grad_output * x_hat).sum(axis=0), grad_output.sum(axis=0)
    through_batch = (grad_bias + x_hat * grad_weight) / len(x_hat)
    return (grad_output - through_batch) / std, grad_weight, grad_bias


# %% std forgotten
# says: division by std
def batchnorm_backward(grad_output, x_hat, std, weight):
    grad_weight, grad_bias = (grad_output * x_hat).sum(axis=0), grad_output.sum(axis=0)
    through_batch = (grad_bias + x_hat * grad_weight) / len(x_hat)
    return weight * (grad_output - through_batch), grad_weight, grad_bias


# %% std taken for the variance
# says: no further root
def batchnorm_backward(grad_output, x_hat, std, weight):
    grad_weight, grad_bias = (grad_output * x_hat).sum(axis=0), grad_output.sum(axis=0)
    through_batch = (grad_bias + x_hat * grad_weight) / len(x_hat)
    return weight / np.sqrt(std) * (grad_output - through_batch), grad_weight, grad_bias


# %% divided by the variance
# says: std once more|stands for the root
def batchnorm_backward(grad_output, x_hat, std, weight):
    grad_weight, grad_bias = (grad_output * x_hat).sum(axis=0), grad_output.sum(axis=0)
    through_batch = (grad_bias + x_hat * grad_weight) / len(x_hat)
    return weight / std**2 * (grad_output - through_batch), grad_weight, grad_bias


# %% both paths added
# says: opposite signs
def batchnorm_backward(grad_output, x_hat, std, weight):
    grad_weight, grad_bias = (grad_output * x_hat).sum(axis=0), grad_output.sum(axis=0)
    through_batch = (grad_bias + x_hat * grad_weight) / len(x_hat)
    return weight / std * (grad_output + through_batch), grad_weight, grad_bias


# %% sums where means are needed in the paths
# says: division by N is missing
def batchnorm_backward(grad_output, x_hat, std, weight):
    grad_weight, grad_bias = (grad_output * x_hat).sum(axis=0), grad_output.sum(axis=0)
    through_batch = grad_bias + x_hat * grad_weight
    return weight / std * (grad_output - through_batch), grad_weight, grad_bias


# %% means over the rows for weight and bias
# says: mean over the rows
def batchnorm_backward(grad_output, x_hat, std, weight):
    grad_weight, grad_bias = (grad_output * x_hat).mean(axis=0), grad_output.mean(axis=0)
    n = len(x_hat)
    through_batch = grad_bias + x_hat * grad_weight
    return weight / std * (grad_output - through_batch), grad_weight, grad_bias


# %% weight multiplied into its own gradient
# says: weight plays no part
def batchnorm_backward(grad_output, x_hat, std, weight):
    grad_weight, grad_bias = (grad_output * x_hat).sum(axis=0), grad_output.sum(axis=0)
    through_batch = (grad_bias + x_hat * grad_weight) / len(x_hat)
    return weight / std * (grad_output - through_batch), weight * grad_weight, grad_bias


# %% gradient of the weight without x_hat
def batchnorm_backward(grad_output, x_hat, std, weight):
    grad_weight, grad_bias = (grad_output * x_hat).sum(axis=0), grad_output.sum(axis=0)
    through_batch = (grad_bias + x_hat * grad_weight) / len(x_hat)
    return weight / std * (grad_output - through_batch), grad_bias, grad_bias


# %% weight and bias exchanged
def batchnorm_backward(grad_output, x_hat, std, weight):
    grad_weight, grad_bias = (grad_output * x_hat).sum(axis=0), grad_output.sum(axis=0)
    through_batch = (grad_bias + x_hat * grad_weight) / len(x_hat)
    return weight / std * (grad_output - through_batch), grad_bias, grad_weight


# %% sums over the features
def batchnorm_backward(grad_output, x_hat, std, weight):
    grad_weight, grad_bias = (grad_output * x_hat).sum(axis=1), grad_output.sum(axis=1)
    through_batch = (grad_bias[:, None] + x_hat * grad_weight[:, None]) / x_hat.shape[1]
    return weight / std * (grad_output - through_batch), grad_weight, grad_bias


# %% the mean over all numbers
def batchnorm_backward(grad_output, x_hat, std, weight):
    grad_weight, grad_bias = (grad_output * x_hat).sum(axis=0), grad_output.sum(axis=0)
    through_batch = grad_output.mean() + x_hat * (grad_output * x_hat).mean()
    return weight / std * (grad_output - through_batch), grad_weight, grad_bias


# %% divided by N - 1
# says: not by N - 1
def batchnorm_backward(grad_output, x_hat, std, weight):
    grad_weight, grad_bias = (grad_output * x_hat).sum(axis=0), grad_output.sum(axis=0)
    through_batch = (grad_bias + x_hat * grad_weight) / (len(x_hat) - 1)
    return weight / std * (grad_output - through_batch), grad_weight, grad_bias


# %% grad_output changed in place
# says: modifies its input
def batchnorm_backward(grad_output, x_hat, std, weight):
    grad_weight, grad_bias = (grad_output * x_hat).sum(axis=0), grad_output.sum(axis=0)
    through_batch = (grad_bias + x_hat * grad_weight) / len(x_hat)
    grad_output -= through_batch
    grad_output *= weight / std
    return grad_output, grad_weight, grad_bias


# %% only the gradient in x
# says: must return three things
def batchnorm_backward(grad_output, x_hat, std, weight):
    grad_weight, grad_bias = (grad_output * x_hat).sum(axis=0), grad_output.sum(axis=0)
    through_batch = (grad_bias + x_hat * grad_weight) / len(x_hat)
    return weight / std * (grad_output - through_batch)
