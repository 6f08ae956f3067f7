# The file is cut off in the middle.
# starts from: perfect
