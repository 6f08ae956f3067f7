# Solution and test cells deleted: the answer of knn-best-k, the tests of knn-l1 and knn-accuracy.
# starts from: perfect
