"""Every assignment of the course through every gate, the answers aside (test_answers.py tries those); and the demo."""

import re
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


@pytest.mark.slow
def test_the_demo_builds_grades_and_names_its_pages() -> None:
    """The first thing that a newcomer runs; behind the builds, so that it finds their gates passed."""
    command = [sys.executable, "-m", "autograder", "demo"]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, timeout=590, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "✗" not in done.stdout
    assert "release is up to date ✓" in " ".join(done.stdout.split())
    pages = [Path(name) for name in re.findall(r"^(?:Class report|Feedback page): (.+)$", done.stdout, re.MULTILINE)]
    assert len(pages) == 2
    assert all(page.is_file() for page in pages)
