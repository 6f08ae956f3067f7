"""What the names of files say in the downloads of Canvas, Moodle, Gradescope and Brightspace, and in a plain folder.

Sources: Canvas LMS, `lib/content_zipper.rb`; Moodle, `mod/assign` (Download all submissions); Gradescope, Export
Submissions, with `submission_metadata.yml`; Brightspace, Download submission files, with `index.html`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from ..timing import parse

AUTO, CANVAS, MOODLE, GRADESCOPE, BRIGHTSPACE, PLAIN = "auto", "canvas", "moodle", "gradescope", "brightspace", "plain"
PLATFORMS = (CANVAS, MOODLE, GRADESCOPE, BRIGHTSPACE, PLAIN)
METADATA = "submission_metadata.yml"

_CANVAS = re.compile(
    r"(?:(?P<who>(?!anon_[0-9A-Za-z]{5}_)[^_/]+)_(?P<late>LATE_)?(?P<user>\d+)"
    r"|(?P<late_too>LATE_)?anon_(?P<anonymous>[0-9A-Za-z]{5}))"
    r"_(?:\d+_(?P<file>[^/]+)|(?P<entered>(?:text|link)\.html))"
)
_MOODLE = re.compile(r"(?P<who>[^/]+?)_(?P<id>\d+)_assignsubmission_(?:file|onlinetext)(?:_?/|_)(?P<file>.+)")
_GRADESCOPE = re.compile(r"(?:.*?/)?(?P<id>submission_\d+)/(?P<file>.+)")
_BRIGHTSPACE = re.compile(
    r"(?P<user>\d+)-(?P<id>\d+) - (?P<who>.+?) ?- "
    r"(?P<when>[A-Z][a-z]{2} \d{1,2}, \d{4} \d{1,4} [AP]M)(?:/| - )(?P<file>.+)"
)
_NOT_HANDED_IN = ("index.html", "desktop.ini", "thumbs.db", ".ds_store")


@dataclass(frozen=True)
class Piece:
    """What the name of one file says.

    keys: by which the student may be known, the surest first, the name last. attempt: pieces with the same one belong
    together. file: its name without what the platform put before it. submitted: when, with a zone; None where it does
    not say. late: the platform calls it late. user: by which the platform tells people apart; "" where it does not.
    """

    path: str
    keys: tuple[str, ...]
    attempt: str
    file: str
    submitted: datetime | None = None
    late: bool = False
    user: str = ""


# One piece for each student whose work it is: several in a group, none where it is no name of the platform's.
Reader = Callable[[str], tuple[Piece, ...]]


def reader(platform: str, zone: ZoneInfo, metadata: Mapping[str, Any] | None = None) -> Reader:
    """What reads a path of one platform.

    Args:
        zone: of times that do not say theirs.
        metadata: of Gradescope's file, by submission.
    """
    return {
        CANVAS: _canvas,
        MOODLE: _moodle,
        GRADESCOPE: lambda path: _gradescope(path, metadata or {}),
        BRIGHTSPACE: lambda path: _brightspace(path, zone),
        PLAIN: _plain,
    }[platform]


def guess(paths: Iterable[str]) -> str:
    """The platform that most paths look like; a plain folder where none does."""
    paths = [path for path in paths if is_handed_in(path)]
    patterns = {MOODLE: _MOODLE, BRIGHTSPACE: _BRIGHTSPACE, GRADESCOPE: _GRADESCOPE, CANVAS: _CANVAS}
    counts = {name: sum(bool(pattern.fullmatch(path)) for path in paths) for name, pattern in patterns.items()}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] > len(paths) / 2 else PLAIN


def is_handed_in(path: str) -> bool:
    """Whether a student can have handed it in: not what platforms and file managers add."""
    parts = path.split("/")
    hidden = any(part.startswith(".") or part == "__MACOSX" for part in parts)
    return not (hidden or parts[-1].casefold() in _NOT_HANDED_IN or parts[-1] == METADATA)


def _canvas(path: str) -> tuple[Piece, ...]:
    """`lovelaceada_LATE_1234_567890_02_knn-1.ipynb`: who, their number, the file's, its name with how often again.

    `LATE_anon_aB3x9_567890_02_knn.ipynb` where marking is anonymous; `lovelaceada_1234_text.html`, or `link`, where
    text or an address was entered.
    """
    found = _CANVAS.fullmatch(path.rpartition("/")[2])
    if not found:
        return ()
    user = found["user"] or found["anonymous"]
    keys = (user, found["who"]) if found["who"] else (user,)
    file, late = found["file"] or found["entered"], bool(found["late"] or found["late_too"])
    return (Piece(path, keys, user, file, None, late, user),)


def _moodle(path: str) -> tuple[Piece, ...]:
    """`Ada Lovelace_1234567_assignsubmission_file_/02_knn.ipynb`: who, participant, file; or "_" where that is "/".

    All are called `Participant` where marking is anonymous; `_onlinetext_` in place of `_file_` is text entered there.
    """
    found = _MOODLE.fullmatch(path)
    if not found:
        return ()
    number, who = found["id"], found["who"]
    keys = (f"participant {number}", f"{who} {number}" if who == "Participant" else who)
    return (Piece(path, keys, number, found["file"].rpartition("/")[2], user=number),)


def _gradescope(path: str, metadata: Mapping[str, Any]) -> tuple[Piece, ...]:
    """`assignment_1_export/submission_98765/02_knn.ipynb`; who and when stand in `submission_metadata.yml`."""
    found = _GRADESCOPE.fullmatch(path)
    if not found:
        return ()
    about = metadata.get(found["id"]) or {}
    # YAML's times without a zone are UTC; with a zone like +0200 they are text to YAML.
    known, _ = parse(str(about.get(":created_at", "")), ZoneInfo("UTC"))
    file = found["file"].rpartition("/")[2]
    people = [_keys(person, found["id"]) for person in about.get(":submitters") or ({},)]
    return tuple(Piece(path, keys, f"{found['id']} {keys}", file, known, user=user) for user, keys in people)


def _keys(person: Mapping[str, Any], submission: str) -> tuple[str, tuple[str, ...]]:
    """By what a person is told apart, and may be known."""
    keys = tuple(str(person[key]) for key in (":sid", ":email", ":name") if person.get(key)) or (submission,)
    return (keys[0] if person.get(":sid") or person.get(":email") else submission), keys


def _brightspace(path: str, zone: ZoneInfo) -> tuple[Piece, ...]:
    """`12345-678 - Ada Lovelace - Mar 18, 2027 1155 PM/02_knn.ipynb`: user, submission, name, local time."""
    found = _BRIGHTSPACE.fullmatch(path)
    if not found:
        return ()
    month_day, clock, half = found["when"].rsplit(" ", 2)
    try:
        when = datetime.strptime(f"{month_day} {int(clock):04} {half}", "%b %d, %Y %I%M %p").replace(tzinfo=zone)
    except ValueError:
        return ()
    keys = (found["user"], found["who"])
    return (
        Piece(path, keys, f"{found['user']}-{found['id']}", found["file"].rpartition("/")[2], when, user=found["user"]),
    )


def _plain(path: str) -> tuple[Piece, ...]:
    """`ada/02_knn.ipynb`, `ada/02_knn/02_knn.ipynb`, `ada.ipynb`, `ada.zip`: the first name is the student's."""
    first, folder, rest = path.partition("/")
    if not folder:
        return (Piece(path, (first.rpartition(".")[0] or first,), first, first),)
    return (Piece(path, (first,), first, rest.rpartition("/")[2]),)
