"""How many planted copies the similarity report finds, and how many independent solutions it takes for copies.

Independent solutions: for each assignment, the n-th variant of every question together are the n-th student's answers.
Planted: a copy of each with other names, with its functions in another order, and with other comments and layout.
"""

from __future__ import annotations

import argparse
import ast
import random
import textwrap
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

from proof.measurement import parse, save

from autograder.answers.files import VARIANT, read_answers
from autograder.canonical import read
from autograder.course import Course, load_course
from autograder.similarity import similar
from autograder.similarity.documents import document

Answers = dict[str, list[str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--least", type=float, default=0.5)
    options = parse(parser)
    course = load_course(Path(__file__))
    measured = {name: measure(course, name, options.least) for name in course.assignments}
    print(f"{'assignment':24}{'solutions':>10}{'planted found':>16}{'false pairs':>14}{'most alike':>12}")
    for name, row in measured.items():
        found, false = f"{row['found']} of {row['planted']}", f"{row['false']} of {row['pairs']}"
        print(f"{name:24}{row['solutions']:>10}{found:>16}{false:>14}{row['most_alike']:>12.0%}")
    save(options, measured)


def measure(course: Course, name: str, least: float) -> dict[str, float]:
    """One assignment: planted pairs and how many are found, independent pairs and how many are taken for copies."""
    originals = independent(course, name)
    given = [
        document(str(path), {"": [cell.source for cell in read(path).cells if cell.cell_type == "code"]})
        for path in (course.release(name), course.source(name))
    ]
    whole = [document(student, answers) for student, answers in originals.items()]
    alike = similar(whole, given, 0.0)
    planted = found = 0
    for student, answers in originals.items():
        for kind, change in CHANGES.items():
            copy = document(f"{student}, {kind}", change(answers))
            planted += 1
            found += bool(similar([document(student, answers), copy], given, least))
    return {
        "solutions": len(originals),
        "planted": planted,
        "found": found,
        "pairs": len(list(combinations(originals, 2))),
        "false": sum(pair.share >= least for pair in alike),
        "most_alike": max((pair.share for pair in alike), default=0.0),
    }


def independent(course: Course, name: str) -> dict[str, Answers]:
    """Answers of invented students, by question; no variant is used twice, so the shortest list bounds how many."""
    folder = course.source(name).parent
    questions = [path.stem for path in sorted((folder / "variants").glob("*.py"))]
    by_question: dict[str, list[str]] = {}
    for answer in read_answers(folder, questions):
        if answer.kind == VARIANT:
            by_question.setdefault(answer.question, []).append(answer.source)
    return {
        f"student {number + 1}": {question: [sources[number]] for question, sources in by_question.items()}
        for number in range(min(map(len, by_question.values())))
    }


def renamed(answers: Answers) -> Answers:
    """All names that the answers bind themselves are others, those of the functions that are asked for too."""
    return {question: [_renamed(cell) for cell in cells] for question, cells in answers.items()}


def reordered(answers: Answers) -> Answers:
    """Questions, and the functions in a cell, in another order."""
    rng = random.Random(0)
    changed = {}
    for question, cells in rng.sample(sorted(answers.items()), len(answers)):
        parts = [part for cell in cells for part in ast.parse(cell).body]
        changed[question] = [ast.unparse(part) for part in rng.sample(parts, len(parts))]
    return changed


def retyped(answers: Answers) -> Answers:
    """Comments and docstrings of one's own, other quotes, other line breaks, blank lines between statements."""
    changed = {}
    for question, cells in answers.items():
        lines = [line for cell in cells for line in ast.unparse(_without_docstrings(ast.parse(cell))).splitlines()]
        changed[question] = ["\n\n".join(f"{line}  # my line {number}" for number, line in enumerate(lines))]
    return changed


CHANGES: dict[str, Callable[[Answers], Answers]] = {"renamed": renamed, "reordered": reordered, "retyped": retyped}


def _renamed(cell: str) -> str:
    tree = ast.parse(textwrap.dedent(cell))
    bound = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    bound |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)} - {"self"}
    new = {name: f"my_{number}_{name[::-1]}" for number, name in enumerate(sorted(bound))}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            node.id = new.get(node.id, node.id)
        elif isinstance(node, ast.arg):
            node.arg = new.get(node.arg, node.arg)
    return ast.unparse(tree)


def _without_docstrings(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
    return tree


if __name__ == "__main__":
    main()
