"""Publishing: the students' tree, checked for leaks, put in the place of the one that was published before.

Nothing is touched before the whole tree is made and checked. What publishing wrote is listed in `.published` at the top
of it; everything else in the folder stays, `.git` above all. A run that was killed is finished by the next.
"""

from __future__ import annotations

import shlex
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

from .canonical import read
from .course import Assignment, Course
from .destination import manifest, paths, refuse_foreign, update
from .errors import AutograderError
from .github import find_branch, find_repository
from .given import FILE, given_layers
from .leaks import leaks
from .student_tree import published_assignments, write_student_tree
from .timing import moment


@dataclass(frozen=True)
class Revealed:
    """A published file that holds a part of what an earlier assignment asks for.

    names: what it holds of it; open_until: until when answers to it still count, None where that is past.
    """

    path: str
    assignment: str
    names: tuple[str, ...]
    open_until: datetime | None


@dataclass(frozen=True)
class Published:
    """What publishing came to. added, changed, removed, kept: paths within `folder`; kept are not of our making."""

    folder: Path
    repository: str
    branch: str
    assignments: tuple[str, ...]
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    kept: tuple[str, ...]
    revealed: tuple[Revealed, ...]

    @property
    def warnings(self) -> list[str]:
        """What is given out before the answers to it are due."""
        return [
            f"warning: {each.path} holds answers to {each.assignment} ({', '.join(each.names)}), "
            f"which is not due before {each.open_until:%Y-%m-%d %H:%M %Z}"
            for each in self.revealed
            if each.open_until is not None
        ]

    def __str__(self) -> str:
        numbers = f"{len(self.added)} files added, {len(self.changed)} changed, {len(self.removed)} removed"
        reveals = [
            f"{each.path} holds answers to {each.assignment}: {', '.join(each.names)}"
            for each in self.revealed
            if each.open_until is None
        ]
        if self.repository:
            colab = f"Colab opens the notebooks from github.com/{self.repository}, branch {self.branch}"
        else:
            colab = "no badges for Colab: name the repository with --repository OWNER/NAME or in course.toml"
        return "\n".join(
            [
                f"{self.folder}: {numbers}; assignments: {', '.join(self.assignments) or 'none'}",
                *([f"left as they are: {', '.join(self.kept)}"] if self.kept else []),
                colab,
                *reveals,
                *self.warnings,
                "next:",
                *(f"  {command}" for command in self._next()),
            ]
        )

    def _next(self) -> list[str]:
        """The commands that bring the tree to students."""
        git = f"git -C {shlex.quote(str(self.folder))}"
        address = f"https://github.com/{self.repository or 'OWNER/NAME'}"
        clone = (self.folder / ".git").exists()
        return [
            *([] if clone else [f"git init -b {self.branch} {shlex.quote(str(self.folder))}"]),
            f"{git} add --all",
            f'{git} commit -m "Publish {self.assignments[-1] if self.assignments else "the lectures"}"',
            *([] if clone else [f"{git} remote add origin {address}"]),
            f"{git} push -u origin {self.branch}",
        ]


def publish(
    course: Course, dest: Path, *, upto: str | None = None, repository: str = "", now: datetime | None = None
) -> Published:
    """Write the students' tree: lectures, the package and the assignments up to one, in the order of course.toml.

    Args:
        dest: a folder that is not there, is empty, was published to before, or is a clone of an empty repository.
        upto: the last assignment; by default all.
        repository: "owner/name" on GitHub for the links to Colab; by default of course.toml or of a git remote.
        now: with its zone; for the deadlines.

    Raises: AutograderError where the folder holds other files, or where an answer or a hidden test would be published.
    """
    dest = dest.resolve()
    if dest == course.root or dest.is_relative_to(course.root) or course.root.is_relative_to(dest):
        raise AutograderError(f"{dest} and the course {course.root} lie within each other: publish to another folder")
    before = manifest(dest)
    assignments = published_assignments(course, upto)
    repository, branch = find_repository(course, dest, repository), find_branch(dest)
    with tempfile.TemporaryDirectory(prefix="autograder-publish-") as temporary:
        tree = Path(temporary) / "tree"
        write_student_tree(course, assignments, tree, repository, branch)
        written = paths(tree)
        kept = [path for path in paths(dest) if path not in before]
        refuse_foreign(dest, kept, written, first=not before)
        _refuse_leaks(course, [tree, *(dest / path for path in kept)])
        old = {path: (dest / path).read_bytes() for path in sorted(before) if (dest / path).is_file()}
        new = {path: (tree / path).read_bytes() for path in written}
        update(tree, dest, written, [path for path in old if path not in new])
    return Published(
        folder=dest,
        repository=repository,
        branch=branch,
        assignments=tuple(assignment.name for assignment in assignments),
        added=tuple(path for path in written if path not in old),
        changed=tuple(path for path in written if path in old and old[path] != new[path]),
        removed=tuple(path for path in old if path not in new),
        kept=tuple(kept),
        revealed=tuple(revealed(course, assignments, now or datetime.now(timezone.utc))),
    )


def revealed(course: Course, assignments: Sequence[Assignment], now: datetime) -> Iterator[Revealed]:
    """What given layers tell of the answers to earlier assignments."""
    for assignment in assignments:
        for earlier, names in assignment.given.items():
            until = _last_moment(course, course.assignment(earlier))
            path = f"release/{assignment.name}/{FILE}"
            yield Revealed(path, earlier, names, until if until is not None and until > now else None)


def _last_moment(course: Course, assignment: Assignment) -> datetime | None:
    """Until when anybody may hand in; None where nothing is due."""
    dates = [date for date in (assignment.due, *assignment.extensions.values()) if date is not None]
    if not dates:
        return None
    last = max(moment(date, course.zone, latest=True) for date in dates) + timedelta(minutes=assignment.grace_minutes)
    return last.astimezone(course.zone)


def _refuse_leaks(course: Course, places: Sequence[Path]) -> None:
    """No line of an answer or a hidden test of any assignment, but for layers that a published one is given."""
    tree = places[0]
    found = []
    for name in course.assignments:
        source = course.source(name)
        given = [tree / "release" / other / FILE for other, it in course.assignments.items() if name in it.given]
        shown = given_layers(course, course.assignment(name))
        found += leaks(source.parent, read(source), places, shown=shown, apart=given)
    if found:
        lines = [str(replace(leak, path=_within(leak.path, tree))) for leak in found[:20]]
        raise AutograderError("\n".join(["nothing was published: students would read answers or hidden tests", *lines]))


def _within(path: Path, tree: Path) -> Path:
    return path.relative_to(tree) if path.is_relative_to(tree) else path
