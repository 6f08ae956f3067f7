"""The instructor's side of the course: build, grade, report. Hidden tests use `reference`."""

# The function takes the name of its module on purpose: tests read `from autograder import reference`.
from .reference import reference

__version__ = "0.1.0"

__all__ = ["__version__", "reference"]
