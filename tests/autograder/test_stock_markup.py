"""What students wrote, on the pages of the formgrader and of nbgrader's feedback: it shows, and does nothing."""

import pytest
from jinja2 import Environment

from autograder.stock.markup import clean_html, markdown2html

HARMLESS = {
    "emphasis": ("**bold** and `a < b`", ["<strong>bold</strong>", "<code>a &lt; b</code>"]),
    "a formula": ("$a < b$ and $$\\sum_i x_i$$", ["$a &lt; b$", "$$\\sum_i x_i$$"]),
    "a heading": ("## Why", ["<h2>Why</h2>"]),
    "a table": ("| a |\n|---|\n| 1 |", ["<table>", "<th>a</th>", "<td>1</td>"]),
    "code": ("```python\ndef f(x): return 1\n```", ['<div class="highlight">', '<span class="k">def</span>']),
    "a link": ("[text](https://example.org/a?b=1)", ['<a href="https://example.org/a?b=1">text</a>']),
    "a picture": ("![alt](data:image/png;base64,AAAA)", ['src="data:image/png;base64,AAAA"', 'alt="alt"']),
}
HARMFUL = {
    "a script": "<script>alert(1)</script>",
    "a handler": "<img src=x onerror=alert(1)>",
    "a link that runs": "[text](javascript:alert(1))",
    "one in disguise": '<a href="java&#115;cript:alert(1)">text</a>',
    "one with a control code": '<a href="java\tscript:alert(1)">text</a>',
    "a page as a picture": '<img src="data:text/html;base64,PHNjcmlwdD4=">',
    "a picture from elsewhere": "![seen](https://example.org/pixel.png)",
    "a frame": '<iframe src="https://example.org"></iframe>',
    "a drawing with a script": "<svg><script>alert(1)</script></svg>",
    "a style": "<style>body { display: none }</style>",
    "an attribute with a style": '<div style="position: fixed; inset: 0">text</div>',
    "a field of the page's own": '<input id="tiny-sum" value="50">',
    "a name of the page's own": '<div id="tiny-sum" class="score tabbable">text</div>',
    "a form": '<form action="/logout"><button>Full credit</button></form>',
    "half a tag": "<scr<script>ipt>alert(1)</script>",
}
FORBIDDEN = ["<script", "<iframe", "<style", "<svg", "<input", "<form", "<button"]
FORBIDDEN_IN_TAGS = [" onerror", "javascript:", "data:text", " style=", " id=", "score", 'src="http', "src=x"]


def shown(source):
    environment = Environment()
    environment.filters["markdown2html"] = markdown2html
    return environment.from_string("{{ source | markdown2html }}").render(source=source)


@pytest.mark.parametrize("what", HARMLESS)
def test_text_keeps_its_form(what):
    source, parts = HARMLESS[what]
    html = shown(source)
    for part in parts:
        assert part in html


@pytest.mark.parametrize("what", HARMFUL)
@pytest.mark.parametrize("show", [shown, clean_html], ids=["text", "output"])
def test_nothing_acts(what, show):
    html = show(HARMFUL[what])
    tags = "".join(part.split(">")[0] for part in html.split("<")[1:])
    assert not [word for word in FORBIDDEN if word in html]
    assert not [word for word in FORBIDDEN_IN_TAGS if word in f" {tags}"]
