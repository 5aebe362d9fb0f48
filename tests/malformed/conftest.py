"""Fixtures of the suite of malformed hand-ins."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "grader"))
sys.path.insert(0, str(Path(__file__).parent))

from malformed_class import GradedClass, grade_class
from small_course import CHAPTER, make_course

import tests.gradebooks  # noqa: F401 (nbgrader's program is asked once a process)
from autograde.assignment import Assignment, load_assignment
from autograde.course import Course
from autograde.record import Writer


@pytest.fixture(scope="session")
def empty_course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course of two small chapters that nobody has handed anything in for."""
    course = make_course(tmp_path_factory.mktemp("malformed") / "course")
    with Writer(course):
        pass
    return course


@pytest.fixture(scope="session")
def chapter(empty_course: Course) -> Assignment:
    return load_assignment(empty_course, CHAPTER)


@pytest.fixture(scope="session")
def graded(empty_course: Course, tmp_path_factory: pytest.TempPathFactory) -> GradedClass:
    """The class with all malformed hand-ins, graded once."""
    return grade_class(empty_course, tmp_path_factory.mktemp("class") / "course")


@pytest.fixture(scope="session")
def undisturbed(empty_course: Course, tmp_path_factory: pytest.TempPathFactory) -> GradedClass:
    """The same class without them."""
    return grade_class(empty_course, tmp_path_factory.mktemp("undisturbed") / "course", ())
