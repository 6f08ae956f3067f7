"""Markdown to HTML as nbconvert does it, with formulas as MathML: browsers draw it without a script or a network."""

from __future__ import annotations

import re
from html import escape

from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from ..errors import CourseworkError
from ..mathml import mathml as translated


class FormulaError(CourseworkError):
    """A formula that cannot be drawn."""


def html(source: str) -> str:
    """A cell's Markdown as HTML.

    Raises: FormulaError for a formula with a command that is not known.
    """
    return MarkdownWithMath(renderer=_Renderer(escape=False, exclude_anchor_links=True)).render(source)


def mathml(latex: str, display: str) -> str:
    """A formula as MathML, its LaTeX kept for who cannot see it.

    Args:
        display: "block" or "inline".

    Raises: FormulaError for a command that is not known.
    """
    try:
        drawn = translated(latex, display=display == "block")
    except Exception as error:  # latex2mathml raises many kinds
        raise FormulaError(f"formula ${latex}$: {type(error).__name__} {error}; write it with other commands") from None
    return drawn.replace("<math ", f'<math aria-label="{escape(latex.strip())}" ', 1)


class _Renderer(IPythonRenderer):
    def block_math(self, body: str) -> str:
        return mathml(body, "block")

    def inline_math(self, body: str) -> str:
        return mathml(body, "inline")

    def link(self, text: str, url: str, title: str | None = None) -> str:
        """A link to the web or to a place in the page; another notebook is not beside the slides, so only its name."""
        return super().link(text, url, title) if re.match(r"https?:|#", url) else text
