"""nbgrader, set up for this course: its own commands and the formgrader do here what `autograder` does.

What grades is in `execute` and `intake`; nbgrader imports them by name, when it autogrades.
"""

from .release import generate
from .settings import KEPT_OUT, MUTANTS, RESULT, configuration, course_id
from .steps import HideTests, NamedStubs, choice_stub

__all__ = [
    "KEPT_OUT",
    "MUTANTS",
    "RESULT",
    "HideTests",
    "NamedStubs",
    "choice_stub",
    "configuration",
    "course_id",
    "generate",
]
