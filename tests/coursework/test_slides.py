"""Slides of lectures: which cell starts one, what stands together, finding and running a lecture, the command."""

from __future__ import annotations

import io
import re
from base64 import b64encode
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image

from coursework.__main__ import main
from coursework.executed import executed
from coursework.slides.export import export
from coursework.slides.find import LectureError, find
from coursework.slides.layout import laid_out
from coursework.slides.markdown import FormulaError, html
from coursework.slides.packages import NEEDS
from coursework.slides.types import slide_types, tagged

LECTURES = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))


def figure(width: int, height: int):
    """An output with a PNG of that size."""
    file = io.BytesIO()
    Image.new("RGB", (width, height)).save(file, "png")
    return new_output("display_data", {"image/png": b64encode(file.getvalue()).decode()})


def test_a_heading_starts_a_column_and_each_idea_a_slide():
    cells = [
        new_markdown_cell("# Lecture"),
        new_code_cell("import coursework\n\ncoursework.setup(seed=0)"),
        new_markdown_cell("## 1.1 Part"),
        new_code_cell("1"),
        new_markdown_cell("A short word before the code."),
        new_code_cell("2"),
        new_code_cell("3"),
        new_markdown_cell("word " * 60),
        new_code_cell("4"),
    ]
    assert slide_types(cells) == ["slide", "skip", "slide", "subslide", "subslide", "-"] + 3 * ["subslide"]


def test_what_answers_a_question_is_never_on_its_slide():
    cells = [new_markdown_cell("> **Predict.** How many?"), new_code_cell("print(42)")]
    assert slide_types(cells) == ["subslide", "subslide"]


@pytest.mark.parametrize("path", LECTURES, ids=lambda path: path.stem)
def test_each_lecture_carries_the_types_that_follow_from_its_structure(path):
    """JupyterLab reads them from the file. `coursework slides --tag` writes them."""
    notebook = nbformat.read(path, as_version=4)
    assert tagged(notebook) == notebook


@pytest.mark.parametrize("path", LECTURES, ids=lambda path: path.stem)
def test_each_formula_of_a_lecture_is_drawn(path):
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "markdown":
            assert "$" not in re.sub("<code>.*?</code>|<pre.*?</pre>", "", html(cell.source), flags=re.DOTALL), cell.id


def test_a_formula_with_an_unknown_command_is_an_error():
    with pytest.raises(FormulaError, match=r"no MathML for \\nosuch"):
        html(r"The $\nosuch x$")


@pytest.mark.parametrize(
    ("size", "lines", "expected"),
    [
        ((1200, 450), 4, [False]),  # wide: below the code
        ((500, 500), 8, [True]),  # narrow: beside it
        ((1200, 200), 8, [False]),  # flat: below, as high as it can be
        ((1200, 600), 14, [None, None]),  # long code: a slide for the code, one for the figure
    ],
)
def test_a_figure_stands_where_it_is_largest(size, lines, expected):
    source = "\n".join(["a_line_of_code = of(fifty_characters, not_too_long)"] * lines)
    cells = laid_out([new_code_cell(source, outputs=[figure(*size)])])
    assert [cell.metadata.get("beside") for cell in cells] == expected
    assert sum(len(cell.outputs) for cell in cells) == 1


def test_of_several_figures_each_has_its_slide():
    printed = new_output("stream", name="stdout", text="two figures\n")
    code, *figures = laid_out([new_code_cell("draw()", outputs=[figure(9, 5), printed, figure(9, 5)])])
    assert [len(part.outputs) for part in (code, *figures)] == [1, 1, 1]
    assert all(part.metadata["slideshow"]["slide_type"] == "subslide" for part in figures)


def test_a_lecture_is_found_by_number_name_and_path(monkeypatch):
    monkeypatch.chdir(LECTURES[0].parents[1] / "coursework")
    assert find("2") == find("02") == find("02_knn") == find(str(LECTURES[2])) == LECTURES[2]
    with pytest.raises(LectureError, match="08_inside_and_beyond"):
        find("42")


def test_a_lecture_runs_again_only_where_it_has_changed(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = tmp_path / "count.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell("print('run', file=open('runs.txt', 'a'))\n6 * 7")]), path)
    first, second = executed(path), executed(path)
    assert first == second
    assert first.cells[0].outputs[0].data["text/plain"] == "42"
    assert (tmp_path / "runs.txt").read_text().count("run") == 1
    nbformat.write(new_notebook(cells=[new_code_cell("6 * 8")]), path)
    assert executed(path).cells[0].outputs[0].data["text/plain"] == "48"


def test_the_command_writes_one_file_or_says_what_is_wrong(tmp_path, monkeypatch, capsys):
    path = tmp_path / "small.ipynb"
    nbformat.write(new_notebook(cells=[new_markdown_cell("# Small")]), path)
    arguments = ["slides", str(path), "--no-execute", "--output", str(tmp_path / "out")]
    assert main(arguments) == 0
    assert "<h1>Small</h1>" in (tmp_path / "out" / "small.slides.html").read_text()
    assert main(["slides", "2", "--no-execute", "--output", str(tmp_path)]) == 2
    assert "leave --no-execute out" in capsys.readouterr().err
    (tmp_path / "broken.ipynb").write_text("no JSON")
    assert main(["slides", str(tmp_path / "broken.ipynb")]) == 2
    assert "is not a notebook" in capsys.readouterr().err
    assert main(["slides", "42"]) == 2
    assert main(["slides"]) == 2
    monkeypatch.setitem(NEEDS, "no_such_module", "no-such-package")
    assert main(arguments) == 1
    assert "pip install no-such-package" in capsys.readouterr().err


@pytest.mark.parametrize("shown", ["an output", "a picture in HTML"])
def test_a_widget_shows_its_first_state_and_where_it_is_live(shown):
    """The saved state of the widget holds the picture; no script of a widget is on the page."""
    view = new_output("display_data", {"application/vnd.jupyter.widget-view+json": {"model_id": "box"}})
    cells = [new_code_cell("knn_boundary.explore(points)", outputs=[view])]
    notebook = new_notebook(cells=cells)
    picture = dict(figure(40, 30))
    html = f'<img alt="k = 3 &amp; more" width="40" src="data:image/png;base64,{picture["data"]["image/png"]}">'
    models = {
        "box": {"state": {"children": ["IPY_MODEL_out"]}},
        "out": {"state": {"outputs": [picture]} if shown == "an output" else {"value": html}},
    }
    notebook.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": models}}
    page = export(notebook, "small")
    assert "Live demo: <code>coursework demo knn_boundary</code>" in page
    assert page.count("<img ") == 1
    assert ('alt="k = 3 &amp; more"' in page) == (shown != "an output")
    assert "widget-view" not in page
