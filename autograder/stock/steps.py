"""Steps of nbgrader's own conversions that we put in the place of its: for the release, and for its feedback."""

from __future__ import annotations

import ast
import json
from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import ClearHiddenTests, ClearSolutions
from traitlets import Unicode

from ..canonical import nbgrader
from ..regions import HIDDEN, inside, solution


class NamedStubs(ClearSolutions):
    """Takes solutions out; each stub names its question.

    Code becomes `raise NotImplementedError("knn-l1")`. A region that only assigns constants, the answer of a
    choice question, becomes `answer = None`, so that an unanswered choice stops nothing after it.
    """

    text_stub = Unicode("*Your answer here.*", help=ClearSolutions.text_stub.help).tag(config=True)

    def preprocess_cell(self, cell: NotebookNode, resources: Any, index: int) -> tuple[NotebookNode, Any]:
        question = str(nbgrader(cell, "grade_id") or "").removesuffix("-solution")
        answer = "\n".join(line.text for line in solution(cell.source))
        stub = choice_stub(answer) or f"raise NotImplementedError({json.dumps(question)})"
        self.code_stub = {**self.code_stub, resources["language"]: stub}
        return super().preprocess_cell(cell, resources, index)


class HideTests(ClearHiddenTests):
    """Keeps hidden tests out of nbgrader's feedback: their lines, and what their cells printed."""

    def preprocess_cell(self, cell: NotebookNode, resources: Any, index: int) -> tuple[NotebookNode, Any]:
        if inside(cell.source, HIDDEN) and cell.cell_type == "code":
            cell.outputs = []
        return super().preprocess_cell(cell, resources, index)


def choice_stub(answer: str) -> str:
    """`name = None` for each name where an answer only assigns constants, at the top level; else ""."""
    try:
        body = ast.parse(answer).body
    except SyntaxError:
        return ""
    names = []
    for statement in body:
        if not (isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Constant)):
            return ""
        names += [target.id for target in statement.targets if isinstance(target, ast.Name)]
    return "\n".join(f"{name} = None" for name in names)
