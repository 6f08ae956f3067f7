"""How fast a class is graded, against `nbgrader autograde` on the same files.

    python benchmarks/grading_speed.py [--students 200] [--peer 200] [--light] [--knn] [--json [PATH]]

Two classes of honest submissions: a light one (imports numpy, torch and matplotlib, computes little) and 02_knn. Both
graders are run as a user runs them, from the shell, start-up included; nbgrader with its own Execute step, one
submission after another, as it does. The points of every question must be the same. `--peer N` has nbgrader grade the
first N of the class only, where there is no time for all; submissions a second are compared then, and the line says so.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import light_course
from proof.measurement import parse, save

from autograder.canonical import nbgrader, read
from autograder.course import Course, load_course
from autograder.gradebook import complete_notebook, open_gradebook, results, save_cells
from autograder.pages import number

REPOSITORY = Path(__file__).resolve().parents[1]
KNN = "02_knn"
HONEST = ("perfect", "other-algorithms", "another-way", "partly-done", "no-square-root", "ties-to-first-seen")
PLAIN_NBGRADER = '''\
"""nbgrader as its users have it: the course's stubs and tests, and its own way to run a notebook."""

from pathlib import Path

from autograder.course import load_course
from autograder.stock import configuration

c = get_config()
c.merge(configuration(load_course(Path(__file__).parent)))
c.pop("Autograde", None)
'''


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--students", type=int, default=200)
    parser.add_argument("--peer", type=int, help="how many of them nbgrader grades [all]")
    parser.add_argument("--light", action="store_true", help="only the light class")
    parser.add_argument("--knn", action="store_true", help=f"only {KNN}")
    options = parse(parser)
    peer = min(options.peer or options.students, options.students)
    measured = {}
    for name, make in ((light_course.NAME, _light), (KNN, _knn)):
        if (options.light or options.knn) and not (options.light if name == light_course.NAME else options.knn):
            continue
        with tempfile.TemporaryDirectory(prefix="grading-speed-") as folder:
            course = make(Path(folder) / "course", options.students)
            measured[name] = compare(course, name, options.students, peer)
    save(options, measured)


def compare(course: Course, name: str, students: int, peer: int) -> dict[str, float]:
    """Grade a class with both graders and print what came out."""
    other = _for_nbgrader(course, name, peer)
    # As `autograder build` leaves it, and as `nbgrader generate_assignment` has left the other.
    save_cells(course, name, complete_notebook(course, name))
    ours = _timed([sys.executable, "-m", "autograder", "grade", name], course)
    theirs = _timed([sys.executable, "-m", "nbgrader", "autograde", name], other)
    different = _differences(course, other, name)
    graded = results(course, name)
    student = [result.seconds["student"] for result in graded]
    overhead = [result.seconds["total"] - result.seconds["student"] for result in graded]
    figures = {
        "students": students,
        "seconds": ours,
        "nbgrader_students": peer,
        "nbgrader_seconds": theirs,
        "ratio": (theirs / peer) / (ours / students),
        "student_seconds_median": statistics.median(student),
        "overhead_seconds_median": statistics.median(overhead),
        "differences": len(different),
    }
    print(f"\n{name}: {students} submissions, {os.cpu_count()} cores")
    print(f"  autograder  {ours:8.1f} s  {students / ours:6.2f} submissions a second")
    part = "" if peer == students else f"  (the first {peer} only)"
    print(f"  nbgrader    {theirs:8.1f} s  {peer / theirs:6.2f} submissions a second{part}")
    print(f"  ratio       {figures['ratio']:8.1f}")
    print(f"  a submission, median: {1e3 * statistics.median(student):.0f} ms waiting for the student's code, ", end="")
    print(f"{1e3 * statistics.median(overhead):.0f} ms beside it")
    print(f"  questions with other points: {len(different)}", *different[:5], sep="\n    ")
    return figures


def _light(path: Path, students: int) -> Course:
    course = light_course.write_course(path)
    light_course.hand_in(course, students)
    return course


def _knn(path: Path, students: int) -> Course:
    """The course's own assignment; the honest submissions of its sample class, in turn."""
    for name in ("course.toml", "autotests.yml", "nbgrader_config.py"):
        path.mkdir(exist_ok=True)
        shutil.copy(REPOSITORY / name, path)
    for name in ("source", "release"):
        shutil.copytree(REPOSITORY / name / KNN, path / name / KNN)
    course = load_course(path)
    spec = importlib.util.spec_from_file_location("examples_make", REPOSITORY / "examples" / "make.py")
    make = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make)
    make.make_class(course, path / "everybody", KNN)
    for student in range(students):
        shutil.copytree(path / "everybody" / HONEST[student % len(HONEST)], course.submitted / f"student-{student:04}")
    shutil.rmtree(path / "everybody")
    return course


def _for_nbgrader(course: Course, name: str, peer: int) -> Course:
    """A copy of the course for stock nbgrader, with a gradebook that knows the assignment."""
    path = course.root.with_name("nbgrader")
    shutil.copytree(course.root, path, ignore=shutil.ignore_patterns("submitted", "release"))
    (path / "nbgrader_config.py").write_text(PLAIN_NBGRADER)
    for student in sorted(course.submitted.iterdir())[:peer]:
        shutil.copytree(student, path / "submitted" / student.name)
    other = load_course(path)
    _timed([sys.executable, "-m", "nbgrader", "generate_assignment", name], other)
    return other


def _timed(command: list[str], course: Course) -> float:
    """Run a command in a course, as in an active environment. Returns: seconds."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = os.environ | {"PATH": path, "PYTHONPATH": str(REPOSITORY), "PYTHONWARNINGS": "ignore"}
    environment |= {"AUTOGRADER_COURSE": str(course.root), "AUTOGRADER_SECRET": "of this benchmark, for both graders"}
    start = time.perf_counter()
    done = subprocess.run(command, cwd=course.root, env=environment, capture_output=True, text=True)
    seconds = time.perf_counter() - start
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}: exit code {done.returncode}\n{(done.stderr or done.stdout)[-2000:]}")
    return seconds


def _differences(ours: Course, other: Course, name: str) -> list[str]:
    """Where a question of a submission has other points with the other grader."""
    manual = {
        nbgrader(cell, "grade_id")
        for cell in read(ours.source(name)).cells
        if nbgrader(cell, "grade") and nbgrader(cell, "solution")
    }
    expected = _scores(other, name)
    return [
        f"{student} {question}: {number(score)}, with nbgrader {number(expected[student][question])}"
        for student, scores in _scores(ours, name).items()
        for question, score in scores.items()
        if student in expected and question not in manual and abs(score - expected[student][question]) > 1e-6
    ]


def _scores(course: Course, name: str) -> dict[str, dict[str, float]]:
    with open_gradebook(course) as gradebook:
        return {
            submission.student_id: {
                grade.name: float(grade.auto_score or 0.0)
                for notebook in submission.notebooks
                for grade in notebook.grades
            }
            for submission in gradebook.assignment_submissions(name)
        }


if __name__ == "__main__":
    main()
