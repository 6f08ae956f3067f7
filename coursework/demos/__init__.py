"""Live demonstrations, one a module: a plain function that draws, and a widget over it."""
