"""Formulas as MathML, for slides and the site: browsers draw it without script or network, screen readers read it."""

from __future__ import annotations

import re

from latex2mathml.converter import convert

BARS = re.compile(r"<mo>(&#x02016;|&#x0007C;|\|)</mo>")
FUNCTIONS = re.compile(r"<mi>(log|exp|sin|cos|tan|tanh|arg)</mi>(?!<mo[^>]*>(?:\(|&#x00028;))")


def mathml(latex: str, *, display: bool) -> str:
    """A formula as MathML.

    Raises: ValueError where something of it was not translated.
    """
    # latex2mathml knows neither \\arg nor an escaped underscore in a text.
    text = re.sub(r"\\arg(?![a-zA-Z])", r"\\operatorname{arg}", latex)
    text = re.sub(r"\\(text|texttt|mathrm)\{[^{}]*\}", lambda match: match[0].replace(r"\_", "_"), text)
    found = convert(text, display="block" if display else "inline")
    if left := re.search(r">[^<]*?(\\(?:[A-Za-z]+|_))", found):
        raise ValueError(f"no MathML for {left[1]}")
    found = BARS.sub(r'<mo stretchy="false">\1</mo>', found)
    return FUNCTIONS.sub(r'<mo form="prefix" lspace="0" rspace="0.1667em">\1</mo>', found)
