"""What runs inside the sandbox. Self-contained: this folder is all that is carried in, under another name."""

# Where bubblewrap lends the /proc outside, until the first process inside has mounted its own.
BORROWED_PROC = "/run/proc"

# Who student code is, and on which machine.
USER = 1000
HOSTNAME = "localhost"

# Says, in the environment, that the process was started without namespaces, and what of the machine it may see.
CONFINED = "JUPYTER_PATHS"

# Files that may lie in one of the folders that student code can write.
MOST_FILES = 4_000
