"""Writes docs/proof.md and its pictures from the kept measurements, and from nothing else."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2

from .goals import GOALS, Goal
from .measurement import MEASURED, REPOSITORY, Measurement, MeasurementError, kept
from .pictures import PICTURES, Bars
from .tables import markdown
from .topics import TOPICS, Topic

PAGE = REPOSITORY / "docs" / "proof.md"
BUSY = 0.5  # processes that wanted a core when it began, for each core
LETTERS = string.ascii_uppercase


@dataclass(frozen=True)
class Section:
    """What is known of one topic. figures: None where it was not measured; runs: newest last."""

    topic: Topic
    runs: tuple[Measurement, ...] = ()
    figures: Any = None
    picture: Bars | None = None

    @property
    def table(self) -> str:
        return markdown(self.topic.table(self.figures))


@dataclass(frozen=True)
class Outcome:
    """A goal beside its figures. worst: the subject and its value; missed: all that miss it, worst first."""

    goal: Goal
    worst: str
    missed: tuple[str, ...]


def write_page(folder: Path = MEASURED, page: Path = PAGE) -> list[Path]:
    """Write the page and its pictures. Returns: all files written."""
    files = render(kept(folder))
    for name, text in files.items():
        path = page.parent / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for old in page.with_suffix("").glob("*.svg"):
        if f"{page.stem}/{old.name}" not in files:
            old.unlink()
    return [page.parent / name for name in files]


def render(measurements: Mapping[str, Measurement]) -> dict[str, str]:
    """The page and its pictures as text, by their paths in docs/.

    Raises: MeasurementError where the figures of a measurement are not those of its benchmark.
    """
    sections = [section(topic, measurements.values()) for topic in TOPICS if topic.title]
    loader = jinja2.FileSystemLoader(Path(__file__).parent)
    environment = jinja2.Environment(
        loader=loader,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    machines: list[dict[str, Any]] = []
    for run in (run for each in sections for run in each.runs):
        if run.machine not in machines:
            machines.append(run.machine)
    reached, missed, open_goals = weighed(sections)
    text = environment.get_template("page.md.j2").render(
        measured=[each for each in sections if each.runs],
        not_measured=[each.topic for each in sections if not each.runs],
        elsewhere=[topic.benchmark for topic in TOPICS if not topic.title],
        reached=reached,
        missed=missed,
        open_goals=open_goals,
        provenance=lambda run: provenance(run, LETTERS[machines.index(run.machine)]),
        machines={letter: described(machine) for letter, machine in zip(LETTERS, machines, strict=False)},
        command=command,
    )
    pictures = {f"proof/{each.topic.benchmark}.svg": each.picture.svg() for each in sections if each.picture}
    return {PAGE.name: re.sub(r"\n{3,}", "\n\n", text).strip() + "\n", **pictures}


def section(topic: Topic, measurements: Iterable[Measurement]) -> Section:
    """The newest figures of a topic; where several runs measured parts of it, each part from its newest run."""
    runs = sorted((each for each in measurements if each.name == topic.benchmark), key=lambda each: each.date)
    if not runs:
        return Section(topic)
    figures = runs[-1].figures
    if topic.parts:
        figures, source = {}, {}
        for run in runs:
            figures |= run.figures
            source |= dict.fromkeys(run.figures, run.date)
        runs = [run for run in runs if run.date in source.values()]
    else:
        runs = runs[-1:]
    try:
        topic.table(figures)
        picture = PICTURES[topic.benchmark](figures) if topic.benchmark in PICTURES else None
    except (KeyError, TypeError, AttributeError, ZeroDivisionError) as error:
        raise MeasurementError(
            f"what is kept of {topic.benchmark} has other figures than the benchmark gives now ({error!r}): "
            f"measure it again, or delete its file in {MEASURED.name}/"
        ) from None
    return Section(topic, tuple(runs), figures, picture if picture and picture.values else None)


def weighed(sections: Iterable[Section]) -> tuple[list[Outcome], list[Outcome], list[Goal]]:
    """Goals that are reached, that are missed, and those for which nothing was measured."""
    sections = [each for each in sections if each.runs]
    found = {each.topic.benchmark: each.figures for each in sections}
    other = {each.topic.benchmark for each in sections if any(run.given for run in each.runs)}
    reached, missed, unknown = [], [], []
    for goal in GOALS:
        values = goal.values(found[goal.benchmark]) if goal.benchmark in found else {}
        if not values:
            unknown.append(goal)
            continue
        failing = sorted((name for name in values if goal.misses(values[name])), key=values.__getitem__)
        worst = goal.worst(values)
        names = [f"{name} ({amount(values[name])} {goal.unit})" for name in (failing[::-1] if goal.most else failing)]
        note = "; not with the default options" if goal.benchmark in other else ""
        outcome = Outcome(goal, f"{amount(values[worst])} {goal.unit} ({worst}){note}", tuple(names))
        (missed if failing else reached).append(outcome)
    return reached, missed, unknown


def provenance(run: Measurement, letter: str) -> str:
    """One sentence or more: when, where, from what, with which options."""
    state = f"commit `{run.commit[:10]}`" if run.commit else "an unknown commit"
    state += " with changes not committed" if run.changed else ""
    text = f"Measured on {run.date[:10]} at {state}, in {duration(run.seconds)}, on machine {letter}."
    if run.given:
        text += f" **Not with its default options**: {options(run.given)}."
    if run.load > BUSY * run.machine["cores"]:
        text += f" The machine was busy when it began: {run.load:.1f} processes wanted a core in the minute before."
    return text


def described(machine: Mapping[str, Any]) -> str:
    """Hardware and versions."""
    packages = ", ".join(f"{name} {version}" for name, version in machine["packages"].items())
    hardware = (
        f"{machine['cpu']}, {machine['cores']} cores, {machine['memory_gib']:g} GiB, {machine['gpu'] or 'no GPU'}"
    )
    return f"{hardware}; {machine['os']}; Python {machine['python']}, {packages}"


def options(given: Mapping[str, Any]) -> str:
    """Options as they were typed, more or less."""
    parts = []
    for name, value in given.items():
        words = " ".join(map(str, value)) if isinstance(value, list) else str(value)
        flag = f"--{name.replace('_', '-')}"
        parts.append(f"`{words}`" if name == "names" else f"`{flag}`" if value is True else f"`{flag} {words}`")
    return ", ".join(parts)


def amount(value: float) -> str:
    """Three digits, or all before the point."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def duration(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"


def command(topic: Topic) -> str:
    return f'make bench ONLY="{topic.benchmark}"'
