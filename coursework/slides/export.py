"""The page: nbconvert's slides with a template of ours, reveal.js and figures inside the one file."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from nbconvert import SlidesExporter
from nbformat import NotebookNode

from .markdown import html
from .prepare import prepared

TEMPLATES = Path(__file__).parent / "templates"


def export(notebook: NotebookNode, name: str, *, live: bool = False) -> str:
    """An executed notebook as one HTML page of slides, 1280 x 720, that loads nothing else.

    Args:
        name: of the notebook, without `.ipynb`.
        live: the demos are frames of what the gallery serves, for a page that it serves too.

    Raises: FormulaError for a formula that cannot be drawn.
    """
    reveal = Path(find_spec("sphinx_revealjs").origin).parent / "_static" / "revealjs" / "dist"
    exporter = SlidesExporter(
        template_name="coursework_slides", extra_template_basedirs=[str(TEMPLATES)], filters={"slide_html": html}
    )
    inline = {
        "css": [reveal / "reset.css", reveal / "reveal.css", TEMPLATES / "coursework_slides" / "slides.css"],
        "js": [reveal / "reveal.js", TEMPLATES / "coursework_slides" / "slides.js"],
    }
    texts = {kind: [_text(path) for path in paths] for kind, paths in inline.items()}
    resources = {"slides": texts, "metadata": {"name": name}}
    page, _ = exporter.from_notebook_node(prepared(notebook, name, live=live), resources)
    return page


@cache
def _text(path: Path) -> str:
    """A script or style sheet, made safe to stand inside its element."""
    return path.read_text(encoding="utf-8").replace("</script", "<\\/script")
