"""Takes a download, finds whose each file is, and puts it under submitted/ and attempts/."""

from __future__ import annotations

import contextlib
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from ..archives import Caps, Unpacker
from ..atomic import replace_folder
from ..course import Course
from ..errors import AutograderError, SubmissionError
from ..roster import clipped, folder_name
from ..text import one_line
from ..timing import TIMESTAMP, read_timestamp
from .folder import MOST, list_class
from .people import Roster, folded
from .platforms import AUTO, GRADESCOPE, METADATA, MOODLE, Piece, guess, is_handed_in, reader

# A class's download; what students packed themselves stays packed, and is the grader's to open.
CAPS = Caps(unpacked=8 << 30, entries=MOST, depth=1)
_AGAIN = re.compile(r"-\d+(?=\.ipynb$)")
_NEW, _THERE, _OLDER = "new", "already there", "an earlier attempt"


@dataclass(frozen=True)
class Placed:
    """One attempt. state: "new", "already there" or "an earlier attempt". late: the platform calls it late."""

    student: str
    files: tuple[str, ...]
    state: str
    submitted: datetime | None = None
    late: bool = False


@dataclass(frozen=True)
class Collected:
    """platform: what the download was read as. unplaced: sentences on what could not be placed.

    left: sentences on what was refused. absent: students of the roster from whom nothing came.
    """

    platform: str
    placed: tuple[Placed, ...]
    unplaced: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Attempt:
    student: str
    pieces: tuple[Piece, ...]

    @property
    def user(self) -> str:
        return self.pieces[0].user

    @property
    def submitted(self) -> datetime | None:
        return max((piece.submitted for piece in self.pieces if piece.submitted), default=None)


def collect(
    course: Course, name: str, source: Path, *, platform: str = AUTO, roster: Roster | None = None, dry: bool = False
) -> Collected:
    """Put what is in `source` under `submitted/<student>/<name>/`, and attempts before it under `attempts/`.

    What is there already stays: nothing is overwritten, and the same download collected twice changes nothing.

    Args:
        source: a folder, or an archive as a platform gives it.
        platform: one of PLATFORMS; "auto" looks at the names.
        roster: who is who; without one the platform's own name for a student is the name of the folder, and has their
            number there behind it where several are called so.
        dry: write nothing.

    Raises: AutograderError where `source` is missing or cannot be read.
    """
    with _download(course, source, platform, roster) as found:
        placed, unplaced = [], list(found.unplaced)
        for one in sorted(found.attempts, key=_when):
            try:
                placed.append(_place(course, name, one, found.files, dry=dry))
            except (OSError, ValueError, AutograderError) as error:
                # One student's files are no reason to leave out the others.
                unplaced.append(f"{one_line(one.student, 60)}: {one_line(error, 200)}")
    there = {one.student for one in placed}
    absent = tuple(student for student in roster.students if folder_name(student) not in there) if roster else ()
    return Collected(found.platform, tuple(placed), tuple(unplaced), found.left, absent)


def addresses(course: Course, source: Path, *, platform: str = AUTO, roster: Roster | None = None) -> dict[str, str]:
    """What the platform puts before the name of a student's file, by student: what is sent back is named so too.

    Of several attempts it is the newest one's. Where it puts nothing before it, or the same for several (a group),
    a folder with the student's name comes after it.

    Raises: AutograderError as `collect` does.
    """
    with _download(course, source, platform, roster) as found:
        prefixes = {
            attempt.student: attempt.pieces[0].path.removesuffix(attempt.pieces[0].file)
            for attempt in sorted(found.attempts, key=_when)
        }
    times = Counter(prefixes.values())
    return {
        student: prefix if prefix and times[prefix] == 1 else f"{prefix}{student}/"
        for student, prefix in prefixes.items()
    }


@dataclass(frozen=True)
class _Download:
    """A download, read: every file, whose each attempt is, and what there is to say."""

    platform: str
    files: dict[str, Path]
    attempts: tuple[_Attempt, ...]
    unplaced: tuple[str, ...]
    left: tuple[str, ...]


@contextlib.contextmanager
def _download(course: Course, source: Path, platform: str, roster: Roster | None) -> Iterator[_Download]:
    if not source.exists():
        raise AutograderError(f"{source}: no such file or folder")
    with tempfile.TemporaryDirectory(prefix="collect-") as folder:
        files, left = _unpacked(source, Path(folder))
        if not files:
            raise AutograderError(f"{source}: nothing in it that a student can have handed in")
        chosen = guess(files) if platform == AUTO else platform
        read = reader(chosen, course.zone, _metadata(files) if chosen == GRADESCOPE else None)
        pieces, unplaced, attempts = [], [], []
        for path in filter(is_handed_in, files):
            found = read(path)
            pieces += found
            if not found:
                unplaced.append(f"{one_line(path, 120)}: not named as {chosen} names files")
        # In an assignment for teams Moodle puts the team's name before everybody's.
        teams = chosen == MOODLE and all("-" in piece.keys[-1] for piece in pieces)
        for one in _grouped(pieces):
            student = _student(one[0], roster, teams=teams)
            if student is None:
                keys = ", ".join(one_line(key, 60) for key in one[0].keys)
                what = ", ".join(one_line(piece.path, 80) for piece in one)
                unplaced.append(f"{what}: nobody, or more than one, in the roster is known as {keys}")
            else:
                attempts.append(_Attempt(student, tuple(one)))
        attempts, namesakes = _told_apart(attempts, chosen, roster)
        unplaced += namesakes
        yield _Download(chosen, files, tuple(attempts), tuple(unplaced), tuple(left))


def _unpacked(source: Path, folder: Path) -> tuple[dict[str, Path], list[str]]:
    """Every ordinary file by its path in the download, and a sentence on each other thing."""
    if source.is_dir():
        names, left = list_class(source)
        return {name: source / name for name in names}, left
    files: dict[str, Path] = {}
    refused: dict[str, str] = {}
    left: list[str] = []
    while True:
        asked = ""

        def wanted(path: str) -> bool:
            nonlocal asked
            if path in files or path in refused:
                return False
            asked = path
            return True

        unpacker = Unpacker(CAPS)
        try:
            with source.open("rb") as file:
                for entry in unpacker.entries(file, source.name, wanted):
                    files[entry.path] = folder / str(len(files))
                    files[entry.path].write_bytes(entry.data)
        except SubmissionError as error:
            if not asked or asked in files:
                raise AutograderError(str(error)) from None
            # One student's file is no reason to leave out the others.
            refused[asked] = f"{one_line(asked, 120)}: {error}"
            continue
        left = [*unpacker.left, *refused.values()]
        return dict(sorted(files.items())), left


def _metadata(files: dict[str, Path]) -> dict[str, Any]:
    """Gradescope's file on who handed in what and when."""
    import yaml

    # The outermost: a student may have handed in one too.
    name = min(
        (name for name in files if name.rpartition("/")[2] == METADATA), key=lambda n: n.count("/"), default=None
    )
    if name is None:
        raise AutograderError(f"a download of Gradescope without {METADATA}: it says who handed in what")
    try:
        found = yaml.safe_load(files[name].read_text(encoding="utf-8"))
    except (yaml.YAMLError, ValueError) as error:
        raise AutograderError(f"{METADATA} cannot be read: {one_line(error, 200)}") from None
    return found if isinstance(found, dict) else {}


def _grouped(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    found: dict[str, list[Piece]] = {}
    for piece in pieces:
        found.setdefault(piece.attempt, []).append(piece)
    yield from found.values()


def _student(piece: Piece, roster: Roster | None, *, teams: bool) -> str | None:
    """The name of the student's folder. teams: the name may stand behind a team's, `Team 1-Ada Lovelace`."""
    if roster is None:
        return folder_name(" ".join(piece.keys[-1].split()))
    found = roster.find([*piece.keys, *(folded(key) for key in piece.keys)])
    if found is None and teams:
        parts = piece.keys[-1].split("-")
        found = roster.find(["-".join(parts[first:]) for first in range(1, len(parts))])
    return None if found is None else folder_name(found)


def _told_apart(attempts: Sequence[_Attempt], platform: str, roster: Roster | None) -> tuple[list[_Attempt], list[str]]:
    """Attempts, each student's from one person, and a sentence on each of those whose that would be is unknown.

    Without a roster, people of one name have their number on the platform put behind it.
    """
    users = _users(attempts)
    if roster is None:
        attempts = [
            replace(one, student=folder_name(f"{one.student} {one.user}")) if len(users[one.student]) > 1 else one
            for one in attempts
        ]
        users = _users(attempts)
    unknown = [one for one in attempts if len(users[one.student]) > 1]
    said = [
        f"{', '.join(one_line(piece.path, 80) for piece in one.pieces)}: several people on {platform} "
        f"({', '.join(one_line(user, 60) for user in users[one.student])}) would be {one_line(one.student, 60)}"
        for one in unknown
    ]
    return [one for one in attempts if one not in unknown], said


def _users(attempts: Sequence[_Attempt]) -> dict[str, list[str]]:
    """Who on the platform is taken for each student."""
    users: dict[str, list[str]] = {}
    for one in attempts:
        there = users.setdefault(one.student, [])
        if one.user not in there:
            there.append(one.user)
    return users


def _when(attempt: _Attempt) -> tuple[str, datetime]:
    return attempt.student, attempt.submitted or datetime.min.replace(tzinfo=timezone.utc)


def _contents(name: str, attempt: _Attempt, files: dict[str, Path]) -> dict[str, bytes]:
    """The files of an attempt; the notebook without the number that Canvas puts behind its name when it comes again.

    Of two files of one name in different folders, the second keeps its folders in its name. A student's own
    timestamp.txt is left out: it would say when the submission came.
    """
    contents: dict[str, bytes] = {}
    for piece in attempt.pieces:
        if piece.file == TIMESTAMP:
            continue
        file = "_" if piece.file in (".", "..") else piece.file
        if file in contents:
            file = clipped(piece.path.replace("/", "_"))
        while file in contents:
            file = clipped(f"_{file}")
        contents[file] = files[piece.path].read_bytes()
    wanted = f"{name}.ipynb"
    again = [file for file in contents if _AGAIN.sub("", file) == wanted]
    if wanted not in contents and len(again) == 1:
        contents[wanted] = contents.pop(again[0])
    return contents


def _place(course: Course, name: str, attempt: _Attempt, files: dict[str, Path], *, dry: bool) -> Placed:
    """Put one attempt where it belongs.

    Raises: AutograderError where the student's name is no name of a folder, or a file is in the way.
    """
    if attempt.student in ("", ".", "..") or Path(attempt.student).name != attempt.student:
        raise AutograderError(f"{one_line(repr(attempt.student), 80)} is no name of a folder: nothing was written")
    contents = _contents(name, attempt, files)
    newest = course.submitted / attempt.student / name
    if newest.exists() and not newest.is_dir():
        raise AutograderError(f"{newest} is no folder, and stays as it is")
    kept = course.attempts / attempt.student / name
    placed = Placed(
        attempt.student, tuple(sorted(contents)), _NEW, attempt.submitted, any(p.late for p in attempt.pieces)
    )
    there = [newest, *(sorted(kept.iterdir()) if kept.is_dir() else ())]
    if any(_holds(folder, contents) for folder in there):
        return replace(placed, state=_THERE)
    target, before = newest, None
    if newest.is_dir():
        before, _ = read_timestamp(newest / TIMESTAMP, course.zone)
        if attempt.submitted and before and attempt.submitted < before:
            target, placed = _free(kept, attempt.submitted), replace(placed, state=_OLDER)
    if dry:
        return placed
    with tempfile.TemporaryDirectory(prefix="attempt-") as folder:
        for file, content in contents.items():
            Path(folder, file).write_bytes(content)
        if attempt.submitted:
            when = attempt.submitted.astimezone(timezone.utc)
            Path(folder, TIMESTAMP).write_text(f"{when:%Y-%m-%d %H:%M:%S} UTC\n", encoding="utf-8")
        if target.is_dir():
            replace_folder(target, _free(kept, before))
        replace_folder(Path(folder), target)
    return placed


def _free(kept: Path, submitted: datetime | None) -> Path:
    """A free name for an attempt: its time, or a number."""
    stem = f"{submitted.astimezone(timezone.utc):%Y-%m-%dT%H-%M-%SZ}" if submitted else "attempt"
    numbers = (kept / (stem if number == 1 and submitted else f"{stem}-{number}") for number in range(1, 10_000))
    return next(path for path in numbers if not path.exists())


def _holds(folder: Path, contents: dict[str, bytes]) -> bool:
    """Whether a folder has exactly these files; its timestamp aside."""
    if not folder.is_dir():
        return False
    names = {path.name for path in folder.iterdir() if path.name != TIMESTAMP}
    return names == set(contents) and all((folder / name).read_bytes() == data for name, data in contents.items())
