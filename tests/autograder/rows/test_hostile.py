"""The attacks of the catalogue, on the real grader: none scores, reads, writes or stops anything, and each is named."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hostile import ATTACKS, BY_NAME, KINDS, Attack, canaries
from hostile.attack import BREAKING_OUT, TAMPERING, WEARING_OUT, hand_in, honest, submission, write
from hostile.course import POINTS
from hostile.lab import Lab, Verdict, open_lab, points, said

from autograder.batch import grade_class
from autograder.feedback import write_feedback
from autograder.gradebook import results
from autograder.report import write_report
from autograder.result import Result

PARAMETERS = [
    pytest.param(attack, id=attack.name, marks=[pytest.mark.slow] if attack.slow else []) for attack in ATTACKS
]


@pytest.fixture(scope="module")
def lab(tmp_path_factory) -> Iterator[Lab]:
    with open_lab(tmp_path_factory.mktemp("hostile")) as lab:
        yield lab


@pytest.mark.parametrize("attack", PARAMETERS)
def test_attack(attack: Attack, lab: Lab) -> None:
    # Most attacks aim at their own score; of those, a neighbour after every fifth tells as well.
    at_others = attack.kind in (BREAKING_OUT, WEARING_OUT)
    graded, verdict = lab.attacked(attack, neighbour=at_others or ATTACKS.index(attack) % 5 == 0)
    assert verdict == Verdict(), said(graded.result)
    assert re.search(attack.named, said(graded.result)), said(graded.result)
    assert Result.from_json(graded.result.to_json()) == graded.result


def test_a_class_among_attackers(lab: Lab, tmp_path: Path) -> None:
    """Graded as a class, into the gradebook: each honest student among attackers gets what is theirs."""
    kinds = (BREAKING_OUT, TAMPERING)
    attackers = [attack for attack in ATTACKS if attack.kind in kinds and not attack.slow][::3]
    course = lab.course.at(tmp_path)
    for number, attack in enumerate(attackers):
        folder = course.submitted / f"{number:02}-{attack.name}" / "rows"
        hand_in(attack, submission(attack, lab.released["rows"]), folder)
        if number % 8 == 0:
            write(honest(lab.released["rows"], "rows", "half"), course.submitted / f"{number:02}-zoe" / "rows", "rows")
    write(honest(lab.released["rows"], "rows", "right"), course.submitted / "alice" / "rows", "rows")
    handed_in = {path: path.read_bytes() for path in course.submitted.rglob("*.ipynb")}
    grade_class(course, "rows")

    recorded = {result.student: result for result in results(course, "rows")}
    assert points(recorded["alice"]) == points(lab.expected["rows", "right"])
    neighbours = [points(result) for student, result in recorded.items() if student.endswith("-zoe")]
    assert neighbours == [points(lab.expected["rows", "half"])] * (len(attackers) // 8 + 1)
    assert {path: path.read_bytes() for path in course.submitted.rglob("*.ipynb")} == handed_in
    with sqlite3.connect(course.work / "gradebook.db") as base:
        assert base.execute("select count(*) from grade where manual_score is not null").fetchone() == (0,)
    pages = [write_feedback(course, result) for result in recorded.values()]
    pages.append(write_report(course, "rows", list(recorded.values())))
    for page in pages:
        text = page.read_text()
        for word in (canaries.SCRIPT, canaries.TERMINAL, canaries.HIDDEN_INPUT):
            assert word not in text, page


def test_the_catalogue_has_every_kind() -> None:
    count = {kind: sum(attack.kind == kind for attack in ATTACKS) for kind in KINDS}
    assert min(count.values()) >= 10, count
    assert len(BY_NAME) == len(ATTACKS) >= 75


@pytest.mark.parametrize(("base", "earned"), [("right", 51), ("half", 21), ("wrong", 0)])
def test_honest_answers_are_not_suspected(lab: Lab, base: str, earned: float) -> None:
    """What attacks are compared with: nothing is said of it, and it earns what it is called."""
    assert [lab.expected[assignment, base].tampering for assignment in POINTS] == [()] * len(POINTS)
    assert sum(points(lab.expected["rows", base]).values()) == earned
