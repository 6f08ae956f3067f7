"""What the project wants to reach, as data, and which figures miss it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .tables import worker_pairs

OURS, LIGHT = "ours", "light"


@dataclass(frozen=True)
class Goal:
    """One goal. values: of each subject, from the figures; each must be `limit` or more; where `most`, or less."""

    benchmark: str
    text: str
    limit: float
    values: Callable[[Any], Mapping[str, float]]
    most: bool = False
    unit: str = ""

    def misses(self, value: float) -> bool:
        return value > self.limit if self.most else value < self.limit

    def worst(self, values: Mapping[str, float]) -> str:
        """The subject that is furthest from the goal, or nearest to missing it."""
        return (max if self.most else min)(values, key=values.__getitem__)


def _pairs(figures: Mapping[str, float]) -> dict[str, float]:
    """What a second worker brings, by executor; the bare loop is the machine's, not ours."""
    return {name: ratio for name, _, _, ratio in worker_pairs(figures) if name != "bare"}


def _share(part: str, whole: str) -> Callable[[Mapping[str, Any]], dict[str, float]]:
    """Of each question, in percent."""
    return lambda figures: {
        f"{name} {row['question']}": 100 * row[part] / row[whole]
        for name, rows in figures.items()
        for row in rows
        if row[whole]
    }


def _attacks(figures: Mapping[str, Any]) -> dict[str, float]:
    """Attacks on this grader: 1 where one is not stopped."""
    return {name: float(bool(outcome["words"])) for name, outcome in figures.get(OURS, {}).items() if outcome}


GOALS = (
    Goal(
        "grading_speed",
        "a light class is graded 40 times as fast as by nbgrader",
        40,
        lambda figures: {name: row["ratio"] for name, row in figures.items() if name == LIGHT},
        unit="times",
    ),
    Goal(
        "grading_speed",
        "beside the student's own code, a light submission takes 100 ms or less",
        100,
        lambda figures: {n: 1e3 * row["overhead_seconds_median"] for n, row in figures.items() if n == LIGHT},
        most=True,
        unit="ms",
    ),
    Goal(
        "grading_speed",
        "no question has other points than with nbgrader",
        0,
        lambda figures: {name: row["differences"] for name, row in figures.items()},
        most=True,
        unit="questions",
    ),
    Goal("grading_scale", "two workers grade 1.8 times as many a second as one", 1.8, _pairs, unit="times"),
    Goal("attacks", "every attack is stopped", 0, _attacks, most=True, unit="not stopped"),
    Goal(
        "broken_submissions",
        "every row of careless and hostile submissions comes out right",
        0,
        lambda figures: {name: len(row["wrong"]) for name, row in figures.items()},
        most=True,
        unit="rows wrong",
    ),
    Goal("mutants", "every mutant is caught", 100, _share("caught", "mutants"), unit="%"),
    Goal("mutants", "every variant is accepted", 100, _share("accepted", "variants"), unit="%"),
    Goal("mutants", "every hint that is demanded is right", 100, _share("hints_right", "hints"), unit="%"),
    Goal(
        "mutants",
        "on each question, the student reads the cause of half of the mutants or more",
        50,
        _share("hints_right", "mutants"),
        unit="%",
    ),
    Goal(
        "conv_speed",
        "convolution takes twice as long as torch on one thread, or less",
        2,
        lambda figures: {
            f"{row['layer']}, {row['direction']}": row["ours"] / row["torch"]
            for row in figures
            if row["threads"] == 1 and row["layer"].startswith("convolution")
        },
        most=True,
        unit="times as long",
    ),
    Goal(
        "knn_distance",
        "distances take 1.5 times as long as scikit-learn's, or less",
        1.5,
        lambda figures: {name: row["ours"] / row["scikit-learn"] for name, row in figures.items()},
        most=True,
        unit="times as long",
    ),
    Goal(
        "demo_latency",
        "of each demo that does not train, 95 % of the pictures show within 150 ms",
        95,
        lambda figures: {
            row["demo"]: 100 * row["within"]
            for row in figures["rows"]
            if row["within"] is not None and not row["trains"]
        },
        unit="%",
    ),
    Goal(
        "notebook_time",
        "every notebook runs to its end",
        0,
        lambda figures: {row["notebook"]: float(bool(row["error"])) for row in figures},
        most=True,
        unit="errors",
    ),
    Goal(
        "colab_like",
        "every published notebook runs where Colab's packages are, and changes none of them",
        0,
        lambda figures: {row["notebook"]: float(bool(row["error"] or row["changed"])) for row in figures["runs"]},
        most=True,
        unit="failed",
    ),
    Goal(
        "kills",
        "a grading that is killed and started again ends as if it had not been",
        0,
        lambda figures: {"all moments": figures["differences"]},
        most=True,
        unit="differences",
    ),
    Goal(
        "similarity",
        "every planted copy is found",
        100,
        lambda figures: {name: 100 * row["found"] / row["planted"] for name, row in figures.items() if row["planted"]},
        unit="%",
    ),
    Goal(
        "similarity",
        "no independent solutions are taken for copies",
        0,
        lambda figures: {name: row["false"] for name, row in figures.items()},
        most=True,
        unit="pairs",
    ),
)
