"""What each learning platform gives an instructor who downloads the submissions, in its own names."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Iterable
from datetime import datetime, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

from . import HandedIn

STRANGER = "Norbert Nobody"
# Of the others nobody knows when something was handed in; Canvas says LATE, but not how late.
TELLS_TIME = ("gradescope", "brightspace")


def write_download(path: Path, platform: str, pieces: Iterable[HandedIn], zone: ZoneInfo, due: datetime) -> Path:
    """Write a download of one attempt of each, with one more by somebody who is not on the roster."""
    pieces = list(pieces)
    files = {_FORMS[platform](i, piece, due): piece.notebook for i, piece in enumerate(pieces, 1)}
    notebook = f"{pieces[0].assignment}.ipynb"
    files[_STRANGERS[platform].format(notebook=notebook)] = b"{}"
    if platform == "gradescope":
        files["assignment_5_export/submission_metadata.yml"] = _metadata(pieces, zone).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def _canvas(i: int, piece: HandedIn, due: datetime) -> str:
    letters = unicodedata.normalize("NFC", piece.student.sortable_name.casefold())
    who = re.sub(r"[\W_]", "", letters) or "student"
    late = "LATE_" if piece.when > due else ""
    again = f"-{piece.number - 1}" if piece.number > 1 else ""
    return f"{who}_{late}{piece.student.numbers['canvas']}_{9000 + i}_{piece.assignment}{again}.ipynb"


def _moodle(i: int, piece: HandedIn, due: datetime) -> str:
    number = piece.student.numbers["moodle"].split()[-1]
    return f"{piece.student.full_name}_{number}_assignsubmission_file_/{piece.assignment}.ipynb"


def _gradescope(i: int, piece: HandedIn, due: datetime) -> str:
    return f"assignment_5_export/submission_{i}/{piece.assignment}.ipynb"


def _brightspace(i: int, piece: HandedIn, due: datetime) -> str:
    hour = piece.when.hour % 12 or 12
    when = f"{piece.when:%b} {piece.when.day}, {piece.when.year} {hour}{piece.when:%M %p}"
    number = piece.student.numbers["brightspace"]
    return f"{number}-{9000 + i} - {piece.student.full_name} - {when}/{piece.assignment}.ipynb"


def _plain(i: int, piece: HandedIn, due: datetime) -> str:
    return f"{piece.student.name}/{piece.assignment}/{piece.assignment}.ipynb"


_FORMS = {
    "canvas": _canvas,
    "moodle": _moodle,
    "gradescope": _gradescope,
    "brightspace": _brightspace,
    "plain": _plain,
}
_STRANGERS = {
    "canvas": "nobodynorbert_999_9999_{notebook}",
    "moodle": f"{STRANGER}_7999_assignsubmission_file_/{{notebook}}",
    "gradescope": "assignment_5_export/submission_999/{notebook}",
    "brightspace": f"599-9999 - {STRANGER} - Sep 30, 2026 600 PM/{{notebook}}",
    "plain": "norbert/{notebook}",
}
PLATFORMS = tuple(_FORMS)


def _metadata(pieces: list[HandedIn], zone: ZoneInfo) -> str:
    entries = [
        f'submission_{i}:\n  :submitters:\n  - :name: "{piece.student.full_name}"\n'
        f"    :email: {piece.student.numbers['email']}\n"
        f"  :created_at: {piece.when.replace(tzinfo=zone).astimezone(timezone.utc):%Y-%m-%d %H:%M:%S.%f Z}\n"
        for i, piece in enumerate(pieces, 1)
    ]
    stranger = f"submission_999:\n  :submitters:\n  - :name: {STRANGER}\n    :email: norbert@elsewhere.example\n"
    return "".join([*entries, stranger, "  :created_at: 2026-09-30 18:00:00.000000 Z\n"])
