"""What a class says of its questions: planted faults are found, sound questions are left alone."""

from __future__ import annotations

import json

import numpy as np
from class_results import result, write_graded_class
from click.testing import CliRunner

from autograder.cli import main
from autograder.quality import FEWEST, quality, to_repair
from autograder.result import GRADED, QuestionResult
from autograder.summary import summarise

POINTS = 10


def a_class(size=60, seed=0):
    """Students of different ability: sound questions follow it, a wrong key runs against it, chance ignores it."""
    rng = np.random.default_rng(seed)
    found = []
    for number, ability in enumerate(np.linspace(0, 1, size)):
        passed = {f"sound-{i}": ability + rng.normal(0, 0.2) > limit for i, limit in enumerate((0.2, 0.4, 0.5, 0.6))}
        passed |= {"wrong-key": ability + rng.normal(0, 0.2) < 0.5, "chance": rng.uniform() < 0.5}
        passed |= {"strict": False, "easy": True}
        questions = [a_question(name, POINTS * right, rng.integers(4)) for name, right in passed.items()]
        found.append(result(f"student-{number:02}", GRADED, *questions))
    return found


def a_question(name, earned, where):
    """Who loses points does so at different places."""
    full = earned == POINTS
    return QuestionResult(name, POINTS, float(earned), "passed" if full else "failed", "" if full else f"place {where}")


def test_planted_faults_are_found():
    results = a_class()
    found = quality(results, summarise(results).questions)
    assert all(found[f"sound-{i}"].discrimination > 0.2 and found[f"sound-{i}"].advice == () for i in range(4))
    assert found["wrong-key"].discrimination < -0.3
    assert "wrong key" in found["wrong-key"].advice[0]
    assert found["chance"].advice == ("it hardly tells who knows more",)
    assert any("hardly anybody" in said for said in found["strict"].advice)
    assert (found["easy"].difficulty, found["easy"].discrimination, found["easy"].advice) == (1.0, None, ())
    assert to_repair(found)[0].grade_id == "wrong-key"


def test_the_correlation_is_with_the_rest():
    """NumPy says the same of the shares and the points in all other questions."""
    results = a_class()
    points = np.array([[q.earned or 0.0 for q in one.questions] for one in results])
    expected = np.corrcoef(points[:, 0], points.sum(axis=1) - points[:, 0])[0, 1]
    found = quality(results, summarise(results).questions)
    np.testing.assert_allclose(found["sound-0"].discrimination, expected, rtol=1e-12)


def test_a_small_class_says_nothing():
    results = a_class(FEWEST - 1)
    found = quality(results, summarise(results).questions)
    assert all(each.discrimination is None and each.advice == () for each in found.values())


def test_report_as_data(tmp_path, monkeypatch):
    """`--json` prints the numbers of the page, question by question and student by student."""
    course = write_graded_class(tmp_path / "tiny")
    monkeypatch.chdir(course.root)
    for one in a_class():
        path = course.autograded / one.student / "tiny" / "result.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(one.to_json(), encoding="utf-8")
    done = CliRunner().invoke(main, ["report", "tiny", "--json"])
    assert done.exit_code == 0, done.output
    data = json.loads(done.output)
    assert len(data["students"]) == data["submissions"]
    wrong = next(q for q in data["questions"] if q["grade_id"] == "wrong-key")
    assert wrong["discrimination"] < 0
    assert not (course.reports / "tiny.html").exists()
    page = CliRunner().invoke(main, ["report", "tiny"]).output.strip()
    text = (course.reports / "tiny.html").read_text(encoding="utf-8")
    assert page.endswith("tiny.html")
    assert "Questions to look at" in text
    assert "look for a wrong key or a wrong test" in text
