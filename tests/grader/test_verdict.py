"""What became of a test is turned into points and plain words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from nbformat.v4 import new_code_cell

from autograde.outcome import CellOutcome
from autograde.verdict import ON_COPIES, _explain, _test, parse_check, score

FAILED = CellOutcome("error", "CheckFailed", "It is off.\n[check misconception=missing_bias hint=2 seed=81273]")


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("It is off.\n[check misconception=missing_bias hint=2 seed=81273]", ("It is off.", "missing_bias", 2)),
        ("Two\nlines.\n[check hint=12]", ("Two\nlines.", None, 12)),
        ("Bare.\n[check]\n", ("Bare.", None, None)),
        ("An ordinary assertion", ("An ordinary assertion", None, None)),
        ("In the [check hint=3] middle", ("In the [check hint=3] middle", None, None)),
        ("Odd.\n[check hint=x]", ("Odd.", None, None)),
        ("", ("", None, None)),
    ],
)
def test_the_last_line_of_a_check_is_taken_apart(text, want):
    assert parse_check(text) == want


@pytest.mark.parametrize(
    ("source", "result", "points"),
    [
        ("x = 1", None, 3),
        ("check()", None, 3),
        ("1.5", "1.5", 1.5),
        ("0", "0", 0),
        ("7", "7", 3),
        ("-1", "-1", 0),
        ("grade", "np.float64(1.0)", 3),
        ("'2'", "'2'", 3),
        ("True", "True", 3),
        ("float('nan')", "nan", 3),
        ("assert f()", "1", 3),  # shown by the student's code: the cell itself has no value
    ],
)
def test_points_are_the_value_of_the_cells_own_last_expression_clamped(source, result, points):
    assert score(source, CellOutcome("ok", result=result), 3) == points


@pytest.mark.parametrize("status", ["error", "timeout", "killed", "not_run"])
def test_a_cell_that_did_not_end_well_gives_nothing_whatever_it_showed(status):
    assert score("1.0", CellOutcome(status, result="1.0"), 3) == 0


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
    assert _explain(quoting, CellOutcome("ok"), answered=True) == ("failed", "got 'x", None, None)


def test_a_test_that_held_by_a_changed_input_alone_says_so():
    cell = new_code_cell("check()", metadata={"nbgrader": {"grade_id": "test", "points": 2}})
    told = _test(cell, replace(FAILED, on_copies=True), CellOutcome("ok"), answered=True).message
    assert told == f"It is off.\n{ON_COPIES}"
    assert _test(cell, FAILED, CellOutcome("ok"), answered=True).message == "It is off."


def test_a_blank_answer_is_not_blamed_for_anything():
    assert _explain(FAILED, CellOutcome("ok"), answered=False) == ("not_answered", "Not answered yet.", None, None)


def test_a_syntax_error_in_the_answer_says_the_line_and_what_was_expected():
    answer = CellOutcome("error", "SyntaxError", "expected ':' (3120.py, line 1)")
    undefined = CellOutcome("error", "NameError", "name 'double' is not defined")
    got, message, _, _ = _explain(undefined, answer, answered=True)
    assert got == "syntax_error"
    assert message == "Python cannot read your answer: line 1: expected ':'."
