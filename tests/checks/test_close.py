"""`close` accepts the right numbers however they are held, and says the first thing that is wrong with others."""

from __future__ import annotations

import numpy as np
import pytest
from byhand import checks

WANT = np.array([[0.5, 1.5], [2.5, 3.5], [4.5, 5.5]])


@pytest.mark.parametrize(
    "got", [2, 2.0, np.float64(2), np.float32(2), np.int64(2), np.array(2.0), 2 + 1e-12, np.longdouble(2)]
)
def test_one_number_passes_in_every_plain_form(got):
    checks.close(got, 2.0)
    checks.close(got, np.array(2))


@pytest.mark.parametrize(
    "got", [WANT, WANT + 1e-12, WANT.copy(order="F"), WANT.astype(np.longdouble), np.repeat(WANT, 2, axis=1)[:, ::2]]
)
def test_an_array_passes_in_every_layout(got):
    checks.close(got, WANT)
    checks.close(got, WANT.tolist())


def test_tolerances_are_those_asked_for(fails):
    checks.close(1.05, 1.0, rtol=0.1)
    checks.close(1.05, 1.0, rtol=0, atol=0.1)
    fails(checks.close, 1.05, 1.0)
    fails(checks.close, 1.05, 1.0, rtol=0.01, atol=0.01)


@pytest.mark.parametrize(
    ("got", "words"),
    [
        (None, "f(x): nothing came back (None). A function gives back only what stands after `return`"),
        (..., "f(x) is still `...`. Replace the three dots"),
        ([1.0, 2.0], "f(x): a list of length 2, where a number is expected."),
        (np.array([2.0]), "f(x): an array of shape (1,), where a number is expected. Either its values are still to"),
        (True, "f(x): True, where a number is expected. `float(...)` makes 1.0 of True"),
        (np.bool_(False), "f(x): False, where a number"),
        ("2", "f(x): the text '2', where a number is expected. Write numbers without quotes."),
        (2j, "f(x): a complex number, where a number"),
        (print, "f(x): a function, where a number is expected. Round brackets after its name would call it."),
        (np.exp, "f(x): a function, where"),
        ({"a": 1}, "f(x): a dictionary with 1 keys, where a number"),
        (np.nan, "f(x): the value is nan. nan, not a number, comes from operations such as 0 / 0"),
        (-np.inf, "f(x): the value is -inf. Results too large for a float"),
        (10**400, "f(x): the value is inf."),
        (2.5, "f(x): 2.5 is not the expected value. It is off by 0.5."),
    ],
)
def test_what_is_wrong_with_a_number_is_said(fails, got, words):
    assert fails(checks.close, got, 2.0, call="f(x)").message.startswith(words)


@pytest.mark.parametrize(
    ("got", "words"),
    [
        (3.0, "F(X): the number 3, where a NumPy array of shape (3, 2) is expected. Has everything been summed up"),
        (WANT.tolist(), "F(X): a list of length 3, where a NumPy array of shape (3, 2) is expected. `np.array(...)`"),
        (WANT.T, "F(X): the array has shape (2, 3), where (3, 2), that is (samples, outputs), is expected. These are"),
        (WANT[:, :1], "F(X): the array has shape (3, 1), where (3, 2)"),
        (WANT > 2, "F(X): an array of True and False of shape (3, 2), where an array of numbers is expected."),
        (WANT.astype(str), "F(X): an array of texts of shape (3, 2), where an array of numbers is expected."),
        (WANT.astype(object), "F(X): an array of dtype object, where a NumPy array"),
        (WANT.astype(complex), "F(X): an array of dtype complex128, where"),
    ],
)
def test_what_is_wrong_with_an_array_is_said(fails, got, words):
    failure = fails(checks.close, got, WANT, call="F(X)", axes=("samples", "outputs"))
    assert failure.message.startswith(words)


def test_an_axis_of_length_1_too_many_is_said(fails):
    message = fails(checks.close, np.ones((3, 1)), np.ones(3), axes=("samples",)).message
    assert "shape (3, 1), where (3,), that is (samples,), is expected" in message
    assert "differ only in an axis of length 1" in message


def test_the_place_of_the_largest_difference_is_said(fails):
    got = WANT.copy()
    got[0, 1] += 0.1
    got[2, 0] -= 0.25
    message = fails(checks.close, got, WANT).message
    assert message == (
        "Your answer: not the expected values (2 of 6 differ). "
        "The largest difference is 0.25, at index (2, 0), where your answer has 4.25."
    )
    assert "at index 1," in fails(checks.close, np.array([1.0, 3.0]), [1.0, 2.0]).message


def test_the_place_of_the_first_value_that_is_not_finite_is_said(fails):
    got = WANT.copy()
    got[1, 1] = np.inf
    message = fails(checks.close, got, WANT).message
    assert message.startswith("Your answer: the array holds inf at index (1, 1) (1 of 6 values not finite).")


def test_an_infinite_value_passes_where_it_is_expected(fails):
    checks.close(np.array([1.0, np.inf]), [1.0, np.inf])
    assert "-inf" in fails(checks.close, np.array([1.0, -np.inf]), [1.0, np.inf]).message
    assert "1e+300" in fails(checks.close, 1e300, np.inf).message


def test_whole_numbers_and_low_precision_are_pointed_out(fails):
    assert "fractions were cut off" in fails(checks.close, np.array([0, 1]), [0.5, 1.5]).message
    assert "dtype float32, which keeps fewer" in fails(checks.close, np.float32([0.1, 0.7]), [0.1, 0.7]).message
    assert "a number rounded on the way" in fails(checks.close, 3.14159, np.pi).message
    assert "rounded" not in fails(checks.close, 3.2, np.pi).message


def test_the_expected_value_is_told_only_when_it_may_be(fails):
    hidden = fails(checks.close, np.array([1.0, 9.0]), [1.0, 7.25])
    assert "7.25" not in hidden.message
    shown = fails(checks.close, np.array([1.0, 9.0]), [1.0, 7.25], show=True)
    assert "Expected: [1.  , 7.25]\nYour answer: [1., 9.]" in shown.message


def test_a_large_array_is_abbreviated(fails):
    assert len(fails(checks.close, np.zeros(10**5), np.ones(10**5), show=True).message) < 500


def test_a_known_mistake_is_named(fails):
    because = {
        "other": (99.0, "Not this one."),
        "missing_bias": (lambda: 2.0, "The bias is missing."),
        "later": (2.0, "Not this one either."),
    }
    failure = fails(checks.close, 2.0, 3.0, because=because, hint=2)
    assert (failure.misconception, failure.hint) == ("missing_bias", 2)
    assert failure.message.endswith("\nThe bias is missing.")


def test_an_unknown_mistake_is_not_guessed(fails):
    failure = fails(checks.close, 2.1, 3.0, because={"missing_bias": (2.0, "The bias is missing.")})
    assert failure.misconception is None
    assert "bias" not in failure.message


def test_a_right_answer_passes_even_if_a_mistake_gives_the_same():
    checks.close(2.0, 2.0, because={"missing_bias": (2.0, "The bias is missing.")})


@pytest.mark.parametrize(
    ("got", "mistaken"),
    [
        (None, None),
        (np.ones(2), np.ones(2)),
        (WANT.T, WANT.T),
        (np.array([[np.nan, np.inf]]), np.array([[np.nan, np.inf]])),
        (WANT > 1, WANT > 1),
        (WANT.tolist(), WANT.tolist()),
        ("three", "three"),
    ],
)
def test_a_mistake_of_another_kind_or_shape_is_named(fails, got, mistaken):
    failure = fails(checks.close, got, WANT, because={"known": (mistaken, "Known.")})
    assert failure.misconception == "known"


def test_what_a_mistake_gives_may_fail_or_warn(fails, recwarn):
    because = {
        "fails": (lambda: 1 / 0, "It divides."),
        "object": (lambda: object(), "It is no plain value."),
        "warns": (lambda: np.exp(np.array(1e4)), "It overflows."),
    }
    failure = fails(checks.close, np.inf, 3.0, because=because)
    assert failure.misconception == "warns"
    assert not recwarn.list


def test_mistakes_are_worked_out_only_for_a_wrong_answer():
    def never():
        raise AssertionError("called")

    checks.close(2.0, 2.0, because={"unused": (never, "Never.")})


@pytest.mark.parametrize(
    ("because", "error"),
    [
        ({"Missing Bias": (1.0, "x")}, ValueError),
        ({"missing_bias": 1.0}, TypeError),
        ({"missing_bias": (1.0,)}, TypeError),
        ({"missing_bias": ("sentence", 1.0)}, TypeError),
        ({"missing_bias": (1.0, "  ")}, TypeError),
    ],
)
def test_a_malformed_because_is_refused_although_the_answer_is_right(because, error):
    with pytest.raises(error, match=r"must be in snake_case|must be a pair"):
        checks.close(2.0, 2.0, because=because)


@pytest.mark.parametrize("want", ["text", True, None, [1, "a"], 2j])
def test_an_expected_value_that_is_no_number_is_refused(want):
    with pytest.raises(TypeError, match="close compares numbers"):
        checks.close(2.0, want)


def test_a_mistake_may_be_written_as_a_list_like_the_expected_value(fails):
    because = {"transposed": ([[1, 3], [2, 4]], "Rows and columns are swapped.")}
    failed = fails(checks.close, np.array([[1.0, 3.0], [2.0, 4.0]]), [[1, 2], [3, 4]], because=because)
    assert "Rows and columns are swapped." in str(failed)
