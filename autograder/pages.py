"""Self-contained HTML pages: values escaped, style and script inside, a policy that lets nothing else run or load."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from .atomic import write_text
from .text import one_line, plain, spreadsheet_safe


def write_page(path: Path, template: str, *, style: str = "", script: str = "", **values: Any) -> Path:
    """Render `template` with `values` into `path`.

    Args:
        style: more CSS than `page.css`; no student's text may be in it.
        script: the page's script; "" for a page that runs none.
    """
    env = _environment()
    sheet = f"\n{asset('page.css')}{style}"
    code = f"\n{script}" if script else ""
    policy = {
        "default-src": "'none'",
        "style-src": _allowed(sheet),
        "script-src": _allowed(code) if code else "'none'",
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    page = env.get_template(template).render(
        policy=Markup("; ".join(f"{directive} {source}" for directive, source in policy.items())),
        style=Markup(sheet),
        script=Markup(code),
        **values,
    )
    write_text(path, page)
    return path


def number(value: float) -> str:
    """Points as people write them: 8, 7.5, 0.33."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def percent(share: float) -> str:
    """A share as a whole percentage; only all of it is 100 %, only nothing 0 %."""
    rounded = round(100 * share)
    if 0 < share < 1:
        rounded = min(max(rounded, 1), 99)
    return f"{rounded}\N{NO-BREAK SPACE}%"


def plural(count: int, one: str, many: str = "") -> str:
    """`1 submission`, `2 submissions`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def asset(name: str) -> str:
    """A text file of the templates' folder."""
    return (Path(__file__).parent / "templates" / name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    env = Environment(
        loader=PackageLoader("autograder"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters |= {
        "number": number,
        "percent": percent,
        "plural": plural,
        "plain": plain,
        "one_line": one_line,
        "spreadsheet_safe": spreadsheet_safe,
    }
    return env


def _allowed(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"
