"""Who is in the class, as far as the course says so, and which of them a mistyped name may mean.

A roster is `autograde/students.csv` with a column `id` (the file that `nbgrader db student import` reads); without
it, the students in the gradebook that somebody entered with a name, an address or a number. Grading itself enters
students by their id alone, so those count for nothing. Where neither exists, whoever hands in is accepted.

A hand-in under an unknown name is graded and flagged. It is never counted for the student with the nearest name:
that may be the wrong one, and a rename of the folder is quick.
"""

from __future__ import annotations

import csv
import re
from difflib import get_close_matches

from nbgrader.api import Student
from sqlalchemy import or_, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from autograde import gradebook, marks
from autograde.course import Course, UserError
from autograde.flags import Flag

FILE = "students.csv"
_LIKE = 0.75  # from which similarity on a name is suggested


class Roster:
    """The ids of the class; an empty one knows nobody and flags nobody."""

    def __init__(self, ids: frozenset[str]) -> None:
        self.ids = ids
        self._plain = {_plain(name): name for name in sorted(ids)}

    def unknown(self, student: str) -> Flag | None:
        """The flag for a student who is not in the roster."""
        if not self.ids or student in self.ids:
            return None
        near = get_close_matches(_plain(student), self._plain, n=1, cutoff=_LIKE)
        return Flag("not_in_roster", f"the nearest name is {self._plain[near[0]]}" if near else "no name is like it")


def read_roster(course: Course) -> Roster:
    """The roster of the course.

    Raises
    ------
    UserError
        If `students.csv` cannot be read or has no column `id`.
    """
    path = course.nbgrader / FILE
    if path.exists():
        try:
            with path.open(newline="", encoding="utf-8-sig") as file:
                rows = list(csv.DictReader(file))
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise UserError(f"{path} cannot be read as a CSV file ({error}).") from error
        if rows and "id" not in rows[0]:
            raise UserError(f"{path} has no column `id`; its first line has to be `id,first_name,last_name,email`.")
        return Roster(frozenset(name for row in rows if (name := (row["id"] or "").strip())))
    return Roster(_entered(course) if marks.exists(course) else frozenset())


def _entered(course: Course) -> frozenset[str]:
    """The students of the gradebook of whom more than the id is known."""
    facts = (Student.first_name, Student.last_name, Student.email, Student.lms_user_id)
    engine = gradebook.engine_of(course)
    try:
        with Session(engine) as session:
            return frozenset(session.scalars(select(Student.id).where(or_(*(fact != "" for fact in facts)))))
    except SQLAlchemyError:
        return frozenset()  # the writer, which opens the gradebook next, says what is wrong with it
    finally:
        engine.dispose()


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.casefold())
