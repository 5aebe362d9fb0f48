"""The reference answers are graded as a student's; a test that takes points from its own is named, with the cause."""

import sys

import pytest

from autograde.course import find_course
from autograde.solved import lost_by_reference
from autograde.source import load, load_all, read

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the grader needs Linux")


@pytest.mark.thorough  # `make check`, which `make test` begins with, does the same
@pytest.mark.slow
def test_the_courses_own_reference_answers_get_full_marks():
    course = find_course()
    assert [line for chapter in load_all(course) for line in lost_by_reference(course, chapter)] == []


@pytest.mark.slow
def test_a_test_that_its_own_reference_answer_fails_is_named_with_the_cause():
    course = find_course()
    chapter = load(course, "00_introduction")
    text = chapter.path.read_text(encoding="utf-8")
    place = "checks.close(centre(np.array([5.0]))"
    # Runs in one process, and the linter cannot see it: an array of objects cannot cross.
    planted = text.replace(place, "centre(np.array([1.0, 2.0], dtype=object))\n" + place, 1)
    (line,) = lost_by_reference(course, read(planted, chapter.path, chapter.path.name))
    number = text[: text.index(place)].count("\n") + 1
    test = f"solutions/00_introduction.md:{number}: test-setup_check-others"
    assert line.startswith(f"{test} gives the reference answer 0 of 1 points: ")
    assert "cannot pass" in line or "cross" in line
