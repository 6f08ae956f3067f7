"""A cell's report as a notebook shows and keeps it: HTML to read, text for every other reader, data for programs."""

from __future__ import annotations

import sys
from html import escape
from typing import Any

from .parts import FAILED, NOT_ATTEMPTED, PASSED, Report
from .reading import NOT_YET, reason_of, share_of, sum_of

MIME = "application/vnd.coursework.report+json"

# Mark, word and background of a badge. Its text is white: at least 5 to 1 against each, on a light page and a dark one.
_BADGES = {
    PASSED: ("✓", "right", "#1a7f37"),
    FAILED: ("✗", "wrong", "#b42318"),
    NOT_ATTEMPTED: ("·", "to do", "#57606a"),
}
_ERROR = ("✗", "error", "#b42318")


def as_data(report: Report) -> dict[str, Any]:
    """The report as JSON keeps it; of a hidden part what a student may read, no more."""
    parts = [
        {
            "title": item.title,
            "points": item.points,
            "earned": item.earned,
            "hidden": item.hidden,
            "status": item.status,
            "reason": reason_of(item),
        }
        for item in report.parts
    ]
    return {"points": report.points, "earned": report.earned, "note": report.note, "parts": parts}


def as_html(report: Report) -> str:
    """A line a part: badge, points, title, the reason below; colours and fonts are otherwise those of the page."""
    lines = [
        _line(*_BADGES.get(item.status, _ERROR), share_of(item), item.title, reason_of(item)) for item in report.parts
    ]
    if report.note:
        lines.append(f"<li>{escape(report.note)}</li>")
    total = f'<div style="margin-top:0.4em"><b>{escape(sum_of(report))}</b></div>' if report.points else ""
    listed = f'<ul style="list-style:none;margin:0;padding:0">{"".join(lines)}</ul>'
    return f'<div style="line-height:1.6;margin:0.2em 0">{listed}{total}</div>'


def publish(report: Report, text: str) -> bool:
    """Show the report in the notebook whose cell is running; False where there is none to show it in.

    Where standard output goes elsewhere (a file, a test, a grader), it is not a notebook that reads.
    """
    if not type(sys.stdout).__module__.startswith("ipykernel."):
        return False
    from IPython.display import publish_display_data

    publish_display_data({"text/plain": text, "text/html": as_html(report), MIME: as_data(report)})
    return True


def _line(mark: str, word: str, background: str, share: str, title: str, reason: str) -> str:
    badge = (
        f'<span style="display:inline-block;min-width:4.2em;padding:0 0.5em;border-radius:0.3em;text-align:center;'
        f'font-size:85%;color:#ffffff;background-color:{background}">{mark} {word}</span>'
    )
    points = (
        f'<span style="display:inline-block;min-width:4em;margin-left:0.5em">{escape(share)}</span>' if share else ""
    )
    # With spaces between, for those who hear or copy it.
    head = " ".join(filter(None, (badge, points, f'<span style="margin-left:0.5em">{escape(title)}</span>')))
    below = (
        f'<pre style="margin:0.1em 0 0.3em 1.5em;padding:0 0 0 0.8em;border:0;border-left:2px solid {background};'
        f'background:transparent;color:inherit;font-family:monospace;font-size:95%;white-space:pre-wrap;overflow-wrap:anywhere">{escape(reason)}</pre>'
        if reason and reason != NOT_YET
        else ""
    )
    return f'<li style="margin:0.15em 0">{head}{below}</li>'
