"""How the questions judge known wrong answers (mutants) and other right ones (variants), question by question.

    python benchmarks/mutants.py [ASSIGNMENT ...] [--seeds 1]

What `autograder answers` does for one assignment, for all: each answer goes through the grader that submissions meet. A
mutant is caught when it loses points, a variant accepted when it loses none; a hint is right when what the student
reads names the cause that the mutant demands. Nothing here depends on how fast or how busy the machine is.

Exit code 1 where a mutant earns all points, a variant does not, or a hint does not name its cause.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict

from proof.measurement import REPOSITORY, parse, save

from autograder.answers import AnswersReport, QuestionRow, try_assignment
from autograder.course import load_course


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="ASSIGNMENT", help="[all]")
    parser.add_argument("--seeds", type=int, default=1, help="sets of random inputs to try each with [%(default)s]")
    options = parse(parser)
    course = load_course(REPOSITORY)
    figures, problems = {}, []
    print(f"{'':44}{'caught':>11}{'accepted':>11}{'hints right':>14}")
    for name in options.names or course.assignments:
        report = try_assignment(course, name, questions=(), seeds=options.seeds)
        for row in (*report.rows(), report.total()):
            print(f"{name + ' ' + row.question:44}{counts(row)}", flush=True)
        figures[name] = rows(report)
        problems += report.problems()
    print(*problems, sep="\n")
    save(options, figures)
    return 1 if problems else 0


def rows(report: AnswersReport) -> list[dict[str, int | str]]:
    """A row for each question, as QuestionRow has it."""
    return [asdict(row) for row in report.rows()]


def counts(row: QuestionRow) -> str:
    pairs = [(row.caught, row.mutants), (row.accepted, row.variants), (row.hints_right, row.hints)]
    return "".join(f"{f'{part} of {whole}':>{width}}" for (part, whole), width in zip(pairs, (11, 11, 14), strict=True))


if __name__ == "__main__":
    sys.exit(main())
