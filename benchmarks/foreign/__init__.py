"""Other graders, run where an attack on them harms nothing: see container.py."""
