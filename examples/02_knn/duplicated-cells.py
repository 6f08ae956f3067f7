# Cells copied: an answer below its untouched stub, and a test cell twice.
# starts from: perfect
