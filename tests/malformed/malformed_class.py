"""The class of the suite: every malformed hand-in a student of its own, with right hand-ins between them."""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from re import sub
from typing import Any
from unittest.mock import patch

import rows_around
import rows_cells
import rows_code
import rows_files
from malformed_case import Case
from nbgrader.api import Gradebook
from small_course import CHAPTER, OTHER, RIGHT, hand_in, student_notebook

from autograde import report
from autograde.batch import GradeRun, grade
from autograde.course import Course
from autograde.feedback import write_pages
from autograde.records import Record
from autograde.summary import summary

CASES: tuple[Case, ...] = tuple(
    sorted((*rows_files.CASES, *rows_cells.CASES, *rows_code.CASES, *rows_around.CASES), key=lambda case: case.row)
)
EVERY = 8  # after so many malformed hand-ins comes a right one
TRIPLE = {"triple": "def triple(x):\n    return 3 * x"}
# Seconds for one exercise: little for the hand-ins that never end, plenty for the others on a busy machine.
ENDLESS, SHORT, PLENTY = ("M61", "M61b", "M62", "M69"), 1.5, 30.0


@dataclass
class GradedClass:
    """What came out of one run."""

    course: Course
    outcome: GradeRun
    records: dict[tuple[str, str], Record]
    pages: dict[tuple[str, str], str] = field(default_factory=dict)
    report: str = ""
    summary: str = ""
    rows: dict[str, list[tuple]] = field(default_factory=dict)  # what the gradebook holds of CHAPTER


def neighbours() -> list[str]:
    """The students whose hand-in is right: before all others, after every few, and after all others."""
    between = [f"{case.row[:3].lower()}zz" for case in CASES[EVERY - 1 :: EVERY]]
    return ["aaa.first", *sorted(set(between)), "zzz.last"]


def neighbours_of(case: Case) -> tuple[str, str]:
    """The right hand-ins that are graded next before and next after."""
    right = neighbours()
    return max(name for name in right if name < case.folder), min(name for name in right if name > case.folder)


def write_class(course: Course, cases: tuple[Case, ...]) -> None:
    """Put the hand-ins of `cases` and of their neighbours into the course, and a roster beside them."""
    solved, blank = student_notebook(course, RIGHT), student_notebook(course)
    other = student_notebook(course, TRIPLE, OTHER)
    for student in neighbours():
        hand_in(course, student, solved)
    hand_in(course, "zzz.last", other, chapter=OTHER)
    for case in cases:
        folder = course.submitted / case.folder / case.chapter
        folder.mkdir(parents=True)
        case.arrange(folder, solved, blank)
        if case.row == "M77":
            hand_in(course, case.folder, other, chapter=OTHER)
    known = [case.folder for case in cases if case.number != "M30"] + ["jane.doe", "m30d", *neighbours()]
    (course.nbgrader / "students.csv").write_text("id,last_name\n" + "".join(f"{name},Name\n" for name in known))


@contextmanager
def without_permission(*paths: Path) -> Any:
    """Take away the permission to read; for root, who may read everything, opening says what it says to others."""
    closed = {os.fspath(path) for path in paths if path.exists()}
    real_open, real_scandir = os.open, os.scandir

    def refuse(real: Any) -> Any:
        def call(path: Any, *args: Any, **kwargs: Any) -> Any:
            if isinstance(path, (str, os.PathLike)) and os.fspath(path) in closed:
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
            return real(path, *args, **kwargs)

        return call

    for path in closed:
        os.chmod(path, 0)
    try:
        with patch.object(os, "open", refuse(real_open)), patch.object(os, "scandir", refuse(real_scandir)):
            yield
    finally:
        for path in closed:
            os.chmod(path, 0o755)


def grade_class(made: Course, root: Path, cases: tuple[Case, ...] = CASES) -> GradedClass:
    """Grade `cases` and their neighbours in a copy of the course `made` at `root`."""
    shutil.copytree(made.root, root)
    course = Course(root)
    write_class(course, cases)
    handed = course.submitted
    with without_permission(handed / "m21" / CHAPTER / f"{CHAPTER}.ipynb", handed / "m21b" / CHAPTER / "closed"):
        endless = [case.folder for case in cases if case.row in ENDLESS]
        if endless:
            grade(course, students=endless, jobs=2, seed=11, time_limit=SHORT, progress=False)
        outcome = grade(course, jobs=2, seed=11, time_limit=PLENTY, progress=False)
        records = {(record.student, record.chapter): record for record in outcome.records}
        write_pages(course, outcome.records)
    graded = GradedClass(course, outcome, records, summary="\n".join(summary(outcome)))
    for student, chapter in records:
        path = course.feedback / student / chapter / f"{chapter}.html"
        if chapter and path.is_file():
            graded.pages[student, chapter] = plain(path.read_text(encoding="utf-8"))
    with Gradebook(course.db_url) as gradebook:
        for submission in gradebook.find_assignment(CHAPTER).submissions:
            graded.rows[submission.student.id] = rows_of(submission)
    graded.report = plain(report.build(course, outcome.records, course.build / "report.html"))
    return graded


def plain(html: str) -> str:
    """The words of a page, without its marks and styles."""
    return " ".join(unescape(sub(r"<[^>]*>", " ", sub(r"(?s)<(style|script).*?</\1>", " ", html))).split())


def rows_in_gradebook(course: Course, student: str, chapter: str = CHAPTER) -> list[tuple]:
    """All that the gradebook holds of one submission."""
    with Gradebook(course.db_url) as gradebook:
        return rows_of(gradebook.find_submission(chapter, student))


def rows_of(submission: Any) -> list[tuple]:
    """Every score, mark and comment of a submission."""
    rows: list[tuple] = [(submission.timestamp, submission.score, submission.needs_manual_grade)]
    for notebook in submission.notebooks:
        rows += sorted((g.cell.name, g.auto_score, g.manual_score, g.needs_manual_grade) for g in notebook.grades)
        rows += sorted((c.cell.name, str(c.auto_comment), str(c.manual_comment)) for c in notebook.comments)
    return rows


def without_time(record: Record) -> dict[str, Any]:
    """A record but for what differs from run to run."""
    return {key: value for key, value in vars(record).items() if key != "seconds"}
