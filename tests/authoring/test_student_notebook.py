"""A student's notebook holds no solution, and is byte for byte what nbgrader's own command makes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from autograde.course import Course, find_course
from autograde.generate import generate, student_text
from autograde.source import dumps, load
from autograde.student_notebook import student_notebook

SECRETS = ("doubled_secretly", "-14.5", "repeated addition", "One point", "BEGIN", "2 * 3 == 6")


def test_nothing_secret_is_left(course):
    text = student_text(course, load(course, "01_doubling"))
    assert [secret for secret in SECRETS if secret in text] == []
    assert "assert double(3) == 6" in text
    assert "raise NotImplementedError()" in text
    assert "YOUR ANSWER HERE" in text


def test_the_solved_notebook_is_left_as_it_was(course):
    solved = load(course, "01_doubling").notebook
    before = dumps(solved)
    student_notebook(course, solved)
    assert dumps(solved) == before


def test_tests_are_locked_and_answers_are_not(course):
    cells = {cell.id: cell for cell in student_notebook(course, load(course, "01_doubling").notebook).cells}
    assert cells["test-double"].metadata["editable"] is False
    assert cells["setup_01"].metadata["editable"] is False
    assert "editable" not in cells["double"].metadata
    assert cells["double"].metadata["deletable"] is False


def test_the_courses_nbgrader_settings_are_obeyed(course):
    course.nbgrader.mkdir(exist_ok=True)
    (course.nbgrader / "nbgrader_config.py").write_text(
        'c = get_config()\nc.ClearSolutions.code_stub = {"python": "raise NotImplementedError(1234)"}\n'
    )
    assert "NotImplementedError(1234)" in student_text(course, load(course, "01_doubling"))


def run_nbgrader(folder: Path, *chapters: str) -> None:
    """The real `nbgrader generate_assignment`, as an instructor would call it."""
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", "--create"]
    # Creating the gradebook starts `alembic`, which stands beside Python.
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    for chapter in chapters:
        done = subprocess.run([*command, chapter], cwd=folder, capture_output=True, text=True, env=environment)
        assert done.returncode == 0, done.stderr[-2000:]


def assert_same_release(course: Course, folder: Path) -> None:
    ours = sorted(path.relative_to(course.release) for path in course.release.rglob("*") if path.is_file())
    theirs = folder / "release"
    assert ours == sorted(path.relative_to(theirs) for path in theirs.rglob("*") if path.is_file())
    assert [path for path in ours if (course.release / path).read_bytes() != (theirs / path).read_bytes()] == []


@pytest.mark.slow
def test_release_is_byte_identical_to_nbgrader_generate_assignment(course, tmp_path):
    generate(course)
    folder = tmp_path / "nbgrader"
    folder.mkdir()
    (folder / "source").symlink_to(course.source)
    run_nbgrader(folder, "01_doubling")
    assert_same_release(course, folder)


@pytest.mark.slow
@pytest.mark.stock
def test_every_chapters_release_is_byte_identical_to_nbgrader_generate_assignment(tmp_path):
    real = find_course()
    course = Course(tmp_path / "copy")
    course.root.mkdir()
    course.solutions.symlink_to(real.solutions)
    course.chapters.mkdir()
    course.byhand.symlink_to(real.byhand)
    course.nbgrader.mkdir()
    (course.nbgrader / "nbgrader_config.py").write_bytes((real.nbgrader / "nbgrader_config.py").read_bytes())
    generate(course)
    folder = tmp_path / "nbgrader"
    folder.mkdir()
    (folder / "nbgrader_config.py").write_bytes((real.nbgrader / "nbgrader_config.py").read_bytes())
    (folder / "source").symlink_to(course.source)
    run_nbgrader(folder, *course.chapter_names)
    assert_same_release(course, folder)
