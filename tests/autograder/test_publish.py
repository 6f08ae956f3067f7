"""What students get: the allow-list, leaks, links to Colab, publishing again, and grading what comes back."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import datetime, timezone
from pathlib import Path

import nbformat
import pytest
from tiny_course import REPOSITORY, build_tiny_release, write_tiny_course
from tiny_submissions import answered, find, hand_in

from autograder.bundle import load_bundle
from autograder.canonical import dumps, read
from autograder.colab import BADGE, INSTALL, Place, install_cell, published
from autograder.course import load_course
from autograder.errors import AutograderError, CourseError
from autograder.github import find_branch, find_repository
from autograder.grade import grade
from autograder.prepare import prepare
from autograder.publish import Published, publish, revealed
from autograder.reading import read_notebook

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

UPTO = "05_training"
NAME = "kurs/vision"
LECTURE = '\n[lectures]\n00_start = "Start"\n'


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), "-c", "user.name=x", "-c", "user.email=x@example.org", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture(scope="module")
def ours(tmp_path_factory) -> Published:
    """This course, published up to the fifth assignment."""
    dest = tmp_path_factory.mktemp("published") / "tree"
    return publish(load_course(REPOSITORY), dest, upto=UPTO, repository=NAME)


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """The tiny course with one lecture and a small package."""
    course = write_tiny_course(tmp_path_factory.mktemp("built") / "course")
    build_tiny_release(course)
    with (course.root / "course.toml").open("a") as file:
        file.write(LECTURE)
    cells = [nbformat.v4.new_markdown_cell("# Start", id="title"), nbformat.v4.new_code_cell("import numpy", id="a")]
    (course.root / "notebooks").mkdir()
    (course.root / "notebooks" / "00_start.ipynb").write_text(dumps(nbformat.v4.new_notebook(cells=cells)))
    (course.root / "coursework").mkdir()
    shutil.copy(REPOSITORY / "coursework" / "colab.py", course.root / "coursework")
    for name in ("pyproject.toml", "requirements.txt", "LICENSE"):
        shutil.copy(REPOSITORY / name, course.root)
    return course.root


@pytest.fixture
def course(built, tmp_path):
    """A copy of it, to change."""
    return load_course(shutil.copytree(built, tmp_path / "course"))


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_only_what_is_allowed_is_published(ours):
    tree = files(ours.folder)
    top = {path.partition("/")[0] for path in tree}
    packaging = {"README.md", "requirements.txt", "environment.yml", "pyproject.toml", "LICENSE", ".published"}
    assert top == {"notebooks", "coursework", "release", *packaging}
    released = {path.split("/")[1] for path in tree if path.startswith("release/")}
    assert released == {name for name in load_course(REPOSITORY).assignments if name <= UPTO}
    tracked = subprocess.check_output(["git", "ls-files", "notebooks", "coursework"], cwd=REPOSITORY, text=True).split()
    assert set(tracked) <= set(tree)
    for path in ("requirements.txt", "pyproject.toml", "README.md"):
        assert b"autograder" not in tree[path]
        assert b"nbgrader" not in tree[path]


def test_the_published_package_is_described_by_itself(ours):
    project = tomllib.loads((ours.folder / "pyproject.toml").read_text())
    whole = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())
    assert project["project"]["dependencies"] == whole["project"]["dependencies"]
    assert list(project["project"]["scripts"]) == ["coursework"]
    assert project["tool"]["setuptools"]["packages"]["find"]["include"] == ["coursework*"]
    pins = {line.partition("==")[0] for line in (ours.folder / "requirements.txt").read_text().splitlines()[1:]}
    assert pins >= {"numpy", "torch", "jupyterlab", "ipywidgets"}


def test_every_notebook_opens_in_colab_and_installs_the_course(ours):
    paths = [path for path in files(ours.folder) if path.endswith(".ipynb")]
    assert len(paths) == 14
    readme = (ours.folder / "README.md").read_text()
    for path in paths:
        notebook = read(ours.folder / path)
        place = Place(NAME, "main", path)
        assert f"https://colab.research.google.com/github/{NAME}/blob/main/{path}" in place.badge
        assert place.badge in notebook.cells[0].source
        assert place.badge in readme
        given = ("given_layers",) if path.startswith("release/05") else ()
        first = next(cell for cell in notebook.cells if cell.cell_type == "code")
        assert (first.id, first.source) == (INSTALL, install_cell(place, given))


def test_published_notebooks_are_canonical_and_keep_our_cells(ours):
    for path in (path for path in files(ours.folder) if path.endswith(".ipynb")):
        theirs, own = read(ours.folder / path), read(REPOSITORY / path)
        assert (ours.folder / path).read_text() == dumps(theirs)
        kept = [cell for cell in theirs.cells if cell.id not in (BADGE, INSTALL)]
        if path.startswith("notebooks/"):
            assert kept[0].source.startswith(own.cells[0].source)
            kept[0].source = own.cells[0].source
        assert kept == own.cells


def test_answers_that_given_layers_hold_are_named(ours):
    assert [(each.path, each.assignment) for each in ours.revealed] == [
        ("release/05_training/given_layers.py", "04_backprop")
    ]
    assert "warning: release/05_training/given_layers.py holds answers to 04_backprop" in str(ours)


def test_no_warning_once_the_answers_are_due():
    whole = load_course(REPOSITORY)
    late = datetime(2030, 1, 1, tzinfo=timezone.utc)
    found = list(revealed(whole, list(whole.assignments.values()), late))
    assert {each.assignment for each in found} == {"04_backprop", "05_training", "06_cnn"}
    assert all(each.open_until is None for each in found)


@pytest.mark.parametrize("line", ["totals = x.astype(float)", "check.close(row_sums(matrix), ref.row_sums(matrix))"])
def test_a_leak_stops_it(course, tmp_path, line):
    """A line of the answer, or of a hidden test, in the package: nothing is published."""
    (course.root / "coursework" / "rows.py").write_text(f"def f(x):\n    {line}\n")
    with pytest.raises(AutograderError, match=r"coursework/rows.py: holds a line of the (answer|hidden tests)"):
        publish(course, tmp_path / "tree")
    assert not (tmp_path / "tree").exists()


def test_without_a_repository_notebooks_stay_as_they_are(course, tmp_path):
    done = publish(course, tmp_path / "tree")
    assert done.repository == ""
    assert "no badges for Colab" in str(done)
    for path in ("notebooks/00_start.ipynb", "release/tiny/tiny.ipynb"):
        assert (done.folder / path).read_bytes() == (course.root / path).read_bytes()
    assert "colab" not in (done.folder / "README.md").read_text()


def test_publishing_again_updates_and_keeps_what_is_not_ours(course, tmp_path):
    dest = tmp_path / "clone"
    dest.mkdir()
    git(dest, "init", "-q", "-b", "students")
    git(dest, "remote", "add", "origin", f"git@github.com:{NAME}.git")
    first = publish(course, dest)
    assert (first.repository, first.branch) == (NAME, "students")
    git(dest, "add", "--all")
    git(dest, "commit", "-q", "-m", "x")
    again = publish(course, dest)
    assert (again.added, again.changed, again.removed) == ((), (), ())
    assert git(dest, "status", "--porcelain") == ""

    (dest / "slides.md").write_text("ours")
    (course.root / "coursework" / "colab.py").unlink()
    (course.root / "coursework" / "other.py").touch()
    third = publish(course, dest, repository="another/place")
    assert (third.added, third.removed) == (("coursework/other.py",), ("coursework/colab.py",))
    assert third.kept == ("slides.md",)
    assert "notebooks/00_start.ipynb" in third.changed
    assert not (dest / "coursework" / "colab.py").exists()
    assert (dest / "slides.md").read_text() == "ours"
    assert git(dest, "log", "--format=%s") == "x"


def test_a_folder_with_other_files_is_refused(course, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.tex").touch()
    with pytest.raises(AutograderError, match=r"holds what publishing did not write: thesis.tex"):
        publish(course, tmp_path / "full")
    dest = publish(course, tmp_path / "tree").folder
    (dest / "coursework" / "plots.py").write_text("somebody's")
    (course.root / "coursework" / "plots.py").touch()
    with pytest.raises(AutograderError, match=r"did not write: coursework/plots.py"):
        publish(course, dest)
    assert (dest / "coursework" / "plots.py").read_text() == "somebody's"
    with pytest.raises(AutograderError, match="lie within each other"):
        publish(course, course.root / "tree")


def test_a_list_that_leads_out_of_the_folder_is_refused(course, tmp_path):
    dest = publish(course, tmp_path / "tree").folder
    (tmp_path / "thesis.tex").touch()
    (dest / ".published").write_text("../thesis.tex\n")
    with pytest.raises(AutograderError, match=r"names ../thesis.tex, which is not in"):
        publish(course, dest)
    assert (tmp_path / "thesis.tex").exists()


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://github.com/a-b/c.d.git", "a-b/c.d"),
        ("https://token@github.com/a/b/", "a/b"),
        ("ssh://git@github.com/a/b.git", "a/b"),
        ("git@github.com:a/b", "a/b"),
        ("https://gitlab.com/a/b.git", ""),
        ("https://github.com.evil.org/a/b.git", ""),
    ],
)
def test_the_repository_is_read_from_the_remote(course, tmp_path, address, name):
    git(course.root, "init", "-q", "-b", "main")
    git(course.root, "remote", "add", "origin", address)
    assert find_repository(course, tmp_path / "none") == name
    assert find_branch(course.root) == "main"


def test_a_repository_that_is_none_is_refused(course, tmp_path):
    with pytest.raises(CourseError, match=r"--repository is 'https://.*, expected owner/name"):
        find_repository(course, tmp_path, "https://github.com/a/b")


def test_a_submission_from_a_published_notebook_earns_the_same(course, tmp_path):
    """Neither points nor warnings change, and nothing of publishing is taken for a cell of the student's."""
    tree = publish(course, tmp_path / "tree", repository=NAME).folder
    notebooks = {"plain": read(course.release("tiny")), "fetched": read(tree / "release" / "tiny" / "tiny.ipynb")}
    bundle = load_bundle(course, "tiny")
    plain, fetched = (
        grade(bundle, hand_in(course, student, answered(notebook, tiny_scale_solution="1 / 0")), student).result
        for student, notebook in notebooks.items()
    )
    assert [(q.grade_id, q.earned) for q in fetched.questions] == [(q.grade_id, q.earned) for q in plain.questions]
    assert (fetched.status, fetched.warnings, fetched.tampering) == (plain.status, plain.warnings, ())
    assert fetched.earned == 51


def test_what_a_student_did_to_the_cell_is_the_students(course, tmp_path):
    tree = publish(course, tmp_path / "tree", repository=NAME).folder
    bundle, notebook = load_bundle(course, "tiny"), read(tree / "release" / "tiny" / "tiny.ipynb")
    assert prepare(bundle.source, bundle.release, read_notebook(nbformat.writes(notebook).encode())).own == []
    find(notebook, INSTALL).source += "\nx = 1"
    assert prepare(bundle.source, bundle.release, read_notebook(nbformat.writes(notebook).encode())).own == ["own-1"]
    assert not published(install_cell(Place("a/b .course; rm x", "main", "release/tiny/tiny.ipynb")))


def test_the_command(course, tmp_path):
    command = [sys.executable, "-m", "autograder", "publish", str(tmp_path / "tree"), "--repository", NAME]
    ran = subprocess.run(command, cwd=course.root, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert "git init -b main" in ran.stdout
    assert f"remote add origin https://github.com/{NAME}" in ran.stdout
    wrong = subprocess.run([*command, "--upto", "none"], cwd=course.root, capture_output=True, text=True, check=False)
    assert wrong.returncode == 2
