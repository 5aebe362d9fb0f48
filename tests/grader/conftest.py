"""What the grader's tests share."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from small_course import CHAPTER, make_course

import tests.gradebooks  # noqa: F401 (nbgrader's program is asked once a process)
from autograde.assignment import Assignment, load_assignment
from autograde.course import Course
from autograde.record import Writer


@pytest.fixture(scope="session")
def made_course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Made once: an empty gradebook costs a second, since nbgrader starts a program for it."""
    course = make_course(tmp_path_factory.mktemp("made") / "course")
    with Writer(course):
        pass
    return course


@pytest.fixture
def course(made_course: Course, tmp_path: Path) -> Course:
    """A course of two small chapters that nobody has handed anything in for."""
    shutil.copytree(made_course.root, tmp_path / "course")
    return Course(tmp_path / "course")


@pytest.fixture
def small(course: Course) -> Assignment:
    return load_assignment(course, CHAPTER)
