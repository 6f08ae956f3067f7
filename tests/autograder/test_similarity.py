"""Which submissions share code: planted copies found, independent solutions left alone, hostile text harmless."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import nbformat
import pytest
from class_results import SCRIPT, question, result, write_graded_class
from click.testing import CliRunner
from tiny_course import REPOSITORY
from tiny_submissions import answered

from autograder.canonical import read
from autograder.cli import main
from autograder.course import load_course
from autograder.result import GRADED
from autograder.similarity import Pair, clusters, similar, write_similarity
from autograder.similarity.compare import USUAL_STUDENTS
from autograder.similarity.documents import document

sys.path.insert(0, str(REPOSITORY / "benchmarks"))

import similarity as benchmark

ONE = """\
def distances(a, b):
    result = np.zeros((len(a), len(b)))
    for i, row in enumerate(a):
        gap = np.abs(row[None, :] - b)
        result[i] = gap.sum(axis=1)
    return result

def nearest(table, k):
    order = np.argsort(table, axis=1, kind="stable")
    return [list(row[:k]) for row in order]
"""
OTHER = """\
def distances(a, b):
    return np.stack([[sum(abs(x - y)) for y in b] for x in a])

def nearest(table, k):
    found = []
    for row in table:
        pairs = sorted((value, place) for place, value in enumerate(row))
        found.append([place for _, place in pairs[:k]])
    return found
"""


def test_planted_copies_and_independent_solutions():
    """Copies of 02_knn's variants, changed in three ways, are all found; the variants are no copies of each other."""
    row = benchmark.measure(load_course(REPOSITORY), "02_knn", 0.5)
    assert row["planted"] == row["found"] == 9
    assert row["false"] == 0
    assert row["most_alike"] < 0.5


def test_what_is_given_counts_nowhere():
    pair = [document("ada", {"q": [ONE]}), document("ben", {"q": [ONE]})]
    assert [each.students for each in similar(pair)] == [("ada", "ben")]
    assert similar(pair, [document("given", {"q": [ONE]})]) == []


def test_what_much_of_the_class_writes_counts_nowhere():
    """The usual answer is no sign; the same number of students in a larger class is a group that copied."""
    usual = [document(f"usual-{i}", {"q": [ONE]}) for i in range(USUAL_STUDENTS + 1)]
    assert similar(usual) == []
    rest = [document(f"other-{i}", {"q": [f"x_{i} = {i}"]}) for i in range(4 * USUAL_STUDENTS)]
    assert len(similar([*usual, *rest])) == len(usual) * (len(usual) - 1) // 2


def test_all_of_a_long_notebook_is_no_usual_answer():
    """However many have it: a ring in a small class."""
    every = {f"q{i}": [ONE.replace("axis=1", f"axis=1 + {i} ** {i}")] for i in range(5)}
    ring = [document(f"ring-{i}", every) for i in range(USUAL_STUDENTS + 2)]
    assert len(similar(ring)) == len(ring) * (len(ring) - 1) // 2
    assert similar(ring, [document("given", every)]) == []


def test_a_part_of_the_code():
    """The share is of the one who has less; the lines are those that both have."""
    (pair,) = similar([document("ada", {"q": [ONE]}), document("ben", {"q": [OTHER], "r": [ONE]})])
    assert pair.share > 0.95
    shown = document("ben", {"q": [OTHER], "r": [ONE]}).lines
    assert {shown[line].strip() for line in pair.lines[1]} >= {"gap = np.abs(row[None, :] - b)"}
    assert not any("sorted(" in shown[line] for line in pair.lines[1])


@pytest.mark.parametrize("code", ["", "def broken(:\n  1 +* 2", "'''never closed", "\x00\ud800", "x" * 100_000])
def test_code_that_is_none(code):
    assert similar([document("ada", {"q": [code]}), document("ben", {"q": [code]})], least=0.1) == []


def test_groups():
    pairs = [Pair(names, 0.9, 100, ((), ())) for names in (("a", "b"), ("c", "d"), ("e", "f"), ("b", "e"))]
    assert clusters(pairs) == [("a", "b", "e", "f"), ("c", "d")]


def test_the_page_shows_text_and_runs_none(tmp_path):
    course = write_graded_class(tmp_path / "tiny")
    found = [document(name, {"tiny-sum": [f"{ONE}# {SCRIPT}\n"]}) for name in (SCRIPT, "ben")]
    page = write_similarity(course, "tiny", found, similar(found)).read_text(encoding="utf-8")
    assert "<script" not in page
    assert "onerror" not in page.replace("onerror=&#34;", "").replace("onerror=\\&#34;", "")
    assert "&lt;script&gt;" in page
    assert "1 to look at" in page


def test_command(tmp_path, monkeypatch):
    """Two of three share an answer; the page and the data say so."""
    course = write_graded_class(tmp_path / "tiny")
    monkeypatch.chdir(course.root)
    release = read(course.release("tiny"))
    for student, code in {"ada": ONE, "ben": ONE.replace("gap", "way"), "cleo": OTHER}.items():
        path = course.autograded / student / "tiny" / "tiny.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(answered(release, tiny_sum_solution=code), path)
        graded = result(student, GRADED, question("tiny-sum", 50, 50))
        path.with_name("result.json").write_text(graded.to_json(), encoding="utf-8")
    done = CliRunner().invoke(main, ["similarity", "tiny", "--json"])
    assert done.exit_code == 0, done.output
    assert [pair["students"] for pair in json.loads(done.output)["pairs"]] == [["ada", "ben"]]
    done = CliRunner().invoke(main, ["similarity", "tiny"])
    path, said = done.output.strip().rsplit(": ", 1)
    assert said == "1 pair"
    assert "ada, ben" in Path(path).read_text(encoding="utf-8")
