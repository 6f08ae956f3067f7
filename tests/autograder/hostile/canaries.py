"""Words planted where no student may look. One of them in what a student can read afterwards is a leak."""

from __future__ import annotations

from pathlib import Path

SOURCE = "canary-in-the-solution"
HIDDEN_TEST = "canary-in-the-hidden-test"
# A number among the inputs of a hidden test: told back to a student, the answer can be written down.
HIDDEN_INPUT = "73512.46"
GRADEBOOK = "canary-in-the-gradebook"
NEIGHBOUR = "canary-in-a-neighbours-notebook"
ENVIRONMENT = "canary-in-the-environment"
HOME = "canary-at-home"
SERVICE = "canary-of-a-local-service"
GRADED = "canary-grading-was-noticed"
# No word of ours, but what only an instructor's pages may not hold: script, and codes that drive a terminal.
SCRIPT = "<script>canary"
TERMINAL = "\x1b]0;canary"

VARIABLE = "GRADER_TOKEN"
HOME_FILE = ".netrc"
PORT = 47391
ABSTRACT_SOCKET = "\0canary-service"

EVERYWHERE = (SOURCE, HIDDEN_TEST, GRADEBOOK, NEIGHBOUR, ENVIRONMENT, HOME, SERVICE, GRADED)


def plant(home: Path, environment: dict[str, str]) -> None:
    """Plant those that lie neither in a notebook nor in the gradebook."""
    home.mkdir(parents=True, exist_ok=True)
    (home / HOME_FILE).write_text(f"machine exchange login instructor password {HOME}\n")
    environment[VARIABLE] = ENVIRONMENT
