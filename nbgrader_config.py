"""Stock nbgrader on this tree: generate_assignment, autograde, generate_feedback, export."""

from pathlib import Path

from autograder.course import load_course
from autograder.stock import configuration

c = get_config()  # noqa: F821 (nbgrader defines it where it reads this file)
c.merge(configuration(load_course(Path(__file__).parent)))
