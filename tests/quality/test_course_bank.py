"""The course's own tests, tested: the whole answer bank and every mutant through the real grader."""

from __future__ import annotations

import pytest

from autograde.course import find_course
from autograde.quality.bank import read_bank
from autograde.quality.exceptions import read_exceptions
from autograde.quality.grader import measure_chapter, real_grader, tasks_of
from autograde.quality.measure import Row, Task, coverage
from autograde.quality.table import details
from autograde.source import load

COURSE = find_course()


def _bank(chapter: str):
    folder = COURSE.answers / chapter
    return read_bank(folder), read_exceptions(folder / "exceptions.toml")


def _problems(rows: list[Row]) -> str:
    return details(rows) if any(list(row.complaints()) for row in rows) else ""


@pytest.mark.parametrize("chapter", COURSE.chapter_names)
def test_every_exercise_has_enough_answers_and_every_misconception_one(chapter):
    bank, exceptions = _bank(chapter)
    tasks = tasks_of(load(COURSE, chapter))
    assert set(bank) == {task.name for task in tasks}
    assert [remark for task in tasks for remark in coverage(task, bank[task.name], exceptions)] == []


# Two chapters' mutants in every run; `make quality` and `make test-thorough` take minutes for all of them.
MUTANTS_IN_EVERY_RUN = ("01_neurons",)
# Each answer to these trains networks, for a second or two; `make quality` and `make test-thorough` grade them all.
LONG = ("07_five_programs", "08_digits")


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize(
    ("chapter", "with_mutants"),
    [
        *((name, name in MUTANTS_IN_EVERY_RUN) for name in COURSE.chapter_names if name not in LONG),
        *(
            pytest.param(name, True, marks=pytest.mark.thorough)
            for name in COURSE.chapter_names
            if name not in MUTANTS_IN_EVERY_RUN
        ),
    ],
)
def test_right_answers_get_full_marks_wrong_ones_are_named_and_mutants_are_killed(chapter, with_mutants):
    assert _problems(measure_chapter(COURSE, load(COURSE, chapter), with_mutants=with_mutants)) == ""


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_wrong_answer_and_an_endless_one_are_told_apart_by_the_real_grader(monkeypatch):
    monkeypatch.setattr("autograde.quality.grader.TIME_LIMIT", 3)
    chapter = load(COURSE, COURSE.chapter_names[0])
    tasks = tasks_of(chapter)
    first, *others = tasks
    bank, _ = _bank(chapter.name)
    wrong = next(answer for answer in bank[first.name] if not answer.right)
    endless = {task.name: "while True:\n    pass" for task in others}
    with real_grader(COURSE, chapter) as grade:
        (verdicts,) = grade([endless | {first.name: wrong.source}])
    assert (verdicts[first.name].misconception, verdicts[first.name].certain) == (wrong.misconception, True)
    assert all(verdicts[task.name].score == 0 and not verdicts[task.name].certain for task in others)


def test_solutions_are_read_without_their_markers():
    tasks = [task for name in COURSE.chapter_names for task in tasks_of(load(COURSE, name))]
    assert tasks
    assert all(isinstance(task, Task) and task.tests and task.points > 0 for task in tasks)
    assert not any("### BEGIN" in task.solution or "### END" in task.solution for task in tasks)
