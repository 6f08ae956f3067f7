# Other right answers to train-batchnorm-backward: each earns full marks.
# ruff: noqa

# %% path by path
def batchnorm_backward(grad_output, x_hat, std, weight):
    n = x_hat.shape[0]
    grad_hat = grad_output * weight
    grad_var = -(grad_hat * x_hat).sum(axis=0) / (2 * std**2)
    grad_mean = -grad_hat.sum(axis=0) / std
    grad_x = grad_hat / std + grad_mean / n + grad_var * 2 / n * x_hat * std
    return grad_x, np.sum(grad_output * x_hat, axis=0), np.sum(grad_output, axis=0)


# %% the Jacobian of each feature
def batchnorm_backward(grad_output, x_hat, std, weight):
    n, d = x_hat.shape
    grad_x = np.empty((n, d))
    for j in range(d):
        jacobian = np.eye(n) - 1 / n - np.outer(x_hat[:, j], x_hat[:, j]) / n
        grad_x[:, j] = weight[j] / std[j] * jacobian @ grad_output[:, j]
    return grad_x, np.einsum("nd,nd->d", grad_output, x_hat), grad_output.T @ np.ones(n)


# %% the formula of the paper of 2015, a list
def batchnorm_backward(grad_output, x_hat, std, weight):
    grad_weight, grad_bias = (grad_output * x_hat).sum(axis=0), grad_output.sum(axis=0)

    n = len(x_hat)
    return [weight / (n * std) * (n * grad_output - grad_bias - x_hat * grad_weight), grad_weight, grad_bias]
