"""`coursework check` and `coursework progress` on notebooks as students leave them."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import nbformat
import pytest
from nbgrader.utils import compute_checksum

from coursework.__main__ import main
from coursework.desk import progress, table
from coursework.desk.assignment import read_assignment, untouched
from coursework.desk.checking import check_notebook
from coursework.errors import CourseworkError

ROOT = Path(__file__).parents[2]
RELEASED = sorted(ROOT.glob("release/*/*.ipynb"))

STUB = 'def {name}(x):\n    raise NotImplementedError("{name}")'
DOUBLE = "def {name}(x):\n    return 2 * x"
TEST = """with check.part("one", points=1):
    check.equal({name}(1), 2)
with check.part("two", points=1):
    check.equal({name}(2), 4)
check.score(of=5)"""
CHOICE = """if {name} is None:
    raise NotImplementedError("no answer yet")
assert {name} == "a", "that is not the best option"
print("✓ right")"""

# Question: its answer cell when handed out, what the student made of it, its test.
QUESTIONS = {
    "right": (STUB, DOUBLE, TEST),
    "half": (STUB, "def {name}(x):\n    return 2", TEST),
    "stub": (STUB, STUB, TEST),
    "typo": (STUB, "def {name}(x)\n    return 2", TEST),
    "endless": (STUB, "def {name}(x):\n    while True:\n        pass", TEST),
    "uses": (STUB, "def {name}(x):\n    return typo(x)", TEST),
    "choice": ("{name} = None", '{name} = "a"', CHOICE),
    "wrong": ("{name} = None", '{name} = "b"', CHOICE),
    "open": ("{name} = None", "{name} = None", CHOICE),
}


def cell(kind, grade_id, text, handed_out=None, **flags):
    """A cell as nbgrader hands it out, with the checksum of what it held then."""
    about = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3} | flags
    made = getattr(nbformat.v4, f"new_{kind}_cell")(text if handed_out is None else handed_out, id=grade_id)
    made.metadata["nbgrader"] = about | {"grade_id": grade_id, "cell_type": kind}
    made.metadata["nbgrader"]["checksum"] = compute_checksum(made)
    made.source = text
    return made


def assignment(questions=QUESTIONS, extra=()):
    """A notebook with these questions, one that a person marks, and cells of the student's own."""
    cells = [cell("code", "set-up", "from coursework import check", locked=True)]
    for name, (handed_out, answer, test) in questions.items():
        points = 5 if "score" in test else 1
        cells += [
            cell("markdown", f"{name}-task", f"### {name}: about {name} ({points} points)\n\nWrite it.", locked=True),
            cell("code", f"{name}-solution", answer.format(name=name), handed_out.format(name=name), solution=True),
            cell("code", name, test.format(name=name), grade=True, locked=True, points=points),
        ]
    cells.append(cell("markdown", "written", "*Your answer here.*", grade=True, solution=True, points=2))
    return nbformat.v4.new_notebook(cells=[*cells, *(nbformat.v4.new_code_cell(text) for text in extra)])


def written(folder, notebook, name="tiny"):
    path = folder / name / f"{name}.ipynb"
    path.parent.mkdir()
    nbformat.write(notebook, path)
    return path


@pytest.fixture(scope="module")
def checked(tmp_path_factory):
    """The notebook above after a run, with its bytes and those of its folder held to what they were."""
    path = written(tmp_path_factory.mktemp("desk"), assignment(extra=["1 / 0", "stub(1)"]))
    before = path.read_bytes()
    result = check_notebook(path, cell_seconds=2, progress=False)
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    return result


SAID = {
    "right": ("passed", 2, 2, ""),
    "half": ("partial", 1, 2, "two: your result: expected 4, got 2"),
    "stub": ("not attempted", 0, 2, "not attempted yet"),
    "typo": ("failed", 0, 2, "the cell with your answer stops: SyntaxError: "),
    "endless": ("failed", 0, 2, "took more than 2 s: does a loop never end?"),
    "uses": ("failed", 0, 2, "typo is not defined, for the cell typo-solution stops: SyntaxError: "),
    "choice": ("passed", 1, 1, ""),
    "wrong": ("failed", 0, 1, "that is not the best option"),
    "open": ("not attempted", 0, 1, "not attempted yet"),
    "written": ("by a person", 0, 0, "a person marks it: 2 points; not attempted yet"),
}


@pytest.mark.parametrize("name", SAID)
def test_what_is_said_of_a_question(checked, name):
    one = next(one for one in checked.outcomes if one.grade_id == name)
    assert (one.status, one.earned, one.here) == SAID[name][:3]
    assert SAID[name][3] in one.reason
    assert bool(one.reason) == bool(SAID[name][3])
    assert one.hidden == (3 if one.points == 5 else 0)


def test_cells_that_stop_are_named_unless_a_stub_is_why(checked):
    """The last cell calls a function that has not been written."""
    (line,) = checked.stops
    assert line.endswith(", your own: ZeroDivisionError: division by zero")


def test_the_table_fits_and_shows_every_question(checked):
    for columns in (70, 100):
        lines = table.table(checked, columns).splitlines()
        assert max(map(len, lines)) <= columns
        marked = " ".join(line.split(":")[0].split("   ")[0] for line in lines if line and line[0] in "✓✗·?")
        assert marked == "✓ right ✗ half · stub ✗ typo ✗ endless ✗ uses ✓ choice ✗ wrong · open ? written"
    assert "4 of 15 points here; 18 decided by hidden tests when graded, 2 by a person" in lines


def test_json_holds_every_part(checked):
    kept = json.loads(json.dumps(checked.as_json()))
    half = next(question for question in kept["questions"] if question["grade_id"] == "half")
    assert [part["status"] for part in half["parts"]] == ["passed", "failed"]
    assert kept["passed"] is False


def test_a_kernel_that_dies_leaves_what_ran_before(tmp_path, capsys):
    """From the command line: the exit code, and where it stopped."""
    dies = {"right": QUESTIONS["right"], "deadly": (STUB, "import os\nos.kill(os.getpid(), 9)", TEST)}
    path = written(tmp_path, assignment(dies | {"choice": QUESTIONS["choice"]}))
    assert main(["check", str(path)]) == 1
    said = capsys.readouterr().out
    assert "✓ right: about right    2 of 2" in said
    assert "Stopped at the cell deadly-solution: the kernel died" in " ".join(said.split())
    assert said.count("not run: see below") == 2


def test_a_solved_assignment_passes(tmp_path, capsys):
    """An assignment of the course with the answers of its source; every visible point is there."""
    name = "02_knn"
    notebook = nbformat.read(ROOT / "release" / name / f"{name}.ipynb", as_version=4)
    source = nbformat.read(ROOT / "source" / name / f"{name}.ipynb", as_version=4)
    answers = {c.metadata.nbgrader.grade_id: c.source for c in source.cells if "nbgrader" in c.metadata}
    for one in notebook.cells:
        if one.metadata.nbgrader.solution:
            one.source = answers[one.metadata.nbgrader.grade_id]
    assert main(["check", str(written(tmp_path, notebook, name)), "--json"]) == 0
    kept = json.loads(capsys.readouterr().out)
    assert kept["passed"], kept["questions"]
    assert sum(question["earned"] for question in kept["questions"]) == 22
    assert kept["stops"] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "there is no such file"),
        ("<html>", "it is no valid JSON"),
        ("[]", "it has no list of cells"),
        (nbformat.writes(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")])), "no questions in it"),
    ],
)
def test_a_file_that_is_no_assignment(tmp_path, capsys, text, said):
    path = tmp_path / "it.ipynb"
    if text is not None:
        path.write_text(text)
    assert main(["check", str(path)]) == 2
    assert said in capsys.readouterr().err


def test_a_limit_is_whole_seconds(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["check", "it.ipynb", "--limit", "0"])
    assert stopped.value.code == 2
    assert "expected whole seconds, 1 or more" in capsys.readouterr().err


def test_cells_that_are_gone_are_named(tmp_path):
    notebook = assignment({name: QUESTIONS[name] for name in ("right", "half", "stub")})
    gone = ("right", "half-solution", "stub", "stub-solution")
    notebook.cells = [one for one in notebook.cells if one.id not in gone]
    questions = {q.grade_id: q for q in read_assignment(written(tmp_path, notebook)).questions}
    assert {name: q.missing for name, q in questions.items() if q.missing} == {
        "right": "its check cell is gone",
        "half": "its answer cell is gone",
        "stub": "its check cell is gone",
    }
    assert questions["stub"].points == 5


@pytest.mark.parametrize("path", RELEASED, ids=lambda path: path.stem)
def test_released_assignments_are_untouched_and_worth_100(path):
    """By nbgrader's own checksum; a letter more and a cell counts as touched."""
    read = read_assignment(path)
    assert sum(question.points for question in read.questions) == 100
    assert not any(question.attempted or question.missing for question in read.questions)
    for one in nbformat.read(path, as_version=4).cells:
        assert untouched(one) == (one.metadata.nbgrader.checksum == compute_checksum(one))
        one.source += "x"
        assert not untouched(one)


@pytest.fixture
def desk(tmp_path):
    """A course with one untouched assignment, one begun and run, a lecture and a broken file."""
    written(tmp_path, assignment({"stub": QUESTIONS["stub"]}), "later")
    begun = assignment({name: QUESTIONS[name] for name in ("right", "half", "choice")})
    cells = {one.id: one for one in begun.cells}
    report = {"points": 5, "earned": 2, "note": "", "parts": [
        {"title": "one", "points": 2, "earned": 2, "hidden": False, "status": "passed", "reason": ""}
    ]}  # fmt: skip
    shown = {"application/vnd.coursework.report+json": report, "text/plain": ""}
    cells["right"].outputs = [nbformat.v4.new_output("display_data", shown)]
    cells["right"].execution_count, cells["right-solution"].execution_count = 3, 4
    cells["choice"].outputs = [nbformat.v4.new_output("stream", text="✓ right")]
    cells["choice"].execution_count, cells["choice-solution"].execution_count = 7, 6
    written(tmp_path, begun, "begun")
    written(tmp_path, nbformat.v4.new_notebook(), "lecture")
    (tmp_path / "begun" / "broken.ipynb").write_text("{")
    (tmp_path / "course.toml").write_text("[assignments.begun]\ndue = 2027-03-11T23:59:00\n")
    return tmp_path


def test_progress_reads_what_the_notebooks_hold(desk):
    begun, later = progress.standings(desk)
    assert (later.attempted, later.questions, later.earned, later.here, later.due) == (0, 2, 0, 2, "")
    assert (begun.attempted, begun.questions, begun.earned, begun.here, begun.later) == (3, 4, 3, 5, 8)
    assert (begun.stale, begun.not_run) == (("right",), ("half",))


@pytest.mark.skipif(sys.version_info < (3, 11), reason="course.toml needs tomllib")
@pytest.mark.parametrize(("day", "said"), [(9, "in 2 days"), (10, "in 1 day"), (11, "today"), (12, "past")])
def test_progress_says_when_an_assignment_is_due(desk, day, said):
    text = progress.table(progress.standings(desk), today=date(2027, 3, day))
    assert f"2027-03-11 23:59 ({said})" in text
    assert "██████████████░░░░░  3 of 4" in text
    assert "check cell not run: half" in text


def test_progress_where_there_is_nothing_says_where_to_look(tmp_path, capsys):
    assert main(["progress", str(tmp_path)]) == 2
    assert "the folder that holds the assignments" in capsys.readouterr().err
    with pytest.raises(CourseworkError, match="no such folder"):
        progress.standings(tmp_path / "missing")


def test_progress_starts_without_what_it_does_not_need(desk):
    """No kernel, no IPython: it answers at once, and where nbclient is not installed."""
    code = (
        "import sys\nfrom coursework.__main__ import main\n"
        "code = main(['progress', sys.argv[1], '--json'])\n"
        "assert not {'nbclient', 'nbformat', 'IPython', 'torch'} & set(sys.modules)\nsys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(desk)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert [one["name"] for one in json.loads(done.stdout)] == ["begun", "later"]


def test_without_nbclient_the_command_that_installs_it_is_named(tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "nbclient", None)
    monkeypatch.delitem(sys.modules, "coursework.execution", raising=False)
    assert main(["check", str(written(tmp_path, assignment()))]) == 2
    assert "python -m pip install nbclient" in capsys.readouterr().err
