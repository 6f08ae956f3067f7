"""Otter-Grader: `otter run`, which is what runs within the containers of `otter grade` and of Gradescope as well.

The container that those put around it is worth as much against breaking out as any; so kinds that aim at the machine
say less here than those that aim at the score.
"""

from __future__ import annotations

import json
import math
import shutil
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

from hostile import Attack, canaries
from hostile.attack import BREAKING_OUT, Notebook, hand_in, honest, own_cell, submission, write
from hostile.course import HIDDEN, POINTS, VISIBLE, notebook

from . import container
from .outcome import Outcome
from .stock_nbgrader import REPOSITORY, SHOWS

START = 'import otter\n\ngrader = otter.Notebook(tests_dir="./tests")'


def make_environment(folder: Path) -> Path:
    """A virtual environment with the latest otter-grader, and behind it the packages of the course.

    Returns: its Python.
    """
    python = folder / "bin" / "python"
    if not (folder / "bin" / "otter").exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", "otter-grader"], check=True)
    ours, theirs = sysconfig.get_path("purelib"), next((folder / "lib").glob("python3*")) / "site-packages"
    (theirs / "course.pth").write_text(f"import site; site.addsitedir({ours!r})\n")
    return python


class Otter:
    """An assignment in otter's format; each attack is run on its own.

    The tests are those of `asserts` in `hostile.course`: the visible part of each a public case worth 4 points, the
    rest a hidden case worth 6.
    """

    def __init__(self, folder: Path, environment: Path, seconds: float) -> None:
        self._seconds = seconds
        self.name = "otter"
        self._python = make_environment(environment)
        self._shows = [*SHOWS, environment]
        self._folder = folder
        self._course, self._home = folder / "course", folder / "home"
        self._environment: dict[str, str] = {}
        canaries.plant(self._home, self._environment)
        for assignment in POINTS:
            source = self._course / "source" / assignment
            source.mkdir(parents=True)
            (source / f"{assignment}.ipynb").write_text(json.dumps(notebook(assignment, "asserts")))
            self._write_tests(assignment)
        alice = self._form(honest(self._released("rows"), "rows", "right"))
        alice["cells"].append(own_cell(f"# {canaries.NEIGHBOUR}", "own-note"))
        write(alice, self._course / "submitted" / "alice" / "rows", "rows")
        self.expected = {
            (assignment, base): self._expected(assignment, base)
            for assignment in POINTS
            for base in ("wrong", "half", "right")
        }

    def attacked(self, attack: Attack) -> Outcome | None:
        """Run the attack; None where it cannot be expressed in otter's format."""
        if attack.nbgrader_only:
            return None
        start = time.monotonic()
        work, home = self._copy(attack.name)
        try:
            folder = work / "submitted" / "mallory" / attack.assignment
            hand_in(attack, self._form(submission(attack, self._released(attack.assignment))), folder)
            write(
                self._form(honest(self._released("rows"), "rows", "half")), work / "submitted" / "zoe" / "rows", "rows"
            )
            before = self._others(work)
            done, got, outputs = self._grade(work, home, "mallory", attack.assignment, attack.kind == BREAKING_OUT)
            broken = [f"no end in {self._seconds:.0f} s"] if done.timed_out else []
            wanted = self.expected[attack.assignment, attack.base]
            if got is None:
                broken.append("no result")
                got = {}
            elif not all(math.isfinite(score) for score in got.values()):
                broken.append("a score that is no number")
            lost = {name for name, score in wanted.items() if got and got.get(name, 0.0) < score} - set(attack.answers)
            if attack.base != "wrong" and not attack.spends:
                broken += [f"{name} was lost with it" for name in sorted(lost)]
            broken += [f"{name} was changed" for name, text in self._others(work).items() if before.get(name) != text]
            if attack.kind == BREAKING_OUT:
                _, neighbour, _ = self._grade(work, home, "zoe", "rows", False)
                if neighbour != self.expected["rows", "half"]:
                    broken.append("other points for zoe")
            if canaries.TERMINAL in done.output:
                broken.append("control codes on the terminal")
            leaked = [word for word in (*canaries.EVERYWHERE, canaries.HIDDEN_INPUT) if word in outputs]
            gained = sum(max(0.0, score - wanted.get(name, 0.0)) for name, score in got.items() if math.isfinite(score))
            return Outcome(gained, tuple(broken), tuple(leaked), time.monotonic() - start)
        finally:
            shutil.rmtree(work, ignore_errors=True)
            shutil.rmtree(home, ignore_errors=True)

    def _write_tests(self, assignment: str) -> None:
        tests = self._course / f"tests-{assignment}" / "tests"
        tests.mkdir(parents=True)
        for question, points in POINTS[assignment].items():
            if question not in HIDDEN["asserts"]:
                continue
            texts = [(VISIBLE["asserts"].get(question), False), (HIDDEN["asserts"][question], True)]
            texts = [(text, hidden) for text, hidden in texts if text]
            shares = [points] if len(texts) == 1 else [0.4 * points, 0.6 * points]
            cases = [
                {
                    "code": "\n".join(
                        f">>> {line}"
                        for line in [*text.splitlines(), *([f"# {canaries.HIDDEN_TEST}"] if hidden else [])]
                    ),
                    "hidden": hidden,
                    "locked": False,
                    "points": share,
                }
                for (text, hidden), share in zip(texts, shares, strict=True)
            ]
            name = question.replace("-", "_")
            suite = {"cases": cases, "scored": True, "setup": "", "teardown": "", "type": "doctest"}
            test = {"name": name, "points": None, "suites": [suite]}
            (tests / f"{name}.py").write_text(f"OK_FORMAT = True\n\ntest = {test!r}\n")
        command = ["generate", "-t", str(tests), "-o", str(self._course / f"{assignment}.zip")]
        options = ["--no-requirements", "--no-environment", "--no-config"]
        subprocess.run([str(self._python), "-m", "otter", *command, *options], check=True, capture_output=True)

    def _released(self, assignment: str) -> Notebook:
        """The student notebook in nbgrader's form, which attacks are written for."""
        return json.loads(json.dumps(notebook(assignment, "asserts")))

    def _form(self, text: Notebook) -> Notebook:
        """The same notebook in otter's form: its test cells ask the grader."""
        cells = []
        for cell in text["cells"]:
            about = cell["metadata"].get("nbgrader", {})
            if about.get("grade") and not about.get("solution"):
                cell = own_cell(f'grader.check("{about["grade_id"].replace("-", "_")}")', cell["id"])
            cells.append({**cell, "metadata": {}})
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
        return {**text, "metadata": {**kernel, **text["metadata"]}, "cells": [own_cell(START, "start"), *cells]}

    def _copy(self, name: str) -> tuple[Path, Path]:
        work, home = self._folder / f"work-{name}", self._folder / f"home-{name}"
        shutil.copytree(self._course, work)
        shutil.copytree(self._home, home)
        return work, home

    def _grade(
        self, work: Path, home: Path, student: str, assignment: str, linger: bool
    ) -> tuple[container.Done, dict[str, float] | None, str]:
        """Run otter on one submission; points by question (None without result), and what students are shown."""
        out = work / f"out-{student}"
        out.mkdir(exist_ok=True)
        (work / "tests").unlink(missing_ok=True)
        command = [str(self._python), "-m", "otter", "run", "--no-logo", "-a", f"{assignment}.zip", "-o", out.name]
        command.append(f"submitted/{student}/{assignment}/{assignment}.ipynb")
        inside = [sys.executable, str(REPOSITORY / "benchmarks/foreign/inside.py"), "1.5" if linger else "0"]
        path = f"{self._python.parent}:/usr/bin:/bin"
        environment = {**self._environment, "PATH": path}
        done = container.run(
            [*inside, *command], work, home, shows=self._shows, environment=environment, seconds=self._seconds
        )
        try:
            tests = json.loads((out / "results.json").read_text())["tests"]
        except (OSError, ValueError, KeyError):
            return done, None, ""
        points = {
            test["name"].replace("_", "-"): float(test["score"]) for test in tests if test.get("score") is not None
        }
        shown = "".join(str(test.get("output")) for test in tests if test.get("visibility") == "visible")
        return done, points, shown

    def _expected(self, assignment: str, base: str) -> dict[str, float]:
        work, home = self._copy(f"honest-{assignment}-{base}")
        write(
            self._form(honest(self._released(assignment), assignment, base)),
            work / "submitted/bob" / assignment,
            assignment,
        )
        done, points, _ = self._grade(work, home, "bob", assignment, False)
        shutil.rmtree(work)
        if points is None:
            raise RuntimeError(f"otter run: {done.output[-2000:]}")
        return points

    def _others(self, work: Path) -> dict[str, bytes]:
        tops = ("source", "submitted/alice", "submitted/zoe")
        files = [path for top in tops for path in sorted((work / top).rglob("*")) if path.is_file()]
        return {str(path.relative_to(work)): path.read_bytes() for path in files}
