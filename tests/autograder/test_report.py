"""The class report: right numbers, hostile text harmless, nothing from the network."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from class_results import CANARIES, HINT, SCRIPT, class_results, question, result, write_graded_class
from tiny_course import tiny_notebook, write_tiny_course

from autograder.canonical import dumps, nbgrader, read
from autograder.choices import NOTHING, OTHER, choices
from autograder.facts import Timing
from autograder.feedback import write_feedback
from autograder.inspection import inspect
from autograder.report import report_data, write_report
from autograder.result import ATTENTION, GRADED, UNGRADABLE, WARNINGS, Result
from autograder.similarity import Document, Pair, write_similarity
from autograder.similarity.page import known_clusters, pairs_path
from autograder.summary import first_failure, summarise, what_went_wrong
from autograder.text import one_line, plain, spreadsheet_safe


class Elements(HTMLParser):
    """All elements of a page with their attributes, as a browser would see them; scripts' text apart."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return write_graded_class(tmp_path_factory.mktemp("course") / "tiny")


@pytest.fixture(scope="module")
def page(course):
    return write_report(course, "tiny", class_results()).read_text(encoding="utf-8")


def test_numbers_of_the_class():
    """Submissions that could not be graded count in no score; written points are not automatic ones."""
    summary = summarise(class_results())
    assert (summary.submissions, summary.graded, summary.points) == (7, 5, 89)
    assert summary.scores == (0, 0, 20, 59, 89)
    assert (summary.median, summary.mean) == (20, 33.6)
    assert summary.bins == (2, 0, 1, 0, 0, 0, 1, 0, 0, 1)
    assert summary.statuses == {
        "graded": 3,
        "graded with warnings": 1,
        "needs attention": 1,
        "ungradable": 1,
        "missing": 1,
    }


def test_numbers_of_a_question():
    """Pass rate, outcomes and the commonest first failure, in words and counted."""
    rows = summarise(class_results()).questions[0]
    assert rows.outcomes == {"full": 1, "partial": 2, "none": 1, "not attempted": 1, "manual": 0}
    assert rows.pass_rate == pytest.approx(0.2)
    assert rows.share == pytest.approx(90 / 250)
    assert (rows.failure, rows.failures) == (f"random rows: {HINT}", 2)


def test_an_empty_class_has_a_report(course):
    """No submission at all is no error."""
    assert "Nothing could be graded" in write_report(course, "tiny", []).read_text()


def test_first_failure_names_the_part_and_its_hint():
    assert first_failure(question("tiny-sum", 50, 20)) == f"random rows: {HINT}"
    assert first_failure(question("tiny-sum", 50, 50)) == ""
    assert first_failure(question("tiny-sum", 50, 0, "not attempted")) == "not attempted"
    assert first_failure(question("tiny-sum", 1, 0, reason="time limit (10 s)")) == "time limit (10 s)"


def test_what_went_wrong_counts_the_rest():
    two = result("x", GRADED, question("a", 50, 20), question("b", 39, 0, "not attempted"))
    assert what_went_wrong(two) == f"a: random rows: {HINT} (and 1 not attempted)"
    assert what_went_wrong(result("x", GRADED, question("a", 50, 50))) == ""
    warned = result("x", WARNINGS, question("a", 50, 0, "not attempted"), reason="a cell was put back")
    assert what_went_wrong(warned) == "a cell was put back; 1 not attempted"


def test_every_submission_has_a_row(page):
    """Students by name, with points and status."""
    rows = re.findall(r'<th scope="row" class="name">(.*?)</th>\s*<td class="amount" data-sort="(.*?)">', page)
    names = [re.sub("<.*?>", "", name) for name, _ in rows]
    assert names == ["&#39;=cmd|&#39;calc&#39;!A1", "ada", "ben", "cleo", "dan", "eve", "frida"]
    assert [float(points) for _, points in rows] == [0, 89, 20, 59, 0, 0, 0]


def cells(page: str, student: str) -> list[str]:
    """The first cells of a student's row, as they are read."""
    row = page[page.index(f'class="open" href="#student={student}"') :]
    return [re.sub("<.*?>", "", cell) for cell in re.findall(r'<td class="amount".*?</td>', row)[:4]]


def test_lateness_and_what_it_costs(course):
    """20 % of the 100 points a day: of 59 points there are 19 left on the second, of 20 none."""
    late = replace(course.assignment("tiny"), late_percent_per_day=20)
    dear = replace(course, assignments={"tiny": late})
    results = [
        replace(one, timing=Timing("", "", "", "", 0.0, 90000.0)) if one.student in ("ben", "cleo") else one
        for one in class_results()
    ]
    page = write_report(dear, "tiny", results).read_text()
    assert "<dt>Late</dt><dd>2</dd>" in page
    assert cells(page, "cleo") == ["59", "2 days", "−40", "19"]
    assert cells(page, "ben") == ["20", "2 days", "−40", "0"]
    assert cells(page, "ada") == ["89", "", "", "89"]
    told = report_data(dear, "tiny", results)["students"]
    rows = {row["student"]: (row["penalty"], row["after_penalty"]) for row in told}
    assert (rows["cleo"], rows["ben"], rows["ada"]) == ((40, 19), (40, 0), (0, 89))
    free = write_report(course, "tiny", results).read_text()
    assert "<dt>Late</dt><dd>2</dd>" in free
    assert ">Penalty<" not in free


def test_a_class_in_time_has_no_word_of_lateness(page):
    assert ">Late<" not in page
    assert ">Penalty<" not in page


def test_mean_and_median_say_of_how_many(page):
    assert "<dt>Median of 5 graded</dt>" in page
    assert "<dt>Mean of 5 graded</dt>" in page


def test_tampering_and_warnings_are_told(page):
    assert CANARIES["tampering"] in page
    assert "the test cell of tiny-sum was missing; it was put back" in page


def test_tampering_is_told_by_cell(course):
    """One cell is named once, whatever it does."""
    odd = replace(class_results()[4], tampering=("a: imports gc", "a: calls exec()", "b: calls eval()", "slow"))
    page = write_report(course, "tiny", [odd]).read_text()
    assert "</strong>: a: imports gc, calls exec(); b: calls eval(); slow</li>" in page


def test_student_text_becomes_no_element(page):
    """A script, an image with a handler, a style: nothing that a student wrote is markup."""
    elements = Elements(page).found
    assert [tag for tag, _ in elements].count("script") == 1
    assert not [tag for tag, _ in elements if tag in ("iframe", "object", "embed", "form")]
    pictures = [attributes for tag, attributes in elements if tag == "img"]
    assert len(pictures) == 5
    for picture in pictures:
        assert picture.keys() == {"class", "src", "alt"}
        assert re.fullmatch(r"data:image/png;base64,[A-Za-z0-9+/=]+", picture["src"])
    assert not [name for _, attributes in elements for name in attributes if name.startswith("on") or name == "style"]
    assert "&lt;script&gt;" in page


def test_nothing_is_loaded(page):
    """Every address is a fragment, a data URL or a page beside this one; and the policy forbids the rest."""
    addresses = [
        value for _, attributes in Elements(page).found for name, value in attributes.items() if name in ("href", "src")
    ]
    assert addresses
    assert not [address for address in addresses if not address.startswith(("#", "data:", "../feedback/"))]
    assert "default-src 'none'" in page
    assert "'unsafe-inline'" not in page


def test_control_codes_are_gone(page):
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", page)


def test_long_text_is_clipped(page):
    """A megabyte in one error makes no page of a megabyte."""
    assert len(page) < 100_000
    assert "characters left out" in page


def test_a_row_links_to_the_feedback_that_is_there(tmp_path):
    course = write_graded_class(tmp_path / "tiny")
    results = class_results()
    assert "../feedback/" not in write_report(course, "tiny", results).read_text()
    write_feedback(course, results[0])
    addresses = [
        address
        for _, found in Elements(write_report(course, "tiny", results).read_text()).found
        for name, address in found.items()
        if name == "href" and address.startswith("../feedback/")
    ]
    assert addresses == ["../feedback/ada/tiny/tiny.html"]


def test_the_same_results_in_any_order_give_the_same_page(course, page):
    again = write_report(course, "tiny", class_results()[::-1])
    assert again.read_text(encoding="utf-8") == page


def test_half_characters_are_written(course):
    """JSON may hold half a surrogate pair, which no file can."""
    odd = replace(result("x", ATTENTION, question("tiny-sum", 50, 0)), student="half \ud800", reason="\udcff")
    assert "half \N{REPLACEMENT CHARACTER}" in write_report(course, "tiny", [odd]).read_text(encoding="utf-8")


def test_results_read_back_from_json_give_the_same_page(course, page):
    results = [Result.from_json(result.to_json()) for result in class_results()]
    assert write_report(course, "tiny", results).read_text(encoding="utf-8") == page


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07after", "after"),
        ("\x1b]8;;http://x\x1b\\link", "link"),
        ("a\x9b2Jb\x07c\x00d", "abcd"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("abc\u202etxt.exe", "abctxt.exe"),
        ("naïve 中 👩‍🔬", "naïve 中 👩‍🔬"),
        (f"{SCRIPT}", SCRIPT),
    ],
)
def test_plain_text(text, expected):
    assert plain(text) == expected


def test_plain_text_keeps_both_ends():
    shown = plain("a" * 5000 + "z" * 1000, 1000)
    assert shown.startswith("a" * 750)
    assert shown.endswith("z" * 250)
    assert "5,000 characters left out" in shown


def test_one_line_is_one_line():
    assert one_line("a\n b\t c") == "a b c"
    assert one_line("word " * 100, 20) == "word word word word…"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", " =1"])
def test_formulas_are_text(text):
    assert spreadsheet_safe(text) == f"'{text}"
    assert spreadsheet_safe("x" + text) == "x" + text


def test_slowest_flaky_and_not_attempted_are_named_as_on_the_page_so_in_the_data(course):
    results = [
        replace(result("ada", GRADED, question("tiny-sum", 50, 50)), seconds={"student": 1.0, "total": 2.5}),
        replace(result("ben", GRADED, question("tiny-sum", 50, 0, "not attempted")), seconds={"total": 7.25}),
        result("cleo", GRADED, replace(question("tiny-sum", 50, 20), flaky=True)),
    ]
    data = report_data(course, "tiny", results)
    assert data["slowest"] == [
        {"student": "ben", "seconds": {"total": 7.25}, "sandbox": "bubblewrap"},
        {"student": "ada", "seconds": {"student": 1.0, "total": 2.5}, "sandbox": "bubblewrap"},
        {"student": "cleo", "seconds": {"student": 0.4, "total": 0.9}, "sandbox": "bubblewrap"},
    ]
    assert data["flaky"] == {"tiny-sum": ["cleo"]}
    assert data["not_attempted"] == {"tiny-sum": ["ben"]}
    assert data["tried_nothing"] == []
    assert data["similar"] is None
    page = write_report(course, "tiny", results).read_text()
    assert '<strong>tiny-sum</strong> (1): <a href="#student=ben">ben</a>' in page
    assert "Nobody has looked yet" in page


def test_who_tried_nothing_is_named(course):
    """A written answer that waits for a person is an attempt."""
    skipped = tuple(question(name, 50, 0, "not attempted") for name in ("tiny-sum", "tiny-written"))
    results = [
        replace(result("ada", GRADED), sandbox="bubblewrap", questions=skipped),
        result("ben", GRADED, skipped[0]),
        result("frida", UNGRADABLE),
    ]
    assert report_data(course, "tiny", results)["tried_nothing"] == ["ada"]
    assert 'Nothing at all: <a href="#student=ada">ada</a>' in write_report(course, "tiny", results).read_text()


def test_groups_that_are_alike_come_from_the_last_look(course):
    alike = Pair(("ada", "ben"), 0.9, 200, ((), ()))
    found = [Document(name, (), (), ()) for name in ("ada", "ben", "cleo")]
    write_similarity(course, "tiny", found, [alike])
    try:
        assert report_data(course, "tiny", class_results())["similar"] == [("ada", "ben")]
        assert 'href="tiny-similarity.html">side by side' in write_report(course, "tiny", class_results()).read_text()
        assert "graded after that look" not in write_report(course, "tiny", class_results()).read_text()
        os.utime(pairs_path(course, "tiny"), (0, 0))
        assert report_data(course, "tiny", class_results())["similar_outdated"]
        assert "graded after that look" in write_report(course, "tiny", class_results()).read_text()
        pairs_path(course, "tiny").write_text("half a fi")
        assert known_clusters(course, "tiny") is None
    finally:
        pairs_path(course, "tiny").unlink()


def test_pictures_share_a_room_and_what_is_cut_is_said(course, monkeypatch):
    release = read(course.release("tiny"))
    whole = inspect(course, class_results(), release)["ben"]
    assert whole["cut"] == ""
    monkeypatch.setattr("autograder.inspection.ALL_PICTURES", 10)
    assert inspect(course, class_results(), release)["ben"]["cut"] == "1 picture"
    monkeypatch.setattr("autograder.inspection.TEXT_CHARACTERS", 0)
    assert " cell" in inspect(course, class_results(), release)["ben"]["cut"]


@pytest.mark.parametrize(
    ("answer", "chosen"),
    [
        ('answer_axis = "a"\nanswer_axis = "b"', "b"),
        ('answer_axis = "a"', "a"),
        ("answer_axis = ...", NOTHING),
        ("answer_axis = chr(98)", OTHER),
        ("# answer_axis = 'b'", NOTHING),
        ("answer_axis = '<script>'", OTHER),
        ("not python (", NOTHING),
    ],
)
def test_options_chosen(tmp_path, answer, chosen):
    """The last constant that the answer is set to; the task's options are there though nobody took them."""
    notebook = tiny_notebook()
    for cell in notebook.cells:
        if cell.id == "tiny-choice-axis-task":
            cell.source = "### Which axis?\n\n- **a.** Rows.\n- **b.** Columns."
    course = write_tiny_course(tmp_path / "tiny", notebook)
    one = result("ada", GRADED, question("tiny-choice-axis", 1, 1))
    for cell in notebook.cells:
        if nbgrader(cell, "grade_id") == "tiny-choice-axis-solution":
            cell.source = answer
    path = course.autograded / "ada" / "tiny" / "tiny.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(dumps(notebook))
    (choice,) = choices(course, "tiny", [one])
    counts = {option.letter: option.count for option in choice.options}
    assert counts == {"a": 0, "b": 0} | {chosen: 1}
    assert [(option.letter, option.text) for option in choice.options if option.right] == [("b", "Columns.")]
