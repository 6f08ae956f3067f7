"""What students wrote, as HTML that only shows: for the pages of the formgrader and of nbgrader's feedback.

nbgrader puts Markdown, HTML outputs and error messages into its pages as they are, and a script in one would run in the
session of whoever grades. Named in `settings`, these two filters take the places of nbconvert's.
"""

from __future__ import annotations

import re

import bleach
from jinja2 import pass_context
from jinja2.runtime import Context
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

TEXT = {
    "a",
    "abbr",
    "b",
    "br",
    "code",
    "del",
    "em",
    "i",
    "img",
    "kbd",
    "q",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "u",
}
BLOCKS = {"blockquote", "dd", "details", "div", "dl", "dt", "hr", "li", "ol", "p", "pre", "summary", "ul"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
TABLES = {"caption", "table", "tbody", "td", "tfoot", "th", "thead", "tr"}
ATTRIBUTES = {"align", "alt", "colspan", "height", "open", "rowspan", "scope", "start", "title", "width"}
# Of highlighted code; any other could dress up as a button of the page, or hide it.
CLASSES = re.compile(r"highlight( hl-\w+)?|language-\w+|[a-z]{1,2}\d?")
LINK = re.compile(r"https?://|mailto:|#")
# None from elsewhere: it would tell its server that, and when, somebody grades.
PICTURE = re.compile(r"data:image/(png|jpeg|gif);base64,")


@pass_context
def markdown2html(context: Context, source: str) -> str:
    """Markdown as HTML, formulas left to MathJax."""
    attachments = (context.get("cell") or {}).get("attachments", {})
    renderer = IPythonRenderer(escape=False, attachments=attachments, exclude_anchor_links=True)
    return clean_html(MarkdownWithMath(renderer=renderer).render(source))


def clean_html(element: str | bytes) -> str:
    """HTML without scripts, styles, forms, names that the page's own scripts look for, and other protocols."""
    text = element.decode(errors="replace") if isinstance(element, bytes) else str(element)
    return bleach.clean(
        text, tags=TEXT | BLOCKS | HEADINGS | TABLES, attributes=_allowed, protocols=["http", "https", "mailto", "data"]
    )


def _allowed(tag: str, name: str, value: str) -> bool:
    if name == "class":
        return CLASSES.fullmatch(value) is not None
    if name == "href":
        return tag == "a" and LINK.match(value.strip()) is not None
    if name == "src":
        return tag == "img" and PICTURE.match(value.strip()) is not None
    return name in ATTRIBUTES
