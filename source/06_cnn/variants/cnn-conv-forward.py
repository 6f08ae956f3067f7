# Other right answers to cnn-conv-forward: each earns full marks.
# ruff: noqa

# %% loops over places, tensordot
def conv_forward(x, weight, bias, stride=1, padding=0, dilation=1):
    (sh, sw), (ph, pw), (dh, dw) = pair(stride), pair(padding), pair(dilation)
    n, c, h, w = x.shape
    filters, _, kh, kw = weight.shape
    oh = (h + 2 * ph - dh * (kh - 1) - 1) // sh + 1
    ow = (w + 2 * pw - dw * (kw - 1) - 1) // sw + 1
    padded = np.pad(x, [(0, 0), (0, 0), (ph, ph), (pw, pw)])
    out = np.zeros((n, filters, oh, ow))
    for y in range(oh):
        for z in range(ow):
            top, left = y * sh, z * sw
            window = padded[:, :, top : top + dh * (kh - 1) + 1 : dh, left : left + dw * (kw - 1) + 1 : dw]
            out[:, :, y, z] = np.tensordot(window, weight, axes=((1, 2, 3), (1, 2, 3))) + bias
    return out


# %% im2col and one product
def conv_forward(x, weight, bias, stride=1, padding=0, dilation=1):
    columns = im2col(x, weight.shape[2:], stride, padding, dilation)
    (sh, sw), (ph, pw), (dh, dw) = pair(stride), pair(padding), pair(dilation)
    oh = output_size(x.shape[2], weight.shape[2], sh, ph, dh)
    products = weight.reshape(len(weight), -1) @ columns + bias[:, None]
    return products.reshape(len(x), len(weight), oh, -1)


# %% six loops
def conv_forward(x, weight, bias, stride=1, padding=0, dilation=1):
    (sh, sw), (ph, pw), (dh, dw) = pair(stride), pair(padding), pair(dilation)
    n, c, h, w = x.shape
    filters, _, kh, kw = weight.shape
    oh = (h + 2 * ph - dh * (kh - 1) - 1) // sh + 1
    ow = (w + 2 * pw - dw * (kw - 1) - 1) // sw + 1
    out = np.zeros((n, filters, oh, ow), dtype=x.dtype)
    for image in range(n):
        for f in range(filters):
            for y in range(oh):
                for z in range(ow):
                    total = float(bias[f])
                    for i in range(kh):
                        for j in range(kw):
                            row, column = y * sh + i * dh - ph, z * sw + j * dw - pw
                            if 0 <= row < h and 0 <= column < w:
                                total += float(x[image, :, row, column] @ weight[f, :, i, j])
                    out[image, f, y, z] = total
    return out


# %% shifted products, channels last
def conv_forward(x, weight, bias, stride=1, padding=0, dilation=1):
    (sh, sw), (ph, pw), (dh, dw) = pair(stride), pair(padding), pair(dilation)
    filters, c, kh, kw = weight.shape
    padded = np.pad(x.transpose(0, 2, 3, 1), ((0, 0), (ph, ph), (pw, pw), (0, 0)))
    oh, ow = output_size(x.shape[2], kh, sh, ph, dh), output_size(x.shape[3], kw, sw, pw, dw)
    total = bias
    for i in range(kh):
        for j in range(kw):
            met = padded[:, i * dh :, j * dw :][:, ::sh, ::sw][:, :oh, :ow]
            total = total + met @ weight[:, :, i, j].T
    return total.transpose(0, 3, 1, 2)
