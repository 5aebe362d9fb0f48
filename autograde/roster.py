"""Who is in the class, as far as the course says so, and which of them a mistyped name may mean.

A roster is `autograde/students.csv` with a column `id` (the file that `nbgrader db student import` reads); without
it, the students in the gradebook that somebody entered with a name, an address or a number. Grading itself enters
students by their id alone, so those count for nothing. Where neither exists, whoever hands in is accepted.

A hand-in under an unknown name is graded and flagged. It is never counted for the student with the nearest name:
that may be the wrong one, and a rename of the folder is quick.

Systems that hand out zips call students by numbers, addresses and names. Those are looked up in the further columns
`lms_user_id` (Canvas's number), `email`, `github`, `first_name` and `last_name`, or `name` as the system shows it.
A name that fits two students fits none, and neither do facts that are those of two.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from difflib import get_close_matches

from nbgrader.api import Student
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from autograde import gradebook, marks
from autograde.course import Course, UserError
from autograde.flags import Flag

_LIKE = 0.75  # from which similarity on a name is suggested


@dataclass(frozen=True)
class Classmate:
    """One row of the roster; what is not known is empty."""

    id: str
    first_name: str = ""
    last_name: str = ""
    name: str = ""
    email: str = ""
    lms_user_id: str = ""
    github: str = ""


@dataclass(frozen=True)
class Handle:
    """What a hand-in tells of the person; what it does not tell is empty.

    Parameters
    ----------
    stem : str
        The name of a file, in which more may follow on the id.
    other_numbers : tuple of str
        What else may be the `lms_user_id` if the name of the file is read in another way.
    """

    id: str = ""
    lms_user_id: str = ""
    email: str = ""
    github: str = ""
    name: str = ""
    stem: str = ""
    other_numbers: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.name or self.id or self.email or self.lms_user_id or self.stem or "nobody"


class Ambiguous(Exception):
    """A name that fits several students; `ids` are theirs."""

    def __init__(self, ids: list[str]) -> None:
        super().__init__(", ".join(ids))
        self.ids = ids


class Roster:
    """The class; an empty one knows nobody and flags nobody."""

    def __init__(self, people: Iterable[Classmate]) -> None:
        self.people = {person.id: person for person in people}
        self.ids = frozenset(self.people)
        self._plain = {_plain(name): name for name in sorted(self.ids)}
        self._by_fact: dict[tuple[str, str], set[str]] = {}
        for person in self.people.values():
            for fact in ("lms_user_id", "email", "github"):
                if getattr(person, fact):
                    self._by_fact.setdefault((fact, getattr(person, fact).casefold()), set()).add(person.id)
            for name in _names(person):
                self._by_fact.setdefault(("name", name), set()).add(person.id)

    def unknown(self, student: str) -> Flag | None:
        """The flag for a student who is not in the roster."""
        if not self.ids or student in self.ids:
            return None
        near = get_close_matches(_plain(student), self._plain, n=1, cutoff=_LIKE)
        return Flag("not_in_roster", f"the nearest name is {self._plain[near[0]]}" if near else "no name is like it")

    def find(self, who: Handle) -> tuple[str, str]:
        """(id, by which fact it was found) of the student whom `who` means; ("", "") if the roster knows none.

        Raises
        ------
        Ambiguous
            If what `who` tells fits several students.
        """
        student, fact = self._by_facts(who) or self._by_name(who)
        others = {id for number in who.other_numbers for id in self._by_fact.get(("lms_user_id", number), set())}
        if others - {student}:
            raise Ambiguous(sorted(others | {student or who.lms_user_id}))
        return student, fact

    def _by_facts(self, who: Handle) -> tuple[str, str] | None:
        """By what belongs to one person only. The facts are not ranked: if they disagree, one of them is wrong."""
        told = {"id": {who.id, id_in_front(who.stem, self.ids)} & self.ids}
        for fact in ("lms_user_id", "email", "github"):
            told[fact] = self._by_fact.get((fact, getattr(who, fact).casefold()), set())
        student = self._only(set().union(*told.values()))
        return (student, next(fact for fact, found in told.items() if found)) if student else None

    def _by_name(self, who: Handle) -> tuple[str, str]:
        found = self._only(self._by_fact.get(("name", name_key(who.name)), set())) if who.name else ""
        number = self.people[found].lms_user_id if found else ""
        if number and who.lms_user_id and number != who.lms_user_id:
            return "", ""  # the same name, but the system says that it is somebody else
        return found, "name" if found else ""

    @staticmethod
    def _only(found: set[str]) -> str:
        if len(found) > 1:
            raise Ambiguous(sorted(found))
        return next(iter(found), "")


def read_roster(course: Course) -> Roster:
    """The roster of the course.

    Raises
    ------
    UserError
        If `students.csv` cannot be read, has no column `id`, or has an id twice; without it, if there is a gradebook
        that cannot be read.
    """
    path = course.roster
    if not path.exists():
        return Roster(_entered(course) if marks.exists(course) else [])
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UserError(f"{path} cannot be read as a CSV file ({error}).") from error
    if rows and "id" not in rows[0]:
        raise UserError(f"{path} has no column `id`; its first line has to be `id,first_name,last_name,email`.")
    columns = [field.name for field in fields(Classmate)]
    people = [Classmate(**{name: (row.get(name) or "").strip() for name in columns}) for row in rows]
    people = [person for person in people if person.id]
    count = Counter(person.id for person in people)
    if twice := sorted(id for id, times in count.items() if times > 1):
        raise UserError(f"{path} has {', '.join(twice)} more than once; each id stands for one student.")
    return Roster(people)


def _entered(course: Course) -> list[Classmate]:
    """The students of the gradebook of whom more than the id is known."""
    facts = (Student.first_name, Student.last_name, Student.email, Student.lms_user_id)
    with gradebook.opened(course) as engine, Session(engine) as session:
        rows = session.execute(select(Student.id, *facts).where(or_(*(fact != "" for fact in facts))))
        return [
            Classmate(id, first_name=first or "", last_name=last or "", email=email or "", lms_user_id=number or "")
            for id, first, last, email, number in rows
        ]


def id_in_front(stem: str, ids: Collection[str]) -> str:
    """The longest id that is all of `stem`, or stands in front of a "_" or a space in it; "" if none is."""
    ends = [place for place, sign in enumerate(stem) if sign in "_ "] + [len(stem)]
    return next((stem[:end] for end in reversed(ends) if stem[:end] in ids), "")


def name_key(name: str) -> str:
    """A name as it can be compared: Canvas and Moodle drop spaces, signs or capital letters, each its own way.

    Marks are kept: in Hindi and Thai they are the vowels.
    """
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
    return "".join(sign for sign in folded if unicodedata.category(sign)[0] in "LMN")


def _names(person: Classmate) -> set[str]:
    """The ways in which systems write the person's name, as keys."""
    both = {person.first_name + person.last_name, person.last_name + person.first_name}
    return {key for name in (*both, person.name) if (key := name_key(name))}


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.casefold())
