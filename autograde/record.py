"""Record: the one writer of the gradebook and of `autograded/`. TRUSTED; handles no student data but scores.

Through nbgrader's own models, so that every nbgrader command and the formgrader see what they would have
written themselves. One transaction a submission; `record.json` appears last, so a killed run never leaves a
submission that looks done and is not.
"""

from __future__ import annotations

import errno
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from copy import deepcopy
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import nbformat
from nbgrader.api import Assignment as AssignmentRow
from nbgrader.api import (
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    InvalidEntry,
    MissingEntry,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.preprocessors import AssignLatePenalties, SaveCells
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, InternalError, OperationalError

from autograde import atomic, gradebook
from autograde.assignment import Assignment, nbgrader_config
from autograde.course import TIMESTAMP, Course, UserError
from autograde.records import Record
from autograde.rows import Rows, Score

if TYPE_CHECKING:  # it brings the whole grader along, and verbs that only read records import this module
    from autograde.submission import Graded

RECORD = "record.json"
# Seconds before it is tried again, when another program holds the gradebook or its server is away.
_PAUSES = (1, 2, 4, 8, 15)
# psycopg calls it an InternalError when the server has ended a session, or is a copy that cannot be written for now.
_AWAY = (OperationalError, InterfaceError, InternalError)
# When a run on another machine enters a row at the same moment, the second finds it there when it tries again.
_ONCE_MORE = (*_AWAY, IntegrityError)
# In `autograded/`; its dot keeps it from being taken for a student.
_LOCK = ".lock"
# Of a disk on a network that knows no locks: there, nothing keeps two runs apart.
_NO_LOCKS_HERE = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP)


class Writer:
    """Opens the course's gradebook; use it in a `with` statement and from one thread."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.config = nbgrader_config(course)
        self.db_url = gradebook.url_of(course)
        self.gradebook: Gradebook

    def __enter__(self) -> Writer:
        with ExitStack() as stack:
            stack.enter_context(alone(self.course))
            with _programs_on_path(), gradebook.driver_needed(self.db_url), gradebook.in_words(self.db_url):
                self.gradebook = Gradebook(self.db_url, self.config.CourseDirectory.get("course_id", "default_course"))
            stack.callback(self.gradebook.close)
            self._rows = Rows(self.gradebook.db)
            for leftover in self.course.autograded.glob("*/.*"):
                if atomic.become(leftover.name):
                    shutil.rmtree(leftover, ignore_errors=True)
            self._open = stack.pop_all()
        return self

    def __exit__(self, *exception: object) -> None:
        self._open.close()

    def prepare(self, assignment: Assignment) -> None:
        """Enter a chapter's cells as `nbgrader generate_assignment` does, and follow it when it has changed."""
        resources = {"nbgrader": {"notebook": assignment.name, "assignment": assignment.name, "db_url": self.db_url}}

        def enter() -> None:
            with _databases_own_error():
                self.gradebook.update_or_create_assignment(assignment.name)
                _FollowingSaveCells(config=self.config)(deepcopy(assignment.notebook), resources)
            self.gradebook.db.expire_all()
            self._rows.forget()

        with gradebook.in_words(self.db_url):
            if gradebook.is_file(self.db_url):
                enter()
            else:
                self._again_when_away(enter)

    def recorded(self) -> set[tuple[str, str]]:
        """(student, chapter) of every submission in the gradebook."""
        query = select(SubmittedAssignment.student_id, AssignmentRow.name).join(AssignmentRow)
        with gradebook.in_words(self.db_url):
            found = {(student, chapter) for student, chapter in self.gradebook.db.execute(query)}
            # A server may end a session that waits inside a transaction, as this one would until the first is graded.
            self.gradebook.db.rollback()
        return found

    def save(self, graded: Graded) -> None:
        """Replace all that is known of this submission: old scores first, files last."""
        stage = self._stage(graded)
        try:
            with gradebook.in_words(self.db_url):
                self._again_when_away(lambda: self._commit(graded))
        except BaseException:
            shutil.rmtree(stage, ignore_errors=True)
            raise
        self._publish(stage, graded.record)

    def _again_when_away(self, work: Callable[[], None]) -> None:
        """Do `work`, which can be done twice; should the gradebook be out of reach, again after a pause."""
        for pause in (*_PAUSES, None):
            try:
                work()
                return
            except _ONCE_MORE as error:
                self.gradebook.db.rollback()
                self._rows.forget()  # another run may have followed a change of the chapter
                if pause is None:
                    raise UserError(
                        f"the gradebook {gradebook.shown(self.db_url)} cannot be written: {gradebook.cause(error)}. "
                        "What has been graded is written; run the same command again to go on with the rest."
                    ) from None
                time.sleep(pause)
            except BaseException:
                self.gradebook.db.rollback()
                raise

    def _commit(self, graded: Graded) -> None:
        record, db = graded.record, self.gradebook.db
        results = [test for exercise in record.exercises.values() for test in exercise.tests]
        waits = {test.grade_id: test.outcome == "manual" for test in results}
        submission = self._rows.write(
            record.student,
            record.chapter,
            scores={
                test.grade_id: Score(None if waits[test.grade_id] else test.score, waits[test.grade_id])
                for test in results
            },
            blank=graded.blank,
            readable=record.status != "failed",
            timestamp=graded.timestamp,
            keep_timestamp=graded.timestamp is None and "bad_timestamp" not in record.flags,
        )
        self._enter_penalties(record.chapter, submission)
        db.commit()

    def _enter_penalties(self, chapter: str, submission: str) -> None:
        """What nbgrader's own step for late submissions would enter; for what is not late, nothing is entered."""
        found = self.gradebook.db.get(SubmittedAssignment, submission, populate_existing=True)
        if found is None or found.total_seconds_late <= 0:
            return
        for notebook, score in self._rows.scores(chapter, submission).items():
            self._rows.set_penalty(notebook, self._late_penalty(found, score))

    def _late_penalty(self, submission: SubmittedAssignment, score: float) -> float | None:
        """What nbgrader's own step would say, with the course's plugin and settings."""
        step = AssignLatePenalties(config=self.config)
        step.init_plugin()
        penalty = step.plugin_inst.late_submission_penalty(
            submission.student_id, score, submission.total_seconds_late
        )
        # The step asks the notebook for its score only; nbgrader's own object would read the whole class for it.
        return None if penalty is None else step._check_late_penalty(SimpleNamespace(score=score), penalty)

    def _stage(self, graded: Graded) -> Path:
        record = graded.record
        stage = atomic.stage(record_path(self.course, record.student, record.chapter).parent)
        shutil.rmtree(stage, ignore_errors=True)
        stage.mkdir(parents=True)
        if graded.notebook is not None:
            (stage / f"{record.chapter}.ipynb").write_bytes(graded.notebook)
        if graded.timestamp is not None:
            (stage / TIMESTAMP).write_text(f"{graded.timestamp} UTC\n")
        atomic.write_text(stage / RECORD, record.to_line() + "\n")
        return stage

    def _publish(self, stage: Path, record: Record) -> None:
        final = record_path(self.course, record.student, record.chapter).parent
        if final.exists():
            # Without its record a folder counts as not graded, should this be the moment of a power cut.
            (final / RECORD).unlink(missing_ok=True)
            shutil.rmtree(final)
        os.replace(stage, final)


def record_path(course: Course, student: str, chapter: str) -> Path:
    """Where the newest record of a submission is kept."""
    return course.autograded / student / chapter / RECORD


def record_paths(course: Course, student: str = "") -> list[Path]:
    """The newest record of each submission, or of each of one student's, in the order of the names.

    A folder with a dot is what a killed run was about to write: it may not be in the gradebook.
    """
    if student:
        return sorted((course.autograded / student).glob(f"[!.]*/{RECORD}"))
    return sorted(course.autograded.glob(f"*/[!.]*/{RECORD}"))


class _FollowingSaveCells(SaveCells):
    """nbgrader's step that enters a notebook's cells; unlike it, cells may come and go while submissions exist."""

    def _create_notebook(self, nb: nbformat.NotebookNode) -> None:
        try:
            notebook = self.gradebook.find_notebook(self.notebook_id, self.assignment_id)
        except MissingEntry:
            notebook = None
        if notebook is not None and notebook.submissions:
            self._follow(notebook)
        super()._create_notebook(nb)

    def _follow(self, notebook: Notebook) -> None:
        gradebook, db = self.gradebook, self.gradebook.db
        kinds = (
            (notebook.grade_cells, self.new_grade_cells, gradebook.add_grade_cell),
            (notebook.solution_cells, self.new_solution_cells, gradebook.add_solution_cell),
            (notebook.task_cells, self.new_task_cells, gradebook.add_task_cell),
            (notebook.source_cells, self.new_source_cells, gradebook.add_source_cell),
        )
        for old, new, _ in kinds:
            for cell in old:
                if cell.name not in new:
                    self._remove(cell)
        db.commit()
        for old, new, add in kinds:
            for name in new.keys() - {cell.name for cell in old}:
                add(name, self.notebook_id, self.assignment_id, **new[name])
        for submitted in notebook.submissions:
            db.add_all(_missing_rows(notebook, submitted))
        db.commit()

    def _remove(self, cell: BaseCell) -> None:
        by_hand = sum(grade.manual_score is not None for grade in getattr(cell, "grades", []))
        if by_hand:
            raise UserError(
                f"the cell {cell.name!r} of {self.assignment_id} is gone, but {by_hand} students have been marked "
                "by hand in it. Put it back, or remove those marks in the formgrader first."
            )
        for row in [*getattr(cell, "grades", []), *getattr(cell, "comments", [])]:
            self.gradebook.db.delete(row)
        self.gradebook.db.delete(cell)


def _missing_rows(notebook: Notebook, submitted: SubmittedNotebook) -> list[Grade | Comment]:
    """A grade for each cell that is graded and a comment for each that is answered, as far as they are not there."""
    graded = {grade.cell_id for grade in submitted.grades}
    commented = {comment.cell_id for comment in submitted.comments}
    with_points = [*notebook.grade_cells, *notebook.task_cells]
    with_answer = [*notebook.solution_cells, *notebook.task_cells]
    grades = [Grade(cell_id=cell.id, notebook=submitted) for cell in with_points if cell.id not in graded]
    return grades + [Comment(cell_id=cell.id, notebook=submitted) for cell in with_answer if cell.id not in commented]


@contextmanager
def alone(course: Course) -> Iterator[None]:
    """Lets one run at a time write records and the gradebook; the system ends the lock with the process.

    Raises
    ------
    UserError
        If another run is writing, or the folder cannot be written.
    """
    import fcntl  # here, since `feedback` and `report` import this module too, and Windows has none

    path = course.autograded / _LOCK
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a")
    except OSError as error:
        raise UserError(f"{path} cannot be written ({error.strerror}), so that nothing was done.") from None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UserError(
                "another run is writing to this course: wait for it, or stop it. Then run the same command again."
            ) from None
        except OSError as error:
            if error.errno not in _NO_LOCKS_HERE:
                raise
        yield


@contextmanager
def _databases_own_error() -> Iterator[None]:
    """nbgrader hides some errors of the database in one of its own, whose text holds the statement."""
    try:
        yield
    except InvalidEntry as error:
        raise (error.__context__ if isinstance(error.__context__, DBAPIError) else error) from None


@contextmanager
def _programs_on_path() -> Iterator[None]:
    """nbgrader starts `alembic` by name when it makes a gradebook; it stands beside this Python."""
    before = os.environ.get("PATH", "")
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), before])
    try:
        yield
    finally:
        os.environ["PATH"] = before
