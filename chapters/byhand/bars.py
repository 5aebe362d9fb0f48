"""A figure of bars, one for each label, side by side where there are several series."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from byhand.digits import rounded, shown
from byhand.figure import Box, Figure, Frame, finite_range, numbers
from byhand.sliders import FigureError

MOST_SERIES = 6  # as many as can be told apart by colour and dash
MOST_LABELS = 20
LONGEST_LABEL = 16  # characters
LETTER = 7.2  # pixels that a character takes, about
NARROW = 250  # pixels between the axes on a telephone


@dataclass(kw_only=True, eq=False)
class Bars(Figure):
    """`function(**settings)` gives one number for each label, or a dict {series: numbers}."""

    labels: tuple[str, ...]
    ylim: tuple[float, float] | None = None
    kind: ClassVar[str] = "bars"
    rows: ClassVar[str] = "series"
    grows: ClassVar[bool] = True
    written: ClassVar[bool] = True

    def __post_init__(self) -> None:
        super().__post_init__()
        if isinstance(self.labels, str) or not np.iterable(self.labels):
            raise FigureError('labels must be a list, one name for each bar, such as labels=["cat", "dog"].')
        self.labels = tuple(str(label) for label in self.labels)
        if not 1 <= len(self.labels) <= MOST_LABELS:
            raise FigureError(f"There are {len(self.labels)} labels; a figure shows 1 to {MOST_LABELS}.")
        long = max(self.labels, key=len)
        if len(long) > LONGEST_LABEL:
            raise FigureError(f"The label {long!r} is too long: {LONGEST_LABEL} characters have room under a bar.")
        if self.ylim is not None:
            ends = numbers(self.ylim, "ylim")
            if ends.shape != (2,) or not np.isfinite(ends).all() or not ends[0] <= 0 <= ends[1] or ends[0] == ends[1]:
                raise FigureError("ylim must be (lowest, highest) with 0 between them, where bars start: ylim=(0, 1).")

    @property
    def box(self) -> Box:
        """With room below for slanting labels, if they have no room side by side on a narrow screen."""
        longest = max(len(label) for label in self.labels) * LETTER
        level = longest <= NARROW / len(self.labels) - 4
        bottom = 34 if level else round(30 + 0.82 * longest)
        return Box(width=640, height=352 + bottom, left=54, right=18, top=34, bottom=bottom)

    def frame(self, settings: dict[str, Any]) -> Frame:
        result = self.function(**settings)
        named = result if isinstance(result, dict) else {self.ylabel: result}
        if not 1 <= len(named) <= MOST_SERIES:
            raise FigureError(f"The function returned {len(named)} series; a figure shows 1 to {MOST_SERIES}.")
        return Frame(
            values=np.stack([self._row(name, row) for name, row in named.items()]),
            labels=tuple(str(name) for name in named),
        )

    def _row(self, name: str, values: Any) -> np.ndarray:
        row = rounded(values, f"The series {name!r}")
        if row.shape != (len(self.labels),):
            raise FigureError(
                f"The series {name!r} has shape {row.shape}; there are {len(self.labels)} labels, "
                f"so it must have shape ({len(self.labels)},)."
            )
        if self.ylim is None and np.isinf(row).any():
            raise FigureError(f"The series {name!r} holds an infinity. Give ylim=(lowest, highest).")
        return row

    def limits(self, frames: list[Frame]) -> tuple[float, float]:
        if self.ylim is not None:
            return float(self.ylim[0]), float(self.ylim[1])
        low, high = finite_range(frames)
        low, high = min(low, 0.0), max(high, 0.0)
        room = 0.1 * (high - low)  # for the numbers at the ends of the bars
        return (low - room * (low < 0), high + room * (high > 0)) if room else (0.0, 1.0)

    def spec(self, limits: tuple[float, float], frame: Frame) -> dict[str, Any]:
        return super().spec(limits, frame) | {
            "labels": list(self.labels),
            "ylim": list(limits),
            "series": list(frame.labels),
        }

    def summary(self, frame: Frame) -> str:
        rows = [
            ", ".join(f"{label} {shown(value)}" for label, value in zip(self.labels, row, strict=True))
            for row in frame.values
        ]
        if len(rows) > 1:
            rows = [f"{name}: {row}" for name, row in zip(frame.labels, rows, strict=True)]
        return "; ".join(rows)
