# A while loop that steps over its end: it never stops where the number of rows is odd.
# starts from: perfect


# %% knn-l2-one-loop
def l2_distances_one_loop(a, b):
    a, b = a.astype(float), b.astype(float)
    result = np.zeros((a.shape[0], b.shape[0]))
    i = 0
    while i != a.shape[0]:
        if i < a.shape[0]:
            result[i] = np.sqrt(((a[i] - b) ** 2).sum(axis=1))
        i += 2
    return result
