# All answers moved to the end, in reversed order.
# starts from: perfect
