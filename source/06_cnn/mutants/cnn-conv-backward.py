# Wrong answers to cnn-conv-backward: each loses points.
# ruff: noqa

# %% windows replace each other
# says: add what each
def conv_backward(grad_output, x, weight, stride=1, padding=0, dilation=1):
    (sh, sw), (ph, pw), (dh, dw) = pair(stride), pair(padding), pair(dilation)
    n, c, h, w = x.shape
    filters, _, kh, kw = weight.shape
    padded = np.pad(x, [(0, 0), (0, 0), (ph, ph), (pw, pw)])
    grad_padded, grad_weight = np.zeros(padded.shape), np.zeros(weight.shape)
    grad_bias = grad_output.sum(axis=(0, 2, 3))
    for y in range(grad_output.shape[2]):
        for z in range(grad_output.shape[3]):
            top, left = y * sh, z * sw
            seen = (..., slice(top, top + dh * (kh - 1) + 1, dh), slice(left, left + dw * (kw - 1) + 1, dw))
            g = grad_output[:, :, y, z]
            grad_weight += np.einsum("no,ncij->ocij", g, padded[seen])
            grad_padded[seen] = np.einsum("no,ocij->ncij", g, weight)
    grad_x = grad_padded[:, :, ph : ph + h, pw : pw + w]
    return grad_x, grad_weight, grad_bias


# %% the kernel turned on the way back
# says: not turned
def conv_backward(grad_output, x, weight, stride=1, padding=0, dilation=1):
    (sh, sw), (ph, pw), (dh, dw) = pair(stride), pair(padding), pair(dilation)
    n, c, h, w = x.shape
    filters, _, kh, kw = weight.shape
    padded = np.pad(x, [(0, 0), (0, 0), (ph, ph), (pw, pw)])
    grad_padded, grad_weight = np.zeros(padded.shape), np.zeros(weight.shape)
    grad_bias = grad_output.sum(axis=(0, 2, 3))
    for y in range(grad_output.shape[2]):
        for z in range(grad_output.shape[3]):
            top, left = y * sh, z * sw
            seen = (..., slice(top, top + dh * (kh - 1) + 1, dh), slice(left, left + dw * (kw - 1) + 1, dw))
            g = grad_output[:, :, y, z]
            grad_weight += np.einsum("no,ncij->ocij", g, padded[seen])
            grad_padded[seen] += np.einsum("no,ocij->ncij", g, weight[:, :, ::-1, ::-1])
    grad_x = grad_padded[:, :, ph : ph + h, pw : pw + w]
    return grad_x, grad_weight, grad_bias


# %% grad_weight turned
# says: turned
def conv_backward(grad_output, x, weight, stride=1, padding=0, dilation=1):
    (sh, sw), (ph, pw), (dh, dw) = pair(stride), pair(padding), pair(dilation)
    n, c, h, w = x.shape
    filters, _, kh, kw = weight.shape
    padded = np.pad(x, [(0, 0), (0, 0), (ph, ph), (pw, pw)])
    grad_padded, grad_weight = np.zeros(padded.shape), np.zeros(weight.shape)
    grad_bias = grad_output.sum(axis=(0, 2, 3))
    for y in range(grad_output.shape[2]):
        for z in range(grad_output.shape[3]):
            top, left = y * sh, z * sw
            seen = (..., slice(top, top + dh * (kh - 1) + 1, dh), slice(left, left + dw * (kw - 1) + 1, dw))
            g = grad_output[:, :, y, z]
            grad_weight += np.einsum("no,ncij->ocij", g, padded[seen])
            grad_padded[seen] += np.einsum("no,ocij->ncij", g, weight)
    grad_x = grad_padded[:, :, ph : ph + h, pw : pw + w]
    return grad_x, grad_weight[:, :, ::-1, ::-1], grad_bias


# %% a mean over the places for the bias
# says: not their mean|mean
def conv_backward(grad_output, x, weight, stride=1, padding=0, dilation=1):
    (sh, sw), (ph, pw), (dh, dw) = pair(stride), pair(padding), pair(dilation)
    n, c, h, w = x.shape
    filters, _, kh, kw = weight.shape
    padded = np.pad(x, [(0, 0), (0, 0), (ph, ph), (pw, pw)])
    grad_padded, grad_weight = np.zeros(padded.shape), np.zeros(weight.shape)
    grad_bias = grad_output.mean(axis=(0, 2, 3))
    for y in range(grad_output.shape[2]):
        for z in range(grad_output.shape[3]):
            top, left = y * sh, z * sw
            seen = (..., slice(top, top + dh * (kh - 1) + 1, dh), slice(left, left + dw * (kw - 1) + 1, dw))
            g = grad_output[:, :, y, z]
            grad_weight += np.einsum("no,ncij->ocij", g, padded[seen])
            grad_padded[seen] += np.einsum("no,ocij->ncij", g, weight)
    grad_x = grad_padded[:, :, ph : ph + h, pw : pw + w]
    return grad_x, grad_weight, grad_bias


# %% a mean over the batch
# says: divided by N already
def conv_backward(grad_output, x, weight, stride=1, padding=0, dilation=1):
    (sh, sw), (ph, pw), (dh, dw) = pair(stride), pair(padding), pair(dilation)
    n, c, h, w = x.shape
    filters, _, kh, kw = weight.shape
    padded = np.pad(x, [(0, 0), (0, 0), (ph, ph), (pw, pw)])
    grad_padded, grad_weight = np.zeros(padded.shape), np.zeros(weight.shape)
    grad_bias = grad_output.sum(axis=(0, 2, 3))
    for y in range(grad_output.shape[2]):
        for z in range(grad_output.shape[3]):
            top, left = y * sh, z * sw
            seen = (..., slice(top, top + dh * (kh - 1) + 1, dh), slice(left, left + dw * (kw - 1) + 1, dw))
            g = grad_output[:, :, y, z]
            grad_weight += np.einsum("no,ncij->ocij", g, padded[seen])
            grad_padded[seen] += np.einsum("no,ocij->ncij", g, weight)
    grad_x = grad_padded[:, :, ph : ph + h, pw : pw + w]
    return grad_x, grad_weight / n, grad_bias / n


# %% the bias summed over images alone
# says: axis|axes|sum
def conv_backward(grad_output, x, weight, stride=1, padding=0, dilation=1):
    (sh, sw), (ph, pw), (dh, dw) = pair(stride), pair(padding), pair(dilation)
    n, c, h, w = x.shape
    filters, _, kh, kw = weight.shape
    padded = np.pad(x, [(0, 0), (0, 0), (ph, ph), (pw, pw)])
    grad_padded, grad_weight = np.zeros(padded.shape), np.zeros(weight.shape)
    grad_bias = grad_output.sum(axis=0)
    for y in range(grad_output.shape[2]):
        for z in range(grad_output.shape[3]):
            top, left = y * sh, z * sw
            seen = (..., slice(top, top + dh * (kh - 1) + 1, dh), slice(left, left + dw * (kw - 1) + 1, dw))
            g = grad_output[:, :, y, z]
            grad_weight += np.einsum("no,ncij->ocij", g, padded[seen])
            grad_padded[seen] += np.einsum("no,ocij->ncij", g, weight)
    grad_x = grad_padded[:, :, ph : ph + h, pw : pw + w]
    return grad_x, grad_weight, grad_bias


# %% the bias of all filters together
# says: one number for each filter
def conv_backward(grad_output, x, weight, stride=1, padding=0, dilation=1):
    (sh, sw), (ph, pw), (dh, dw) = pair(stride), pair(padding), pair(dilation)
    n, c, h, w = x.shape
    filters, _, kh, kw = weight.shape
    padded = np.pad(x, [(0, 0), (0, 0), (ph, ph), (pw, pw)])
    grad_padded, grad_weight = np.zeros(padded.shape), np.zeros(weight.shape)
    grad_bias = grad_output.sum()
    for y in range(grad_output.shape[2]):
        for z in range(grad_output.shape[3]):
            top, left = y * sh, z * sw
            seen = (..., slice(top, top + dh * (kh - 1) + 1, dh), slice(left, left + dw * (kw - 1) + 1, dw))
            g = grad_output[:, :, y, z]
            grad_weight += np.einsum("no,ncij->ocij", g, padded[seen])
            grad_padded[seen] += np.einsum("no,ocij->ncij", g, weight)
    grad_x = grad_padded[:, :, ph : ph + h, pw : pw + w]
    return grad_x, grad_weight, grad_bias


# %% the last place alone for the weight
# says: this is the last one alone
def conv_backward(grad_output, x, weight, stride=1, padding=0, dilation=1):
    (sh, sw), (ph, pw), (dh, dw) = pair(stride), pair(padding), pair(dilation)
    n, c, h, w = x.shape
    filters, _, kh, kw = weight.shape
    padded = np.pad(x, [(0, 0), (0, 0), (ph, ph), (pw, pw)])
    grad_padded, grad_weight = np.zeros(padded.shape), np.zeros(weight.shape)
    grad_bias = grad_output.sum(axis=(0, 2, 3))
    for y in range(grad_output.shape[2]):
        for z in range(grad_output.shape[3]):
            top, left = y * sh, z * sw
            seen = (..., slice(top, top + dh * (kh - 1) + 1, dh), slice(left, left + dw * (kw - 1) + 1, dw))
            g = grad_output[:, :, y, z]
            grad_weight = np.einsum("no,ncij->ocij", g, padded[seen])
            grad_padded[seen] += np.einsum("no,ocij->ncij", g, weight)
    grad_x = grad_padded[:, :, ph : ph + h, pw : pw + w]
    return grad_x, grad_weight, grad_bias


# %% the first image alone for the weight
# says: first one alone
def conv_backward(grad_output, x, weight, stride=1, padding=0, dilation=1):
    (sh, sw), (ph, pw), (dh, dw) = pair(stride), pair(padding), pair(dilation)
    n, c, h, w = x.shape
    filters, _, kh, kw = weight.shape
    padded = np.pad(x, [(0, 0), (0, 0), (ph, ph), (pw, pw)])
    grad_padded, grad_weight = np.zeros(padded.shape), np.zeros(weight.shape)
    grad_bias = grad_output.sum(axis=(0, 2, 3))
    for y in range(grad_output.shape[2]):
        for z in range(grad_output.shape[3]):
            top, left = y * sh, z * sw
            seen = (..., slice(top, top + dh * (kh - 1) + 1, dh), slice(left, left + dw * (kw - 1) + 1, dw))
            g = grad_output[:, :, y, z]
            grad_weight += np.einsum("no,ncij->ocij", g[:1], padded[seen][:1])
            grad_padded[seen] += np.einsum("no,ocij->ncij", g, weight)
    grad_x = grad_padded[:, :, ph : ph + h, pw : pw + w]
    return grad_x, grad_weight, grad_bias


# %% the stride is left out
# says: stride is left out
def conv_backward(grad_output, x, weight, stride=1, padding=0, dilation=1):
    (sh, sw), (ph, pw), (dh, dw) = (1, 1), pair(padding), pair(dilation)
    n, c, h, w = x.shape
    filters, _, kh, kw = weight.shape
    padded = np.pad(x, [(0, 0), (0, 0), (ph, ph), (pw, pw)])
    grad_padded, grad_weight = np.zeros(padded.shape), np.zeros(weight.shape)
    grad_bias = grad_output.sum(axis=(0, 2, 3))
    for y in range(grad_output.shape[2]):
        for z in range(grad_output.shape[3]):
            top, left = y * sh, z * sw
            seen = (..., slice(top, top + dh * (kh - 1) + 1, dh), slice(left, left + dw * (kw - 1) + 1, dw))
            g = grad_output[:, :, y, z]
            grad_weight += np.einsum("no,ncij->ocij", g, padded[seen])
            grad_padded[seen] += np.einsum("no,ocij->ncij", g, weight)
    grad_x = grad_padded[:, :, ph : ph + h, pw : pw + w]
    return grad_x, grad_weight, grad_bias


# %% the padding is not cut off
# says: cut off
def conv_backward(grad_output, x, weight, stride=1, padding=0, dilation=1):
    (sh, sw), (ph, pw), (dh, dw) = pair(stride), pair(padding), pair(dilation)
    n, c, h, w = x.shape
    filters, _, kh, kw = weight.shape
    padded = np.pad(x, [(0, 0), (0, 0), (ph, ph), (pw, pw)])
    grad_padded, grad_weight = np.zeros(padded.shape), np.zeros(weight.shape)
    grad_bias = grad_output.sum(axis=(0, 2, 3))
    for y in range(grad_output.shape[2]):
        for z in range(grad_output.shape[3]):
            top, left = y * sh, z * sw
            seen = (..., slice(top, top + dh * (kh - 1) + 1, dh), slice(left, left + dw * (kw - 1) + 1, dw))
            g = grad_output[:, :, y, z]
            grad_weight += np.einsum("no,ncij->ocij", g, padded[seen])
            grad_padded[seen] += np.einsum("no,ocij->ncij", g, weight)
    grad_x = grad_padded
    return grad_x, grad_weight, grad_bias


# %% the padding is cut off at one end
# says: at both ends
def conv_backward(grad_output, x, weight, stride=1, padding=0, dilation=1):
    (sh, sw), (ph, pw), (dh, dw) = pair(stride), pair(padding), pair(dilation)
    n, c, h, w = x.shape
    filters, _, kh, kw = weight.shape
    padded = np.pad(x, [(0, 0), (0, 0), (ph, ph), (pw, pw)])
    grad_padded, grad_weight = np.zeros(padded.shape), np.zeros(weight.shape)
    grad_bias = grad_output.sum(axis=(0, 2, 3))
    for y in range(grad_output.shape[2]):
        for z in range(grad_output.shape[3]):
            top, left = y * sh, z * sw
            seen = (..., slice(top, top + dh * (kh - 1) + 1, dh), slice(left, left + dw * (kw - 1) + 1, dw))
            g = grad_output[:, :, y, z]
            grad_weight += np.einsum("no,ncij->ocij", g, padded[seen])
            grad_padded[seen] += np.einsum("no,ocij->ncij", g, weight)
    grad_x = grad_padded[:, :, ph:, pw:]
    return grad_x, grad_weight, grad_bias


# %% the dilation is left out
def conv_backward(grad_output, x, weight, stride=1, padding=0, dilation=1):
    (sh, sw), (ph, pw), (dh, dw) = pair(stride), pair(padding), (1, 1)
    n, c, h, w = x.shape
    filters, _, kh, kw = weight.shape
    padded = np.pad(x, [(0, 0), (0, 0), (ph, ph), (pw, pw)])
    grad_padded, grad_weight = np.zeros(padded.shape), np.zeros(weight.shape)
    grad_bias = grad_output.sum(axis=(0, 2, 3))
    for y in range(grad_output.shape[2]):
        for z in range(grad_output.shape[3]):
            top, left = y * sh, z * sw
            seen = (..., slice(top, top + dh * (kh - 1) + 1, dh), slice(left, left + dw * (kw - 1) + 1, dw))
            g = grad_output[:, :, y, z]
            grad_weight += np.einsum("no,ncij->ocij", g, padded[seen])
            grad_padded[seen] += np.einsum("no,ocij->ncij", g, weight)
    grad_x = grad_padded[:, :, ph : ph + h, pw : pw + w]
    return grad_x, grad_weight, grad_bias


# %% x in place of grad_output
# says: grad_output does not arrive
def conv_backward(grad_output, x, weight, stride=1, padding=0, dilation=1):
    (sh, sw), (ph, pw), (dh, dw) = pair(stride), pair(padding), pair(dilation)
    n, c, h, w = x.shape
    filters, _, kh, kw = weight.shape
    padded = np.pad(x, [(0, 0), (0, 0), (ph, ph), (pw, pw)])
    grad_padded, grad_weight = np.zeros(padded.shape), np.zeros(weight.shape)
    grad_bias = grad_output.sum(axis=(0, 2, 3))
    for y in range(grad_output.shape[2]):
        for z in range(grad_output.shape[3]):
            top, left = y * sh, z * sw
            seen = (..., slice(top, top + dh * (kh - 1) + 1, dh), slice(left, left + dw * (kw - 1) + 1, dw))
            g = grad_output[:, :, y, z]
            grad_weight += np.einsum("no,ncij->ocij", np.ones_like(g), padded[seen])
            grad_padded[seen] += np.einsum("no,ocij->ncij", g, weight)
    grad_x = grad_padded[:, :, ph : ph + h, pw : pw + w]
    return grad_x, grad_weight, grad_bias


# %% no gradient of the bias
# says: three things
def conv_backward(grad_output, x, weight, stride=1, padding=0, dilation=1):
    (sh, sw), (ph, pw), (dh, dw) = pair(stride), pair(padding), pair(dilation)
    n, c, h, w = x.shape
    filters, _, kh, kw = weight.shape
    padded = np.pad(x, [(0, 0), (0, 0), (ph, ph), (pw, pw)])
    grad_padded, grad_weight = np.zeros(padded.shape), np.zeros(weight.shape)
    grad_bias = grad_output.sum(axis=(0, 2, 3))
    for y in range(grad_output.shape[2]):
        for z in range(grad_output.shape[3]):
            top, left = y * sh, z * sw
            seen = (..., slice(top, top + dh * (kh - 1) + 1, dh), slice(left, left + dw * (kw - 1) + 1, dw))
            g = grad_output[:, :, y, z]
            grad_weight += np.einsum("no,ncij->ocij", g, padded[seen])
            grad_padded[seen] += np.einsum("no,ocij->ncij", g, weight)
    grad_x = grad_padded[:, :, ph : ph + h, pw : pw + w]
    return grad_x, grad_weight


# %% weight first
# says: the order is grad_x
def conv_backward(grad_output, x, weight, stride=1, padding=0, dilation=1):
    (sh, sw), (ph, pw), (dh, dw) = pair(stride), pair(padding), pair(dilation)
    n, c, h, w = x.shape
    filters, _, kh, kw = weight.shape
    padded = np.pad(x, [(0, 0), (0, 0), (ph, ph), (pw, pw)])
    grad_padded, grad_weight = np.zeros(padded.shape), np.zeros(weight.shape)
    grad_bias = grad_output.sum(axis=(0, 2, 3))
    for y in range(grad_output.shape[2]):
        for z in range(grad_output.shape[3]):
            top, left = y * sh, z * sw
            seen = (..., slice(top, top + dh * (kh - 1) + 1, dh), slice(left, left + dw * (kw - 1) + 1, dw))
            g = grad_output[:, :, y, z]
            grad_weight += np.einsum("no,ncij->ocij", g, padded[seen])
            grad_padded[seen] += np.einsum("no,ocij->ncij", g, weight)
    grad_x = grad_padded[:, :, ph : ph + h, pw : pw + w]
    return grad_weight, grad_x, grad_bias


# %% a gradient as large as the windows reach
# says: no window meets
def conv_backward(grad_output, x, weight, stride=1, padding=0, dilation=1):
    (sh, sw), (ph, pw), (dh, dw) = pair(stride), pair(padding), pair(dilation)
    n, c, h, w = x.shape
    filters, _, kh, kw = weight.shape
    padded = np.pad(x, [(0, 0), (0, 0), (ph, ph), (pw, pw)])
    grad_padded, grad_weight = (
        np.zeros(
            (
                n,
                c,
                (grad_output.shape[2] - 1) * sh + dh * (kh - 1) + 1,
                (grad_output.shape[3] - 1) * sw + dw * (kw - 1) + 1,
            )
        ),
        np.zeros(weight.shape),
    )
    grad_bias = grad_output.sum(axis=(0, 2, 3))
    for y in range(grad_output.shape[2]):
        for z in range(grad_output.shape[3]):
            top, left = y * sh, z * sw
            seen = (..., slice(top, top + dh * (kh - 1) + 1, dh), slice(left, left + dw * (kw - 1) + 1, dw))
            g = grad_output[:, :, y, z]
            grad_weight += np.einsum("no,ncij->ocij", g, padded[seen])
            grad_padded[seen] += np.einsum("no,ocij->ncij", g, weight)
    grad_x = grad_padded[:, :, ph : ph + h, pw : pw + w]
    return grad_x, grad_weight, grad_bias


# %% stride as columns, rows
# says: stride is left out
def conv_backward(grad_output, x, weight, stride=1, padding=0, dilation=1):
    (sw, sh), (ph, pw), (dh, dw) = pair(stride), pair(padding), pair(dilation)
    n, c, h, w = x.shape
    filters, _, kh, kw = weight.shape
    padded = np.pad(x, [(0, 0), (0, 0), (ph, ph), (pw, pw)])
    grad_padded, grad_weight = np.zeros(padded.shape), np.zeros(weight.shape)
    grad_bias = grad_output.sum(axis=(0, 2, 3))
    for y in range(grad_output.shape[2]):
        for z in range(grad_output.shape[3]):
            top, left = y * sh, z * sw
            seen = (..., slice(top, top + dh * (kh - 1) + 1, dh), slice(left, left + dw * (kw - 1) + 1, dw))
            g = grad_output[:, :, y, z]
            grad_weight += np.einsum("no,ncij->ocij", g, padded[seen])
            grad_padded[seen] += np.einsum("no,ocij->ncij", g, weight)
    grad_x = grad_padded[:, :, ph : ph + h, pw : pw + w]
    return grad_x, grad_weight, grad_bias


# %% the minus of descent
# says: opposite sign|minus
def conv_backward(grad_output, x, weight, stride=1, padding=0, dilation=1):
    (sh, sw), (ph, pw), (dh, dw) = pair(stride), pair(padding), pair(dilation)
    n, c, h, w = x.shape
    filters, _, kh, kw = weight.shape
    padded = np.pad(x, [(0, 0), (0, 0), (ph, ph), (pw, pw)])
    grad_padded, grad_weight = np.zeros(padded.shape), np.zeros(weight.shape)
    grad_bias = grad_output.sum(axis=(0, 2, 3))
    for y in range(grad_output.shape[2]):
        for z in range(grad_output.shape[3]):
            top, left = y * sh, z * sw
            seen = (..., slice(top, top + dh * (kh - 1) + 1, dh), slice(left, left + dw * (kw - 1) + 1, dw))
            g = grad_output[:, :, y, z]
            grad_weight += np.einsum("no,ncij->ocij", g, padded[seen])
            grad_padded[seen] += np.einsum("no,ocij->ncij", g, weight)
    grad_x = grad_padded[:, :, ph : ph + h, pw : pw + w]
    return -grad_x, -grad_weight, -grad_bias


# %% grad_output is used up
# says: modifies its input|read-only
def conv_backward(grad_output, x, weight, stride=1, padding=0, dilation=1):
    (sh, sw), (ph, pw), (dh, dw) = pair(stride), pair(padding), pair(dilation)
    n, c, h, w = x.shape
    filters, _, kh, kw = weight.shape
    padded = np.pad(x, [(0, 0), (0, 0), (ph, ph), (pw, pw)])
    grad_padded, grad_weight = np.zeros(padded.shape), np.zeros(weight.shape)
    grad_bias = grad_output.sum(axis=(0, 2, 3))
    for y in range(grad_output.shape[2]):
        for z in range(grad_output.shape[3]):
            top, left = y * sh, z * sw
            seen = (..., slice(top, top + dh * (kh - 1) + 1, dh), slice(left, left + dw * (kw - 1) + 1, dw))
            g = grad_output[:, :, y, z]
            grad_weight += np.einsum("no,ncij->ocij", g, padded[seen])
            grad_padded[seen] += np.einsum("no,ocij->ncij", g, weight)
    grad_output *= 0
    grad_x = grad_padded[:, :, ph : ph + h, pw : pw + w]
    return grad_x, grad_weight, grad_bias
