"""Text that a student had a hand in, made fit to be shown: no control codes, no half characters, no endless strings."""

from __future__ import annotations

import re

# Escape sequences of terminals (CSI, OSC and the two-character ones), whole, so that no "[31m" stays behind.
ESCAPES = re.compile(r"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)?|[@-Z\\^_])|\x9b[0-?]*[ -/]*[@-~]")
# What is left of C0 and C1 but newline and tab; marks that turn the reading direction round; halves of surrogate pairs.
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]")
HALVES = re.compile(r"[\ud800-\udfff]")
# A spreadsheet takes a pasted cell that starts so for a formula.
FORMULA = re.compile(r"\s*[=+\-@]")


def plain(text: object, limit: int = 2000) -> str:
    """`text` with control codes and escape sequences gone, and its middle left out where it is longer than `limit`."""
    shown = _strip(str(text))
    if len(shown) <= limit:
        return shown
    head = limit * 3 // 4
    return f"{shown[:head]} … [{len(shown) - limit:,} characters left out] … {shown[head - limit :]}"


def one_line(text: object, limit: int = 160) -> str:
    """`plain` text on one line, cut at the end with an ellipsis."""
    line = " ".join(plain(text, 4 * limit).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def spreadsheet_safe(text: str) -> str:
    """`text` with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{text}" if FORMULA.match(text) else text


def _strip(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return HALVES.sub("\N{REPLACEMENT CHARACTER}", CONTROLS.sub("", ESCAPES.sub("", text)))
