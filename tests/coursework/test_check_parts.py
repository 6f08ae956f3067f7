"""Parts and scores: what each outcome costs, and what a cell prints."""

import json
import os
import sys
import warnings
from dataclasses import asdict

import numpy as np
import pytest

from coursework import check


@pytest.fixture(autouse=True)
def _fresh():
    check.begin()


def outcome(error=None, **options):
    """One part that raises `error`, or passes."""
    with check.part("title", points=2, **options):
        if error is not None:
            raise error
    return check.collect().parts[-1]


def test_a_part_that_passes_earns_its_points():
    assert outcome() == check.PartResult("title", 2.0, 2.0, False, "passed")


@pytest.mark.parametrize(
    ("error", "status", "hint"),
    [
        (NotImplementedError("knn-l1"), "not attempted", "not attempted yet"),
        (check.CheckFailed("long", "short"), "failed", "short"),
        (ValueError("secret 12.5"), "error", "your code raised ValueError"),
        (SystemExit(1), "error", "your code raised SystemExit"),
        (RecursionError("deep"), "error", "your code raised RecursionError"),
        (type("Odd", (KeyError,), {})("x"), "error", "your code raised KeyError"),
        (type("Odd", (Exception,), {})("x"), "error", "your code raised an exception"),
        (type("Odd", (BaseException,), {})("x"), "error", "your code raised an exception"),
    ],
    ids=lambda value: getattr(type(value), "__name__", None),
)
def test_what_is_raised_costs_this_part_alone(error, status, hint):
    part = outcome(error)
    assert (part.status, part.hint, part.earned) == (status, hint, 0.0)
    assert outcome().status == "passed"


def test_stopping_the_kernel_still_works():
    with pytest.raises(KeyboardInterrupt), check.part("slow", points=1):
        raise KeyboardInterrupt


def test_an_error_names_the_line_of_the_notebook_and_its_text():
    def answer(x):
        return x["missing"]

    with check.part("lookup", points=1):
        answer({})
    message = check.collect().parts[0].message
    assert message == "your code raised KeyError: 'missing'\nin answer: return x[\"missing\"]"


def test_an_error_whose_text_cannot_be_made_is_still_reported():
    class Hostile(ValueError):
        def __str__(self):
            raise RuntimeError

    assert outcome(Hostile()).message == "your code raised Hostile"


def test_notes_on_an_error_are_shown_to_the_student():
    error = ValueError("x")
    error.__notes__ = ["line 3 of l1_distances"]
    assert "line 3 of l1_distances" in outcome(error).message


def test_a_missing_answer_is_told_from_a_missing_name_inside_it():
    with check.part("answer", points=1):
        answer_not_there(1)  # noqa: F821
    assert check.collect().parts[0].message == "answer_not_there is not defined: run the cell with your answer first"

    def answer():
        return helper_not_there  # noqa: F821

    with check.part("helper", points=1):
        answer()
    assert "your code raised NameError" in check.collect().parts[1].message


def test_control_characters_of_student_text_are_not_shown():
    assert "\x1b" not in outcome(ValueError("\x1b[2J")).message


@pytest.mark.parametrize("points", [-1, float("nan"), float("inf")])
def test_points_that_make_no_sense_are_the_authors_error(points):
    with pytest.raises(ValueError, match="points must be"), check.part("x", points=points):
        pass


def test_part_results_are_plain_json():
    part = outcome(check.CheckFailed("a", "b"))
    assert check.PartResult(**json.loads(json.dumps(asdict(part)))) == part


def test_begin_forgets():
    outcome()
    check.begin()
    assert check.collect() == check.Report((), 0.0, 0.0)


def test_hidden_parts_decide_whether_visible_points_count():
    outcome()
    outcome(ValueError(), hidden=True)
    report = check.collect()
    assert (report.points, report.earned) == (4.0, 0.0)
    assert "visible parts do not count" in report.note
    outcome(hidden=True)
    report = check.collect()
    assert (report.points, report.earned, report.note) == (6.0, 4.0, "")


def test_hidden_parts_without_points_decide_nothing():
    outcome()
    with check.part("worth nothing", hidden=True):
        raise ValueError
    assert check.collect().earned == 2.0


def test_score_prints_one_line_a_part_and_returns_a_float(capsys):
    outcome()
    outcome(check.CheckFailed("first line\n  second line", "hint"))
    outcome(NotImplementedError())
    with check.part("practice"):
        pass
    earned = check.score()
    assert earned == 2.0
    assert type(earned) is float
    assert capsys.readouterr().out.splitlines() == [
        "✓ 2 of 2  title",
        "✗ 0 of 2  title",
        "          first line",
        "            second line",
        "· 0 of 2  title",
        "          not attempted yet",
        "✓         practice",
        "2 of 6 points",
    ]


def test_a_cell_without_points_prints_no_points(capsys):
    with check.part("practice"):
        pass
    assert check.score() == 0.0
    assert capsys.readouterr().out == "✓ practice\n"


def test_score_shows_the_hint_of_a_hidden_part_and_no_value(capsys):
    outcome(hidden=True)
    outcome(check.CheckFailed("received 12.5", "off by a factor"), hidden=True)
    outcome(check.CheckFailed("received 12.5"), hidden=True)
    check.score()
    out = capsys.readouterr().out
    assert "12.5" not in out
    assert "off by a factor" in out
    assert "this test is hidden" in out


def test_score_says_what_hidden_tests_will_decide(capsys):
    outcome()
    assert check.score(of=10) == 2.0
    assert capsys.readouterr().out.endswith("2 of 2 points here; 8 more are decided by hidden tests when graded\n")


def test_a_copy_with_hidden_parts_only_scores_nothing_without_an_error(capsys):
    assert check.score(of=10) == 0.0
    assert "10 more are decided by hidden tests" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (NotImplementedError(), "0 of 2 points: not attempted yet"),
        (ValueError(), "0 of 2 points: your code stops with an error, see above"),
        (check.CheckFailed("x"), "0 of 2 points: see above what is wrong"),
    ],
)
def test_nothing_earned_is_an_error_of_one_line(error, text):
    outcome(error)
    with pytest.raises(check.NothingEarned) as caught:
        check.score()
    assert str(caught.value) == text
    assert caught.value._render_traceback_() == [text]
    assert isinstance(caught.value, AssertionError)


def test_parts_that_give_more_than_the_question_are_the_authors_error():
    outcome()
    with pytest.raises(ValueError, match="give 2 points, but score"):
        check.score(of=1)


def test_hidden_parts_that_give_less_than_the_question_are_the_authors_error():
    outcome(hidden=True)
    with pytest.raises(ValueError, match="give 2 points, but score"):
        check.score(of=3)


def test_fractions_of_points_add_up_to_the_whole():
    for _ in range(3):
        with check.part("third", points=1 / 3, hidden=True):
            pass
    assert check.score(of=1) == pytest.approx(1)


def test_rounding_never_gives_more_than_the_question_is_worth():
    for _ in range(3):
        with check.part("tenth", points=0.1):
            pass
    assert 0.1 + 0.1 + 0.1 > 0.3
    assert check.score(of=0.3) == 0.3


def test_warnings_and_stderr_stay_off_stderr(capfd):
    with check.part("noisy", points=1):
        warnings.warn("careful", stacklevel=1)
        np.array([1e9]).astype(np.float32) / np.zeros(1)
        print("to python's stderr", file=sys.stderr)
        os.write(2, b"to file descriptor 2\n")
    captured = capfd.readouterr()
    assert captured.err == ""
    assert "to python's stderr" in captured.out
    assert "to file descriptor 2" in captured.out
    message = check.collect().parts[0].message
    assert "warning: UserWarning: careful" in message
    assert "warning: RuntimeWarning: divide by zero" in message


def test_stderr_and_warning_filters_are_as_before_after_a_part(capfd):
    before = (sys.stderr, sys.stdout, warnings.filters[:])
    outcome(ValueError())
    assert (sys.stderr, sys.stdout, warnings.filters) == before
    print("later", file=sys.stderr)
    assert capfd.readouterr().err == "later\n"


def test_a_hidden_part_drops_what_is_printed(capfd):
    with check.part("hidden", points=1, hidden=True):
        print("the hidden input is 12.5")
        print("the hidden input is 12.5", file=sys.stderr)
        os.write(2, b"the hidden input is 12.5\n")
    assert capfd.readouterr() == ("", "")


def test_the_first_failure_of_a_part_decides():
    with check.part("two checks", points=1):
        check.equal(1, 2, what="the first")
        check.equal(1, 3, what="the second")
    assert check.collect().parts[0].message == "the first: expected 2, got 1"
