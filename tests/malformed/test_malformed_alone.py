"""Rows of the catalogue that need more than one hand-in in a class, and what only an ordinary user can show."""

from __future__ import annotations

import io
import os
import shutil
import tempfile
import zipfile
from pathlib import Path

import pytest
from malformed_class import rows_in_gradebook
from nbgrader.api import Gradebook
from small_course import CHAPTER, OTHER, RIGHT, hand_in, solved_other, student_notebook, write_source, written
from small_course import test_cell as graded_cell

from autograde.assignment import Assignment
from autograde.batch import GradeRun, grade
from autograde.course import Course, UserError
from autograde.damage import pack
from autograde.feedback import write_pages
from autograde.inbox import find_submissions
from autograde.parcel import pack_folder
from autograde.read import read_submission
from autograde.roster import Classmate, Roster, read_roster
from autograde.sorting import collect

TRIPLE = {"triple": "def triple(x):\n    return 3 * x"}


@pytest.fixture
def course(empty_course: Course, tmp_path: Path) -> Course:
    shutil.copytree(empty_course.root, tmp_path / "course")
    return Course(tmp_path / "course")


def test_of_several_attempts_in_one_zip_the_newest_is_taken_and_the_others_are_listed(course, tmp_path):
    """M29."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as box:
        for day in (1, 3, 2):
            notebook = student_notebook(course, {**RIGHT, "why": f"Handed in on day {day}."})
            box.writestr(zipfile.ZipInfo(f"ana_2026-05-0{day}_small.ipynb", (2026, 5, day, 0, 0, 0)), pack(notebook))
    (tmp_path / "all.zip").write_bytes(buffer.getvalue())
    result = collect(course, [tmp_path / "all.zip"])
    assert len(result.new) == 1
    assert len(result.superseded) == 2
    (path,) = course.submitted.glob("ana/*/*.ipynb")
    assert "day 3" in path.read_text()


def scores(outcome: GradeRun) -> dict[str, float]:
    return {record.student: record.score for record in outcome.records}


def flags(outcome: GradeRun, student: str) -> set[str]:
    return set(next(record.flags for record in outcome.records if record.student == student))


@pytest.mark.slow
def test_cells_that_the_teacher_adds_or_removes_after_release_are_graded_again(course):
    """M79: the chapter changes under hand-ins that were made, and graded, with the older version."""
    for student, notebook in (("ana", student_notebook(course, TRIPLE, OTHER)), ("zoe", b"")):
        hand_in(course, student, notebook, chapter=OTHER)
    assert scores(grade(course, jobs=1, seed=1, progress=False)) == {"ana": 3, "zoe": 0}
    cells = solved_other()
    cells[2:2] = [graded_cell("test-triple-zero", 2, "assert triple(0) == 0, 'triple(0) is not 0'")]
    write_source(course, OTHER, [*cells, written("why", 1, "Because.")])
    added = grade(course, jobs=1, seed=1, progress=False)
    assert added.fresh == {("ana", OTHER), ("zoe", OTHER)}
    assert scores(added) == {"ana": 5, "zoe": 0}
    assert {record.max_score for record in added.records} == {6}
    assert flags(added, "ana") == {"answer_missing", "test_restored"}
    assert rows_in_gradebook(course, "ana", OTHER)[0][1] == 5
    write_source(course, OTHER, [cells[0], cells[1], cells[2]])
    removed = grade(course, jobs=1, seed=1, progress=False)
    assert scores(removed) == {"ana": 2, "zoe": 0}
    assert flags(removed, "ana") == {"test_restored", "unknown_cell_id"}
    assert rows_in_gradebook(course, "ana", OTHER)[0][1] == 2


@pytest.mark.slow
def test_a_page_without_the_secret_of_the_exchange_does_not_stop_the_release(course):
    """M76: nbgrader's `release_feedback` reads both files beside each page and stops where one is missing."""
    hand_in(course, "ana", student_notebook(course, TRIPLE, OTHER), chapter=OTHER)
    hand_in(course, "zoe", student_notebook(course, TRIPLE, OTHER), chapter=OTHER)
    (course.submitted / "zoe" / OTHER / "submission_secret.txt").write_text("known")
    write_pages(course, grade(course, jobs=1, seed=1, progress=False).records)
    secrets = [(course.feedback / name / OTHER / "submission_secret.txt").read_text() for name in ("ana", "zoe")]
    assert len(secrets[0]) == 64
    assert secrets[1] == "known"


def _as_nobody(folder: Path, chapter: Assignment) -> str:
    """The code of the failure that reading `folder` ends with for a user without rights."""
    ours, theirs = os.pipe()
    if (pid := os.fork()) == 0:
        try:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
            reading = read_submission(pack_folder(folder), chapter)
            said = [reading.failure.code if reading.failure else "read", *(flag.code for flag in reading.flags)]
            os.write(theirs, " ".join(said).encode())
        finally:
            os._exit(0)
    os.close(theirs)
    os.waitpid(pid, 0)
    with os.fdopen(ours) as file:
        return file.read()


@pytest.fixture
def open_folder():
    """A folder that every user can enter, unlike those that pytest makes."""
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o755)
        yield Path(name)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user; others see it in M21 itself")
def test_what_another_user_may_not_read_is_named(open_folder, chapter, empty_course):
    """M21 for real: root may read everything, so a process without rights reads."""
    notebook = open_folder / f"{CHAPTER}.ipynb"
    notebook.write_bytes(pack(student_notebook(empty_course, RIGHT)))
    notebook.chmod(0o600)
    assert _as_nobody(open_folder, chapter) == "unreadable_file"
    notebook.chmod(0o644)
    (open_folder / "closed").mkdir(mode=0o700)
    assert _as_nobody(open_folder, chapter) == "read file_ignored"
    open_folder.chmod(0o700)
    assert _as_nobody(open_folder, chapter) == "unreadable_file"


def test_a_students_folder_that_cannot_be_opened_has_a_row_and_stops_nobody(course, monkeypatch):
    hand_in(course, "ana", b"")
    hand_in(course, "zoe", b"")
    real = os.listdir

    def listdir(path):
        if Path(path).name == "ana":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "listdir", listdir)
    inbox = find_submissions(course, [CHAPTER], [], [])
    assert [(record.student, record.flags) for record in inbox.failed] == [("ana", ["unreadable_file"])]
    assert [job.student for job in inbox.jobs] == ["zoe"]


# ------------------------------------------------------------------------------------------------ M30, the roster

def test_without_a_roster_everybody_is_accepted(course):
    with Gradebook(course.db_url) as gradebook:
        gradebook.add_student("only.id")  # as grading enters students
    assert read_roster(course).ids == frozenset()
    assert read_roster(course).unknown("anybody") is None


def test_students_whom_somebody_entered_in_the_gradebook_are_the_roster(course):
    with Gradebook(course.db_url) as gradebook:
        gradebook.add_student("jane.doe", last_name="Doe")
        gradebook.add_student("only.id")
    assert read_roster(course).ids == {"jane.doe"}


def test_a_file_of_students_is_the_roster(course):
    (course.nbgrader / "students.csv").write_text("\ufeffid,last_name\njane.doe,Doe\n\nx.y,Y\n", encoding="utf-8")
    assert read_roster(course).ids == {"jane.doe", "x.y"}
    (course.nbgrader / "students.csv").write_text("name\nJane\n")
    with pytest.raises(UserError, match="has no column `id`"):
        read_roster(course)
    (course.nbgrader / "students.csv").write_bytes(b"\xff\xfe\0")
    with pytest.raises(UserError, match="cannot be read"):
        read_roster(course)


@pytest.mark.parametrize(
    ("student", "nearest"),
    [("Jane.Doe", "jane.doe"), ("jane_doe", "jane.doe"), ("jane.deo", "jane.doe"), ("zzz", None), ("李", None)],
)
def test_the_nearest_name_is_suggested_and_never_taken(student, nearest):
    roster = Roster([Classmate("jane.doe"), Classmate("john.roe")])
    flag = roster.unknown(student)
    assert flag.code == "not_in_roster"
    assert flag.detail == (f"the nearest name is {nearest}" if nearest else "no name is like it")
    assert roster.unknown("jane.doe") is None


@pytest.mark.slow
def test_a_student_who_is_entered_later_loses_the_flag(course):
    (course.nbgrader / "students.csv").write_text("id\nzoe\n")
    hand_in(course, "ana", student_notebook(course, TRIPLE, OTHER), chapter=OTHER)
    assert grade(course, jobs=1, seed=1, progress=False).records[0].flags == ["not_in_roster"]
    assert grade(course, jobs=1, seed=1, progress=False).fresh == set()
    (course.nbgrader / "students.csv").write_text("id\nzoe\nana\n")
    assert grade(course, jobs=1, seed=1, progress=False).records[0].flags == []
