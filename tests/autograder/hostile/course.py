"""The course that is attacked: two small assignments, their tests written in two ways.

`check`: as this course writes them, with coursework.check and the reference. `asserts`: as users of nbgrader write
them, bare asserts that compute what is expected beside the call.
"""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from tiny_course import REPOSITORY, solution, task, tests

from autograder.canonical import dumps
from autograder.course import Course, load_course

from . import canaries
from .answers import RIGHT, TENSORS_RIGHT

STYLES = ("check", "asserts")
POINTS = {
    "rows": {
        "rows-sum": 10, "rows-scale": 10, "rows-distances": 10, "rows-descend": 10, "rows-standardise": 10,
        "rows-axis": 1, "rows-written": 5,
    },
    "tensors": {"tensors-softmax": 10},
}  # fmt: skip

COURSE = """\
[course]
title = "Attacked"

[assignments.rows]
title = "Rows"
due = 2027-03-18T23:59:00
imports = ["numpy", "coursework"]

[assignments.tensors]
title = "Tensors"
imports = ["numpy", "torch", "coursework"]

[assignments.rows.limits]
cell_seconds = 2
question_seconds = 2
submission_seconds = 12
memory_mib = 500
processes = 64
file_mib = 16

[assignments.tensors.limits]
cell_seconds = 5
question_seconds = 5
submission_seconds = 20
memory_mib = 1500
processes = 64
file_mib = 16

"""

SET_UP = {
    "rows": "import numpy as np\n\nfrom coursework import check",
    "tensors": "import torch\n\nfrom coursework import check",
}

VISIBLE = {
    "check": {
        "rows-sum": """\
with check.part("two rows by hand", points=4):
    check.close(row_sums(np.array([[1.0, 2.0], [3.0, 4.0]])), [3.0, 7.0])""",
        "rows-scale": """\
with check.part("one row", points=4):
    check.close(scale_rows(np.array([[1.0, 3.0]])), [[0.25, 0.75]])""",
        "rows-distances": """\
with check.part("by hand", points=4):
    check.close(squared_distances(np.array([[0.0, 0.0]]), np.array([[3.0, 4.0]])), [[25.0]])""",
        "rows-descend": """\
with check.part("the loss falls", points=4):
    features = np.array([[1.0, 0.0], [0.0, 1.0]])
    weights, losses = descend(features, np.array([1.0, 2.0]), 3, 0.1)
    check.close(losses, [2.5, 2.025, 1.64025])""",
        "rows-standardise": """\
with check.part("mean 0 and standard deviation 1", points=4):
    check.close(Standardiser().fit(np.array([[1.0], [3.0]])).transform(np.array([[1.0], [3.0]])), [[-1.0], [1.0]])""",
        "tensors-softmax": """\
with check.part("equal scores", points=4):
    check.close(softmax_rows(torch.zeros(1, 2)), torch.tensor([[0.5, 0.5]]))""",
    },
    "asserts": {
        "rows-sum": """\
x = np.array([[1.0, 2.0], [3.0, 4.0]])
assert np.allclose(row_sums(x), [3.0, 7.0])""",
        "rows-scale": """\
np.testing.assert_allclose(scale_rows(np.array([[1.0, 3.0]])), [[0.25, 0.75]])""",
        "rows-distances": """\
distances = squared_distances(np.array([[0.0, 0.0]]), np.array([[3.0, 4.0]]))
assert distances[0, 0] == 25.0""",
        "rows-descend": """\
weights, losses = descend(np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([1.0, 2.0]), 3, 0.1)
assert isinstance(losses, list)
assert len(losses) == 3""",
        "rows-standardise": """\
z = Standardiser().fit(np.array([[1.0], [3.0]])).transform(np.array([[1.0], [3.0]]))
assert np.allclose(z, [[-1.0], [1.0]])""",
        "tensors-softmax": """\
assert torch.allclose(softmax_rows(torch.zeros(1, 2)), torch.tensor([[0.5, 0.5]]))""",
    },
}

HIDDEN = {
    "check": {
        "rows-sum": f"""\
with check.part("random rows", points=6, hidden=True):
    matrix = ref.rng("rows-sum").normal(size=(7, 11))
    matrix[0, 0] = {canaries.HIDDEN_INPUT}
    check.close(row_sums(matrix), ref.row_sums(matrix))""",
        "rows-scale": f"""\
with check.part("random rows", points=6, hidden=True):
    positive = ref.rng("rows-scale").uniform(1.0, 2.0, size=(5, 3))
    positive[0, 0] = {canaries.HIDDEN_INPUT}
    check.close(scale_rows(positive), ref.scale_rows(positive))""",
        "rows-distances": """\
rng = ref.rng("rows-distances")
a, b = rng.normal(size=(4, 3)), rng.normal(size=(6, 3))
with check.part("random rows, without a loop", points=6, hidden=True):
    check.close(squared_distances(a, b), ref.squared_distances(a, b))
    check.loop_free(squared_distances, (a, b), (rng.normal(size=(40, 3)), rng.normal(size=(60, 3))))""",
        "rows-descend": """\
with check.part("every loss on the way", points=6, hidden=True):
    features = ref.rng("rows-descend").normal(size=(20, 3))
    target = features @ np.array([1.0, -2.0, 0.5])
    weights, losses = descend(features, target, 40, 0.1)
    right_weights, right_losses = ref.descend(features, target, 40, 0.1)
    check.close(weights, right_weights)
    check.close(losses, right_losses)""",
        "rows-standardise": """\
with check.part("other rows than those of fit", points=6, hidden=True):
    rng = ref.rng("rows-standardise")
    known, other = rng.normal(size=(9, 2)), rng.normal(size=(4, 2))
    check.close(Standardiser().fit(known).transform(other), ref.Standardiser().fit(known).transform(other))""",
        "rows-axis": """\
with check.part("the right axis", points=1, hidden=True):
    check.choice(answer_axis, "ab")
    check.equal(answer_axis, ref.answer_axis)""",
        "tensors-softmax": """\
with check.part("random scores", points=6, hidden=True):
    scores = torch.from_numpy(ref.rng("tensors-softmax").normal(size=(4, 3)))
    check.close(softmax_rows(scores), ref.softmax_rows(scores))""",
    },
    "asserts": {
        "rows-sum": f"""\
rng = np.random.default_rng(20270318)
matrix = rng.normal(size=(7, 11))
matrix[0, 0] = {canaries.HIDDEN_INPUT}
expected = matrix.sum(axis=1)
assert np.allclose(row_sums(matrix), expected)""",
        "rows-scale": f"""\
rng = np.random.default_rng(20270319)
positive = rng.uniform(1.0, 2.0, size=(5, 3))
positive[0, 0] = {canaries.HIDDEN_INPUT}
expected = positive / positive.sum(axis=1, keepdims=True)
np.testing.assert_allclose(scale_rows(positive), expected)""",
        "rows-distances": """\
import ast, inspect
tree = ast.parse(inspect.getsource(squared_distances))
assert not any(isinstance(node, (ast.For, ast.While, ast.ListComp)) for node in ast.walk(tree))
rng = np.random.default_rng(20270320)
a, b = rng.normal(size=(4, 3)), rng.normal(size=(6, 3))
expected = (a**2).sum(axis=1)[:, None] + (b**2).sum(axis=1) - 2 * a @ b.T
assert np.abs(squared_distances(a, b) - expected).max() < 1e-8""",
        "rows-descend": """\
rng = np.random.default_rng(20270321)
features = rng.normal(size=(20, 3))
target = features @ np.array([1.0, -2.0, 0.5])
weights, losses = descend(features, target, 200, 0.1)
assert all(later <= earlier for earlier, later in zip(losses, losses[1:]))
assert losses[-1] < 0.01 * losses[0]
assert abs(weights[1] + 2.0) < 1e-2""",
        "rows-standardise": """\
rng = np.random.default_rng(20270322)
known, other = rng.normal(size=(9, 2)), rng.normal(size=(4, 2))
expected = (other - known.mean(axis=0)) / known.std(axis=0)
assert np.allclose(Standardiser().fit(known).transform(other), expected)""",
        "rows-axis": 'assert answer_axis == "b"',
        "tensors-softmax": """\
scores = torch.arange(6.0).reshape(2, 3)
torch.testing.assert_close(softmax_rows(scores), torch.softmax(scores, dim=1))""",
    },
}
_REFERENCE = 'from autograder import reference\nref = reference("{assignment}")\n'


def text_of_tests(question: str, style: str, *, hidden: bool = True) -> str:
    """The text of a question's test cell, hidden part included or not."""
    assignment = question.split("-")[0]
    begin, end = "### BEGIN HIDDEN TESTS\n", "\n### END HIDDEN TESTS"
    reference = _REFERENCE.format(assignment=assignment) if style == "check" else ""
    pieces = [VISIBLE[style].get(question, "")]
    if hidden:
        pieces.append(f"{begin}# {canaries.HIDDEN_TEST}\n{reference}{HIDDEN[style][question]}{end}")
    if style == "check":
        pieces.append(f"check.score(of={POINTS[assignment][question]})")
    return "\n".join(piece for piece in pieces if piece)


def notebook(assignment: str, style: str = "check") -> nbformat.NotebookNode:
    """The instructor's notebook."""
    right = {"rows": RIGHT, "tensors": TENSORS_RIGHT}[assignment]
    cells = [
        new_markdown_cell(f"# {assignment.capitalize()}\n\nAn assignment under attack.", id=assignment),
        new_code_cell(SET_UP[assignment], id="set-up"),
    ]
    for question, points in POINTS[assignment].items():
        cells.append(task(question, f"`{question}` ({points} points)", "As the name says."))
        if question == "rows-written":
            cell = new_markdown_cell(f"### BEGIN SOLUTION\n{right[question]}\n### END SOLUTION", id=question)
            cell.metadata = solution(question, "").metadata
            cell.metadata["nbgrader"].update(grade=True, grade_id=question, points=points)
            cells.append(cell)
            continue
        answer = f"# {canaries.SOURCE}\n{right[question]}"
        cells.append(solution(question, f"### BEGIN SOLUTION\n{answer}\n### END SOLUTION"))
        cells.append(tests(question, points, text_of_tests(question, style)))
    return new_notebook(cells=cells)


def write_course(path: Path, style: str = "check") -> Course:
    """Write the course into `path`, empty or missing, and read it."""
    text = COURSE
    for assignment, points in POINTS.items():
        folder = path / "source" / assignment
        folder.mkdir(parents=True)
        (folder / f"{assignment}.ipynb").write_text(dumps(notebook(assignment, style)))
        lines = "".join(f"{question} = {value}\n" for question, value in points.items())
        text += f"[assignments.{assignment}.points]\n{lines}\n"
    (path / "course.toml").write_text(text)
    for name in ("autotests.yml", "nbgrader_config.py"):
        (path / name).write_text((REPOSITORY / name).read_text())
    return load_course(path)
