"""A term of 60 invented students in the form of each learning platform, held against a table written beforehand.

    python benchmarks/term.py [--students 60] [--platforms canvas,...] [--table PATH] [--json [PATH]]

Two assignments (term_course): the submissions are packed as the platform names them, in two downloads, collected,
graded, marked by hand, graded again after a test is repaired, and after an extension; then grades and feedback go out
in every form. Each step is compared with term_course/table.toml. Exit code 1: a difference, each named.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import sys
import tempfile
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from proof.measurement import parse, save
from term_course import COLUMNS, QUESTIONS, ROSTER, ROWS, TABLE, WRITTEN, Student, handed_in, students, write_assignment
from term_course import write_course as write_term_course
from term_course.downloads import PLATFORMS, STRANGER, TELLS_TIME, write_download

from autograder.batch import Outcome, grade_batch
from autograder.collect import collect, read_roster
from autograder.course import Course, load_course
from autograder.export import fill, grades_table, gradescope_table, write_csv, write_xlsx
from autograder.export.feedback import write_feedback_zip
from autograder.feedback import write_feedback
from autograder.gradebook import open_gradebook, results
from autograder.grades import Grade, grades
from autograder.marks import read_marks
from autograder.result import GRADED

MANUAL_POINTS = 2.0
SIGNS_OF_THE_STRANGER = (STRANGER.split()[0].casefold(), "submission_999")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--students", type=int, default=60)
    parser.add_argument("--platforms", default=",".join(PLATFORMS), help="some of: %(default)s")
    parser.add_argument("--table", type=Path, default=TABLE, help="what is expected [term_course/table.toml]")
    options = parse(parser)
    os.environ.setdefault("AUTOGRADER_SECRET", "of this benchmark, the same for every platform")
    everybody = students(options.table, options.students)
    figures = {}
    for platform in options.platforms.split(","):
        start = time.perf_counter()
        with tempfile.TemporaryDirectory(prefix="term-") as folder:
            term = Term(Path(folder), platform, everybody)
            term.hold()
        for line in term.different:
            print(f"{platform}: {line}")
        figures[platform] = {
            "students": len(everybody),
            "compared": term.compared,
            "differences": term.different,
            "seconds": round(time.perf_counter() - start, 1),
        }
        print(
            f"{platform}: {len(everybody)} students, {term.compared} values compared, "
            f"differences from the table: {len(term.different)}  ({figures[platform]['seconds']} s)",
            flush=True,
        )
    save(options, figures)
    return 1 if any(each["differences"] for each in figures.values()) else 0


class Term:
    """One platform's term. different: a sentence on each value that is not the table's, of so many `compared`."""

    def __init__(self, folder: Path, platform: str, everybody: list[Student]) -> None:
        self.folder, self.platform, self.everybody = folder, platform, everybody
        self.course: Course = write_term_course(folder / "course")
        self.roster = read_roster(ROSTER)
        lines = [f'{student.name},"{student.sortable_name}"' for student in everybody]
        (folder / "names.csv").write_text("\n".join(["student,name", *lines]) + "\n", encoding="utf-8")
        self.names = read_roster(folder / "names.csv")
        self.timed = platform in TELLS_TIME
        self.compared = 0
        self.different: list[str] = []

    def hold(self) -> None:
        """The whole term, in its order."""
        here = [student for student in self.everybody if student.attempts(ROWS)]
        self.collect(ROWS)
        self.points(ROWS, grade_batch(self.course, ROWS), "before")
        self.mark()
        write_assignment(self.course, ROWS, mistake=False)
        repaired = grade_batch(self.course, ROWS)
        self.points(ROWS, repaired, "after")
        gain = [student.name for student in here if student.said["before"] != student.said["after"]]
        self.same("the difference of the repair", sorted({change.student for change in repaired.changes}), sorted(gain))
        self.final(ROWS, extended=False)
        self.extend()
        again = grade_batch(self.course, ROWS)
        self.same("graded anew for an extension", again.graded, 0)
        self.final(ROWS, extended=True)
        self.collect(COLUMNS)
        self.points(COLUMNS, grade_batch(self.course, COLUMNS), "columns_points")
        self.final(COLUMNS, extended=True)
        self.give_back()

    def collect(self, assignment: str) -> None:
        """Two downloads: first attempts, and later what each handed in last; the second collected twice."""
        pieces = handed_in(self.course, assignment, self.everybody)
        last = {piece.student.name: piece for piece in pieces}
        downloads = [[piece for piece in pieces if piece.number == 1], list(last.values())]
        due = self.course.assignment(assignment).due
        for number, download in enumerate([*downloads, downloads[-1]], 1):
            self.download = write_download(
                self.folder / f"{assignment}-{number}.zip", self.platform, download, self.course.zone, due
            )
            found = collect(self.course, assignment, self.download, roster=self.roster)
            self.same(f"{assignment}: the platform", found.platform, self.platform)
            strangers = [any(sign in line.casefold() for sign in SIGNS_OF_THE_STRANGER) for line in found.unplaced]
            self.same(f"{assignment}: files of nobody on the roster", strangers, [True])
            self.same(f"{assignment}: what was left out", found.left, ())
        by_name = collect(self.course, assignment, self.download, roster=self.names, dry=True)
        self.same(f"{assignment}: found by name alone", {one.student for one in by_name.placed}, set(last))
        self.same(f"{assignment}: all there already", {one.state for one in found.placed}, {"already there"})
        absent = {student.name for student in self.everybody if not student.attempts(assignment)}
        known = {student.name for student in self.everybody}
        self.same(f"{assignment}: nobody's submission", set(found.absent) & known, absent)
        for student in self.everybody:
            its = [piece.notebook for piece in pieces if piece.student is student]
            newest = self.course.submitted / student.name / assignment / f"{assignment}.ipynb"
            kept = sorted((self.course.attempts / student.name / assignment).glob("*/*.ipynb"))
            held = [*(path.read_bytes() for path in kept), *([newest.read_bytes()] if newest.is_file() else [])]
            self.same(f"{student.name}, {assignment}: attempts kept", held, its)

    def points(self, assignment: str, outcome: Outcome, key: str) -> None:
        """The automatic points of each question."""
        found = {result.student: result for result in outcome.results}
        automatic = list(QUESTIONS[assignment])
        for student in self.everybody:
            if student.attempts(assignment):
                result = found.get(student.name)
                earned = {question.grade_id: question.earned for question in result.questions} if result else {}
                had = [earned.get(name) for name in automatic]
                self.same(f"{student.name} ({student.kind}), {assignment}, {key}", had, student.said[key])

    def mark(self) -> None:
        """A person gives the same to every text that there is."""
        with open_gradebook(self.course) as gradebook:
            for student in self.everybody:
                if student.said.get("written"):
                    notebook = gradebook.find_submission_notebook(ROWS, ROWS, student.name)
                    grade = next(one for one in notebook.grades if one.name == WRITTEN)
                    grade.manual_score, grade.needs_manual_grade = MANUAL_POINTS, False
            gradebook.db.commit()

    def extend(self) -> None:
        """Grant the extensions of the table in course.toml."""
        given = [
            f"{one.name} = {one.said['extension'].isoformat()}\n" for one in self.everybody if "extension" in one.said
        ]
        path = self.course.root / "course.toml"
        path.write_text(path.read_text(encoding="utf-8") + "".join(given), encoding="utf-8")
        self.course = load_course(self.course.root)

    def grades(self, assignment: str) -> dict[str, Grade]:
        found = grades(self.course, results(self.course, assignment), read_marks(self.course, assignment))
        return {grade.student: grade for grade in found}

    def expected(self, assignment: str, student: Student, *, extended: bool) -> tuple[float, float] | None:
        """Points in the end and the penalty in them, by the table; None where nothing was handed in."""
        if not student.attempts(assignment):
            return None
        said = student.said
        whole = sum(said["after"]) + said["written"] if assignment == ROWS else sum(said["columns_points"])
        penalty = said.get(f"{assignment}_penalty", 0) if self.timed else 0
        if assignment == ROWS and extended and "extension" in said:
            penalty = 0
        return max(0, whole - penalty), penalty

    def final(self, assignment: str, *, extended: bool) -> None:
        """Marks kept, lateness taken off."""
        found = self.grades(assignment)
        for student in self.everybody:
            expected = self.expected(assignment, student, extended=extended)
            grade = found.get(student.name)
            had = (grade.points, grade.penalty) if grade and grade.handed_in else None
            self.same(f"{student.name} ({student.kind}), {assignment}, in the end (penalty)", had, expected)

    def give_back(self) -> None:
        """Grades in every form and feedback under the platform's names, read back."""
        found = {assignment: self.grades(assignment) for assignment in (ROWS, COLUMNS)}
        points = {
            (student.name, assignment): expected[0]
            for student in self.everybody
            for assignment in found
            if (expected := self.expected(assignment, student, extended=True)) is not None
        }
        table = grades_table(self.course, {name: list(each.values()) for name, each in found.items()})
        write_csv(table, self.folder / "grades.csv")
        write_xlsx(table, self.folder / "grades.xlsx")
        with (self.folder / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
            lines = {line["student"]: line for line in csv.DictReader(file)}
        sheet = {line["student"]: line for line in read_sheet(self.folder / "grades.xlsx")}
        for assignment, each in found.items():
            its = {student: value for (student, name), value in points.items() if name == assignment}
            for form, written in (("csv", lines), ("xlsx", sheet)):
                column = f"{assignment} (10)"
                self.exported(form, {name: line[column] for name, line in written.items()}, its, assignment)
                self.facts(form, written, assignment)
            scores = gradescope_table(list(each.values()), self.course.assignments[assignment].points)
            column = scores.header.index("Total Score")
            self.exported("gradescope", {str(row[0]): row[column] for row in scores.rows}, its, assignment)
            for platform, (template, key, column_of) in self.templates(assignment).items():
                (self.folder / "template.csv").write_text(template, encoding="utf-8")
                filled = fill(
                    platform, self.folder / "template.csv", self.course.assignments[assignment], [*each.values()]
                )
                rows = list(csv.DictReader(io.StringIO(filled.text.removeprefix("\ufeff"))))
                self.exported(platform, {row[key].partition("@")[0]: row[column_of] for row in rows}, its, assignment)
        for result in results(self.course, COLUMNS):
            write_feedback(self.course, result)
        list(write_feedback_zip(self.course, COLUMNS, self.download, self.roster, self.folder / "feedback.zip"))
        with zipfile.ZipFile(self.folder / "feedback.zip") as archive:
            pages = [name for name in archive.namelist() if name.endswith(".html")]
        self.same("feedback pages", len(pages), len(self.everybody))
        self.same("feedback for nobody", [name for name in pages if STRANGER in name], [])

    def facts(self, form: str, written: Mapping[str, Mapping[str, str]], assignment: str) -> None:
        """Status and lateness beside the points."""
        for student in self.everybody:
            if student.attempts(assignment):
                line = written.get(student.name, {})
                had = (line.get(f"{assignment} status"), float(line.get(f"{assignment} late (h)") or 0))
                late = student.said.get(f"{assignment}_late", 0) if self.timed else 0
                if assignment == ROWS and "extension" in student.said:
                    late = 0
                expected = (student.said.get(f"{assignment}_status", GRADED), late)
                self.same(
                    f"{student.name} ({student.kind}), {assignment}, status and hours late in {form}", had, expected
                )

    def templates(self, assignment: str) -> dict[str, tuple[str, str, str]]:
        """The files that Canvas and Moodle give for grades: text, the column of who it is, the column of points."""
        title = self.course.assignments[assignment].title
        canvas = [f"Student,ID,SIS Login ID,Section,{title} (4711)", "    Points Possible,,,,10"]
        moodle = ["Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed"]
        for student in self.everybody:
            canvas.append(f'"{student.full_name}",{student.numbers["canvas"]},{student.name},A,')
            moodle.append(
                f'{student.numbers["moodle"]},"{student.full_name}",{student.numbers["email"]},Submitted,,10.00,Yes'
            )
        return {
            "canvas": ("\n".join(canvas) + "\n", "SIS Login ID", f"{title} (4711)"),
            "moodle": ("\n".join(moodle) + "\n", "Email address", "Grade"),
        }

    def exported(self, form: str, had: Mapping[str, Any], expected: Mapping[str, float], assignment: str) -> None:
        for student in self.everybody:
            value = had.get(student.name)
            read = None if value in (None, "") else float(value)
            self.same(f"{student.name}, {assignment}, exported to {form}", read, expected.get(student.name))

    def same(self, what: str, had: Any, expected: Any) -> None:
        self.compared += 1
        if had != expected:
            shown = [
                f"{len(value)} of them" if isinstance(value, list) and value and isinstance(value[0], bytes) else value
                for value in (had, expected)
            ]
            self.different.append(f"{what}: {shown[0]!r}, in the table {shown[1]!r}")


def read_sheet(path: Path) -> list[dict[str, str]]:
    """The lines of a workbook's first sheet, by the headings of its first."""
    name = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(path) as book:
        strings = ["".join(each.itertext()) for each in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))]
        rows = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml")).iter(f"{name}row")
    found = []
    for row in rows:
        cells = {}
        for cell in row.iter(f"{name}c"):
            value = cell.findtext(f"{name}v", "")
            cells[cell.get("r", "").rstrip("0123456789")] = strings[int(value)] if cell.get("t") == "s" else value
        found.append(cells)
    headings = found[0]
    return [{heading: cells.get(column, "") for column, heading in headings.items()} for cells in found[1:]]


if __name__ == "__main__":
    sys.exit(main())
