"""Formulas as MathML, made when the site is built, in STIX Two Math, of which the site carries the part in use.

Without a mathematical font, roots and indices are drawn badly.
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Any

from docutils.nodes import Element, SkipNode
from fontTools import subset
from sphinx.application import Sphinx
from sphinx.util import logging

from coursework.mathml import mathml

FONT = "_static/STIXTwoMath.woff"
# Latin, accents, Greek, punctuation to mathematical operators, shapes, brackets, arrows, mathematical alphabets.
CHARACTERS = [(0x20, 0x17F), (0x2B0, 0x3FF), (0x2000, 0x23FF), (0x25A0, 0x25FF), (0x27E6, 0x27EF), (0x2900, 0x2AFF)]
CHARACTERS += [(0x1D400, 0x1D7FF)]


def visit_math(self: Any, node: Element) -> None:
    """Write a formula within a line."""
    self.body.append(_written(node, display=False))
    raise SkipNode


def visit_math_block(self: Any, node: Element) -> None:
    """Write a formula of its own, which scrolls where the screen is narrow."""
    self.body.append(f'<div class="formula">{_written(node, display=True)}</div>')
    raise SkipNode


def _written(node: Element, *, display: bool) -> str:
    try:
        return mathml(node.astext(), display=display)
    except Exception as error:
        logging.getLogger(__name__).warning("formula %s: %s", node.astext(), error, location=node)
        return ""


def write_font(app: Sphinx) -> None:
    """Put the part of the font that formulas use beside the style sheets."""
    path = Path(app.outdir) / FONT
    if app.builder.format != "html" or path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    options = subset.Options(flavor="woff", layout_features=["*"], notdef_outline=True)
    source = resources.files("ziamath") / "fonts" / "STIXTwoMath-Regular.ttf"
    font = subset.load_font(str(source), options)
    part = subset.Subsetter(options)
    part.populate(unicodes=[code for first, last in CHARACTERS for code in range(first, last + 1)])
    part.subset(font)
    subset.save_font(font, str(path), options)


def setup(app: Sphinx) -> dict[str, Any]:
    app.add_html_math_renderer("mathml", (visit_math, None), (visit_math_block, None))
    app.connect("builder-inited", write_font)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
