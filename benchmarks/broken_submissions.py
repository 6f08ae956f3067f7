"""How many rows of the lists of submissions that a grader meets come out right: careless ones and hostile ones.

    python benchmarks/broken_submissions.py [FILE ...] [--json [PATH]]

Each row is a test in tests/autograder/rows: real submissions, the real grader in its sandbox. A row counts as right
when its test passes, as not tried when it is skipped on this machine. Exit code 1 where a row is not right.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

from proof.measurement import REPOSITORY, parse, save

ROWS = REPOSITORY / "tests" / "autograder" / "rows"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="FILE", help="of tests/autograder/rows [all]")
    options = parse(parser)
    paths = [ROWS / name for name in options.names] or sorted(ROWS.glob("test_*.py"))
    if missing := [path.name for path in paths if not path.is_file()]:
        parser.error(f"not in {ROWS}: {', '.join(missing)}")
    with tempfile.TemporaryDirectory(prefix="broken-submissions-") as folder:
        report = Path(folder) / "rows.xml"
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junit-xml={report}"]
        done = subprocess.run([*command, *map(str, paths)], cwd=REPOSITORY, check=False)
        if not report.is_file():
            raise SystemExit(f"pytest wrote no report, exit code {done.returncode}")
        rows = counted(ElementTree.parse(report).getroot())
    for name, row in rows.items():
        print(f"{name:32}{row['right']:5} of {row['rows']} right, {row['skipped']} not tried here", *row["wrong"])
    save(options, rows)
    return int(done.returncode != 0)


def counted(report: ElementTree.Element) -> dict[str, dict[str, int | list[str]]]:
    """Rows of each test file, from pytest's JUnit report: how many, right, not tried, and the names of the wrong."""
    found: dict[str, dict[str, int | list[str]]] = {}
    outcomes: dict[tuple[str, str], Counter[str]] = {}
    for case in report.iter("testcase"):
        # A failure in the fixture's end has an entry of its own under the same name.
        outcome = next((child.tag for child in case if child.tag in ("failure", "error", "skipped")), "right")
        outcomes.setdefault((case.get("classname", ""), case.get("name", "")), Counter())[outcome] += 1
    for (module, name), seen in outcomes.items():
        row = found.setdefault(module.split(".")[-1], {"rows": 0, "right": 0, "skipped": 0, "wrong": []})
        row["rows"] += 1
        if seen["failure"] or seen["error"]:
            row["wrong"].append(name)
        else:
            row["skipped" if seen["skipped"] else "right"] += 1
    return found


if __name__ == "__main__":
    sys.exit(main())
