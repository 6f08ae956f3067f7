"""Lectures as slides: `coursework slides 02` writes one HTML file that needs no network.

`types` says which cell starts a slide, `find` finds a lecture, `prepare` and `layout` make cells fit for slides,
`markdown` draws formulas, `export` writes the page with nbconvert and reveal.js; `command` does one after the other,
and `packages` says what to install where something lacks for it.
"""
