"""What the course has is counted from its sources."""

from __future__ import annotations

import pytest

from autograde.counts import FIGURES, PREDICTIONS, QUIZZES, calls_of, count, table
from autograde.course import find_course
from autograde.source import load, load_all
from tests.authoring.tiny_course import CHAPTER, write_chapter


@pytest.mark.parametrize(
    ("source", "calls"),
    [("explore(f)", 1), ("byhand.explore_field(f)", 1), ("# explore(f)", 0), ("explore", 0), ("%time explore(f)", 0)],
)
def test_figure_calls_are_counted(source, calls):
    assert calls_of(FIGURES, source) == calls


@pytest.mark.parametrize(
    ("source", "predictions", "quizzes"),
    [("predict('q')", 1, 0), ("byhand.quiz('q')", 0, 1), ("library.predict(X)", 0, 0), ("quiz = 3", 0, 0)],
)
def test_questions_are_counted_and_not_the_methods_of_a_model(source, predictions, quizzes):
    assert (calls_of(PREDICTIONS, source), calls_of(QUIZZES, source)) == (predictions, quizzes)


def test_a_chapter_is_counted(course):
    before = count(load(course, "01_doubling"))
    cells = "".join(f"\n```{{code-cell}} ipython3\n{call}(1)\n```\n" for call in ("explore", "predict", "quiz", "quiz"))
    write_chapter(course, CHAPTER + cells)
    assert count(load(course, "01_doubling")) == (*before[:3], before[3] + 1, before[4] + 1, before[5] + 2)
    assert before[0] > 0
    assert before[1] > 0


def test_the_table_adds_up_and_the_course_is_as_large_as_it_was_promised_to_be():
    chapters = load_all(find_course())
    lines = [line.split() for line in table(chapters).splitlines()]
    numbers = [[float(word) for word in line[1:]] for line in lines[1:]]
    assert numbers[-1] == [sum(column) for column in zip(*numbers[:-1], strict=True)]
    exercises, points, _, figures, _, _ = numbers[-1]
    assert exercises >= 60
    assert points >= 200
    assert figures >= 30
    for line, (exercises, _, _, figures, predictions, quizzes) in zip(lines[2:-1], numbers[1:-1], strict=True):
        assert exercises >= 8, line
        assert figures >= 4, line
        assert predictions >= 2, line
        assert quizzes >= 3, line
