"""What notebooks written in Colab import, without Google: what only sets up does nothing, what asks is refused."""

from . import drive, files, output, patches, userdata

__all__ = ["drive", "files", "output", "patches", "userdata"]
