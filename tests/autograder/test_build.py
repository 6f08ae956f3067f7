"""source -> release: what the build writes, and that each gate catches what it is for."""

import re
from dataclasses import replace

import psutil
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from tiny_course import build_tiny_release, solution, tiny_notebook, write_tiny_course

from autograder.build import build
from autograder.canonical import check as not_canonical
from autograder.canonical import dumps, read
from autograder.errors import BuildError, CourseError
from autograder.gates import committed
from autograder.gradebook import open_gradebook
from autograder.leaks import leaks, secret_lines, telling
from autograder.stock import choice_stub, generate
from autograder.structure import problems

SAME = "check.close(row_sums(matrix), ref.row_sums(matrix))"
VARIANT = "# %% by Einstein's notation\nreturn np.einsum('ij->i', x)\n"


def changed(cell_id, old, new):
    """The tiny notebook with one text replaced in one cell."""
    notebook = tiny_notebook()
    cell = next(cell for cell in notebook.cells if cell.id == cell_id)
    assert old in cell.source
    cell.source = cell.source.replace(old, new)
    return notebook


def with_metadata(cell_id, **nbgrader):
    notebook = tiny_notebook()
    cell = next(cell for cell in notebook.cells if cell.id == cell_id)
    cell.metadata["nbgrader"] |= nbgrader
    return notebook


def without(cell_id):
    notebook = tiny_notebook()
    notebook.cells = [cell for cell in notebook.cells if cell.id != cell_id]
    return notebook


def followed_by(source):
    """The tiny notebook with a given cell at its end."""
    notebook = tiny_notebook()
    notebook.cells.append(new_code_cell(source, id="last-cell"))
    return notebook


def rebuild(course, **options):
    return build(course, **{"replicates": 2} | options)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A course that was built, with answers and data beside its notebook."""
    course = write_tiny_course(tmp_path_factory.mktemp("build") / "course")
    (course.source("tiny").parent / "table.csv").write_text("1,2\n3,4\n")
    (report,) = rebuild(course)
    assert report.written
    return course


# What a build writes.


def test_the_release_holds_the_notebook_and_given_files(built):
    folder = built.release("tiny").parent
    assert sorted(path.name for path in folder.rglob("*")) == ["table.csv", "tiny.ipynb"]
    assert not_canonical([folder]) == []


def test_stubs_name_their_question(built):
    sources = {cell.id: cell.source for cell in read(built.release("tiny")).cells}
    assert sources["tiny-sum-solution"].endswith('    raise NotImplementedError("tiny-sum")')
    assert sources["tiny-choice-axis-solution"] == "answer_axis = None"
    assert sources["tiny-written"] == "*Your answer here.*"


def test_hidden_tests_go_and_choices_are_hashed(built):
    sources = {cell.id: cell.source for cell in read(built.release("tiny")).cells}
    assert sources["tiny-sum"].count("check.part") == 1
    assert "reference" not in sources["tiny-sum"]
    assert sources["tiny-sum"].endswith("\ncheck.score(of=50)")
    assert re.search(r"sha256.*answer_axis.*[0-9a-f]{64}", sources["tiny-choice-axis"])


def test_the_gradebook_has_the_complete_tests(built):
    with open_gradebook(built) as gradebook:
        notebook = gradebook.find_notebook("tiny", "tiny")
        assert {cell.name: cell.max_score for cell in notebook.grade_cells} == built.assignment("tiny").points
        tests = {cell.name: cell.source for cell in notebook.source_cells}
    assert "hidden=True" in tests["tiny-sum"]
    assert "AUTOTEST" not in tests["tiny-choice-axis"]


def test_a_second_notebook_is_refused(tmp_path):
    """Students would get it as it is, ungated."""
    course = write_tiny_course(tmp_path / "course")
    (course.source("tiny").parent / "notes.ipynb").write_text(dumps(new_notebook()))
    with pytest.raises(BuildError, match=r"holds the notebooks notes\.ipynb, tiny\.ipynb, expected tiny\.ipynb alone"):
        generate(course, "tiny", tmp_path / "out")


def test_of_a_traceback_of_nbgrader_its_last_line_is_told(tmp_path):
    course = write_tiny_course(tmp_path / "course", with_metadata("tiny-scale", grade_id="tiny-sum"))
    with pytest.raises(BuildError, match=r"assignment stops: [\w.]*ValidationError: Duplicate grade id: tiny-sum$"):
        generate(course, "tiny", tmp_path / "out")


def test_no_kernel_stays_behind(tmp_path):
    """Not even of a build that stops. What other tests keep open, a sandbox with its kernel, was there before."""
    before = psutil.Process().children()
    course = write_tiny_course(tmp_path / "course", changed("tiny-sum-solution", "axis=1", "axis=7"))
    with pytest.raises(BuildError, match="stops at cell tiny-sum"):
        generate(course, "tiny", tmp_path / "out")
    children = [child for child in psutil.Process().children() if child not in before]
    kernels = [child for child in children if "ipykernel_launcher" in child.cmdline()]
    _, alive = psutil.wait_procs(kernels, timeout=20)
    assert alive == []


def test_a_second_build_is_byte_identical(built):
    before = built.release("tiny").read_bytes()
    (report,) = rebuild(built, check=True)
    assert report.passed
    assert not report.written
    assert str(report).startswith("tiny: release as committed in ")
    assert built.release("tiny").read_bytes() == before


def test_an_assignment_that_is_not_there_is_named(built):
    with pytest.raises(CourseError, match="no assignment 'tinny'"):
        build(built, ["tinny"])


# Gates that run code: each refuses, and leaves what is there.


@pytest.mark.parametrize(
    ("notebook", "problem"),
    [
        (
            changed("tiny-sum", SAME, "check.close(1.0, 1.0)"),
            "release earns nothing: tiny-sum: the unanswered notebook earns 30 points",
        ),
        (
            changed("tiny-sum", "ref.row_sums(matrix))", "ref.row_sums(matrix) + (rng.uniform() < 0.5))"),
            r"source earns everything: with seed 3: tiny-sum: (0|20) of 50 points",
        ),
        (
            changed(
                "tiny-sum", SAME, "check.that(check.inside(lambda f, x: f(x).shape == (7,), row_sums, matrix), '')"
            ),
            "recorded answers earn nothing: tiny-sum, part 'random rows, any shape': what check.inside answers is the",
        ),
        (
            changed("tiny-sum-solution", "### BEGIN SOLUTION", "### BEGIN SOLUTION\n    ### BEGIN SOLUTION"),
            "structure: tiny-sum-solution, line 4: BEGIN SOLUTION again, before an END SOLUTION",
        ),
        (
            with_metadata("tiny-sum", schema_version=1),
            "build: nbgrader's generate_assignment stops: .*old version of the nbgrader metadata",
        ),
        (
            changed("tiny-sum-solution", "axis=1", "axis=7"),
            "build: nbgrader's generate_assignment stops at cell tiny-sum: .*NothingEarned",
        ),
    ],
    ids=[
        "free points",
        "a seed that fails",
        "a verdict from inside",
        "a region in a region",
        "nbgrader refuses",
        "a reference that fails",
    ],
)
def test_a_refused_build_writes_nothing(tmp_path, monkeypatch, notebook, problem):
    monkeypatch.setenv("AUTOGRADER_SECRET", "two")  # the first draw under 0.5 is that of seed 3
    course = write_tiny_course(tmp_path / "course", notebook)
    with pytest.raises(BuildError, match=f"(?s)^tiny: {problem}"):
        rebuild(course, replicates=20)
    assert not course.release("tiny").exists()
    assert not (course.root / "gradebook.db").exists()


def test_what_is_compared_outside_may_be_computed_inside(tmp_path):
    inside = "check.close(check.inside(lambda f, x: f(x), row_sums, matrix), ref.row_sums(matrix))"
    course = write_tiny_course(tmp_path / "course", changed("tiny-sum", SAME, inside))
    (report,) = rebuild(course, answers=False)
    assert report.written
    assert "recorded answers earn nothing ✓" in str(report)


def test_a_leak_into_a_lecture_refuses_the_build(tmp_path):
    course = write_tiny_course(tmp_path / "course")
    (course.root / "notebooks").mkdir()
    (course.root / "notebooks" / "rows.py").write_text("# print( x.astype(float) ), then\nreturn totals.sum(axis=1)\n")
    with pytest.raises(BuildError, match=r"rows\.py: holds a line of the answer tiny-sum-solution: return totals\.sum"):
        rebuild(course)
    assert not course.release("tiny").exists()


def test_check_names_what_is_out_of_date(tmp_path):
    course = write_tiny_course(tmp_path / "course")
    build_tiny_release(course)
    path = course.release("tiny")
    text = path.read_text()
    path.write_text(text.replace("Add up each row.", "Add up all rows."))
    with pytest.raises(BuildError, match=r"(?s)release/tiny/tiny\.ipynb: out of date:.*-.*all rows.*\+.*each row"):
        rebuild(course, check=True)
    assert "all rows" in path.read_text()


def test_committed_sees_files_that_came_or_went(tmp_path):
    new, old = tmp_path / "new", tmp_path / "old"
    for folder, names in ((new, ["same", "came"]), (old, ["same", "went"])):
        folder.mkdir()
        for name in names:
            (folder / name).write_bytes(b"\xff")
    assert committed(new, old) == [f"{old}/came: missing, the build writes it", f"{old}/went: not written by the build"]
    (old / "same").write_bytes(b"\xfe")
    assert f"{old}/same: out of date" in committed(new, old)


# The structure of a source notebook.


def test_the_tiny_notebook_is_sound(built):
    assert problems(built, built.assignment("tiny"), tiny_notebook()) == []


@pytest.mark.parametrize(
    ("notebook", "problem"),
    [
        (with_metadata("tiny-sum", points=49), "tiny-sum: 49 points in the notebook, 50 in course.toml"),
        (without("tiny-scale"), "tiny-scale: in course.toml, but no cell of the notebook is graded under that name"),
        (with_metadata("tiny-scale", grade_id="tiny-x"), "tiny-x: graded in the notebook, but not in course.toml"),
        (without("tiny-sum-solution"), "tiny-sum: no solution cell tiny-sum-solution"),
        (without("tiny-written-task"), "tiny-written: no locked text cell tiny-written-task"),
        (with_metadata("tiny-sum-task", locked=False), "tiny-sum: no locked text cell tiny-sum-task"),
        (with_metadata("tiny-sum", points=None), "tiny-sum: no points in the notebook, 50 in course.toml"),
        (with_metadata("tiny-scale", grade_id="tiny-sum"), "tiny-sum: the grade_id of 2 cells, tiny-sum, tiny-scale;"),
        (changed("tiny-sum-solution", "### END SOLUTION", ""), "tiny-sum-solution, line 3: BEGIN .* without an END"),
        (changed("tiny-sum-solution", "### BEGIN SOLUTION", ""), "tiny-sum-solution, line 6: END .* without a BEGIN"),
        (changed("tiny-sum", "### END HIDDEN TESTS", ""), "tiny-sum, line 3: BEGIN HIDDEN TESTS without an END"),
        (changed("tiny-sum", "### END", "### BEGIN"), "tiny-sum, line 10: BEGIN HIDDEN TESTS again, before an END"),
        (followed_by("### BEGIN SOLUTION\n### END SOLUTION"), "last-cell: marks SOLUTION, but is no solution cell"),
        (changed("tiny-sum-task", "50 points", "5 points"), "tiny-sum: the heading .* must say tiny-sum and 50"),
        (changed("tiny-sum-task", "50 points", "150 points"), "tiny-sum: the heading .* must say tiny-sum and 50"),
        (changed("tiny-sum-task", "`tiny-sum`", "`tiny-sum-x`"), "tiny-sum: the heading .* must say tiny-sum and 50"),
        (changed("tiny-sum", "check.score(of=50)", "check.score()"), r"tiny-sum: .* be check.score\(of=50\), got"),
        (changed("tiny-sum", "of=50", "of=49"), r"tiny-sum: .* be check.score\(of=50\), got check.score\(of=49\)"),
        (changed("tiny-sum", "check.score(of=50)", "score = check.score(of=50)"), "tiny-sum: the last line must be"),
        (changed("tiny-sum", "points=20", "points=21"), "tiny-sum: its parts sum to 51 points, expected 50"),
        (changed("tiny-sum", ", hidden=True", ""), "tiny-sum, line 7: a part inside .* without hidden=True"),
        (changed("tiny-sum", "points=20", "points=20, hidden=True"), "tiny-sum, line 1: a part outside .* with hidden"),
        (changed("tiny-sum", "matrix = rng", "assert True\n    matrix = rng"), "tiny-sum, line 8: a bare assert"),
        (changed("tiny-sum", "matrix = rng", "matrix == = rng"), "tiny-sum, line 8: invalid syntax"),
        (changed("tiny-sum-solution", "x.astype", "x..astype"), "tiny-sum-solution, line 4: invalid syntax"),
        (changed("tiny-scale", "(positive)", "(matrix)"), "tiny-scale: uses matrix, bound in another test cell"),
        (changed("tiny-sum", "20):\n", "20):\n    print(rng)\n"), "tiny-sum: its visible part uses rng, bound in its"),
        (followed_by("print(matrix)"), "last-cell: uses matrix, bound in test cell tiny-sum; rename it there"),
        (
            changed("tiny-sum", "matrix = rng", "check.inside(lambda x: ref.row_sums(x), [])\n    matrix = rng"),
            "tiny-sum, line 8: check.inside hands ref to the student's side",
        ),
        (
            changed("tiny-sum", "matrix = rng", "check.inside(row_sums, [])\n    matrix = rng"),
            "tiny-sum, line 8: check.inside takes a lambda or a function of this cell",
        ),
    ],
)  # fmt: skip
def test_structure(built, notebook, problem):
    found = problems(built, built.assignment("tiny"), notebook)
    assert [text for text in found if re.match(problem, text)], found


def test_hidden_tests_beside_autotest_are_refused(built):
    notebook = changed("tiny-choice-axis", "axis", "axis\n### BEGIN HIDDEN TESTS\nprint(1)\n### END HIDDEN TESTS")
    expected = "tiny-choice-axis: hidden tests beside an AUTOTEST line; give them a question of their own"
    assert problems(built, built.assignment("tiny"), notebook) == [expected]


def test_points_must_sum_to_100(built):
    assignment = built.assignment("tiny")
    assignment = replace(assignment, points=assignment.points | {"tiny-sum": 40.0})
    assert "the points in course.toml sum to 90, expected 100" in problems(built, assignment, tiny_notebook())


def test_tags_must_be_concepts(built):
    notebook = tiny_notebook()
    next(cell for cell in notebook.cells if cell.id == "tiny-sum").metadata["tags"] = ["exercises:columns"]
    expected = "tiny-sum: the tag exercises:columns names no concept of course.toml"
    assert problems(built, built.assignment("tiny"), notebook) == [expected]


def test_inside_may_use_given_and_student_names(built):
    notebook = changed("tiny-sum", "matrix = rng", "check.inside(lambda x: np.sum(row_sums(x)), [])\n    matrix = rng")
    assert problems(built, built.assignment("tiny"), notebook) == []


def test_a_later_cell_may_bind_the_name_itself(built):
    assert problems(built, built.assignment("tiny"), followed_by("matrix = np.eye(2)\nprint(matrix)")) == []


def test_magics_are_allowed_in_given_cells(built):
    assert problems(built, built.assignment("tiny"), followed_by("%matplotlib inline")) == []


def test_parts_in_a_loop_are_counted_by_the_grader_alone(built):
    loop = "for _ in range(2):\n    with check.part('twice', points=10):"
    notebook = changed("tiny-sum", 'with check.part("two rows by hand", points=20):', loop)
    notebook.cells[4].source = notebook.cells[4].source.replace(
        "    check.close(row_sums(np", "        check.close(row_sums(np"
    )
    assert problems(built, built.assignment("tiny"), notebook) == []


# The leak test.


@pytest.mark.parametrize(
    "line",
    [
        "totals = x.astype(float)",
        "return x / column",
        "distances = np.sqrt(np.sum((a[i] - b[j]) ** 2))",
        "training[fold] = False",
        "# the square of a sum is not the sum of squares",
        'with check.part("random rows", points=30, hidden=True):',
        "elif np.isnan(distance):",
        "x = x[np.lexsort((np.arange(n), row))]",
        "Because a row is one sample, compared as a whole.",
        "return x.argmax()",
        "order = distances.argsort()",
        "x.mean().backward()",
        "model.train(False)",
        "if not np.all(x):",
    ],
)
def test_lines_that_tell(line):
    assert telling(line)


@pytest.mark.parametrize(
    "line",
    [
        "import numpy as np",
        "from autograder import reference",
        "def predict(self, x):",
        "return distances",
        "return distances, labels",
        "for i, row in enumerate(rows):",
        "for i in range(x.shape[0]):",
        "num_train = distances.shape[1]",
        "distances = np.zeros((num_test, num_train))",
        "self.x, self.y = x, y",
        "counts = {}",
        "best_accuracy = 0.0",
        "else:",
        "finally:",
        "if is_training:",
        "if torch.cuda.is_available():",
        "optimizer.zero_grad()",
        "x = -x",
        "",
    ],
)
def test_boilerplate_tells_nothing(line):
    assert not telling(line)


def leaked(course, tmp_path, name, text):
    """The lines that the leak test finds in one planted file."""
    (tmp_path / name).write_text(text)
    return [leak.line.strip() for leak in leaks(course.source("tiny").parent, tiny_notebook(), [tmp_path])]


@pytest.mark.parametrize(
    "text",
    [
        "totals = x.astype(float)",
        "\ttotals=x.astype( float )\n",
        "try `totals = x.astype(float)` first",
        "#totals = (x\n#",
        "totals = x.\\\n  astype(float)",
    ],
)
def test_a_line_is_found_however_it_is_written(built, tmp_path, text):
    expected = [] if "(x" in text or "\\" in text else ["totals = x.astype(float)"]
    assert leaked(built, tmp_path, "notes.md", text) == expected


def test_leaks_in_notebooks_are_found_behind_json(built, tmp_path):
    notebook = tiny_notebook()
    notebook.cells = [
        new_markdown_cell('Write\n\n    answer_axis = "b"', id="hint"),
        new_code_cell("1", id="figure", metadata={"alt": "of x / column: return x / column"}),
    ]
    assert leaked(built, tmp_path, "n.ipynb", dumps(notebook)) == ["return x / column", 'answer_axis = "b"']


def test_comments_are_compared_for_themselves(built, tmp_path):
    """An answer is found without the comment behind it, and the comment without the answer."""
    notebook = tiny_notebook()
    notebook.cells.append(solution("tiny-more", "share = x / x.sum()  # a share is a part of the whole\ni = 1  # one"))
    for text in ("share = x / x.sum()", "# a share is a part of the whole", "# one"):
        (tmp_path / "n.py").write_text(text)
        found = [leak.line for leak in leaks(built.source("tiny").parent, notebook, [tmp_path])]
        assert found == ([] if text == "# one" else [text])


def test_hidden_tests_and_answers_beside_the_notebook_are_secret(built, tmp_path):
    text = "matrix = rng.normal(size=(7, 11))\n# %% along the wrong axis\n" + VARIANT
    assert leaked(built, tmp_path, "n.py", text) == text.strip().split("\n")


def test_a_lecture_may_show_a_wrong_answer(built, tmp_path):
    assert leaked(built, tmp_path, "n.py", "return x.sum(axis=0)") == []


def test_what_students_are_given_is_no_leak(built, tmp_path):
    """The release itself, with its visible tests and stubs, and a given cell that an answer repeats."""
    assert leaks(built.source("tiny").parent, tiny_notebook(), [built.release("tiny").parent / "tiny.ipynb"]) == []
    notebook = tiny_notebook()
    notebook.cells.append(new_code_cell("totals = x.astype(float)", id="given"))
    assert "totals = x.astype(float)" in [line.strip() for line, _ in secret_lines(tmp_path, notebook)]
    (tmp_path / "n.py").write_text("totals = x.astype(float)")
    assert leaks(tmp_path / "none", notebook, [tmp_path]) == []


@pytest.mark.parametrize(
    "text",
    [
        "Add up each row:\n\n```python\nreturn totals.sum(axis=1)\n```",
        "Add up each row.\n\nreturn totals.sum(axis=1)",
        "Add up each row, by `return totals.sum(axis=1)`.",
    ],
)
def test_what_the_task_tells_is_a_leak(tmp_path, text):
    """A line of the answer that the text of its own question gives away."""
    notebook = changed("tiny-sum-task", "Add up each row.", text)
    course = write_tiny_course(tmp_path / "course", notebook)
    build_tiny_release(course)
    found = leaks(course.source("tiny").parent, notebook, [course.release("tiny")])
    assert [leak.line.strip() for leak in found] == ["return totals.sum(axis=1)"]


def test_binary_files_and_missing_places_are_read_past(built, tmp_path):
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\xff\xfe")
    assert leaks(built.source("tiny").parent, tiny_notebook(), [tmp_path, tmp_path / "nowhere"]) == []


# Stubs.


@pytest.mark.parametrize(
    ("answer", "stub"),
    [
        ('answer_axis = "b"', "answer_axis = None"),
        ("# the axis of a row\na = 1\nb = 'x'", "a = None\nb = None"),
        ("best = max(scores)", ""),
        ("    k = 5", ""),
        ("", ""),
        ("def f(:", ""),
    ],
)
def test_choice_stub(answer, stub):
    assert choice_stub(answer) == stub


def test_an_answer_without_markers_is_taken_out_whole(tmp_path):
    notebook = tiny_notebook()
    notebook.cells.append(solution("tiny-more", "def more(x):\n    return x + x + x"))
    course = write_tiny_course(tmp_path / "course", notebook)
    generate(course, "tiny", tmp_path / "out")
    assert read(tmp_path / "out" / "tiny" / "tiny.ipynb").cells[-1].source == 'raise NotImplementedError("tiny-more")'
