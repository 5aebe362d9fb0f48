"""Scores as CSV files for the gradebooks of Canvas and Moodle, and a plain table for everything else.

The scores come from nbgrader's gradebook, so that manual marks and late penalties are in them.

Formats as the importers read them:

- **Canvas** (gradebook import): `Student, ID, SIS User ID, SIS Login ID, Section`, then one column per assignment; a
  second row `Points Possible`. A student is found by `ID` (Canvas's own number), else by the SIS ids, else by name.
  A column named like an existing assignment, or `name (its number)`, updates it; another name makes a new one.
- **Moodle** (grade import): a header row, one identifying column (`ID number`, `Email address` or `Username`), one
  column per grade; the teacher maps the columns in the preview. Moodle stops at a student whom it does not know, and
  an empty grade clears one that exists: with `--chapter` only those who handed in that chapter are listed. Where
  marking is anonymous, grades return in the assignment's own worksheet instead (`worksheet`).

The columns were taken from Canvas's `gradebook_importer.rb` and Moodle's `grade/import/csv`.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from autograde.course import ROSTER, Course, UserError, find_course
from autograde.marks import Gradebook, Person, read
from autograde.roster import Roster, read_roster
from autograde.spreadsheet import read_table, write_safe_table, write_table
from autograde.worksheet import Worksheet

CANVAS_COLUMNS = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]


def _score(value: float) -> str:
    """At most two decimals, which is what Canvas keeps, and a point whatever the locale."""
    return f"{round(value, 2):.2f}".rstrip("0").rstrip(".")


def _students(gradebook: Gradebook, chapters: Sequence[str]) -> list[Person]:
    """Those with a score in one of the chapters, by name."""
    known = {student for student, chapter in gradebook.totals if chapter in chapters}
    people = [gradebook.people.get(student, Person(student)) for student in known]
    return sorted(people, key=lambda p: (p.last_name.casefold(), p.first_name.casefold(), p.student))


def _cells(gradebook: Gradebook, student: str, chapters: Sequence[str]) -> list[str]:
    found = (gradebook.totals.get((student, chapter)) for chapter in chapters)
    return [_score(total.score) if total else "" for total in found]


def _display_name(person: Person) -> str:
    """`Last, First` as Canvas exports it; without names, the id."""
    return ", ".join(part for part in (person.last_name, person.first_name) if part) or person.student


# ------------------------------------------------------------------------------------------------------- Canvas

class CanvasFile:
    """The file that Canvas exports: it knows each student's Canvas number and each assignment's.

    Parameters
    ----------
    path : Path
        The CSV file from Canvas's Gradebook, Export.

    Raises
    ------
    UserError
        When the file is not a Canvas gradebook.
    """

    def __init__(self, path: Path) -> None:
        rows = read_table(path)
        header = rows[0] if rows else []
        if header[:2] != ["Student", "ID"] or "Section" not in header:
            raise UserError(
                f"{path} is not a gradebook exported by Canvas: its first row must begin with `Student, ID` and hold "
                "`Section`. In Canvas: Grades, Export, Export Entire Gradebook."
            )
        self.columns = header[: header.index("Section") + 1]
        self.assignments = header[len(self.columns) :]
        # One a column: the same digits may be one student's Canvas number and another's SIS number.
        self.rows: dict[str, dict[str, list[str]]] = {"ID": {}, "SIS User ID": {}, "SIS Login ID": {}}
        for row in rows[1:]:
            if len(row) < len(self.columns) or "Points Possible" in row[0]:
                continue
            kept = row[: len(self.columns)]
            for name in self.rows.keys() & set(self.columns):
                key = row[self.columns.index(name)].strip().casefold()
                if key:
                    self.rows[name].setdefault(key, kept)

    def student(self, person: Person) -> list[str] | None:
        """The student's row as far as `Section`; None if Canvas does not know the student."""
        for column, key in (
            ("ID", person.lms_user_id),
            ("SIS Login ID", person.student),
            ("SIS Login ID", person.email),
            ("SIS User ID", person.student),
            ("ID", person.student),
        ):
            if key and key.casefold() in self.rows[column]:
                return self.rows[column][key.casefold()]
        return None

    def assignment(self, chapter: str) -> str:
        """The header of Canvas's column for the chapter, `name (number)`; the chapter's name if there is none."""
        for header in self.assignments:
            if re.sub(r"\s*\(\d+\)$", "", header).strip().casefold() == chapter.casefold():
                return header
        return chapter


def canvas_rows(
    gradebook: Gradebook, chapters: Sequence[str], canvas: CanvasFile | None = None
) -> tuple[list[list[str]], list[str]]:
    """The rows for Canvas, and the students who are left out: Canvas's file has no row for them, or one for several."""
    columns = canvas.columns if canvas else CANVAS_COLUMNS
    header = columns + [canvas.assignment(chapter) if canvas else chapter for chapter in chapters]
    # Canvas knows this row by the words in its first cell, and writes them with four spaces itself.
    points = ["    Points Possible"] + [""] * (len(columns) - 1)
    rows = [header, points + [_score(gradebook.max_scores[chapter]) for chapter in chapters]]
    unknown = []
    people = _students(gradebook, chapters)
    # Everybody, since whoever handed in nothing has a row as well, which another's score must not reach.
    everybody = gradebook.people | {person.student: person for person in people}
    found = {student: canvas.student(person) for student, person in everybody.items()} if canvas else {}
    reached = Counter(id(row) for row in found.values())  # the row itself: two of Canvas's may read the same
    for person in people:
        row = [_display_name(person), person.lms_user_id, "", person.student, ""]
        if canvas:
            row = found[person.student]
            if row is None or reached[id(row)] > 1:
                unknown.append(person.student)
                continue
        rows.append([*row, *_cells(gradebook, person.student, chapters)])
    return rows, unknown


# ---------------------------------------------------------------------------------------------- Moodle and plain

def moodle_rows(gradebook: Gradebook, chapters: Sequence[str]) -> list[list[str]]:
    """The rows for Moodle. `Username` and `ID number` are both our student id: map the one that your site uses."""
    rows = [["First name", "Last name", "Username", "ID number", "Email address", *chapters]]
    for person in _students(gradebook, chapters):
        identity = [person.first_name, person.last_name, person.student, person.lms_user_id or person.student]
        rows.append([*identity, person.email, *_cells(gradebook, person.student, chapters)])
    return rows


def fill_worksheet(
    gradebook: Gradebook, chapter: str, worksheet: Worksheet, roster: Roster
) -> tuple[list[list[str]], list[str]]:
    """The worksheet's rows with the grades in them, and the students who are left out: no row is surely theirs."""
    graded = {person.student for person in _students(gradebook, [chapter])}
    rows = worksheet.students(graded, roster)
    for student, row in rows.items():
        worksheet.fill(row, _score(gradebook.totals[student, chapter].score))
    return [worksheet.header, *worksheet.rows], sorted(graded - rows.keys())


def generic_rows(gradebook: Gradebook, chapters: Sequence[str]) -> list[list[str]]:
    """One row per student and chapter, with everything that the gradebook knows."""
    rows = [
        ["student", "last_name", "first_name", "email", "chapter", "raw_score", "late_penalty", "score", "max_score",
         "needs_manual_mark"]
    ]  # fmt: skip
    for person in _students(gradebook, chapters):
        for chapter in chapters:
            total = gradebook.totals.get((person.student, chapter))
            if total is None:
                continue
            scores = (total.raw_score, total.penalty, total.score, gradebook.max_scores[chapter])
            rows.append(
                [person.student, person.last_name, person.first_name, person.email, chapter]
                + [_score(value) for value in scores]
                + ["yes" if total.waiting else "no"]
            )
    return rows


# --------------------------------------------------------------------------------------------------------- Verb

def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--format",
        choices=("canvas", "moodle", "generic"),
        default="generic",
        help="the gradebook that will import the file (default: %(default)s, one row per student and chapter)",
    )
    parser.add_argument(
        "--output", type=Path, help="the file to write (default: _build/grades/FORMAT.csv)", metavar="FILE"
    )
    parser.add_argument(
        "--chapter",
        action="append",
        metavar="NAME",
        help="only this chapter, such as 01_neurons; may be repeated (default: every chapter in the gradebook)",
    )
    parser.add_argument(
        "--canvas-file",
        type=Path,
        metavar="FILE",
        help="with --format canvas: the CSV that Canvas exported; its student and assignment numbers are then used",
    )
    parser.add_argument(
        "--moodle-file",
        type=Path,
        metavar="FILE",
        help="with --format moodle: an assignment's grading worksheet; a copy of it is written with the grades in it",
    )


def _chapters(gradebook: Gradebook, wanted: list[str] | None) -> list[str]:
    """The chapters to write: the wanted ones, else those that anybody handed in."""
    if wanted:
        for name in wanted:
            if name not in gradebook.max_scores:
                known = ", ".join(sorted(gradebook.max_scores)) or "nothing"
                raise UserError(f"the gradebook has no chapter {name!r}; it has {known}.")
        return sorted(set(wanted))
    return sorted({chapter for _, chapter in gradebook.totals})


def with_names(gradebook: Gradebook, roster: Roster) -> Gradebook:
    """The gradebook with what the roster knows of people whom grading entered by their id alone."""
    people = dict(gradebook.people)
    for student, mate in roster.people.items():
        person = people.get(student, Person(student))
        facts = {name: getattr(person, name) or getattr(mate, name) for name in
                 ("first_name", "last_name", "email", "lms_user_id")}  # fmt: skip
        people[student] = replace(person, **facts)
    return replace(gradebook, people=people)


@dataclass(frozen=True)
class Exported:
    """What was written, and what is missing from it."""

    students: int
    chapters: list[str]
    waiting: int  # submissions without a mark by hand that they need
    unknown: list[str]  # students for whom Canvas's or Moodle's file has no row of their own


def export(
    course: Course,
    format: str,
    output: Path,
    chapters: list[str] | None = None,
    canvas_file: Path | None = None,
    moodle_file: Path | None = None,
) -> Exported:
    """Write the file.

    Raises
    ------
    UserError
        When there is no gradebook yet, a chapter is unknown, or the file is none of Canvas's or Moodle's.
    """
    for system, file in (("canvas", canvas_file), ("moodle", moodle_file)):
        if file and format != system:
            raise UserError(f"--{system}-file belongs to --format {system}.")
    roster = read_roster(course)
    gradebook = with_names(read(course), roster)
    names = _chapters(gradebook, chapters)
    if moodle_file and len(names) != 1:
        raise UserError(f"a worksheet is of one assignment: say which with --chapter ({', '.join(names) or 'none'}).")
    unknown: list[str] = []
    write = write_safe_table
    if moodle_file:
        worksheet = Worksheet(moodle_file, gradebook.max_scores[names[0]])
        rows, unknown = fill_worksheet(gradebook, names[0], worksheet, roster)
        write = write_table  # as Moodle wrote it: it reads back more than the grades
    elif format == "canvas":
        rows, unknown = canvas_rows(gradebook, names, CanvasFile(canvas_file) if canvas_file else None)
    else:
        rows = moodle_rows(gradebook, names) if format == "moodle" else generic_rows(gradebook, names)
    write(output, rows)
    waiting = sum(total.waiting for total in gradebook.totals.values() if total.chapter in names)
    return Exported(len(_students(gradebook, names)) - len(unknown), names, waiting, sorted(unknown))


def run(args: argparse.Namespace) -> int:
    course = find_course()
    output = args.output or course.build / "grades" / f"{args.format}.csv"
    done = export(course, args.format, output, args.chapter, args.canvas_file, args.moodle_file)
    print(f"{output}: {done.students} students, chapters: {', '.join(done.chapters) or 'none'}")
    if done.waiting:
        print(
            f"Submissions that wait for a mark by hand, and count without it: {done.waiting}. Mark them in nbgrader's "
            "formgrader, then export again."
        )
    if done.unknown:
        print(
            f"Left out, because the file from {args.format.capitalize()} has no row of their own for them: "
            f"{', '.join(done.unknown)}. Compare what {ROSTER} tells of them with the file, then export again.",
            file=sys.stderr,
        )
    return 1 if done.unknown else 0
