"""Every assignment of the course through every gate, the answers aside (test_answers.py tries those)."""

import subprocess
import sys
from pathlib import Path

import pytest

from autograder.course import load_course

REPOSITORY = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.parametrize("name", load_course(REPOSITORY).assignments)
def test_the_release_is_what_the_source_gives(name: str) -> None:
    """With twenty seeds; the committed release is byte for byte what the build makes."""
    command = [sys.executable, "-m", "autograder", "build", "--check", "--no-answers", "--fresh", name]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, timeout=590, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "source earns everything ✓" in " ".join(done.stdout.split())
