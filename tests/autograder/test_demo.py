"""The first thing that a newcomer runs: every assignment through every gate, the sample class, the pages."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]


@pytest.mark.slow
def test_the_demo_builds_grades_and_names_its_pages():
    command = [sys.executable, "-m", "autograder", "demo"]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, timeout=590, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "✗" not in done.stdout
    assert "release is up to date ✓" in " ".join(done.stdout.split())
    pages = [Path(name) for name in re.findall(r"^(?:Class report|Feedback page): (.+)$", done.stdout, re.MULTILINE)]
    assert len(pages) == 2
    assert all(page.is_file() for page in pages)
