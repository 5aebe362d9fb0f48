"""The same hand-ins through stock nbgrader and through ours, and both gradebooks as plain tables."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook, MissingEntry

from autograde.batch import grade
from autograde.course import Course
from autograde.record import record_path
from autograde.records import read_record
from autograde.verdict import ON_COPIES

# Both graders' tests draw the same inputs: a wrong answer may pass for some, such as one that learns by luck.
SEED = 20


def nbgrader(course: Course, *arguments: str, may_fail: bool = False) -> subprocess.CompletedProcess:
    """An nbgrader command, as an instructor types it in the course's folder."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = os.environ | {"PATH": path, "BYHAND_SEED": str(SEED)}
    command = [sys.executable, "-m", "nbgrader", *arguments]
    done = subprocess.run(command, cwd=course.root, capture_output=True, text=True, env=environment)
    assert may_fail or done.returncode == 0, done.stderr[-3000:]
    return done


def gradebook(course: Course) -> dict:
    """All that nbgrader keeps of each submission, each graded cell and each comment."""
    rows = {}
    with Gradebook(course.db_url) as opened:
        for assignment in opened.assignments:
            for submission in assignment.submissions:
                rows[submission.student.id, assignment.name] = (
                    submission.timestamp, submission.late_submission_penalty, submission.needs_manual_grade,
                    submission.max_score,
                )  # fmt: skip
                for notebook in submission.notebooks:
                    for grade_ in notebook.grades:
                        rows[submission.student.id, grade_.name] = (
                            grade_.auto_score, grade_.manual_score, grade_.max_score, grade_.needs_manual_grade,
                            grade_.extra_credit, grade_.failed_tests,
                        )  # fmt: skip
                    for comment in notebook.comments:
                        rows[submission.student.id, "comment", comment.name] = (
                            comment.auto_comment, comment.manual_comment,
                        )  # fmt: skip
    return rows


def due(course: Course, chapter: str, date: datetime) -> None:
    """Give a chapter a date after which a submission is late; keeps all else that the gradebook has of it."""
    with Gradebook(course.db_url) as opened:
        try:
            opened.update_or_create_assignment(chapter, duedate=date)
        except MissingEntry:
            opened.add_assignment(chapter, duedate=date)


def grade_with_stock(
    course: Course, chapters: list[str], date: datetime | None = None, may_fail: bool = False
) -> Course:
    """A copy of `course`, beside it, graded with `nbgrader autograde`."""
    stock = Course(course.root.parent / "stock")
    shutil.copytree(course.root, stock.root)
    for chapter in chapters:
        nbgrader(stock, "generate_assignment", chapter, "--force")
        if date is not None:
            due(stock, chapter, date)
        nbgrader(stock, "autograde", chapter, may_fail=may_fail)
    return stock


def both(
    course: Course, chapters: list[str], date: datetime | None = None, may_fail: bool = False
) -> tuple[dict, dict]:
    """(stock nbgrader's gradebook, ours) for the hand-ins of `course`."""
    stock = grade_with_stock(course, chapters, date, may_fail)
    if date is not None:
        for chapter in chapters:
            due(course, chapter, date)
    grade(course, jobs=2, seed=SEED, progress=False)
    return gradebook(stock), gradebook(course)


def different(stock: dict, ours: dict) -> set[tuple]:
    """The rows that only one of them has, or that say something else."""
    return {key for key in stock.keys() | ours.keys() if stock.get(key) != ours.get(key)}


def punished_for_stderr(stock: Path) -> set[tuple[str, str]]:
    """(student, grade id) of the tests that stock gave nothing for, only because something was printed to stderr."""
    found = set()
    for path in (stock / "autograde" / "autograded").glob("*/*/*.ipynb"):
        for cell in nbformat.read(path, as_version=4).cells:
            kinds = {output.get("name", output.output_type) for output in cell.get("outputs", [])}
            if "stderr" in kinds and "error" not in kinds and cell.metadata.get("nbgrader", {}).get("grade"):
                found.add((path.parent.parent.name, cell.metadata.nbgrader.grade_id))
    return found


def held_by_changing_inputs(course: Course, student: str, chapter: str) -> set[tuple[str, str]]:
    """(student, grade id) of the tests that held only because the answer had changed what they compare with."""
    record = read_record(record_path(course, student, chapter))
    tests = [test for exercise in record.exercises.values() for test in exercise.tests]
    return {(student, test.grade_id) for test in tests if test.message.endswith(ON_COPIES)}
