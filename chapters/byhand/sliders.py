"""Turns the author's `w=(-5, 5, 0.5)` into a slider: its name, its label and every value it can take."""

from __future__ import annotations

import math
from dataclasses import dataclass
from numbers import Integral, Real
from typing import Any

MINUS = "\N{MINUS SIGN}"


class FigureError(ValueError):
    """The call that asked for a figure cannot work; the message says what to change."""


@dataclass(frozen=True)
class Slider:
    """One slider or one choice.

    Parameters
    ----------
    name : str
        The parameter of the author's function that it sets.
    label : str
        What the reader sees beside it.
    values : tuple
        Every value it can take, in order: all int, all float, or all str (a choice).
    start : int
        Index of the value that the figure starts with.
    widget : object or None
        The ipywidgets slider that the author passed, if any.
    """

    name: str
    label: str
    values: tuple[Any, ...]
    start: int
    widget: Any = None

    @property
    def is_choice(self) -> bool:
        return isinstance(self.values[0], str)

    @property
    def step(self) -> float:
        """Distance between two neighbouring values (0 when there is one value only)."""
        return 0 if len(self.values) == 1 else round(self.values[1] - self.values[0], 10)

    @property
    def decimals(self) -> int:
        """Decimals that tell every value from its neighbours."""
        return max(0 if v == int(v) else len(f"{v:.10f}".rstrip("0").split(".")[1]) for v in self.values)

    def text(self, index: int) -> str:
        """The value at `index` as the reader sees it."""
        value = self.values[index]
        return value if self.is_choice else f"{value:.{self.decimals}f}".replace("-", MINUS)


def parse_sliders(given: dict[str, Any]) -> tuple[Slider, ...]:
    """The sliders of a call, in the order written.

    Raises
    ------
    FigureError
        When a value is none of (min, max, step), an ipywidgets slider, or a list of strings.
    """
    if not given:
        raise FigureError("The figure has no slider. Add one, such as w=(-5, 5, 0.5).")
    return tuple(_parse(name, value) for name, value in given.items())


def _parse(name: str, value: Any) -> Slider:
    if isinstance(value, list) and value and all(isinstance(word, str) for word in value):
        if len(set(value)) < len(value):
            raise FigureError(f"The choice {name!r} holds the same word twice: {value}.")
        return Slider(name, name, tuple(value), 0)
    if all(hasattr(value, part) for part in ("min", "max", "step", "value", "description")):
        values = _steps(name, value.min, value.max, value.step)
        start = min(range(len(values)), key=lambda i: abs(values[i] - value.value))
        return Slider(name, value.description or name, values, start, value)
    if isinstance(value, tuple) and len(value) == 3 and all(is_number(part) for part in value):
        values = _steps(name, *value)
        return Slider(name, name, values, (len(values) - 1) // 2)
    raise FigureError(
        f"The slider {name!r} was given {value!r}. Give (min, max, step), such as {name}=(-5, 5, 0.5), "
        f"a list of words to choose from, or an ipywidgets FloatSlider or IntSlider."
    )


def is_number(value: Any) -> bool:
    """Whether `value` is one finite real number; True and False are none."""
    return isinstance(value, Real) and not isinstance(value, bool) and math.isfinite(value)


def _steps(name: str, low: float, high: float, step: float) -> tuple[float, ...]:
    if not (step > 0 and high >= low):
        raise FigureError(f"The slider {name!r} needs min <= max and step > 0, not ({low}, {high}, {step}).")
    count = math.floor((high - low) / step + 1e-9) + 1
    if all(isinstance(part, Integral) for part in (low, high, step)):
        return tuple(int(low + k * step) for k in range(count))
    # Rounded, so that the tenth step of 0.1 is 1.0 for the author's function and for the reader alike.
    return tuple(float(round(low + k * step, 10)) for k in range(count))
