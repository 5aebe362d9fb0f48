"""On honest submissions the gradebook says what stock `nbgrader autograde` says.

One difference is meant: stock gives nothing for a test during which a warning was printed, and ours gives what the
test gives.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from small_course import CHAPTER, RIGHT, code, hand_in, make_course, place_of, student_notebook

from autograde.batch import grade
from autograde.course import Course, find_course
from autograde.sample_class import CHAPTERS, sample_class

HONEST = {
    "right": RIGHT,
    "blank": {},
    "partial": RIGHT | {"parts": "def parts():\n    return 3", "why": "So."},
    "wrong": RIGHT | {"double": "def double(x):\n    return x * x", "predict_sign": "predict_sign = 1"},
    "syntax": RIGHT | {"double": "def double(x)\n    return 2 * x"},
    "raises": RIGHT | {"double": "def double(x):\n    return 1 / 0"},
    "unwritten": {name: source for name, source in RIGHT.items() if name != "why"},
}


def nbgrader(course: Course, *arguments: str) -> None:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    command = [sys.executable, "-m", "nbgrader", *arguments]
    done = subprocess.run(command, cwd=course.root, capture_output=True, text=True, env=os.environ | {"PATH": path})
    assert done.returncode == 0, done.stderr[-3000:]


def gradebook(course: Course) -> dict:
    """All that nbgrader keeps of each graded cell and each comment."""
    rows = {}
    with Gradebook(course.db_url) as opened:
        for assignment in opened.assignments:
            for submission in assignment.submissions:
                rows[submission.student.id, assignment.name] = (
                    submission.timestamp,
                    submission.late_submission_penalty,
                )
                for notebook in submission.notebooks:
                    for grade_ in notebook.grades:
                        rows[submission.student.id, grade_.name] = (
                            grade_.auto_score, grade_.manual_score, grade_.max_score, grade_.needs_manual_grade,
                        )  # fmt: skip
                    for comment in notebook.comments:
                        rows[submission.student.id, "comment", comment.name] = comment.auto_comment
    return rows


def both(course: Course, chapters: list[str]) -> tuple[dict, dict]:
    """(stock nbgrader's gradebook, ours) for the hand-ins of `course`."""
    stock = Course(course.root.parent / "stock")
    shutil.copytree(course.root, stock.root)
    for chapter in chapters:
        nbgrader(stock, "generate_assignment", chapter, "--force")
        nbgrader(stock, "autograde", chapter)
    grade(course, jobs=2, progress=False)
    return gradebook(stock), gradebook(course)


@pytest.mark.slow
def test_scores_flags_and_comments_equal_stock_nbgraders(tmp_path):
    course = make_course(tmp_path / "course")
    config = course.nbgrader / "nbgrader_config.py"
    config.write_text(config.read_text() + "\nc.LateSubmissionPlugin.penalty_method = 'zero'\n")
    for student, answers in HONEST.items():
        hand_in(course, student, student_notebook(course, answers))
    helped = student_notebook(course, RIGHT | {"double": "def double(x):\n    return times(2, x)"})
    helped["cells"].insert(place_of(helped, "test-double"), code("def times(a, b):\n    return a * b"))
    hand_in(course, "helped", helped)
    hand_in(course, "right", "2026-05-01 12:30:00 UTC", "timestamp.txt")
    stock, ours = both(course, [CHAPTER])
    assert ours == stock
    assert {row[0] for key, row in ours.items() if key[1] == "test-double"} == {0, 2}


@pytest.mark.slow
def test_the_real_chapters_score_as_under_stock_nbgrader_but_for_warnings(tmp_path):
    real = find_course()
    course = Course(tmp_path / "course")
    shutil.copytree(real.source, course.source)
    for config in (Path("nbgrader_config.py"), Path("autograde", "nbgrader_config.py")):
        shutil.copy(real.root / config, course.root / config)
    for expected, files in sample_class(real):
        if expected.student in ("amina.diallo", "b.kowalski", "hana.sato"):
            for name, data in files.items():
                hand_in(course, expected.student, data, name, expected.chapter)
    stock, ours = both(course, list(CHAPTERS))
    different = {key for key in stock.keys() | ours.keys() if stock.get(key) != ours.get(key)}
    assert different == punished_for_stderr(course.root.parent / "stock") & different
    assert all(ours[key][0] > stock[key][0] and ours[key][1:] == stock[key][1:] for key in different)


def punished_for_stderr(stock: Path) -> set[tuple[str, str]]:
    """(student, grade id) of the tests that stock gave nothing for, only because a warning was printed."""
    found = set()
    for path in (stock / "autograde" / "autograded").glob("*/*/*.ipynb"):
        for cell in nbformat.read(path, as_version=4).cells:
            kinds = {output.get("name", output.output_type) for output in cell.get("outputs", [])}
            if "stderr" in kinds and "error" not in kinds and cell.metadata.get("nbgrader", {}).get("grade"):
                found.add((path.parent.parent.name, cell.metadata.nbgrader.grade_id))
    return found
