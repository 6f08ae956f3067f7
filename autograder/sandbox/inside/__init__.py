"""What runs inside the sandbox. Self-contained: this folder is all that is carried in, under another name."""

# Where bubblewrap lends the /proc outside, until the first process inside has mounted its own.
BORROWED_PROC = "/run/proc"
