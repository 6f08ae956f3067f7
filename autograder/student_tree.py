"""The files that students get: an allow-list; of the package's own files, what is for students."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from .atomic import write_text
from .canonical import dumps, read
from .colab import Place, for_colab
from .course import Assignment, Course
from .errors import CourseError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

PYPROJECT, REQUIREMENTS, README = "pyproject.toml", "requirements.txt", "README.md"
AS_THEY_ARE = ("environment.yml", "LICENSE")
# The package that students install, and what they use beside its dependencies.
PACKAGE = "coursework"
EXTRAS = ("torch", "classroom")
TOOLS = ("ipykernel", "jupyterlab", "nbformat", "scipy")


def published_assignments(course: Course, upto: str | None) -> list[Assignment]:
    """The assignments up to one, in the order of course.toml; all of them for None."""
    names = list(course.assignments)
    last = names.index(course.assignment(upto).name) + 1 if upto else len(names)
    return [course.assignments[name] for name in names[:last]]


def write_student_tree(
    course: Course, assignments: Sequence[Assignment], folder: Path, repository: str, branch: str
) -> None:
    """Write what students get into an empty folder.

    Args: repository: "owner/name" on GitHub, for Colab; "" leaves the notebooks as they are.
    Raises: CourseError for a file that is not there.
    """
    notebooks = [(f"notebooks/{name}.ipynb", course.root / "notebooks" / f"{name}.ipynb") for name in course.lectures]
    for assignment in assignments:
        path = course.release(assignment.name)
        if not path.is_file():
            raise CourseError(f"{path} is not there: run autograder build {assignment.name} first")
        notebooks.append((f"release/{assignment.name}/{assignment.notebook}", path))
        _copy(path.parent, folder / "release" / assignment.name, leave_out=".ipynb")
    for name, path in notebooks:
        notebook = read(path)
        if repository:
            modules = tuple(module.stem for module in sorted(path.parent.glob("*.py")))
            notebook = for_colab(notebook, Place(repository, branch, name), modules)
        write_text(folder / name, dumps(notebook))
    _copy(course.root / PACKAGE, folder / PACKAGE)
    for name in AS_THEY_ARE:
        if (course.root / name).is_file():
            shutil.copy(course.root / name, folder / name)
    project = _read_project(course)
    write_text(folder / PYPROJECT, student_project(project))
    write_text(folder / REQUIREMENTS, student_requirements(course, project))
    write_text(folder / README, student_readme(course, assignments, repository, branch))


def student_project(project: dict[str, Any]) -> str:
    """The text of pyproject.toml with the students' package alone: its dependencies, extras and script."""
    about = project["project"]
    plain = {key: value for key, value in about.items() if not isinstance(value, dict)}
    extras, scripts = about.get("optional-dependencies", {}), about.get("scripts", {})
    find = {"include": [f"{PACKAGE}*"]}
    data = project.get("tool", {}).get("setuptools", {}).get("package-data", {})
    tables = {
        "build-system": project["build-system"],
        "project": plain,
        "project.optional-dependencies": {name: extras[name] for name in EXTRAS if name in extras},
        "project.scripts": {name: target for name, target in scripts.items() if name == PACKAGE},
        "tool.setuptools.packages.find": find,
        "tool.setuptools.package-data": {name: files for name, files in data.items() if name == PACKAGE},
    }
    # Strings and lists of strings are written the same in TOML and JSON.
    return "\n".join(
        "\n".join([f"[{name}]", *(f"{key} = {_toml(value)}" for key, value in table.items())]) + "\n"
        for name, table in tables.items()
        if table
    )


def student_requirements(course: Course, project: dict[str, Any]) -> str:
    """The pins of requirements.txt that the students' package and their notebooks need."""
    extras = project["project"].get("optional-dependencies", {})
    needed = [*project["project"].get("dependencies", ()), *(line for name in EXTRAS for line in extras.get(name, ()))]
    wanted = {_package(line) for line in (*needed, *TOOLS)}
    pins = (course.root / REQUIREMENTS).read_text(encoding="utf-8").splitlines()
    return "\n".join(["# Pinned versions.", *(pin for pin in pins if _package(pin) in wanted)]) + "\n"


def student_readme(course: Course, assignments: Sequence[Assignment], repository: str, branch: str) -> str:
    """README.md of the students' tree."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    env = Environment(
        loader=PackageLoader("autograder"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
    )
    by_name = {assignment.name: assignment for assignment in assignments}
    rows = []
    for name, title in course.lectures.items():
        lecture, assignment = f"notebooks/{name}.ipynb", by_name.pop(name, None)
        rows.append(
            (
                name.partition("_")[0],
                _linked(title, lecture, repository, branch),
                _given_out(assignment, repository, branch),
            )
        )
    rows += [(name.partition("_")[0], "", _given_out(it, repository, branch)) for name, it in by_name.items()]
    folder = repository.rpartition("/")[2]
    return env.get_template("students.md.j2").render(course=course, rows=rows, repository=repository, folder=folder)


def _given_out(assignment: Assignment | None, repository: str, branch: str) -> str:
    if assignment is None:
        return ""
    path = f"release/{assignment.name}/{assignment.notebook}"
    due = f", due {assignment.due.day} {assignment.due:%B %Y, %H:%M}" if assignment.due else ""
    return _linked(f"{assignment.title}{due}", path, repository, branch)


def _linked(title: str, path: str, repository: str, branch: str) -> str:
    """A title with a link to its file, and the badge where there is a repository."""
    return f"[{title}]({path})" + (f" {Place(repository, branch, path).badge}" if repository else "")


def _read_project(course: Course) -> dict[str, Any]:
    try:
        return tomllib.loads((course.root / PYPROJECT).read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise CourseError(f"{course.root / PYPROJECT}: {error}") from None


def _copy(folder: Path, to: Path, leave_out: str = "no file ends so") -> None:
    """Copy the files of a folder, but for hidden ones, what Python compiled and what ends in `leave_out`."""
    for path in _files(folder):
        if not path.name.endswith(leave_out):
            target = to / path.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_file() and not any(part.startswith(".") or part == "__pycache__" for part in parts):
            yield path


def _package(line: str) -> str:
    """The name of the package of a requirement, in one spelling."""
    return re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", line.strip())[0]).lower()


def _toml(value: str | Iterable[str]) -> str:
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    items = [json.dumps(item, ensure_ascii=False) for item in value]
    return f"[{', '.join(items)}]" if len(items) < 3 else "[\n" + "".join(f"    {item},\n" for item in items) + "]"
