"""Questions that answer back: quizzes at the end of a chapter, and predictions in front of a figure.

One call works in a live notebook and on a page without a server, as with `explore`. Nothing is graded or sent.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from byhand.sliders import is_number


class QuizError(ValueError):
    """The call that asked for a question cannot work; the message says what to change."""


@dataclass(frozen=True)
class Question:
    """One question, checked.

    Parameters
    ----------
    kind : str
        `"one"` (radio buttons), `"several"` (check boxes) or `"number"`.
    text : str
        What is asked.
    options : dict of str or float to str
        Each option, or number that readers may come up with, and the sentence that answers it.
    right : tuple
        Those of the options that are right.
    within : float
        How far from a number of `options` an answer may be.
    otherwise : str
        The sentence for a number that is not among the options.
    predicts : bool
        Whether it is a prediction, which the figure below answers.
    at : dict of str to float or str, or None
        The sliders' values at which that figure shows the answer; None for any.
    """

    kind: str
    text: str
    options: dict[Any, str]
    right: tuple[Any, ...]
    within: float = 0.0
    otherwise: str = ""
    predicts: bool = False
    at: dict[str, Any] | None = None


def quiz(
    question: str,
    options: Mapping[str, str] | Mapping[float, str],
    *,
    right: Any,
    within: float | None = None,
    otherwise: str | None = None,
) -> Any:
    """A question whose answer is explained at once; readers may try again.

    Text is plain: letters such as x₁, σ and ² for formulas, and code between backticks.

    Parameters
    ----------
    question : str
        What is asked.
    options : dict
        {option: sentence that is shown to those who choose it}. Options are all text, or all numbers: then readers
        type a number, and the options are the right one and the mistakes that have a sentence of their own.
    right : str, list of str, or float
        The right option. A list makes a question in which several options can be ticked, even a list of one.
    within : float, optional
        For numbers: how far from an option an answer may be.
    otherwise : str, optional
        For numbers: the sentence for any other number.

    Returns
    -------
    object
        Show it as the last line of a cell.

    Raises
    ------
    QuizError
        When the call cannot work. The message says what to do.

    Examples
    --------
    >>> quiz("What is σ(0)?", {"0": "That is the input.", "0.5": "e⁰ is 1, and 1 / (1 + 1) is a half."}, right="0.5")
    <question: What is σ(0)?>
    >>> quiz("What is 2 + 3?", {5: "Two and three.", 6: "That is the product."}, right=5, within=0.01,
    ...      otherwise="Count on your fingers.")
    <question: What is 2 + 3?>
    """
    return _show(_read(question, options, right, within, otherwise))


def predict(
    question: str,
    options: Mapping[str, str] | Mapping[float, str],
    *,
    right: Any,
    within: float | None = None,
    otherwise: str | None = None,
    at: Mapping[str, Any] | None = None,
) -> Any:
    """A question in front of a figure: readers commit themselves, move the figure below, and then compare.

    What they chose is remembered: by the browser on a page, by the widget in a notebook.

    Parameters
    ----------
    question, options, right, within, otherwise
        As in `quiz`, but with one right option only.
    at : dict, optional
        The settings of the next figure that show the answer, such as `{"w": 2, "b": -1}` (names of parameters, not
        of labels): the page compares when the reader gets there. Else it compares at the first move.

    Returns
    -------
    object
        Show it as the last line of a cell.

    Raises
    ------
    QuizError
        As `quiz`.
    """
    return _show(_read(question, options, right, within, otherwise, predicts=True, at=at))


def _read(
    question: Any, options: Any, right: Any, within: Any, otherwise: Any, *, predicts: bool = False, at: Any = None
) -> Question:
    """The question that a call asks for; raises QuizError where the call is wrong."""
    _text(question, "The question")
    if not isinstance(options, Mapping) or len(options) < 1:
        raise QuizError("Give the options as a dict {option: the sentence that answers it}.")
    options = dict(options)
    numbers = [is_number(option) for option in options]
    if any(numbers) and not all(numbers):
        raise QuizError("Options are all text or all numbers. Put quotes around each of them, or around none.")
    for option, feedback in options.items():
        if not numbers[0]:
            _text(option, f"The option {option!r}")
        _text(feedback, f"The feedback of {option!r}", "Say in a sentence why it is right, or what its mistake is.")
    several = isinstance(right, Collection) and not isinstance(right, str)
    if several and (numbers[0] or predicts):
        raise QuizError(f"There is one right answer here, not {right!r}. Give right= without brackets.")
    wanted = tuple(right) if several else (right,)
    if not wanted:
        raise QuizError("No option is right. Name at least one in right=.")
    for one in wanted:
        if one not in options:
            raise QuizError(f"right={one!r} is not among the options, which are {', '.join(map(repr, options))}.")
    if numbers[0]:
        _check_numbers(options, right, within, otherwise)
    else:
        if within is not None or otherwise is not None:
            raise QuizError("within= and otherwise= belong to numbers, and these options are text.")
        if len(wanted) == len(options):
            raise QuizError("Every option is right. Add a wrong one, with a sentence about the mistake behind it.")
    if at is not None and not (isinstance(at, Mapping) and at and all(isinstance(name, str) for name in at)):
        raise QuizError(f"at={at!r} must be a dict of the figure's sliders and their values, such as {{'w': 2}}.")
    kind = "number" if numbers[0] else "several" if several else "one"
    return Question(
        kind, question, options, wanted, float(within or 0), otherwise or "", predicts, dict(at) if at else None
    )


def _check_numbers(options: dict, right: float, within: Any, otherwise: Any) -> None:
    if not (is_number(within) and within >= 0):
        raise QuizError("Give within=..., how far a number may be from the right one, such as within=0.01.")
    _text(otherwise, "otherwise", "Numbers that are not among the options need a sentence, too.")
    for option in options:
        if option != right and abs(option - right) <= 2 * within:
            raise QuizError(f"{option!r} cannot be told from the right answer {right!r} with within={within!r}.")


def _text(value: Any, what: str, advice: str = "") -> None:
    if not isinstance(value, str) or not value.strip():
        raise QuizError(f"{what} must be text, not {value!r}. {advice}".strip())


class _Stored:
    """A question that shows itself as HTML, on a page."""

    def __init__(self, question: Question) -> None:
        from byhand.quiz_html import question_html

        self.text = question.text
        self._html = question_html(question)

    def _repr_html_(self) -> str:
        return self._html

    def __repr__(self) -> str:
        return f"<question: {self.text}>"


def _show(question: Question) -> Any:
    if os.environ.get("BYHAND_STATIC") == "1":
        return _Stored(question)
    # Imported here: a book build needs no widgets.
    from byhand.quiz_live import LiveQuestion

    return LiveQuestion(question)
