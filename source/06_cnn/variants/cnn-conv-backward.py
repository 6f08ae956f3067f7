# Other right answers to cnn-conv-backward: each earns full marks.
# ruff: noqa

# %% loops over places
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
    return grad_x, grad_weight, grad_bias


# %% im2col and col2im
def conv_backward(grad_output, x, weight, stride=1, padding=0, dilation=1):
    n, filters, oh, ow = grad_output.shape
    kh, kw = weight.shape[2:]
    (sh, sw), (ph, pw), (dh, dw) = pair(stride), pair(padding), pair(dilation)
    columns = im2col(x, (kh, kw), stride, padding, dilation)
    grad = grad_output.reshape(n, filters, oh * ow)
    grad_weight = np.einsum("nol,nkl->ok", grad, columns).reshape(weight.shape)
    back = (weight.reshape(filters, -1).T @ grad).reshape(n, -1, kh, kw, oh, ow)
    whole = np.zeros((n, x.shape[1], x.shape[2] + 2 * ph, x.shape[3] + 2 * pw))
    for i in range(kh):
        for j in range(kw):
            whole[:, :, i * dh : i * dh + sh * oh : sh, j * dw : j * dw + sw * ow : sw] += back[:, :, i, j]
    return whole[:, :, ph : ph + x.shape[2], pw : pw + x.shape[3]], grad_weight, grad.sum((0, 2))


# %% loops over everything, a list of three
def conv_backward(grad_output, x, weight, stride=1, padding=0, dilation=1):
    (sh, sw), (ph, pw), (dh, dw) = pair(stride), pair(padding), pair(dilation)
    (n, c, h, w), (filters, _, kh, kw) = x.shape, weight.shape
    dx, dw_, db = np.zeros(x.shape), np.zeros(weight.shape), np.zeros(filters)
    for image, f, y, z in np.ndindex(*grad_output.shape):
        g = grad_output[image, f, y, z]
        db[f] += g
        for i in range(kh):
            for j in range(kw):
                row, column = y * sh + i * dh - ph, z * sw + j * dw - pw
                if 0 <= row < h and 0 <= column < w:
                    dx[image, :, row, column] += g * weight[f, :, i, j]
                    dw_[f, :, i, j] += g * x[image, :, row, column]
    return [dx, dw_, db]


# %% np.add.at on whole-number indices
def conv_backward(grad_output, x, weight, stride=1, padding=0, dilation=1):
    (sh, sw), (ph, pw), (dh, dw) = pair(stride), pair(padding), pair(dilation)
    (n, c, h, w), (filters, _, kh, kw), (oh, ow) = x.shape, weight.shape, grad_output.shape[2:]
    rows = (dh * np.arange(kh)[:, None] + sh * np.arange(oh))[:, None, :, None]
    columns = (dw * np.arange(kw)[:, None] + sw * np.arange(ow))[None, :, None, :]
    padded = np.pad(x, [(0, 0), (0, 0), (ph, ph), (pw, pw)])
    grad_weight = np.einsum("noyx,ncijyx->ocij", grad_output, padded[:, :, rows, columns])
    grad_padded = np.zeros(padded.shape)
    np.add.at(
        grad_padded, (slice(None), slice(None), rows, columns), np.einsum("noyx,ocij->ncijyx", grad_output, weight)
    )
    return grad_padded[:, :, ph : h + ph, pw : w + pw], grad_weight, np.einsum("noyx->o", grad_output)
