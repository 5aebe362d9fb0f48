"""The catalogue of attacks, row by row: no cheat gains, leaks, disturbs a neighbour or leaves anything behind."""

from __future__ import annotations

import re

import pytest
from attacked_course import HONEST, POINTS
from catalogue import NOT_HERE, ROWS
from class_runs import ANSWER_FILES, all_attacks, honest_part
from test_other_roads import ROWS_HERE

ATTACKS = all_attacks()
GROUPS = [*ANSWER_FILES, "tampering"]

pytestmark = pytest.mark.slow


def test_every_row_is_tried_or_has_a_reason():
    tried = {attack.row for attack in ATTACKS} | ROWS_HERE
    assert sorted(ROWS) == list(range(1, 66))
    assert set(ROWS) - tried == set(NOT_HERE)
    assert all(len(reason) > 40 for reason in NOT_HERE.values())


def test_the_honest_class_is_graded_as_it_deserves(honest):
    assert honest.records["aaa-right"].score == honest.records["zzz-right"].score == sum(POINTS.values())
    assert honest.records["aab-wrong"].score == sum(POINTS.values()) - 4
    assert honest.records["zzy-wrong"].score == sum(POINTS.values()) - 3.5
    assert not honest.left
    assert not any(honest.leaks(student) for student in HONEST)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.label)
def test_the_cheat_gains_and_learns_nothing(class_of, attack):
    run = class_of(attack.run)
    record = run.records[attack.student]
    assert "grader_error" not in record.flags, record.trace
    assert run.leaks(attack.student) == []
    if attack.status == "failed":
        assert record.status == "failed"
        assert record.reason
        assert record.score == run.gradebook[attack.student]["submission"][1] == 0
        return
    assert record.status in ("graded", "flagged")
    scores = {name: exercise.score for name, exercise in record.exercises.items()}
    assert scores[attack.target] == (POINTS[attack.target] if attack.right else 0), record.exercises[attack.target]
    kept = {name: points for name, points in POINTS.items() if name not in {attack.target, *attack.loses}}
    assert {name: scores[name] for name in kept} == kept
    assert run.gradebook[attack.student]["submission"][1] == record.score


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.label)
def test_the_cheat_says_nothing_in_the_graders_name(class_of, attack):
    """No misconception or hint but the tests' own, and no word of the answer's where the grader's own stand."""
    record = class_of(attack.run).records[attack.student]
    for exercise in record.exercises.values():
        for test in exercise.tests:
            assert test.misconception in (None, "sign")
            assert test.hint in (None, 1)
            if "stops" not in test.message:
                assert not re.search("Well done|forged|All correct", test.message)


@pytest.mark.parametrize("attack", [one for one in ATTACKS if one.row == 47], ids=lambda attack: attack.label)
def test_the_cheat_is_told_no_input_of_a_hidden_test(class_of, attack):
    """The inputs are drawn numbers: any number of seven digits in a message would be one of them."""
    exercise = class_of(attack.run).records[attack.student].exercises[attack.target]
    assert all(test.message for test in exercise.tests[:1])
    assert not [test.message for test in exercise.tests if re.search(r"\d[._]?\d{6,}", test.message)]


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.label)
def test_the_cheat_learns_no_path_of_the_instructors(class_of, attack):
    run = class_of(attack.run)
    if "<<" not in attack.source:  # else the path is told to it, and stands in the answer that the page shows
        page, record = run.told(attack.student)[:2]
        assert str(run.places.course.root) not in page + record


@pytest.mark.parametrize("group", GROUPS)
def test_honest_students_are_graded_as_without_cheats(class_of, honest, group):
    alone, among = honest_part(honest), honest_part(class_of(group))
    for student in HONEST:
        assert among[student] == alone[student]


@pytest.mark.parametrize("group", GROUPS)
def test_nothing_is_left_behind(class_of, group):
    assert class_of(group).left == []


@pytest.mark.parametrize("group", GROUPS)
def test_every_hand_in_has_a_row(class_of, group):
    run = class_of(group)
    students = {attack.student for attack in ATTACKS if attack.run == group} | set(HONEST)
    assert set(run.records) == students
    assert not run.outcome.stopped
    assert set(run.gradebook) == students
    assert {student for student in students if run.records[student].status != "failed"} <= set(run.pages) <= students
