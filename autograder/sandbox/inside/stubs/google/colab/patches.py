"""Shows a picture in the notebook, as `cv2.imshow` cannot."""

from __future__ import annotations

from typing import Any


def cv2_imshow(a: Any) -> None:
    """Show a picture.

    Args: a: (H, W) or (H, W, 3), in OpenCV's order of channels (blue, green, red), 0 to 255.
    """
    import numpy as np
    from matplotlib import pyplot

    picture = np.clip(np.asarray(a), 0, 255).astype("uint8")
    axes = pyplot.figure().subplots()
    axes.imshow(picture if picture.ndim == 2 else picture[..., 2::-1], cmap="gray")
    axes.axis("off")
    pyplot.show()
