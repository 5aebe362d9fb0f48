"""A figure of a field over (x1, x2): filled contours, contour lines, points of several classes, a moving path."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from byhand.figure import Box, Figure, Frame, compact, finite_range, grid, nice_step, numbers
from byhand.sliders import FigureError

BANDS = 10  # filled contours when the author gives no levels for them
MOST_CLASSES = 4  # as many as have a shape and a colour of their own


@dataclass(kw_only=True, eq=False)
class Field(Figure):
    """`function(X1, X2, **settings)` gives an array of shape (len(x2), len(x1))."""

    x1: np.ndarray
    x2: np.ndarray
    points: np.ndarray | None = None
    labels: np.ndarray | None = None
    path: np.ndarray | Callable[..., Any] | None = None
    levels: np.ndarray | None = None
    kind: ClassVar[str] = "field"

    def __post_init__(self) -> None:
        super().__post_init__()
        self.x1 = grid(self.x1, "x1")
        self.x2 = grid(self.x2, "x2")
        if self.points is not None:
            self.points = _pairs(self.points, "points")
        if self.labels is not None:
            self.labels = self._classes()
        if self.levels is not None:
            levels = np.unique(np.atleast_1d(numbers(self.levels, "levels")))
            if levels.ndim != 1 or not levels.size or not np.isfinite(levels).all():
                raise FigureError("levels must be numbers, such as levels=[0.5].")
            self.levels = levels

    def _classes(self) -> np.ndarray:
        labels = np.asarray(self.labels)
        if self.points is None or labels.shape != (len(self.points),):
            raise FigureError("labels must give one class to each point, and needs points.")
        if len(np.unique(labels)) > MOST_CLASSES:
            raise FigureError(f"labels hold more than {MOST_CLASSES} classes.")
        return labels

    @property
    def box(self) -> Box:
        """Of such a height that one unit of x1 is as long as one of x2, unless that gives a thin strip."""
        left, right, top, bottom, width = 54, 72, 34, 48, 560
        inner = width - left - right
        height = inner * (self._ratio if self.has_equal_units() else 0.75)
        return Box(width, round(height) + top + bottom, left, right, top, bottom)

    @property
    def _ratio(self) -> float:
        return float(np.ptp(self.x2) / np.ptp(self.x1))

    def has_equal_units(self) -> bool:
        """Right angles look right (a weight vector and its boundary) where both axes have about the same span."""
        return 0.5 <= self._ratio <= 1.25

    def frame(self, settings: dict[str, Any]) -> Frame:
        values = numbers(self.function(*np.meshgrid(self.x1, self.x2), **settings), "The field")
        shape = (len(self.x2), len(self.x1))
        if values.ndim == 0:
            values = np.broadcast_to(values, shape)
        if values.shape != shape:
            raise FigureError(f"The field has shape {values.shape}; (len(x2), len(x1)) is {shape}.")
        low, high = self._clip()
        if low is None and np.isinf(values).any():
            raise FigureError("The field holds an infinity. Give at least four levels, so that the range is known.")
        path = None
        if self.path is not None:
            path = self.path(**settings) if callable(self.path) else self.path
            path = self._near(_pairs(path, "path"))
        return Frame(np.clip(values, low, high) if low is not None else values, path=path)

    def _clip(self) -> tuple[float | None, float | None]:
        """Values beyond the outermost of many levels look alike: one colour."""
        if self.levels is None or len(self.levels) < 4:
            return None, None
        span = self.levels[-1] - self.levels[0]
        return float(self.levels[0] - span), float(self.levels[-1] + span)

    def _near(self, path: np.ndarray) -> np.ndarray:
        """A path that runs away leaves the frame; how far it goes beyond is not worth digits."""
        for column, axis in enumerate((self.x1, self.x2)):
            span = np.ptp(axis)
            path[:, column] = np.clip(path[:, column], axis[0] - 2 * span, axis[-1] + 2 * span)
        return path

    def limits(self, frames: list[Frame]) -> tuple[float, float]:
        if self.levels is not None and len(self.levels) >= 4:
            return float(self.levels[0]), float(self.levels[-1])
        return finite_range(frames)

    def edges(self, limits: tuple[float, float]) -> np.ndarray:
        """Where one filled band ends and the next begins.

        Four or more levels are the edges themselves. A single level is a boundary: the edges are laid out
        from it, so that it parts two colours. Otherwise the edges are round numbers.
        """
        if self.levels is not None and len(self.levels) >= 4:
            return self.levels
        low, high = limits
        origin = self.levels[0] if self.levels is not None and len(self.levels) == 1 else 0.0
        step = nice_step(high - low, BANDS)
        first, last = np.ceil((low - origin) / step - 1e-9), np.floor((high - origin) / step + 1e-9)
        edges = origin + step * np.arange(first, last + 1)
        edges = edges[(edges > low + 1e-9 * step) & (edges < high - 1e-9 * step)]
        return np.round(edges, 12) if edges.size else np.array([origin if origin else (low + high) / 2])

    def fills(self, edges: np.ndarray) -> list[str]:
        """The CSS colour of each band, lowest first: one hue, or two that meet at a single level."""
        count = len(edges) + 1
        if self.levels is not None and len(self.levels) == 1:
            centre = int(np.argmin(np.abs(edges - self.levels[0]))) + 1
            reach = max(centre, count - centre)
            return [
                _mix("cool", (centre - i) / reach) if i < centre else _mix("warm", (i + 1 - centre) / reach)
                for i in range(count)
            ]
        return [_mix("deep", i / (count - 1)) for i in range(count)]

    def spec(self, limits: tuple[float, float], frame: Frame) -> dict[str, Any]:
        edges = self.edges(limits)
        return super().spec(limits, frame) | {
            "x1": compact(self.x1),
            "x2": compact(self.x2),
            "edges": compact(edges),
            "fills": self.fills(edges),
            "levels": compact(self.levels) if self.levels is not None else compact(edges),
            "boundary": self.levels is not None and len(self.levels) < 4,
            "points": [] if self.points is None else [compact(p) for p in self.points],
            "classes": [] if self.points is None else self.class_of_points(),
            "classNames": self.class_names(),
            "equal": self.has_equal_units(),
        }

    def class_names(self) -> list[str]:
        return [] if self.labels is None else [str(label) for label in np.unique(self.labels)]

    def class_of_points(self) -> list[int]:
        if self.labels is None:
            return [0] * len(self.points)
        return [int(i) for i in np.unique(self.labels, return_inverse=True)[1]]


def _mix(colour: str, share: float) -> str:
    return f"color-mix(in oklab, var(--byhand-{colour}) {100 * share:.0f}%, var(--byhand-plain))"


def _pairs(values: Any, name: str) -> np.ndarray:
    pairs = numbers(values, name)
    if pairs.ndim != 2 or pairs.shape[1] != 2:
        raise FigureError(f"{name} must have shape (n, 2), one point a row, not {pairs.shape}.")
    return pairs.copy()
