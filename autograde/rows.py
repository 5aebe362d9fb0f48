"""One submission's rows in nbgrader's tables, written in bulk. TRUSTED; called by `record` only.

nbgrader's models say what the tables are; its own objects would ask the database once per cell, which took most of
the time of recording. The rows are those of `Gradebook.add_submission` and of nbgrader's steps `SaveAutoGrades`
and `AssignLatePenalties`, column by column. Plain SQL of every database that nbgrader supports.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nbgrader.api import (
    Assignment,
    Comment,
    Grade,
    GradeCell,
    MissingEntry,
    Notebook,
    SolutionCell,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    TaskCell,
    new_uuid,
)
from sqlalchemy import Boolean, ColumnElement, Table, and_, bindparam, func, insert, or_, select, update
from sqlalchemy.orm import Session

# Tables rather than classes: no object is made and kept for each row.
_ASSIGNMENT, _NOTEBOOK, _STUDENT = Assignment.__table__, Notebook.__table__, Student.__table__
_SUBMISSION, _SUBMITTED = SubmittedAssignment.__table__, SubmittedNotebook.__table__
_GRADE, _COMMENT = Grade.__table__, Comment.__table__

# As nbgrader: what a person has marked before is to be looked at again. The database decides, since a person may be
# marking in the formgrader at this moment.
_SET_GRADE = (
    update(_GRADE)
    .where(_GRADE.c.notebook_id == bindparam("of"), _GRADE.c.cell_id == bindparam("cell"))
    .values(
        auto_score=bindparam("score"),
        needs_manual_grade=and_(
            bindparam("readable", type_=Boolean),
            or_(bindparam("waits", type_=Boolean), _GRADE.c.manual_score.is_not(None)),
        ),
    )
)
_SET_COMMENT = (
    update(_COMMENT)
    .where(_COMMENT.c.notebook_id == bindparam("of"), _COMMENT.c.cell_id == bindparam("cell"))
    .values(auto_comment=bindparam("text"))
)


@dataclass(frozen=True)
class _NotebookIds:
    """The cells of one notebook of a chapter as the gradebook knows them: {id of the cell: its grade id}."""

    id: str
    graded: dict[str, str]
    answered: dict[str, str]


@dataclass(frozen=True)
class _ChapterIds:
    id: str
    notebooks: list[_NotebookIds]


@dataclass(frozen=True)
class Score:
    """What one graded cell is given: points, None while it waits for a person."""

    points: float | None
    waits: bool


class Rows:
    """Writes the rows of submissions; commits nothing.

    Parameters
    ----------
    db : Session
        Of an open `nbgrader.api.Gradebook`.
    """

    def __init__(self, db: Session) -> None:
        self._db = db
        self._chapters: dict[str, _ChapterIds] = {}

    def forget(self) -> None:
        """Read the chapters' cells anew, after they have been changed."""
        self._chapters.clear()

    def write(
        self,
        student: str,
        chapter: str,
        *,
        scores: dict[str, Score],
        blank: Iterable[str],
        readable: bool,
        timestamp: datetime | None,
        keep_timestamp: bool,
    ) -> str:
        """Replace all automatic scores and comments of one submission; returns the gradebook's id for it.

        Parameters
        ----------
        scores : dict of str to Score
            By grade id; a graded cell that is missing here gets no points.
        blank : iterable of str
            Answer cells that are as they were given out.
        readable : bool
            False if the submission could not be graded: then nothing of it waits for a person.
        timestamp, keep_timestamp
            When it was handed in, and whether what the gradebook says about that stays.

        Raises
        ------
        nbgrader.api.MissingEntry
            If the gradebook does not know the chapter.
        """
        ids, blank = self._chapter(chapter), frozenset(blank)
        submission = self._submission(ids, student, timestamp, keep_timestamp)
        submitted = self._submitted(ids, submission)
        grades, comments = [], []
        for notebook in ids.notebooks:
            of = submitted[notebook.id]
            for cell, name in notebook.graded.items():
                score = scores.get(name, Score(0.0, False))
                grades.append(
                    {"of": of, "cell": cell, "score": score.points, "waits": score.waits, "readable": readable}
                )
            for cell, name in notebook.answered.items():
                text = "No response." if readable and name in blank else None
                comments.append({"of": of, "cell": cell, "text": text})
        self._run(_SET_GRADE, grades)
        self._run(_SET_COMMENT, comments)
        self._db.execute(
            update(_SUBMITTED).where(_of(ids, submission)).values(late_submission_penalty=None)
        )
        return submission

    def scores(self, chapter: str, submission: str) -> dict[str, float]:
        """{the gradebook's id of a student's notebook: points, those given by hand included}."""
        ids, found = self._chapter(chapter), {}
        submitted = dict(self._pairs(select(_SUBMITTED.c.notebook_id, _SUBMITTED.c.id).where(_of(ids, submission))))
        for notebook in ids.notebooks:
            of = submitted[notebook.id]
            total = select(func.coalesce(func.sum(Grade.score), 0.0)).where(
                Grade.cell_id.in_(list(notebook.graded)), Grade.notebook_id == of
            )
            found[of] = self._db.execute(total).scalar_one()
        return found

    def set_penalty(self, notebook: str, penalty: float | None) -> None:
        """Enter what a late hand-in loses."""
        table = _SUBMITTED
        self._db.execute(update(table).where(table.c.id == notebook).values(late_submission_penalty=penalty))

    def _submission(self, ids: _ChapterIds, student: str, timestamp: datetime | None, keep: bool) -> str:
        """The submission's id, with its row made or its time of hand-in brought up to date."""
        table = _SUBMISSION
        found = self._db.execute(
            select(table.c.id).where(table.c.assignment_id == ids.id, table.c.student_id == student)
        ).scalar()
        if found is not None:
            if not keep:
                self._db.execute(update(table).where(table.c.id == found).values(timestamp=timestamp))
            return found
        if self._db.execute(select(_STUDENT.c.id).where(_STUDENT.c.id == student)).first() is None:
            self._db.execute(insert(_STUDENT).values(id=student))
        new = new_uuid()
        self._db.execute(
            insert(table).values(
                id=new, assignment_id=ids.id, student_id=student, timestamp=None if keep else timestamp
            )
        )
        return new

    def _submitted(self, ids: _ChapterIds, submission: str) -> dict[str, str]:
        """{id of the notebook: id of the student's}, with all rows below them made that were not there."""
        table = _SUBMITTED
        known = dict(self._pairs(select(table.c.notebook_id, table.c.id).where(_of(ids, submission))))
        new = {notebook.id: new_uuid() for notebook in ids.notebooks if notebook.id not in known}
        self._run(
            insert(table), [{"id": own, "notebook_id": id_, "assignment_id": submission} for id_, own in new.items()]
        )
        every = known | new
        for table, kind in ((_GRADE, "graded"), (_COMMENT, "answered")):
            wanted = [(every[notebook.id], cell) for notebook in ids.notebooks for cell in getattr(notebook, kind)]
            there = self._cells(table, known.values(), [cell for _, cell in wanted]) if known else set()
            self._run(
                insert(table), [{"notebook_id": of, "cell_id": cell} for of, cell in wanted if (of, cell) not in there]
            )
        return every

    def _cells(self, table: Table, submitted: Iterable[str], cells: list[str]) -> set[tuple[str, str]]:
        # By cell and notebook, for that is nbgrader's only index: by notebook alone the whole class would be read.
        query = select(table.c.notebook_id, table.c.cell_id)
        return set(self._pairs(query.where(table.c.cell_id.in_(cells), table.c.notebook_id.in_(list(submitted)))))

    def _chapter(self, name: str) -> _ChapterIds:
        if name not in self._chapters:
            self._chapters[name] = self._read_chapter(name)
        return self._chapters[name]

    def _read_chapter(self, name: str) -> _ChapterIds:
        found = self._db.execute(select(_ASSIGNMENT.c.id).where(_ASSIGNMENT.c.name == name)).scalar()
        if found is None:
            raise MissingEntry(f"No such assignment: {name}")
        notebooks = self._db.execute(
            select(_NOTEBOOK.c.id).where(_NOTEBOOK.c.assignment_id == found).order_by(_NOTEBOOK.c.name)
        ).scalars()
        return _ChapterIds(
            found,
            [
                _NotebookIds(id_, self._names(id_, GradeCell, TaskCell), self._names(id_, SolutionCell, TaskCell))
                for id_ in notebooks
            ],
        )

    def _names(self, notebook: str, *kinds: type) -> dict[str, str]:
        names: dict[str, str] = {}
        for kind in kinds:  # through the model, since what a cell has stands in two tables
            names.update(self._pairs(select(kind.id, kind.name).where(kind.notebook_id == notebook)))
        return names

    def _pairs(self, statement: Any) -> list[tuple[str, str]]:
        return [(row[0], row[1]) for row in self._db.execute(statement)]

    def _run(self, statement: Any, rows: list[dict[str, Any]]) -> None:
        if rows:
            self._db.connection().execute(statement, rows)


def _of(ids: _ChapterIds, submission: str) -> ColumnElement[bool]:
    """The student's notebooks of one submission, through the one index that there is."""
    table = _SUBMITTED
    return and_(table.c.notebook_id.in_([one.id for one in ids.notebooks]), table.c.assignment_id == submission)
