"""Brings shards together: reads them all, and refuses those that do not make one class."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..course import Course
from ..errors import CourseError
from ..grade import Graded
from ..text import one_line
from .job import Job
from .parcel import digest, pack_submission
from .shards import Manifest, Shard, read_graded, read_manifest, read_origin, version, versions

_NAMED = 8


@dataclass(frozen=True)
class Merged:
    """Shards that belong together. folders: where each student's result lies, sorted by student."""

    assignment: str
    folders: dict[str, Path]

    def __len__(self) -> int:
        return len(self.folders)

    def graded(self) -> Iterator[Graded]:
        """Each submission, as an executor yields it."""
        for folder in self.folders.values():
            yield read_graded(folder, self.assignment)


def read_shards(
    course: Course,
    name: str,
    folders: Sequence[Path] = (),
    *,
    jobs: Sequence[tuple[Course, Job]] = (),
    partial: bool = False,
) -> Merged:
    """Find the results of shards, and make sure that together they are the class, once each.

    Args:
        folders: of the shards; by default all of the assignment in the work folder.
        jobs: what must be in it, for all that is known here.
        partial: take what is there, though shards or submissions are missing or have changed since. Shards of another
            assignment or version, and doubles, are refused even so.
    Raises: CourseError, naming what is wrong.
    """
    paths, made_from = {job.student: job.path for _, job in jobs}, versions(name, jobs)
    folders = list(folders) or sorted(path for path in course.shards(name).glob("*") if path.is_dir())
    if not folders:
        raise CourseError(f"no shards in {course.shards(name)}: run autograder grade {name} --shard I/N first")
    manifests = {folder: read_manifest(folder) for folder in folders}
    _belong_together(course, name, manifests)
    count = next(iter(manifests.values())).count
    if not partial:
        _complete(name, manifests, count, list(paths))
    found: dict[str, Path] = {}
    unfinished, changed = [], []
    for folder, manifest in manifests.items():
        for student in manifest.shard.select(manifest.students):
            origin = read_origin(folder / student)
            submission = paths.get(student)
            if origin is None or origin["version"] != made_from.get(student, manifest.version):
                unfinished.append((student, manifest.shard))
            elif submission is not None and digest(pack_submission(submission)) != origin["submission"]:
                changed.append((student, manifest.shard))
            elif student in found:
                raise CourseError(f"{student} is in {found[student].parent} and in {folder}: merge one of them")
            else:
                found[student] = folder / student
    if not partial:
        _none(name, unfinished, "not graded yet")
        _none(name, changed, "handed in again since they were graded")
    return Merged(name, dict(sorted(found.items())))


def _belong_together(course: Course, name: str, manifests: dict[Path, Manifest]) -> None:
    now = version(course, name)
    first = next(iter(manifests.values()))
    seen: dict[int, Path] = {}
    for folder, manifest in manifests.items():
        if manifest.assignment != name:
            raise CourseError(f"{folder} is a shard of {manifest.assignment}, not of {name}")
        if manifest.count != first.count:
            raise CourseError(
                f"{folder} is shard {manifest.shard}, but others are of {first.count}: leave one kind out, "
                "or name the folders to merge"
            )
        if manifest.version != now:
            raise CourseError(
                f"{folder} was graded with another version of {name}, or another secret or grader, than is here: "
                "grade it again"
            )
        if manifest.number in seen:
            raise CourseError(
                f"{folder} is shard {manifest.shard}, and so is {seen[manifest.number]}: merge one of them"
            )
        seen[manifest.number] = folder


def _complete(name: str, manifests: dict[Path, Manifest], count: int, students: Sequence[str]) -> None:
    there = {manifest.number for manifest in manifests.values()}
    if missing := [str(Shard(number, count)) for number in range(1, count + 1) if number not in there]:
        what = "shard" if len(missing) == 1 else "shards"
        raise CourseError(f"{what} {_few(missing)} of {name} missing: grade the rest, or say --partial")
    usual, _ = Counter(tuple(manifest.students) for manifest in manifests.values()).most_common(1)[0]
    for folder, manifest in manifests.items():
        if others := sorted(set(usual) ^ set(manifest.students)):
            raise CourseError(
                f"{folder} was made of another class than other shards ({_few(others)}): grade it again, "
                "or say --partial"
            )
    if others := sorted(set(students) - set(usual)):
        raise CourseError(f"no shard has {_few(others)}: grade all shards again, or say --partial")


def _none(name: str, found: list[tuple[str, Shard]], what: str) -> None:
    if found:
        students, shards = (list(dict.fromkeys(map(str, each))) for each in zip(*found, strict=True))
        raise CourseError(
            f"{what}: {_few(students)}. Run autograder grade {name} --shard {_few(shards)} again, or say --partial"
        )


def _few(names: Sequence[str]) -> str:
    few = ", ".join(one_line(name, 80) for name in names[:_NAMED])
    return f"{few} and {len(names) - _NAMED:,} more" if len(names) > _NAMED else few
