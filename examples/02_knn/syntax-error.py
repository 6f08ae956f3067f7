# One cell that Python cannot read: the colon after `if` is missing.
# starts from: perfect
