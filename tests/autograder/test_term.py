"""A term in two platforms' forms is what the table says that was written beforehand; another table is not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


def term(*options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(BENCHMARKS / "term.py"), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)


@pytest.mark.slow
def test_one_of_each_kind_from_two_platforms():
    done = term("--students", "12", "--platforms", "canvas,gradescope")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("differences from the table: 0") == 2


def test_what_differs_is_named(tmp_path):
    """The kind "right" hands in what earns 4 and 4; a table that says otherwise is contradicted."""
    text = (BENCHMARKS / "term_course" / "table.toml").read_text(encoding="utf-8")
    (tmp_path / "table.toml").write_text(text.replace("after = [4, 4]", "after = [4, 3]", 1), encoding="utf-8")
    done = term("--students", "1", "--platforms", "plain", "--table", str(tmp_path / "table.toml"))
    assert done.returncode == 1, done.stdout + done.stderr
    assert "plain: s01 (right), rows, after: [4.0, 4.0], in the table [4, 3]" in done.stdout
    assert "s01, rows, exported to moodle: 10.0, in the table 9" in done.stdout
