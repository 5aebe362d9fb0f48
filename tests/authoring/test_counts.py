"""What the course has is counted from its sources."""

from __future__ import annotations

import pytest

from autograde.counts import count, figure_calls, table
from autograde.course import find_course
from autograde.source import load, load_all
from tests.authoring.tiny_course import CHAPTER, write_chapter


@pytest.mark.parametrize(
    ("source", "calls"),
    [("explore(f)", 1), ("byhand.explore_field(f)", 1), ("# explore(f)", 0), ("explore", 0), ("%time explore(f)", 0)],
)
def test_figure_calls_are_counted(source, calls):
    assert figure_calls(source) == calls


def test_a_chapter_is_counted(course):
    before = count(load(course, "01_doubling"))
    figure = "\n```{code-cell} ipython3\nfrom byhand import explore\nexplore(1)\n```\n"
    write_chapter(course, CHAPTER + figure)
    assert count(load(course, "01_doubling")) == (*before[:3], before[3] + 1)
    assert before[0] > 0
    assert before[1] > 0


def test_the_table_adds_up_and_the_course_is_as_large_as_it_was_promised_to_be():
    chapters = load_all(find_course())
    lines = [line.split() for line in table(chapters).splitlines()]
    numbers = [[float(word) for word in line[1:]] for line in lines[1:]]
    assert numbers[-1] == [sum(column) for column in zip(*numbers[:-1], strict=True)]
    exercises, points, _, figures = numbers[-1]
    assert exercises >= 60
    assert points >= 200
    assert figures >= 30
    for line, (exercises, _, _, figures) in zip(lines[2:-1], numbers[1:-1], strict=True):
        assert exercises >= 8, line
        assert figures >= 4, line
