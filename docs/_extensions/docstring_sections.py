"""Docstrings of this project for Sphinx: plain sentences, code in `backticks`, sections as napoleon wants them.

"Returns: what" in one line becomes a section of its own, also `Raises: Error where ...`, with the lines that go on
from it. Outside backticks a bar, a star or an underscore is only that.
"""

from __future__ import annotations

import re
from typing import Any

from sphinx.application import Sphinx

SECTION = re.compile(r"^(\s*)(Args|Returns|Raises|Yields|Source): (.+)$")
CODE = re.compile(r"(`+[^`]+`+)")
MARK = re.compile(r"([|*]|(?<=\w)_(?!\w))")
ERROR = re.compile(r"^([A-Z]\w+),? (?=\S)")


def rewrite(app: Sphinx, what: str, name: str, obj: object, options: object, lines: list[str]) -> None:
    """Rewrite the lines of a docstring in place, before napoleon sees them."""
    lines[:] = sections([escaped(line) for line in lines])


def escaped(line: str) -> str:
    """A line whose marks mean nothing to reStructuredText, except code in backticks."""
    pieces = CODE.split(line)
    return "".join(
        piece if i % 2 else re.sub(r"([|*]|(?<=\w)_(?!\w))", r"\\\1", piece) for i, piece in enumerate(pieces)
    )


def sections(lines: list[str]) -> list[str]:
    """The lines with each section that begins within a line on lines of its own."""
    found: list[str] = []
    section = ""
    for line in lines:
        if match := SECTION.match(line):
            indent, section, text = match.groups()
            if section == "Raises":
                text = ERROR.sub(r"\1: ", text)
            elif section in ("Returns", "Yields"):
                # A colon in the sentence would be read as the end of a type.
                text = text.replace(": ", r"\ : ")
            if found and found[-1].strip():
                found.append("")
            if section == "Source":  # no section of napoleon's
                found.append(f"{indent}**Source.** {text}")
                section = ""
            else:
                found += [f"{indent}{section}:", f"{indent}    {text}"]
        elif section and line.strip():
            found.append(f"    {line}")
        else:
            section = ""
            found.append(line)
    return found


def setup(app: Sphinx) -> dict[str, Any]:
    app.connect("autodoc-process-docstring", rewrite, priority=100)
    return {"parallel_read_safe": True}
