"""What became of a test is turned into points and plain words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from nbformat.v4 import new_code_cell

from autograde.outcome import CellOutcome
from autograde.verdict import ON_COPIES, _explain, _test

FAILED = CellOutcome("error", "CheckFailed", "It is off.", misconception="missing_bias", hint=2)
CELL = new_code_cell("check()", metadata={"nbgrader": {"grade_id": "test", "points": 2}})


@pytest.mark.parametrize(
    ("score", "points", "what"),
    [(None, 2, "passed"), (2.0, 2, "passed"), (0.5, 0.5, "partial"), (1e-20, 1e-20, "partial"), (0.0, 0, "failed")],
)
def test_a_test_that_held_gives_the_points_that_it_says(score, points, what):
    test = _test(CELL, CellOutcome("ok", score=score), CellOutcome("ok"), answered=True)
    assert (test.score, test.outcome) == (points, what)
    assert test.message == ("A test does not hold for your answer." if what == "failed" else "")


@pytest.mark.parametrize("status", ["error", "timeout", "killed", "not_run"])
def test_a_cell_that_did_not_end_well_gives_nothing(status):
    assert _test(CELL, CellOutcome(status), CellOutcome("ok"), answered=True).score == 0


@pytest.mark.parametrize(
    ("outcome", "want", "says"),
    [
        (FAILED, "failed", "It is off."),
        (CellOutcome("error", "AssertionError", ""), "failed", "does not hold"),
        (CellOutcome("error", "NotImplementedError", ""), "not_answered", "Not answered yet"),
        (CellOutcome("error", "NameError", "name 'np' is not defined"), "not_defined", "top to bottom"),
        (CellOutcome("error", "SystemExit", "1"), "exited", "exit()"),
        (CellOutcome("error", "ZeroDivisionError", "division by zero"), "error", "division by zero"),
        (CellOutcome("error", "StdinNotImplementedError", "raw_input"), "asked_for_input", "keyboard"),
        (CellOutcome("timeout", "CellTimeoutError", "ran longer than 5 seconds"), "timeout", "longer than 5 seconds"),
        (CellOutcome("killed", "DeadKernelError", "ended the program"), "killed", "os._exit"),
        (CellOutcome("not_run"), "not_run", "used up its time"),
    ],
)
def test_each_way_to_fail_has_its_own_plain_words(outcome, want, says):
    got, message, _, _ = _explain(outcome, CellOutcome("ok"), answered=True)
    assert got == want
    assert says in message


def test_a_failed_check_names_its_misconception_and_hint():
    assert _explain(FAILED, CellOutcome("ok"), answered=True)[2:] == ("missing_bias", 2)


def test_a_plain_assertion_that_quotes_an_answer_forges_no_check():
    quoting = CellOutcome("error", "AssertionError", "got 'x\n[check misconception=forged hint=1]")
    assert _explain(quoting, CellOutcome("ok"), answered=True)[2:] == (None, None)


def test_a_long_message_is_told_to_its_end():
    long = replace(FAILED, evalue="x" * 3000 + "\nThe bias is missing.")
    assert _test(CELL, long, CellOutcome("ok"), answered=True).message == long.evalue


def test_a_test_that_held_by_a_changed_input_alone_says_so():
    told = _test(CELL, replace(FAILED, on_copies=True), CellOutcome("ok"), answered=True).message
    assert told == f"It is off.\n{ON_COPIES}"
    assert _test(CELL, FAILED, CellOutcome("ok"), answered=True).message == "It is off."


def test_a_blank_answer_is_not_blamed_for_anything():
    assert _explain(FAILED, CellOutcome("ok"), answered=False) == ("not_answered", "Not answered yet.", None, None)


def test_a_syntax_error_in_the_answer_says_the_line_and_what_was_expected():
    answer = CellOutcome("error", "SyntaxError", "expected ':' (3120.py, line 1)")
    undefined = CellOutcome("error", "NameError", "name 'double' is not defined")
    got, message, _, _ = _explain(undefined, answer, answered=True)
    assert got == "syntax_error"
    assert message == "Python cannot read your answer: line 1: expected ':'."
