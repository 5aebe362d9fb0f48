"""The instructor's guide says what each exercise catches, by examples that were graded, and how to mark the rest."""

from __future__ import annotations

import json
import shutil

import pytest

from autograde import guide
from autograde.course import Course, find_course
from autograde.quality.saved import saved
from autograde.source import load

pytestmark = pytest.mark.slow
CHAPTER = "01_neurons"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course of one chapter, with what the quality command would have kept of it."""
    real, made = find_course(), Course(tmp_path_factory.mktemp("guide"))
    made.solutions.mkdir()
    shutil.copy(real.solutions / f"{CHAPTER}.md", made.solutions)
    shutil.copytree(real.answers / CHAPTER, made.answers / CHAPTER)
    shutil.copytree(real.byhand, made.byhand, ignore=shutil.ignore_patterns("__pycache__"))
    made.nbgrader.mkdir()
    shutil.copy(real.nbgrader / "nbgrader_config.py", made.nbgrader)
    return made


@pytest.fixture(scope="module")
def html(course: Course) -> str:
    return guide.build(course)


def test_each_exercise_is_shown_with_a_wrong_answer_and_what_the_student_is_told(html, course):
    measured = saved(course, CHAPTER)
    exercises = load(course, CHAPTER).exercises.values()
    assert {e.name for e in exercises if not e.manual} == set(measured)
    for exercise in exercises:
        assert f"{exercise.number} " in html
    for kept in measured.values():
        assert kept["wrong"]
        assert all(wrong["score"] < kept["points"] and wrong["message"] for wrong in kept["wrong"])
        assert all(wrong["misconception"].replace("_", " ") in html for wrong in kept["wrong"])
    assert "A plan of 1 weeks" not in html


def test_each_marking_scheme_is_shown(html, course):
    cells = [cell for cell in load(course, CHAPTER).notebook.cells if "BEGIN MARK SCHEME" in cell.source]
    assert cells
    assert html.count('class="scheme"') == len(cells)
    assert "BEGIN MARK SCHEME" not in html


def test_what_was_measured_of_another_text_of_the_chapter_is_not_shown(html, course):
    kept = course.build / "quality" / f"{CHAPTER}.json"
    text = course.solutions / f"{CHAPTER}.md"
    for path, spoilt in ((text, text.read_bytes() + b"\nOne more line.\n"), (kept, b"{")):
        assert json.loads(kept.read_text())["exercises"] == saved(course, CHAPTER)
        good = path.read_bytes()
        path.write_bytes(spoilt)
        try:
            assert saved(course, CHAPTER) is None
        finally:
            path.write_bytes(good)
    assert json.loads(kept.read_text())["exercises"] == saved(course, CHAPTER)
