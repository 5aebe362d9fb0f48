"""The measurement reports every kind of weak test and of wrong answer bank: each is planted once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tiny_exercise import SOLUTION, TEST, answer, bank, function, grade_here

from autograde.course import UserError
from autograde.quality.exceptions import Equivalent, Exceptions, Unanswered
from autograde.quality.keys import misconceptions
from autograde.quality.measure import Task, Verdict, measure
from autograde.quality.table import details, table

# Passes everything that returns one number.
BLIND = TEST.replace("checks.close(weighted_sum(x, w, b), float(x @ w) + b,", "checks.close(0.0, 0.0,")


def test_a_good_exercise_has_no_complaint(measured):
    row = measured(with_mutants=True)
    assert list(row.complaints()) == []
    assert len(row.mutants) > 10
    assert row.survivors == []
    assert details([row]) == ""
    assert table([row]).splitlines()[1].split() == [
        "weighted_sum", "2", "4/4", "4/4", "4/4", f"{len(row.mutants)}/{len(row.mutants)}", "0",
    ]  # fmt: skip


def test_a_right_answer_that_loses_points_is_reported(measured):
    answers = bank()
    answers["weighted_sum"].append(answer("np.atleast_1d(x @ w + b)"))
    (complaint,) = measured(answers=answers).complaints()
    assert "the right answer 'np.atleast_1d(x @ w + b)' gets 0 of 2 points" in complaint
    assert "an array of shape (1,)" in complaint


def test_a_solution_that_loses_points_is_reported(measured):
    (complaint,) = measured(solution=function("x @ w + 2 * b")).complaints()
    assert complaint.startswith("solution of weighted_sum: the right answer")


def test_a_wrong_answer_that_the_tests_miss_is_reported(measured):
    row = measured(test=BLIND)
    assert "weighted_sum.py: x @ w: the wrong answer missing_bias gets full marks in weighted_sum" in row.complaints()
    assert table([row]).splitlines()[1].split()[2:5] == ["4/4", "0/4", "0/4"]


def test_a_misnamed_misconception_is_reported(measured):
    swapped = TEST.replace("missing_bias", "_").replace("minus_bias", "missing_bias").replace('"_"', '"minus_bias"')
    row = measured(test=swapped)
    assert len(list(row.complaints())) == 2
    assert "the wrong answer missing_bias is named minus_bias" in next(row.complaints())
    assert table([row]).splitlines()[1].split()[2:5] == ["4/4", "4/4", "2/4"]


def test_surviving_mutants_are_reported_with_what_they_change(measured):
    row = measured(test=BLIND, with_mutants=True)
    assert len(row.survivors) == len(row.mutants)
    assert any("mutants survive, more than 5%" in complaint for complaint in row.complaints())
    assert "    - return np.sum(x * w) + b\n    + return np.sum(x * w) - b" in details([row])


def test_too_few_answers_are_reported(measured):
    answers = {"weighted_sum": bank()["weighted_sum"][1:]}
    assert "weighted_sum: the bank has 2 right and 4 wrong answers; it needs 3 and 4" in measured(
        answers=answers
    ).complaints()
    assert "the bank has 0 right and 0 wrong" in next(measured(answers={}).complaints())


def test_a_misconception_that_only_the_bank_or_only_the_tests_know_is_reported(measured):
    unknown = TEST.replace("missing_bias", "no_bias")
    complaints = list(measured(test=unknown).complaints())
    assert complaints[0].startswith("weighted_sum: no test of this exercise names missing_bias, which the bank has")
    assert complaints[1] == "weighted_sum: the tests name no_bias, and the bank has no wrong answer for it"


def test_a_listed_misconception_needs_no_answer_until_it_has_one(measured):
    entry = Unanswered("weighted_sum", "missing_bias", "For the test.")
    excused = Exceptions(Path("exceptions.toml"), unanswered=(entry,))
    answers = {"weighted_sum": [a for a in bank()["weighted_sum"] if a.misconception != "missing_bias"]}
    answers["weighted_sum"].append(replace(answer("x @ w - b + 0", "minus_bias")))
    assert list(measured(answers=answers, exceptions=excused).complaints()) == []
    (complaint,) = measured(exceptions=excused).complaints()
    assert "weighted_sum needs no exception for missing_bias" in complaint


def _excuse(before: str, after: str) -> Exceptions:
    entry = Equivalent("weighted_sum", before, after, "For the test.")
    return Exceptions(Path("exceptions.toml"), equivalent=(entry,))


def test_a_listed_equivalent_mutant_is_not_counted_but_must_exist_and_be_equivalent(measured):
    solution = SOLUTION.replace("+ b", "+ max(b, b)")
    every = measured(solution=solution, with_mutants=True)
    before = "return np.sum(x * w) + max(b, b)"
    lazy = TEST.replace("float(rng.normal())", "0.0")
    excused = _excuse(before, "return np.sum(x * w) - max(b, b)")
    row = measured(test=lazy, solution=solution, exceptions=excused, with_mutants=True)
    assert len(row.equivalent) == 1
    assert len(row.mutants) == len(every.mutants) - 1
    told = measured(solution=solution, exceptions=excused, with_mutants=True)
    assert any("listed as equivalent is told from the solution" in complaint for complaint in told.complaints())
    with pytest.raises(UserError, match="has no mutant that makes"):
        measured(solution=solution, exceptions=_excuse(before, "return 0"), with_mutants=True)


def test_answers_to_an_exercise_that_does_not_exist_are_refused(measured):
    with pytest.raises(UserError, match="the chapter has no graded exercise 'weighted_summ'"):
        measured(answers={"weighted_summ": [answer("x @ w")]})


def test_each_submission_carries_one_answer_of_every_exercise(tmp_path):
    tasks = [Task(name, 2.0, SOLUTION, (TEST,)) for name in ("first", "second")]
    answers = {"first": bank()["weighted_sum"], "second": bank()["weighted_sum"][:1]}
    seen = []

    def grade(submissions):
        seen.extend(submissions)
        return grade_here({"first": TEST, "second": TEST})(submissions)

    first, second = measure(tasks, answers, Exceptions(tmp_path), grade, with_mutants=False)
    assert len(seen) == 4 + 4  # the solution and 3 right answers, then 4 wrong ones
    assert [set(submission) for submission in seen] == 2 * [{"first", "second"}] + 6 * [{"first"}]
    assert [len(first.right), len(first.wrong), len(second.right), len(second.wrong)] == [4, 4, 2, 0]


def test_an_answer_that_may_be_a_victim_is_graded_again_alone():
    tasks = [Task(name, 2.0, SOLUTION, (TEST,)) for name in ("first", "second")]
    calls = []

    def grade(submissions):
        calls.append(submissions)
        ends = ["while" not in str(submission) for submission in submissions]
        return [dict.fromkeys(one, Verdict(2.0 * end, certain=end)) for one, end in zip(submissions, ends, strict=True)]

    answers = {"first": [answer("x @ w + b")], "second": [replace(answer("b"), source="while True: pass")]}
    first, second = measure(tasks, answers, Exceptions(Path()), grade, with_mutants=False)
    assert {"first": answers["first"][0].source} in calls[1]
    assert first.right[1][1].score == 2.0
    assert second.right[1][1].score == 0.0


def test_keys_are_found_wherever_a_test_writes_them():
    source = """
checks.close(f(x), 1, because={"in_the_call": (1, "Look."), "with_a_field": (2, f"Look at {x}.")})
because = {"beforehand": (lambda: g(x), "Look.")}
checks.true(ok, "It holds.", mistake="as_mistake")
checks.unchanged(x, before, name="x")
other = {"no_pair": 1, "no_text": (1, 2)}
"""
    assert misconceptions(source) == {
        "in_the_call", "with_a_field", "beforehand", "as_mistake", "changed_input",
    }  # fmt: skip
