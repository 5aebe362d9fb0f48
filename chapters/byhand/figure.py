"""What every slider figure has: a function, sliders, and one frame of values for each setting of them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from byhand.sliders import MINUS, FigureError, Slider


@dataclass(frozen=True)
class Frame:
    """What a figure shows at one setting of its sliders.

    Parameters
    ----------
    values : array, shape (rows, columns), float64
        Curves: one row a curve, one column an x. Field: one row an x2, one column an x1.
        Bars: one row a series, one column a label. Network: see `NetworkFrame`.
    labels : tuple of str
        The name of each curve, series or unit; empty for a field.
    path : array, shape (k, 2), float64, or None
        The points of the moving path, in order.
    """

    values: np.ndarray
    labels: tuple[str, ...] = ()
    path: np.ndarray | None = None


@dataclass(frozen=True)
class Box:
    """Size of the drawing and its margins, in pixels at full width."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int


@dataclass(kw_only=True, eq=False)
class Figure:
    """The part that all kinds share. A subclass gives `kind`, `box`, `frame`, `limits` and `spec`.

    `rows`: what `Frame.labels` are the names of. `grows`: in a notebook the limits widen when values leave them.
    `written`: the drawing writes the values, so they have three significant digits and are stored exactly. `fixed`:
    `changed` holds in a notebook, too.
    """

    function: Callable[..., Any]
    sliders: tuple[Slider, ...]
    xlabel: str
    ylabel: str
    title: str | None
    alt: str
    kind: ClassVar[str] = ""
    rows: ClassVar[str] = "rows"
    grows: ClassVar[bool] = False
    written: ClassVar[bool] = False
    fixed: ClassVar[bool] = False

    def __post_init__(self) -> None:
        if not isinstance(self.alt, str) or not self.alt.strip():
            raise FigureError("Give alt=..., one sentence that says what to look for in the figure.")
        if self.title is not None and not isinstance(self.title, str):
            raise FigureError("title must be text. A slider cannot be named title: rename the parameter.")

    @property
    def box(self) -> Box:
        raise NotImplementedError

    def frame(self, settings: dict[str, Any]) -> Frame:
        """Call the author's function at `settings` (slider name to value)."""
        raise NotImplementedError

    def limits(self, frames: list[Frame]) -> tuple[float, float]:
        """The range of values to show, given what the function returned."""
        raise NotImplementedError

    def spec(self, limits: tuple[float, float], frame: Frame) -> dict[str, Any]:
        """Everything that the drawing needs besides the values, JSON-ready."""
        box = self.box
        return {
            "kind": self.kind,
            "alt": self.alt,
            "xlabel": self.xlabel,
            "ylabel": self.ylabel,
            "box": vars(box),
            "sliders": [
                {"name": s.name, "values": list(s.values)}
                if s.is_choice
                else {"name": s.name, "min": s.values[0], "step": s.step, "count": len(s.values),
                      "decimals": s.decimals}
                for s in self.sliders
            ],
        }

    def changed(self, first: Frame, frame: Frame) -> str | None:
        """What is wrong if `frame` cannot be drawn where `first` was; None if it can."""
        if frame.labels == first.labels and frame.values.shape == first.values.shape:
            return None
        return f"The {self.rows} are {first.labels} at the start and {frame.labels} elsewhere."

    def summary(self, frame: Frame) -> str:
        """The values in words, for those who hear the figure; empty where there are too many of them."""
        return ""

    def spoken(self, frame: Frame) -> str:
        """The name of the drawing at its start: the author's words, the settings, and the summary."""
        return f"{self.alt} ({self.describe(self.start)}) {self.summary(frame)}".strip()

    def settings(self, indices: tuple[int, ...]) -> dict[str, Any]:
        return {s.name: s.values[i] for s, i in zip(self.sliders, indices, strict=True)}

    @property
    def start(self) -> tuple[int, ...]:
        return tuple(s.start for s in self.sliders)

    @property
    def shape(self) -> tuple[int, ...]:
        """How many values each slider has."""
        return tuple(len(s.values) for s in self.sliders)

    def every_setting(self) -> Iterator[tuple[int, ...]]:
        return itertools.product(*(range(n) for n in self.shape))

    def describe(self, indices: tuple[int, ...]) -> str:
        """The settings as the reader sees them, such as `w = 0.5, b = −1.0`."""
        return ", ".join(f"{s.label} = {s.text(i)}" for s, i in zip(self.sliders, indices, strict=True))


def numbers(value: Any, what: str) -> np.ndarray:
    """`value` as a float64 array, or a FigureError that says what came instead."""
    if value is None:
        raise FigureError(f"{what} is None. Does the function end with `return`?")
    try:
        array = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise FigureError(f"{what} is not made of numbers: {error}") from error
    return array


def grid(values: Any, name: str) -> np.ndarray:
    """A horizontal or vertical axis: at least two finite numbers, rising."""
    array = numbers(values, name)
    if array.ndim != 1 or array.size < 2 or not np.isfinite(array).all() or not (np.diff(array) > 0).all():
        raise FigureError(
            f"{name} must be a 1-D array of at least two rising numbers, such as np.linspace(-5, 5, 101)."
        )
    return array


def compact(values: np.ndarray) -> list[float]:
    """Numbers for JSON, with as many digits as a drawing can show."""
    return [float(f"{v:.7g}") for v in values]


def nice_step(span: float, count: int) -> float:
    """The step 1, 2 or 5 times a power of ten that cuts `span` into about `count` parts."""
    if not span > 0:
        return 1.0
    power = 10.0 ** np.floor(np.log10(span / count))
    return float(power * min((1, 2, 5, 10), key=lambda m: abs(np.log(span / count / (m * power)))))


def ticks(low: float, high: float, count: int) -> list[tuple[float, str]]:
    """About `count` round numbers from `low` to `high`, each with its text.

    They are where d3 puts them, so that nothing jumps when the script takes over.
    """
    step = nice_step(high - low, max(2, count))
    decimals = max(0, -int(np.floor(np.log10(step) + 1e-9)))
    places = step * np.arange(np.ceil(low / step - 1e-9), np.floor(high / step + 1e-9) + 1) + 0.0  # no minus zero
    return [(float(place), f"{place:.{decimals}f}".replace("-", MINUS)) for place in places]


def finite_range(frames: list[Frame]) -> tuple[float, float]:
    """Smallest and largest finite value of the frames ((0, 1) when there is none)."""
    low, high = np.inf, -np.inf
    for frame in frames:
        known = frame.values[np.isfinite(frame.values)]
        if known.size:
            low, high = min(low, float(known.min())), max(high, float(known.max()))
    return (low, high) if low <= high else (0.0, 1.0)
