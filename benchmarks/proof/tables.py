"""The figures of each benchmark as a table for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Table:
    """Headings and rows of text; the first column is a name, the others are set to the right."""

    headings: tuple[str, ...]
    rows: list[tuple[str, ...]]


def grading_speed(figures: dict[str, Any]) -> Table:
    headings = (
        "class",
        "submissions",
        "autograder, a second",
        "nbgrader, a second",
        "ratio",
        "waiting for the student",
        "beside it",
        "other points",
    )
    rows = [
        (
            code(name),
            f"{row['students']} ({row['nbgrader_students']} by nbgrader)",
            f"{row['students'] / row['seconds']:.2f}",
            f"{row['nbgrader_students'] / row['nbgrader_seconds']:.2f}",
            f"{row['ratio']:.1f}",
            f"{1e3 * row['student_seconds_median']:.0f} ms",
            f"{1e3 * row['overhead_seconds_median']:.0f} ms",
            str(row["differences"]),
        )
        for name, row in figures.items()
    ]
    return Table(headings, rows)


def worker_pairs(figures: Mapping[str, Any]) -> list[tuple[str, float, float, float]]:
    """Each executor of `grading_scale`, with what one worker and two do a second, and the ratio."""
    names = [name.removesuffix(", ratio") for name in figures if name.endswith(", ratio")]
    return [(name, *(figures[f"{name}, {what}"] for what in ("1", "2", "ratio"))) for name in names]


def grading_scale(figures: dict[str, Any]) -> Table:
    rows = [(name, *(f"{figure:.2f}" for figure in pair)) for name, *pair in worker_pairs(figures)]
    return Table(("submissions a second (bare: rounds)", "1 worker", "2 workers", "ratio"), rows)


def attacks(figures: dict[str, dict[str, Any]]) -> Table:
    rows = []
    for grader, found in figures.items():
        tried = [outcome for outcome in found.values() if outcome is not None]
        each = [str(sum(word in outcome["words"] for outcome in tried)) for word in ("fooled", "broken", "leaked")]
        rows.append((grader, str(len(tried)), *each, str(sum(not outcome["words"] for outcome in tried))))
    return Table(("grader", "attacks", "fooled", "broken", "leaked", "stopped"), rows)


def broken_submissions(figures: dict[str, dict[str, Any]]) -> Table:
    rows = [
        (code(name), str(row["rows"]), str(row["right"]), str(row["skipped"]), ", ".join(row["wrong"]) or "none")
        for name, row in figures.items()
    ]
    total = (str(sum(row[key] for row in figures.values())) for key in ("rows", "right", "skipped"))
    wrong = sum(len(row["wrong"]) for row in figures.values())
    return Table(("list", "rows", "right", "not tried", "wrong"), [*rows, ("all", *total, str(wrong or "none"))])


def mutants(figures: dict[str, list[dict[str, Any]]]) -> Table:
    """A row for each question, and one for all."""
    questions = [(name, row) for name, rows in figures.items() for row in rows]
    keys = ("caught", "mutants", "accepted", "variants", "hints_right", "hints")
    total = {key: sum(row[key] for _, row in questions) for key in keys} | {"question": "all"}
    rows = [
        (
            f"{code(name)} {code(row['question'])}" if name else row["question"],
            f"{row['caught']} of {row['mutants']}",
            f"{row['accepted']} of {row['variants']}",
            f"{row['hints_right']} of {row['hints']}",
            f"{row['hints_right'] / row['mutants']:.0%}" if row["mutants"] else "",
        )
        for name, row in [*questions, ("", total)]
    ]
    return Table(("question", "mutants caught", "variants accepted", "hints right", "of mutants, cause named"), rows)


def notebook_time(figures: list[dict[str, Any]]) -> Table:
    rows = [
        (code(row["notebook"]), f"{row['seconds']:.1f}", f"{row['processor_seconds']:.1f}", row["error"] or "none")
        for row in figures
    ]
    return Table(("notebook", "seconds", "processor seconds", "error"), rows)


def conv_speed(figures: list[dict[str, Any]]) -> Table:
    headings = ("layer", "direction", "threads", "ours, ms", "torch, ms", "times as long", "peak, MiB")
    rows = [
        (
            row["layer"],
            row["direction"],
            str(row["threads"]),
            f"{1e3 * row['ours']:.2f}",
            f"{1e3 * row['torch']:.2f}",
            f"{row['ours'] / row['torch']:.2f}",
            f"{row['peak_mib']:.1f}",
        )
        for row in figures
    ]
    return Table(headings, rows)


def reference_speed(figures: list[dict[str, Any]]) -> Table:
    rows = [
        (
            row["what"],
            row["peer"],
            f"{1e3 * row['ours']:.1f}",
            f"{1e3 * row['theirs']:.1f}",
            f"{row['ours'] / row['theirs']:.2f}",
        )
        for row in figures
    ]
    return Table(("what", "peer", "ours, ms", "peer, ms", "times as long"), rows)


def knn_distance(figures: dict[str, dict[str, float]]) -> Table:
    rows = [
        (dtype, f"{row['ours']:.3f}", f"{row['scikit-learn']:.3f}", f"{row['ours'] / row['scikit-learn']:.2f}")
        for dtype, row in figures.items()
    ]
    return Table(("numbers", "ours, s", "scikit-learn, s", "times as long"), rows)


def demo_latency(figures: dict[str, Any]) -> Table:
    headings = ("demo", "opened, s", "changes", "median, ms", "95 %, ms", "slowest, ms", "within 150 ms")
    keys = ("opened_s", "changes", "median_ms", "p95_ms", "slowest_ms")
    rows = [
        (
            code(row["demo"]),
            *("" if row[key] is None else f"{row[key]:g}" for key in keys),
            "trains: not judged" if row["within"] is None or row["trains"] else f"{row['within']:.1%}",
        )
        for row in figures["rows"]
    ]
    return Table(headings, rows)


def kills(figures: dict[str, Any]) -> Table:
    return Table(("moments killed at", "differences"), [(str(figures["tried"]), str(figures["differences"]))])


def similarity(figures: dict[str, dict[str, float]]) -> Table:
    rows = [
        (
            code(name),
            str(row["solutions"]),
            f"{row['found']} of {row['planted']}",
            f"{row['false']} of {row['pairs']}",
            f"{row['most_alike']:.0%}",
        )
        for name, row in figures.items()
    ]
    headings = ("assignment", "solutions", "copies found", "independent pairs taken for copies", "most alike of those")
    return Table(headings, rows)


def term(figures: dict[str, dict[str, Any]]) -> Table:
    rows = [
        (platform, str(row["students"]), f"{row['compared']:,}", str(len(row["differences"])), f"{row['seconds']:.1f}")
        for platform, row in figures.items()
    ]
    return Table(("platform", "students", "values compared", "differences", "seconds"), rows)


def colab_like(figures: dict[str, Any]) -> Table:
    rows = [
        (
            code(row["notebook"]),
            f"{row['seconds']:.1f}",
            f"{row['install_seconds']:.1f}",
            row["error"] or "none",
            str(len(row["changed"])),
        )
        for row in figures["runs"]
    ]
    return Table(("notebook", "seconds", "of them installing", "error", "packages changed"), rows)


def code(text: str) -> str:
    return f"`{text}`"


def markdown(table: Table) -> str:
    """A table as Markdown; what would end a cell is escaped."""
    if any(len(row) != len(table.headings) for row in table.rows):
        raise ValueError(f"a row of the table {table.headings} has another number of columns")
    marks = ["---", *["---:"] * (len(table.headings) - 1)]
    return "\n".join(_line(cells) for cells in (table.headings, marks, *table.rows))


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |"
