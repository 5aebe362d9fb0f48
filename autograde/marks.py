"""What stands in nbgrader's gradebook: totals with manual marks and late penalties. Reads only, never writes.

A handful of queries for the whole class, because nbgrader's own objects ask the database once per cell and
take minutes for a large class.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    GradeCell,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    TaskCell,
)
from sqlalchemy import ColumnElement, Select, case, func, inspect, or_, select
from sqlalchemy.orm import Session

from autograde import gradebook
from autograde.course import Course, UserError


@dataclass(frozen=True)
class Total:
    """One student's standing in one chapter, as nbgrader counts it."""

    student: str
    chapter: str
    raw_score: float
    penalty: float
    waiting: bool  # a manual mark is still missing

    @property
    def score(self) -> float:
        """The score that counts: the late penalty is taken off, never below zero."""
        return max(0.0, self.raw_score - self.penalty)


@dataclass(frozen=True)
class Mark:
    """What a person (or nobody yet) wrote beside one graded cell."""

    score: float | None  # None: not marked by hand
    waiting: bool  # to be marked, or to be looked at again after a newer hand-in
    comment: str | None
    extra: float = 0.0  # extra credit, beside whatever score counts


@dataclass(frozen=True)
class Person:
    """One row of the gradebook's list of students; missing names are empty."""

    student: str
    last_name: str = ""
    first_name: str = ""
    email: str = ""
    lms_user_id: str = ""


@dataclass
class Gradebook:
    """Everything that reports need from nbgrader's gradebook."""

    people: dict[str, Person] = field(default_factory=dict)
    max_scores: dict[str, float] = field(default_factory=dict)
    totals: dict[tuple[str, str], Total] = field(default_factory=dict)
    marks: dict[tuple[str, str], dict[str, Mark]] = field(default_factory=dict)


def exists(course: Course) -> bool:
    """Whether there is a gradebook to read.

    Raises
    ------
    UserError
        If it cannot be told: the server cannot be asked, or the file cannot be opened.
    """
    path = gradebook.file_of(course)
    if path is None:
        with gradebook.opened(course) as engine:
            return inspect(engine).has_table(Assignment.__tablename__)
    try:
        with path.open("rb") as file:
            return file.read(16).startswith(b"SQLite format 3")
    except FileNotFoundError:
        return False
    except OSError as error:
        raise UserError(f"the gradebook {path} cannot be opened ({error.strerror}).") from None


@contextmanager
def _session(course: Course) -> Iterator[Session]:
    if not exists(course):
        raise UserError(
            "there is no gradebook yet. Grade the submissions first: `python -m autograde grade` writes "
            f"{gradebook.shown(gradebook.url_of(course))}."
        )
    with gradebook.opened(course) as engine, Session(engine) as session:
        yield session


def _max_scores(session: Session) -> dict[str, float]:
    points: dict[str, float] = {name: 0.0 for (name,) in session.execute(select(Assignment.name))}
    for kind in (GradeCell, TaskCell):
        table = kind.__table__
        query = (
            select(Assignment.name, func.sum(table.c.max_score))
            .join(Notebook, Notebook.assignment_id == Assignment.id)
            .join(BaseCell.__table__, BaseCell.__table__.c.notebook_id == Notebook.id)
            .join(table, table.c.id == BaseCell.__table__.c.id)
            .group_by(Assignment.name)
        )
        for name, total in session.execute(query):
            points[name] += total or 0.0
    return points


def _totals(session: Session) -> dict[tuple[str, str], Total]:
    # Two queries, because a join of grades to notebooks would count a notebook's penalty once per grade.
    penalties = (
        select(
            SubmittedNotebook.assignment_id,
            func.coalesce(func.sum(SubmittedNotebook.late_submission_penalty), 0.0).label("penalty"),
        )
        .group_by(SubmittedNotebook.assignment_id)
        .subquery()
    )
    scores = (
        select(
            SubmittedNotebook.assignment_id,
            func.coalesce(func.sum(Grade.score), 0.0).label("score"),
            func.count().filter(Grade.needs_manual_grade).label("waiting"),
        )
        .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
        .group_by(SubmittedNotebook.assignment_id)
        .subquery()
    )
    query = (
        select(SubmittedAssignment.student_id, Assignment.name, scores.c.score, penalties.c.penalty, scores.c.waiting)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .outerjoin(scores, scores.c.assignment_id == SubmittedAssignment.id)
        .outerjoin(penalties, penalties.c.assignment_id == SubmittedAssignment.id)
    )
    return {
        (student, chapter): Total(student, chapter, score or 0.0, penalty or 0.0, bool(waiting))
        for student, chapter, score, penalty, waiting in session.execute(query)
    }


def _marks(session: Session) -> dict[tuple[str, str], dict[str, Mark]]:
    def by_cell(kind: type[Grade] | type[Comment], *columns: ColumnElement) -> Select:
        return (
            select(SubmittedAssignment.student_id, Assignment.name, BaseCell.name, *columns)
            .select_from(kind)
            .join(BaseCell, BaseCell.id == kind.cell_id)
            .join(SubmittedNotebook, SubmittedNotebook.id == kind.notebook_id)
            .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
            .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        )

    marks: dict[tuple[str, str], dict[str, Mark]] = {}
    # To nbgrader a cell without any score has no points, whatever its extra credit.
    scored = or_(Grade.manual_score.is_not(None), Grade.auto_score.is_not(None))
    extra = case((scored, func.coalesce(Grade.extra_credit, 0.0)), else_=0.0)
    # What only a test has scored needs no row: the automatic score is in our own record.
    grades = by_cell(Grade, Grade.manual_score, Grade.needs_manual_grade, extra).where(
        or_(Grade.manual_score.is_not(None), Grade.needs_manual_grade, Grade.extra_credit.is_not(None))
    )
    for student, chapter, cell, score, waiting, more in session.execute(grades):
        marks.setdefault((student, chapter), {})[cell] = Mark(score, bool(waiting), None, more)
    # A written answer is two cells of one name to nbgrader: one holds the grade, the other the comment.
    comments = by_cell(Comment, Comment.manual_comment).where(Comment.manual_comment.is_not(None))
    for student, chapter, cell, comment in session.execute(comments):
        cells = marks.setdefault((student, chapter), {})
        cells[cell] = replace(cells.get(cell, Mark(None, False, None)), comment=comment)
    return marks


def read(course: Course) -> Gradebook:
    """The whole gradebook.

    Raises
    ------
    UserError
        When there is none yet, or when it cannot be read; the message says what to do.
    """
    with _session(course) as session:
        people = {
            row.id: Person(row.id, row.last_name or "", row.first_name or "", row.email or "", row.lms_user_id or "")
            for row in session.execute(
                select(Student.id, Student.last_name, Student.first_name, Student.email, Student.lms_user_id)
            )
        }
        return Gradebook(people, _max_scores(session), _totals(session), _marks(session))
