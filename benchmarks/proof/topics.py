"""Every benchmark in the order in which it is run, and what the page says of those that it shows."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import tables
from .tables import Table


@dataclass(frozen=True)
class Topic:
    """One benchmark.

    title, says: on the page: a heading, and a sentence on what is measured; "" for one that prints only.
    table: its figures as rows. parts: its figures are a dict, of which several measurements may hold some each.
    lacks: says what this machine lacks for it, "" where nothing.
    """

    benchmark: str
    title: str = ""
    says: str = ""
    table: Callable[[Any], Table] | None = None
    parts: bool = False
    lacks: Callable[[], str] = lambda: ""


def _chromium() -> str:
    return "" if shutil.which("chromedriver") else "no Chromium driver"


def _gpu() -> str:
    return "" if shutil.which("nvidia-smi") else "no GPU"


def _cifar10() -> str:
    there = Path(os.environ.get("COURSEWORK_DATA", ""), "cifar-10-batches-py").is_dir()
    return "" if there else "no real CIFAR-10: COURSEWORK_DATA must name a folder with cifar-10-batches-py"


TOPICS = (
    Topic(
        "grading_speed",
        "Speed of grading against nbgrader",
        "Two classes of honest submissions are graded by `autograder grade` and by `nbgrader autograde`, each from the "
        "shell, start-up included. The last columns: medians of one submission, and how many questions got other "
        "points than with nbgrader.",
        tables.grading_speed,
        parts=True,
    ),
    Topic(
        "grading_scale",
        "More workers",
        "Submissions a second of the light class, from the first result to the last, by one worker and by two; medians "
        "of runs that take turns, the ratio that of the ratios within a turn. One worker has part of its work done by "
        "the core that is free beside it (the end of its processes, the gradebook); in *a core each* it has one core "
        "for all of it. The bare loop needs nothing but a core, and is what the machine has to give.",
        tables.grading_scale,
    ),
    Topic(
        "demo_latency",
        "Latency of the live demos",
        "The time from a key or click to the first frame with the new picture, in headless Chromium.",
        tables.demo_latency,
        lacks=_chromium,
    ),
    Topic(
        "conv_speed",
        "Convolution and pooling against torch",
        "The reference of assignment 6, in NumPy, beside torch in the same run; medians of runs that take turns. One "
        "thread is measured in processor time, two on the clock.",
        tables.conv_speed,
    ),
    Topic(
        "reference_speed",
        "Other references against scikit-learn and torch",
        "The references of assignments 3 and 4 beside named peers in the same run, medians.",
        tables.reference_speed,
    ),
    Topic(
        "knn_distance",
        "Distances against scikit-learn",
        "The reference's distances without loops beside scikit-learn's `euclidean_distances`, medians.",
        tables.knn_distance,
    ),
    Topic(
        "notebook_time",
        "Run time of every notebook",
        "Lectures and solved assignments, hidden tests included, from top to bottom in a fresh kernel.",
        tables.notebook_time,
    ),
    Topic(
        "mutants",
        "Mutants caught and variants accepted",
        "Known wrong answers (mutants) must lose points, other right ones (variants) none. A hint is right when what "
        "the student reads names the cause that the mutant demands; the last column is of all mutants. Random inputs "
        "follow from the course's secret: with another, a test that leaves something to chance may come out otherwise.",
        tables.mutants,
        parts=True,
    ),
    Topic(
        "broken_submissions",
        "Broken and hostile submissions",
        "The lists of submissions that a grader meets, a test a row, with the real grader in its sandbox. Attacks are "
        "also counted in the next section.",
        tables.broken_submissions,
        parts=True,
    ),
    Topic(
        "attacks",
        "Attacks on this grader and on others",
        "The catalogue of attacks. Fooled: more points than the same answers earn without the attack. Broken: no "
        "result, or harm to others. Leaked: a canary in what the student reads. Each grader meets the attacks that "
        "can be expressed in it.",
        tables.attacks,
        parts=True,
    ),
    Topic(
        "kills",
        "Killed and started again",
        "The grader is killed at many moments and run again; all files and all tables of the gradebook are compared "
        "with an undisturbed run.",
        tables.kills,
    ),
    Topic(
        "similarity",
        "Copies found",
        "Copies of right answers with other names, another order or another layout must be found; independent "
        "solutions must not be taken for copies.",
        tables.similarity,
    ),
    Topic(
        "term",
        "A term, against a table written beforehand",
        "60 invented students hand in two assignments, some twice, late, broken or not at all, packed as each learning "
        "platform names them: collected, graded, marked, graded again after a test is repaired and after an "
        "extension, exported. Every step is held against the table.",
        tables.term,
    ),
    Topic(
        "colab_like",
        "A place like Colab",
        "Every published notebook alone, with Colab's packages and no checkout of the course.",
        tables.colab_like,
    ),
    Topic("shapes_ladder"),
    Topic("ddp_gloo"),
    Topic("cifar10_classical", lacks=_cifar10),
    Topic("cifar10_cnn", lacks=_cifar10),
    Topic("cifar10_speedrun", lacks=lambda: _gpu() or _cifar10()),
)
