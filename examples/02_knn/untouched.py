# The assignment as it was handed out.
