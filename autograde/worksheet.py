"""Moodle's grading worksheet of one assignment: whose each row is, and where the grade stands.

It is the only table in which Moodle calls those who are marked anonymously by the number that stands in the names of
their hand-ins. As `mod/assign/gradingtable.php` writes it: an identifier that ends in that number (`Participant 12`, in
the site's language), what the site shows of the person, the state, perhaps the group and the marker, then the grade and
the maximum grade. `mod/assign/feedback/offline/importgradeslib.php` reads it back by its headers, grades in the site's
decimals or with a point; all other cells have to stay as they are, since comments in them are read back as well.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from autograde.course import UserError
from autograde.roster import Ambiguous, Handle, Roster
from autograde.routes.moodle import participant
from autograde.spreadsheet import read_table

_IDENTIFIER = re.compile(r".*?(\d+)")
_HOW = "In Moodle: the assignment, Submissions, Download grading worksheet."


class Worksheet:
    """The worksheet in a file.

    Parameters
    ----------
    path : Path
        What "Download grading worksheet" gave.
    max_score : float
        Points of the chapter.

    Raises
    ------
    UserError
        If the file is no such worksheet, or if its maximum grade is another.
    """

    def __init__(self, path: Path, max_score: float) -> None:
        table = [row for row in read_table(path) if row]
        self.header, self.rows = (table[0], table[1:]) if table else ([], [])
        if not self.rows or any(
            len(row) != len(self.header) or not _IDENTIFIER.fullmatch(row[0].strip()) for row in self.rows
        ):
            raise UserError(f"{path} is not a grading worksheet of Moodle's. {_HOW}")
        # Not by its header, which is in the site's language.
        places = [place for place in range(2, len(self.header)) if all(_is(row[place], max_score) for row in self.rows)]
        if not places:
            raise UserError(
                f"{path} has no column in which everybody's maximum grade is {max_score:g}, the points of the chapter. "
                "Set the assignment's maximum grade to it in Moodle, then download the worksheet again."
            )
        self.grade = places[-1] - 1  # a class's numbers or groups may all read the same, but stand further left

    def students(self, graded: set[str], roster: Roster) -> dict[str, int]:
        """The row of each of those graded who has one of their own."""
        found = [self._student(row, graded, roster) for row in self.rows]
        count = Counter(found)
        return {student: place for place, student in enumerate(found) if student in graded and count[student] == 1}

    def fill(self, row: int, grade: str) -> None:
        """Write a grade into a row."""
        self.rows[row][self.grade] = grade

    def _student(self, row: list[str], graded: set[str], roster: Roster) -> str:
        """Whose row it is; "" if that cannot be told for sure."""
        number = _IDENTIFIER.fullmatch(row[0].strip())
        if number and (student := participant(number[1])) in graded:
            return student
        told = [cell.strip() for cell in row[2 : self.grade] if cell.strip()]
        try:
            # What the site shows behind the name, and in which order, is its own choice. The name may be the student's.
            sure = {roster.find(Handle(id=cell, lms_user_id=cell, email=cell))[0] for cell in told} - {""}
            sure = sure or {roster.find(Handle(name=row[1]))[0]}
        except Ambiguous:
            return ""
        return sure.pop() if len(sure) == 1 else ""


def _is(cell: str, number: float) -> bool:
    try:
        return float(cell.replace(",", ".")) == number
    except ValueError:
        return False
