"""What notebooks written in Colab import, without Google: what only sets up does nothing, what asks is refused."""

from . import auth, data_table, drive, files, output, patches, runtime, userdata, widgets

__all__ = ["auth", "data_table", "drive", "files", "output", "patches", "runtime", "userdata", "widgets"]
