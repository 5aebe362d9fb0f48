"""The plan of weeks in the instructor's guide has every chapter once."""

from __future__ import annotations

from autograde.course import find_course
from autograde.guide import UNPLANNED, WEEKS, ChapterView, plan


def view(name: str) -> ChapterView:
    return ChapterView(name, f"The title of {name}", 0, 0, [])


def test_every_chapter_of_the_course_is_planned():
    assert [name for _, names, _ in WEEKS for name in names] == find_course().chapter_names


def test_a_chapter_that_was_forgotten_is_a_week_of_its_own_and_says_so():
    known = [view(name) for _, names, _ in WEEKS for name in names]
    *weeks, last = plan([*known, view("09_pictures")])
    assert [what for what, _, _ in weeks] == [what for what, _, _ in WEEKS]
    assert last == ("The title of 09_pictures", [view("09_pictures")], UNPLANNED)


def test_a_week_without_a_chapter_of_this_course_is_left_out():
    ((what, chapters, _),) = plan([view("01_neurons")])
    assert (what, chapters) == (WEEKS[0][0], [view("01_neurons")])
