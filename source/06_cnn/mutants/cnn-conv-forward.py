# Wrong answers to cnn-conv-forward: each loses points.
# ruff: noqa

# %% the kernel turned
# says: kernel is turned
def conv_forward(x, weight, bias, stride=1, padding=0, dilation=1):
    (sh, sw), (ph, pw), (dh, dw) = pair(stride), pair(padding), pair(dilation)
    weight = weight[:, :, ::-1, ::-1]
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


# %% no bias
# says: bias is missing
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
            out[:, :, y, z] = np.tensordot(window, weight, axes=((1, 2, 3), (1, 2, 3)))
    return out


# %% bias subtracted
# says: not taken away
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
            out[:, :, y, z] = np.tensordot(window, weight, axes=((1, 2, 3), (1, 2, 3))) - bias
    return out


# %% the first channel alone
# says: full depth
def conv_forward(x, weight, bias, stride=1, padding=0, dilation=1):
    (sh, sw), (ph, pw), (dh, dw) = pair(stride), pair(padding), pair(dilation)
    x, weight = x[:, :1], weight[:, :1]
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


# %% the stride is left out
# says: stride is left out
def conv_forward(x, weight, bias, stride=1, padding=0, dilation=1):
    (sh, sw), (ph, pw), (dh, dw) = (1, 1), pair(padding), pair(dilation)
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


# %% the padding is left out
# says: padding is left out
def conv_forward(x, weight, bias, stride=1, padding=0, dilation=1):
    (sh, sw), (ph, pw), (dh, dw) = pair(stride), (0, 0), pair(dilation)
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


# %% the dilation is left out
# says: dilation is left out
def conv_forward(x, weight, bias, stride=1, padding=0, dilation=1):
    (sh, sw), (ph, pw), (dh, dw) = pair(stride), pair(padding), (1, 1)
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


# %% dilation taken for stride
# says: dilation is not stride
def conv_forward(x, weight, bias, stride=1, padding=0, dilation=1):
    (sh, sw), (ph, pw), (dh, dw) = np.multiply(pair(stride), pair(dilation)), pair(padding), (1, 1)
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


# %% stride as columns, rows
# says: pair is \(rows, columns\)
def conv_forward(x, weight, bias, stride=1, padding=0, dilation=1):
    (sw, sh), (ph, pw), (dh, dw) = pair(stride), pair(padding), pair(dilation)
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


# %% padding as columns, rows
# says: pair is \(rows, columns\)
def conv_forward(x, weight, bias, stride=1, padding=0, dilation=1):
    (sh, sw), (pw, ph), (dh, dw) = pair(stride), pair(padding), pair(dilation)
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


# %% dilation as columns, rows
# says: pair is \(rows, columns\)
def conv_forward(x, weight, bias, stride=1, padding=0, dilation=1):
    (sh, sw), (ph, pw), (dw, dh) = pair(stride), pair(padding), pair(dilation)
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


# %% one stride for both axes
# says: a pair is \(rows, columns\)
def conv_forward(x, weight, bias, stride=1, padding=0, dilation=1):
    (sh, sw), (ph, pw), (dh, dw) = pair(stride), pair(padding), pair(dilation)
    sw = sh
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


# %% padding with the edge
# says: pixels of the edge
def conv_forward(x, weight, bias, stride=1, padding=0, dilation=1):
    (sh, sw), (ph, pw), (dh, dw) = pair(stride), pair(padding), pair(dilation)
    n, c, h, w = x.shape
    filters, _, kh, kw = weight.shape
    oh = (h + 2 * ph - dh * (kh - 1) - 1) // sh + 1
    ow = (w + 2 * pw - dw * (kw - 1) - 1) // sw + 1
    padded = np.pad(x, [(0, 0), (0, 0), (ph, ph), (pw, pw)], mode="edge")
    out = np.zeros((n, filters, oh, ow))
    for y in range(oh):
        for z in range(ow):
            top, left = y * sh, z * sw
            window = padded[:, :, top : top + dh * (kh - 1) + 1 : dh, left : left + dw * (kw - 1) + 1 : dw]
            out[:, :, y, z] = np.tensordot(window, weight, axes=((1, 2, 3), (1, 2, 3))) + bias
    return out


# %% padding on one side
# says: on both sides
def conv_forward(x, weight, bias, stride=1, padding=0, dilation=1):
    (sh, sw), (ph, pw), (dh, dw) = pair(stride), pair(padding), pair(dilation)
    n, c, h, w = x.shape
    filters, _, kh, kw = weight.shape
    oh = (h + ph - dh * (kh - 1) - 1) // sh + 1
    ow = (w + pw - dw * (kw - 1) - 1) // sw + 1
    padded = np.pad(x, [(0, 0), (0, 0), (ph, 0), (pw, 0)])
    out = np.zeros((n, filters, oh, ow))
    for y in range(oh):
        for z in range(ow):
            top, left = y * sh, z * sw
            window = padded[:, :, top : top + dh * (kh - 1) + 1 : dh, left : left + dw * (kw - 1) + 1 : dw]
            out[:, :, y, z] = np.tensordot(window, weight, axes=((1, 2, 3), (1, 2, 3))) + bias
    return out


# %% a kernel as wide as high
def conv_forward(x, weight, bias, stride=1, padding=0, dilation=1):
    (sh, sw), (ph, pw), (dh, dw) = pair(stride), pair(padding), pair(dilation)
    n, c, h, w = x.shape
    filters, _, kh, kw = weight.shape
    kw = kh
    weight = weight[..., :kw]
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


# %% the first image alone
# says: image|axis|row
def conv_forward(x, weight, bias, stride=1, padding=0, dilation=1):
    (sh, sw), (ph, pw), (dh, dw) = pair(stride), pair(padding), pair(dilation)
    x = x[:1]
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


# %% channels last in the result
# says: order|transpose|axes
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
    return np.moveaxis(out, 1, -1)


# %% one place too few
# says: one more place
def conv_forward(x, weight, bias, stride=1, padding=0, dilation=1):
    (sh, sw), (ph, pw), (dh, dw) = pair(stride), pair(padding), pair(dilation)
    n, c, h, w = x.shape
    filters, _, kh, kw = weight.shape
    oh = (h + 2 * ph - dh * (kh - 1) - 1) // sh + 1
    ow = (w + 2 * pw - dw * (kw - 1) - 1) // sw if sw > 1 else w + 2 * pw - dw * (kw - 1)
    padded = np.pad(x, [(0, 0), (0, 0), (ph, ph), (pw, pw)])
    out = np.zeros((n, filters, oh, ow))
    for y in range(oh):
        for z in range(ow):
            top, left = y * sh, z * sw
            window = padded[:, :, top : top + dh * (kh - 1) + 1 : dh, left : left + dw * (kw - 1) + 1 : dw]
            out[:, :, y, z] = np.tensordot(window, weight, axes=((1, 2, 3), (1, 2, 3))) + bias
    return out


# %% kernel rows and columns exchanged
# says: exchanged
def conv_forward(x, weight, bias, stride=1, padding=0, dilation=1):
    (sh, sw), (ph, pw), (dh, dw) = pair(stride), pair(padding), pair(dilation)
    weight = np.swapaxes(weight, 2, 3) if weight.shape[2] == weight.shape[3] else weight[:, :, ::-1]
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


# %% the bias for each column
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
            out[:, :, y, z] = np.tensordot(window, weight, axes=((1, 2, 3), (1, 2, 3))) + bias[z % len(bias)]
    return out


# %% x is written to
# says: modifies its input|read-only
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
    x += 0 * x + 1
    return out


# %% means over the window
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
            out[:, :, y, z] = np.tensordot(window, weight, axes=((1, 2, 3), (1, 2, 3))) / (c * kh * kw) + bias
    return out
