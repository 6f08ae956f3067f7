"""The course as static pages: lectures with their outputs, assignments, concepts, guides and the API of `coursework`.

`docs/` holds what is written by hand; the rest is made from the notebooks, `course.toml` and README.md.
"""

from .site import Built, build_site

__all__ = ["Built", "build_site"]
