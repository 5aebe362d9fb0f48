"""The checks that tests call: each one says the first thing that is wrong, and what to look at next.

A failing test prints, for example,

    weighted_sum(x, w, b): 2.5 is not the expected value. It is off by 0.7.
    (The inputs were drawn with seed 81273.)

Tests draw new inputs each time they run. To draw the same ones again while you look for a mistake, run
`%env BYHAND_SEED=81273` in a cell before the test, and `%env BYHAND_SEED=` when you have found it.

This file knows how to compare and how to speak, never what is right: a test brings the expected value along,
and in `because` the values that common mistakes give,

    because={"mistake_key": (value_that_this_mistake_gives, "What to look at, said to the student.")}

where the key is a name in snake_case for reports, and the value may be a function of no arguments, which is
called only if it is needed. An answer that equals such a value, and not the expected one, gets that sentence.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Mapping

import numpy as np

from byhand.compare import as_float, describe, difference, kind, show, wrong_shape
from byhand.failure import CheckFailed, rng
from byhand.gradient_check import numerical_derivative

__all__ = [
    "CheckFailed",
    "choice",
    "close",
    "equal",
    "numerical_derivative",
    "predicted",
    "raises",
    "rng",
    "shape",
    "true",
    "unchanged",
]

ANSWER = "Your answer"


def close(
    got,
    want,
    *,
    because: Mapping | None = None,
    hint: int | None = None,
    rtol: float = 1e-9,
    atol: float = 1e-9,
    call: str | None = None,
    axes: tuple[str, ...] | None = None,
    show: bool = False,
) -> None:
    """Checks a number or an array of numbers, up to rounding.

    Parameters
    ----------
    got : object
        The student's answer.
    want : float, list or np.ndarray
        The expected numbers. One number (or an array of shape `()`) accepts a Python or NumPy number;
        anything else asks for an array of exactly this shape.
    because : dict, optional
        Values that common mistakes give; see the top of this file.
    hint : int, optional
        The hint of the exercise to read next.
    rtol, atol : float
        Numbers agree if `abs(got - want) <= atol + rtol * abs(want)`.
    call : str, optional
        What was asked for, such as "sigmoid(z)".
    axes : tuple of str, optional
        The names of the expected axes, such as ("samples", "outputs").
    show : bool
        Whether the message gives the expected value away.

    Raises
    ------
    CheckFailed
        If the answer is missing, of another kind or shape, not finite, or too far from the expected value.
    TypeError
        If `want` holds anything but real numbers.
    """
    want = np.asarray(want)
    if want.dtype.kind not in "iuf":
        raise TypeError(f"close compares numbers; for {want.dtype} use checks.equal")
    _compare(got, want, because, hint, call, show, rtol=rtol, atol=atol, axes=axes)


def equal(
    got,
    want,
    *,
    because: Mapping | None = None,
    hint: int | None = None,
    call: str | None = None,
    show: bool = False,
) -> None:
    """Checks a whole number, True or False, a text, a list, a tuple, a dictionary or an array, exactly.

    A list and a tuple with the same items are equal here, and so are 2 and 2.0; True and 1 are not.
    The parameters are those of `close`.

    Raises
    ------
    CheckFailed
        If the answer differs from the expected value in any place.
    """
    _compare(got, want, because, hint, call, show)


def shape(
    got,
    shape: tuple[int, ...],
    *,
    axes: tuple[str, ...] | None = None,
    because: Mapping | None = None,
    hint: int | None = None,
    call: str | None = None,
) -> None:
    """Checks the shape of an array of numbers, whatever its values; `()` asks for one number.

    The values in `because` are the shapes that mistakes give: {"mistake_key": ((2, 5), "What to look at.")}.
    The other parameters are those of `close`.

    Raises
    ------
    CheckFailed
        If the answer is no number or array, or has another shape.
    """
    because = _checked(because)
    what = call or ANSWER
    if kind(got) not in ("array", "number"):
        template = np.broadcast_to(0.0, shape) if shape else 0.0
        raise CheckFailed(difference(got, template, what=what), None, hint)
    wrong = wrong_shape(got, tuple(shape), what, axes)
    if wrong is not None:
        seen = np.shape(got)
        raise _failure(wrong, lambda mistaken: tuple(mistaken) == seen, because, hint)


def unchanged(got, before, *, name: str, hint: int | None = None) -> None:
    """Checks that a function left its argument as it was.

    Parameters
    ----------
    got : object
        The argument after the call.
    before : object
        A copy of the argument, made before the call.
    name : str
        The argument's name.
    hint : int, optional
        The hint of the exercise to read next.

    Raises
    ------
    CheckFailed
        With the misconception `changed_input`, if the two differ.
    """
    if difference(got, before, what=name) is not None:
        raise CheckFailed(
            f"The function changed its argument `{name}`: whoever called it still needs the old values. "
            "Operators such as `+=` and assignments such as `a[0] = ...` write into the caller's array; "
            "compute a new array, or work on a copy (`a = a.copy()`).",
            "changed_input",
            hint,
        )


def raises(
    exception: type[Exception] | tuple[type[Exception], ...],
    function: Callable,
    *args,
    says: str,
    hint: int | None = None,
    **kwargs,
) -> None:
    """Checks that `function(*args, **kwargs)` refuses what it is given.

    Parameters
    ----------
    exception : exception class or tuple of them
        What must be raised.
    says : str
        What the function must refuse and why, as a sentence to the student.
    hint : int, optional
        The hint of the exercise to read next.

    Raises
    ------
    CheckFailed
        If nothing, or something else, is raised. `NotImplementedError`, which an unanswered exercise raises,
        counts only if it is asked for by name.
    """
    wanted = exception if isinstance(exception, tuple) else (exception,)
    names = " or ".join(each.__name__ for each in wanted)
    try:
        function(*args, **kwargs)
    except wanted as error:
        if not isinstance(error, NotImplementedError) or NotImplementedError in wanted:
            return
        raise CheckFailed(f"{says}\nThe function is not written yet.", None, hint) from None
    except Exception as error:
        seen = type(error).__name__
        raise CheckFailed(f"{says}\n{names} is expected, and {seen} was raised.", None, hint) from None
    raise CheckFailed(f"{says}\n{names} is expected, and nothing was raised.", None, hint)


def true(condition, says: str, *, mistake: str | None = None, hint: int | None = None) -> None:
    """Checks a condition that the test has worked out.

    Compare answers with `close` and `equal` rather than with `==` in a condition: an object of the student's
    own class may answer any comparison with True.

    Parameters
    ----------
    condition : bool
        What must be True.
    says : str
        What must hold, as a sentence to the student.
    mistake : str, optional
        The key of the mistake that a False gives away.
    hint : int, optional
        The hint of the exercise to read next.

    Raises
    ------
    CheckFailed
        If the condition is not True; anything but True and False counts as not true.
    """
    _check_key(mistake)
    if kind(condition) != "truth" or not condition:
        raise CheckFailed(says, mistake, hint)


def choice(got, right: str, *, because: Mapping | None = None, hint: int | None = None) -> None:
    """Checks the letter of a multiple-choice answer; " b " and "(b)" count as "B".

    The values in `because` are the letters of wrong choices: {"mistake_key": ("A", "What to look at.")}.

    Raises
    ------
    CheckFailed
        If the answer is not a letter, or another one.
    ValueError
        If `right` is not a capital letter.
    """
    if not re.fullmatch("[A-Z]", right):
        raise ValueError(f"the right choice must be a capital letter, and it is {right!r}")
    because = _checked(because)
    letter = str(got).strip(" .()").upper() if kind(got) == "text" else ""
    if not re.fullmatch("[A-Z]", letter):
        seen = "still `...`" if got is Ellipsis else describe(got)
        raise CheckFailed(
            f'{ANSWER} is {seen}. Write the letter of one choice in quotes, such as "A".', None, hint
        )
    if letter != right:
        raise _failure(f"{letter} is not the right choice.", lambda wrong: wrong == letter, because, hint)


def predicted(
    got,
    want: float,
    *,
    within: float,
    because: Mapping | None = None,
    hint: int | None = None,
) -> None:
    """Checks a number that the student predicts before seeing it. The message never gives it away.

    Parameters
    ----------
    got : object
        The prediction.
    want : float
        What will be seen.
    within : float
        How far the prediction may be from `want`.
    because : dict, optional
        Predictions that common mistakes give, each a number or a range:
        {"mistake_key": ((low, high), "What to look at.")}. A number counts within `within`.
    hint : int, optional
        The hint of the exercise to read next.

    Raises
    ------
    CheckFailed
        If the prediction is not one finite number, or too far from `want`.
    ValueError
        If `within` is not positive.
    """
    if not within > 0:
        raise ValueError(f"within must be positive, and it is {within!r}")
    because = _checked(because)
    if kind(got) != "number" or not np.isfinite(as_float(got)):
        raise CheckFailed(f"{ANSWER} is {describe(got)}. Write your prediction as one number.", None, hint)
    number = as_float(got)
    if abs(number - want) > within:
        text = f"{number:.6g} is not what you will see."
        raise _failure(text, lambda mistaken: _inside(number, mistaken, within), because, hint)


def _compare(got, want, because, hint, call, reveal: bool, *, rtol=0.0, atol=0.0, axes=None) -> None:
    because = _checked(because)
    wrong = difference(got, want, what=call or ANSWER, rtol=rtol, atol=atol, axes=axes)
    if wrong is None:
        return
    if reveal:
        wrong += f"\nExpected: {show(want)}\nYour answer: {show(got)}"

    def matches(mistaken) -> bool:
        if isinstance(got, np.ndarray) and isinstance(mistaken, list | tuple):
            mistaken = np.asarray(mistaken)  # numbers in rows, written as the expected value may be
        return difference(got, mistaken, what="", rtol=rtol, atol=atol) is None

    raise _failure(wrong, matches, because, hint)


def _failure(text: str, matches: Callable, because: Mapping, hint: int | None) -> CheckFailed:
    """The failure to raise, with the sentence of the first mistake whose value matches the answer."""
    for key, (mistaken, sentence) in because.items():
        # What a mistake gives may overflow, divide by zero or not work at all for these inputs.
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                if matches(mistaken() if callable(mistaken) else mistaken):
                    return CheckFailed(f"{text}\n{sentence}", key, hint)
            except Exception:
                continue
    return CheckFailed(text, None, hint)


def _inside(number: float, mistaken, within: float) -> bool:
    low, high = mistaken if isinstance(mistaken, tuple) else (mistaken - within, mistaken + within)
    return low <= number <= high


def _checked(because: Mapping | None) -> Mapping:
    """`because`, refused at once if it is malformed: a test must not wait for a wrong answer to fail."""
    for key, entry in (because or {}).items():
        _check_key(key)
        pair = isinstance(entry, tuple) and len(entry) == 2
        if not (pair and isinstance(entry[1], str) and entry[1].strip()):
            raise TypeError(f"because[{key!r}] must be a pair (value, sentence to the student)")
    return because or {}


def _check_key(key: str | None) -> None:
    if key is not None and not (isinstance(key, str) and re.fullmatch(r"[a-z][a-z0-9_]*", key)):
        raise ValueError(f"a mistake's key must be in snake_case, such as missing_bias, and it is {key!r}")
