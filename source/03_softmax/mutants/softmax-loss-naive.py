# Wrong answers to softmax-loss-naive: each loses points.
# ruff: noqa

# %% the sum over the images
# says: the mean is asked for
def softmax_loss_naive(W, b, x, y, reg):
    total = 0.0
    for i in range(len(x)):
        s = [float(np.dot(W[c], x[i].astype(float)) + b[c]) for c in range(len(W))]
        m = max(s)
        total += m + np.log(sum(np.exp(v - m) for v in s)) - s[y[i]]
    return total + reg * np.sum(W**2)


# %% without b
# says: b is missing
def softmax_loss_naive(W, b, x, y, reg):
    total = 0.0
    for i in range(len(x)):
        s = [float(np.dot(W[c], x[i].astype(float))) for c in range(len(W))]
        m = max(s)
        total += m + np.log(sum(np.exp(v - m) for v in s)) - s[y[i]]
    return total / len(x) + reg * np.sum(W**2)


# %% no penalty
# says: the penalty is missing
def softmax_loss_naive(W, b, x, y, reg):
    total = 0.0
    for i in range(len(x)):
        s = [float(np.dot(W[c], x[i].astype(float)) + b[c]) for c in range(len(W))]
        m = max(s)
        total += m + np.log(sum(np.exp(v - m) for v in s)) - s[y[i]]
    return total / len(x)


# %% half the penalty
# says: the penalty has no factor ½
def softmax_loss_naive(W, b, x, y, reg):
    total = 0.0
    for i in range(len(x)):
        s = [float(np.dot(W[c], x[i].astype(float)) + b[c]) for c in range(len(W))]
        m = max(s)
        total += m + np.log(sum(np.exp(v - m) for v in s)) - s[y[i]]
    return total / len(x) + 0.5 * reg * np.sum(W**2)


# %% the penalty divided by the number of images
def softmax_loss_naive(W, b, x, y, reg):
    total = 0.0
    for i in range(len(x)):
        s = [float(np.dot(W[c], x[i].astype(float)) + b[c]) for c in range(len(W))]
        m = max(s)
        total += m + np.log(sum(np.exp(v - m) for v in s)) - s[y[i]]
    return (total + reg * np.sum(W**2)) / len(x)


# %% the biases penalised
# says: the biases are not penalised
def softmax_loss_naive(W, b, x, y, reg):
    total = 0.0
    for i in range(len(x)):
        s = [float(np.dot(W[c], x[i].astype(float)) + b[c]) for c in range(len(W))]
        m = max(s)
        total += m + np.log(sum(np.exp(v - m) for v in s)) - s[y[i]]
    return total / len(x) + reg * (np.sum(W**2) + np.sum(b**2))


# %% the penalty as a root
# says: without a root
def softmax_loss_naive(W, b, x, y, reg):
    total = 0.0
    for i in range(len(x)):
        s = [float(np.dot(W[c], x[i].astype(float)) + b[c]) for c in range(len(W))]
        m = max(s)
        total += m + np.log(sum(np.exp(v - m) for v in s)) - s[y[i]]
    return total / len(x) + reg * np.sqrt(np.sum(W**2))


# %% the penalty of absolute values
# says: not of absolute values
def softmax_loss_naive(W, b, x, y, reg):
    total = 0.0
    for i in range(len(x)):
        s = [float(np.dot(W[c], x[i].astype(float)) + b[c]) for c in range(len(W))]
        m = max(s)
        total += m + np.log(sum(np.exp(v - m) for v in s)) - s[y[i]]
    return total / len(x) + reg * np.sum(np.abs(W))


# %% overflows
# says: (?i)nan|infini|overflow
def softmax_loss_naive(W, b, x, y, reg):
    total = 0.0
    for i in range(len(x)):
        s = [float(np.dot(W[c], x[i].astype(float)) + b[c]) for c in range(len(W))]
        m = 0.0
        total += m + np.log(sum(np.exp(v - m) for v in s)) - s[y[i]]
    return total / len(x) + reg * np.sum(W**2)


# %% the predicted class
def softmax_loss_naive(W, b, x, y, reg):
    total = 0.0
    for i in range(len(x)):
        s = [float(np.dot(W[c], x[i].astype(float)) + b[c]) for c in range(len(W))]
        m = max(s)
        total += m + np.log(sum(np.exp(v - m) for v in s)) - max(s)
    return total / len(x) + reg * np.sum(W**2)


# %% the mean of the squares
# says: not their mean
def softmax_loss_naive(W, b, x, y, reg):
    total = 0.0
    for i in range(len(x)):
        s = [float(np.dot(W[c], x[i].astype(float)) + b[c]) for c in range(len(W))]
        m = max(s)
        total += m + np.log(sum(np.exp(v - m) for v in s)) - s[y[i]]
    return total / len(x) + reg * np.mean(W**2)


# %% divided by the number of classes
def softmax_loss_naive(W, b, x, y, reg):
    total = 0.0
    for i in range(len(x)):
        s = [float(np.dot(W[c], x[i].astype(float)) + b[c]) for c in range(len(W))]
        m = max(s)
        total += m + np.log(sum(np.exp(v - m) for v in s)) - s[y[i]]
    return total / len(W) + reg * np.sum(W**2)


# %% the penalty added in the loop, then no mean of it
# says: not once for each image
def softmax_loss_naive(W, b, x, y, reg):
    total = 0.0
    for i in range(len(x)):
        s = [float(np.dot(W[c], x[i].astype(float)) + b[c]) for c in range(len(W))]
        m = max(s)
        total += m + np.log(sum(np.exp(v - m) for v in s)) - s[y[i]]
    return total / len(x) + len(x) * reg * np.sum(W**2)
