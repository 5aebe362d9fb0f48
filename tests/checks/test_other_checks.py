"""shape, unchanged, raises, true, choice, predicted and numerical_derivative: each passing and failing."""

from __future__ import annotations

import numpy as np
import pytest
from byhand import checks


def test_shape_accepts_any_values_of_that_shape(fails):
    checks.shape(np.full((5, 2), np.nan), (5, 2))
    checks.shape(3.0, ())
    failure = fails(
        checks.shape,
        np.ones((2, 5)),
        (5, 2),
        axes=("samples", "outputs"),
        call="Z",
        hint=1,
        because={"features_first": (lambda: (2, 5), "One sample is one row.")},
    )
    assert (failure.misconception, failure.hint) == ("features_first", 1)
    assert failure.message.startswith("Z: the array has shape (2, 5), where (5, 2), that is (samples, outputs),")
    assert failure.message.endswith("\nOne sample is one row.")


@pytest.mark.parametrize(
    ("got", "shape", "words"),
    [
        (None, (3,), "Your answer is None."),
        ([1, 2, 3], (3,), "a list of length 3, where a NumPy array of shape (3,) is expected"),
        (1.0, (3,), "a single number, where an array of shape (3,) is expected"),
        (np.ones(3), (), "an array of shape (3,), where one number is expected"),
        (np.ones(3), (4,), "has shape (3,), where (4,) is expected"),
        (True, (), "True, where a number is expected"),
    ],
)
def test_what_is_wrong_with_a_shape_is_said(fails, got, shape, words):
    assert words in fails(checks.shape, got, shape).message


def test_unchanged_names_the_argument_that_was_changed(fails):
    before = np.array([1.0, 2.0])
    checks.unchanged(before.copy(), before, name="x")
    checks.unchanged({"W": before.copy()}, {"W": before}, name="params")
    failure = fails(checks.unchanged, before + 1, before, name="x", hint=3)
    assert (failure.misconception, failure.hint) == ("changed_input", 3)
    assert failure.message.startswith("The function changed its argument `x`")
    fails(checks.unchanged, before.reshape(2, 1), before, name="x")


def _refuses(size):
    if size < 0:
        raise ValueError("size must not be negative")


def _unanswered(size):
    raise NotImplementedError


def test_raises_wants_exactly_that_refusal(fails):
    says = "A negative size makes no sense: refuse it with a ValueError."
    checks.raises(ValueError, _refuses, -1, says=says)
    checks.raises((TypeError, ValueError), _refuses, size=-1, says=says)
    failure = fails(checks.raises, ValueError, _refuses, 1, says=says, hint=1)
    assert failure.message == f"{says}\nValueError is expected, and nothing was raised."
    assert failure.hint == 1
    other = fails(checks.raises, ValueError, _refuses, "x", says=says)
    assert other.message == f"{says}\nValueError is expected, and TypeError was raised."


def test_an_unanswered_exercise_refuses_nothing(fails):
    assert "not written yet" in fails(checks.raises, RuntimeError, _unanswered, 1, says="Refuse it.").message
    assert "not written yet" in fails(checks.raises, Exception, _unanswered, 1, says="Refuse it.").message
    checks.raises(NotImplementedError, _unanswered, 1, says="Leave it.")


def test_true_accepts_only_a_truth(fails):
    checks.true(True, "It holds.")
    checks.true(np.all([True]), "It holds.")
    failure = fails(checks.true, False, "The slope is never negative.", mistake="sign_slip", hint=2)
    assert (failure.message, failure.misconception, failure.hint) == (
        "The slope is never negative.",
        "sign_slip",
        2,
    )
    fails(checks.true, 1, "It holds.")
    fails(checks.true, "yes", "It holds.")
    fails(checks.true, np.array([True, True]), "It holds.")
    with pytest.raises(ValueError, match="snake_case"):
        checks.true(True, "It holds.", mistake="Sign Slip")


@pytest.mark.parametrize("got", ["B", "b", " b ", "(B)", "b.", np.str_("B")])
def test_choice_accepts_the_letter_however_it_is_written(got):
    checks.choice(got, "B")


def test_choice_names_the_mistake_behind_a_wrong_choice_and_never_the_right_one(fails):
    because = {"no_bias": ("A", "The bias moves it.")}
    failure = fails(checks.choice, "a", "B", because=because, hint=1)
    assert failure.misconception == "no_bias"
    assert failure.message == "A is not the right choice.\nThe bias moves it."
    assert fails(checks.choice, "C", "B", because=because).message == "C is not the right choice."


@pytest.mark.parametrize("got", [None, ..., 2, "", "AB", "the first", ["B"], "ß"])
def test_choice_asks_for_one_letter(fails, got):
    assert "Write the letter of one choice in quotes" in fails(checks.choice, got, "B").message


def test_choice_refuses_a_test_without_a_letter():
    with pytest.raises(ValueError, match="capital letter"):
        checks.choice("b", "b")


def test_predicted_is_graded_with_a_tolerance_and_gives_nothing_away(fails):
    checks.predicted(0.9, 1.0, within=0.2)
    checks.predicted(np.float64(1.2), 1.0, within=0.2 + 1e-9)
    because = {"too_steep": ((2.0, 4.0), "Look at w."), "sign_slip": (-1.0, "Look at the sign.")}
    for got, named in [(3, "too_steep"), (4.0, "too_steep"), (-1.1, "sign_slip"), (9.0, None)]:
        failure = fails(checks.predicted, got, 1.0, within=0.2, because=because)
        assert failure.misconception == named
        assert failure.message.startswith(f"{got:g} is not what you will see.")
    assert fails(checks.predicted, 9, 1.25, within=0.2).message == "9 is not what you will see."


@pytest.mark.parametrize("got", [None, ..., "1", True, np.nan, np.inf, [1.0], np.array([1.0]), 1j])
def test_predicted_asks_for_one_finite_number(fails, got):
    assert "Write your prediction as one number" in fails(checks.predicted, got, 1.0, within=0.2).message


def test_predicted_refuses_a_test_without_a_tolerance():
    with pytest.raises(ValueError, match="within must be positive"):
        checks.predicted(1.0, 1.0, within=0)


def test_numerical_derivative_agrees_with_the_exact_one():
    x = np.linspace(-3, 3, 7).reshape(7, 1)
    slope = checks.numerical_derivative(np.tanh, x)
    assert slope.shape == (7, 1)
    np.testing.assert_allclose(slope, 1 - np.tanh(x) ** 2, rtol=1e-8, atol=1e-9)
    one = checks.numerical_derivative(lambda x: x**2, 3)
    assert type(one) is float
    assert one == pytest.approx(6)


def test_numerical_derivative_of_a_step_is_far_from_zero():
    assert checks.numerical_derivative(lambda x: float(x > 0), 0.0) > 1e5


def test_numerical_derivative_leaves_x_alone_even_if_f_does_not():
    def greedy(x):
        x *= 2
        return x

    x = np.array([1.0, 2.0])
    assert checks.numerical_derivative(greedy, x) == pytest.approx(2)
    assert x.tolist() == [1.0, 2.0]


@pytest.mark.parametrize("f", [lambda x: None, lambda x: x.tolist(), lambda x: x.sum(), lambda x: x[:, None]])
def test_numerical_derivative_asks_for_one_value_per_element(fails, f):
    message = fails(checks.numerical_derivative, f, np.array([1.0, 2.0])).message
    assert message.startswith("The function whose slope is wanted")
