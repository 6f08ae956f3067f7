"""The packages that slides need."""

from __future__ import annotations

from importlib.util import find_spec

from ..errors import CourseworkError

# Modules that slides need beside what lectures need, and what pip calls them.
NEEDS = {
    "latex2mathml": "latex2mathml",
    "nbclient": "nbclient",
    "nbconvert": "nbconvert",
    "nbformat": "nbformat",
    "sphinx_revealjs": "sphinx-revealjs",
}


class SlidesError(CourseworkError):
    """What slides are made with is not installed."""


def check_packages() -> None:
    """Raises SlidesError where a package is missing, with the command that installs it."""
    if missing := [package for module, package in NEEDS.items() if not find_spec(module)]:
        raise SlidesError(f"slides need packages that are not installed: pip install {' '.join(missing)}")
