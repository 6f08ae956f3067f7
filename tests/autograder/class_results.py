"""A graded class of the tiny course, made by hand, some of it hostile: what reports and feedback are tested with."""

from __future__ import annotations

import base64
import re
import zlib
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from tiny_course import tiny_notebook, write_tiny_course

from autograder.canonical import dumps, nbgrader
from autograder.course import Course
from autograder.result import ATTENTION, GRADED, MISSING, UNGRADABLE, WARNINGS, QuestionResult, Result
from autograder.stock import generate
from coursework.check import PartResult

SCRIPT = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
TERMINAL = "\x1b[31mred\x1b[0m \x1b]0;owned\x07 bell\x07 \x9b2J"
CANARIES = {
    "detail": "canary-detail-7731",
    "message": "canary-message-7732",
    "tampering": "canary-tampering-7733",
    "output": "canary-output-7734",
    "html": "canary-html-7735",
}
VISIBLE = "expected [3. 7.], got [4. 6.]: the sums of the columns agree"
HINT = "the sums of the columns agree: did you sum along the wrong axis?"


def class_results() -> list[Result]:
    """One result of each kind."""
    return [
        result("ada", GRADED, question("tiny-sum", 50, 50), question("tiny-scale", 39, 39)),
        result("ben", GRADED, question("tiny-sum", 50, 20), question("tiny-scale", 39, 0)),
        result("cleo", GRADED, question("tiny-sum", 50, 20), question("tiny-scale", 39, 39)),
        result(
            "dan",
            WARNINGS,
            question("tiny-sum", 50, 0, "not attempted"),
            question("tiny-scale", 39, 0, "not attempted"),
            warnings=("the test cell of tiny-sum was missing; it was put back",),
        ),
        result(
            "eve",
            ATTENTION,
            question(
                "tiny-sum",
                50,
                0,
                "failed",
                reason=f"your code raised {SCRIPT}",
                detail=f"{SCRIPT}\n{TERMINAL}",
            ),
            question("tiny-scale", 39, 0, "failed", reason="=HYPERLINK(1)", detail="A" * 1_000_000),
            tampering=(f"a cell replaces np.allclose {SCRIPT} {CANARIES['tampering']}",),
            warnings=(f"an extra cell was ignored: {SCRIPT}{TERMINAL}",),
        ),
        result("frida", UNGRADABLE, reason=f"the file is not a notebook: {SCRIPT}"),
        result("=cmd|'calc'!A1", MISSING, reason="nothing was handed in"),
    ]


def write_graded_class(folder: Path) -> Course:
    """The tiny course with its release, a lecture and what grading leaves behind: notebooks and result.json."""
    notebook = tiny_notebook()
    notebook.cells = [cell for cell in notebook.cells if "choice" not in cell.id]
    course = write_tiny_course(folder, notebook)
    generate(course, "tiny", folder / "release")
    lecture = [
        new_markdown_cell("# Lecture"),
        new_markdown_cell("## 3. Rows and columns", metadata={"tags": ["concept:rows"]}),
    ]
    (folder / "notebooks").mkdir()
    (folder / "notebooks" / "02_knn.ipynb").write_text(dumps(new_notebook(cells=lecture)))
    for result in class_results():
        graded = course.autograded / result.student / "tiny"
        graded.mkdir(parents=True)
        (graded / "result.json").write_text(result.to_json())
        if result.questions:
            nbformat.write(_answered(notebook), graded / "tiny.ipynb")
    return course


def _answered(source: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """The instructor's notebook with a student's answers and outputs in it, test cells as they are graded."""
    notebook = nbformat.from_dict(source)
    for cell in notebook.cells:
        if nbgrader(cell, "solution"):
            answer = f"return [1, 2]  # own answer {SCRIPT}" if cell.cell_type == "code" else f"My own words {SCRIPT}"
            cell.source = re.sub(
                "### BEGIN SOLUTION.*### END SOLUTION", lambda _, answer=answer: answer, cell.source, flags=re.DOTALL
            )
        if nbgrader(cell, "grade") and cell.cell_type == "code":
            cell.outputs = [new_output("stream", text=CANARIES["output"])]
    extra = new_code_cell("print('own experiment')", metadata={"nbgrader": {}}, id="extra")
    extra.outputs = [
        new_output("stream", text=f"printed {SCRIPT}{TERMINAL}"),
        new_output("display_data", data={"text/html": SCRIPT + CANARIES["html"], "text/plain": "the plain form"}),
        new_output("display_data", data={"image/png": base64.b64encode(pixel()).decode(), "text/html": SCRIPT}),
        new_output("display_data", data={"image/png": 'x" onerror="document.title=1', "text/plain": "not an image"}),
        new_output(
            "display_data", data={"image/png": base64.b64encode(SCRIPT.encode()).decode(), "text/plain": "no image"}
        ),
        new_output("error", ename="ValueError", evalue=SCRIPT, traceback=[f"\x1b[31mTraceback\x1b[0m {SCRIPT}"]),
    ]
    notebook.cells.insert(3, extra)
    return notebook


def pixel() -> bytes:
    """The smallest PNG: one grey pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    header = (1).to_bytes(4, "big") * 2 + bytes([8, 0, 0, 0, 0])
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0\x80")) + chunk(b"IEND", b"")
    )


def result(student: str, status: str, *questions: QuestionResult, **more: object) -> Result:
    """A result of the assignment `tiny`; two questions that were graded bring the written one along."""
    if questions:
        questions = (*questions, question("tiny-written", 10, None, "manual"))
    seconds = {"student": 0.4, "total": 0.9} if questions else None
    sandbox = "bubblewrap" if questions else ""
    return Result(student, "tiny", status, 99.0, questions, seconds=seconds, sandbox=sandbox, **more)


def question(
    grade_id: str, points: float, earned: float | None, status: str = "", reason: str = "", detail: str = ""
) -> QuestionResult:
    """A question with a visible part (20 points where there are more) and a hidden one for the rest."""
    if earned is None:
        return QuestionResult(grade_id, points, None, "manual")
    status = status or ("passed" if earned == points else "partial" if earned else "failed")
    parts = ()
    if points > 1 and status != "not attempted":
        visible = min(points, 20.0)
        parts = (
            part("two rows by hand", visible, min(earned, visible), message=VISIBLE, hint=HINT),
            part(
                "random rows",
                points - visible,
                max(0.0, earned - visible),
                hidden=True,
                message=CANARIES["message"],
                hint=HINT,
            ),
        )
    return QuestionResult(
        grade_id, points, earned, status, reason, detail or CANARIES["detail"], seconds=0.1, parts=parts
    )


def part(
    title: str, points: float, earned: float, *, hidden: bool = False, message: str = "", hint: str = ""
) -> PartResult:
    """A part that passed where it earned its points."""
    if earned >= points:
        return PartResult(title, points, earned, hidden, "passed")
    return PartResult(title, points, earned, hidden, "failed", message, hint)
