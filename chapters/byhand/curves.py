"""A figure of one or several curves over x."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from byhand.figure import Box, Figure, Frame, compact, finite_range, grid, numbers
from byhand.sliders import FigureError

MOST_CURVES = 6  # as many as can be told apart by colour and dash


@dataclass(kw_only=True, eq=False)
class Curves(Figure):
    """`function(x, **settings)` gives an array of x's shape, or a dict {label: array} for several curves."""

    x: np.ndarray
    ylim: tuple[float, float] | None = None
    kind: ClassVar[str] = "curves"
    rows: ClassVar[str] = "curves"
    grows: ClassVar[bool] = True

    def __post_init__(self) -> None:
        super().__post_init__()
        self.x = grid(self.x, "x")
        if self.ylim is not None:
            ends = numbers(self.ylim, "ylim")
            if ends.shape != (2,) or not np.isfinite(ends).all() or not ends[0] < ends[1]:
                raise FigureError("ylim must be (lowest, highest), such as ylim=(0, 1).")

    @property
    def box(self) -> Box:
        return Box(width=640, height=400, left=54, right=18, top=34, bottom=48)

    def frame(self, settings: dict[str, Any]) -> Frame:
        result = self.function(self.x, **settings)
        named = result if isinstance(result, dict) else {self.ylabel: result}
        if not 1 <= len(named) <= MOST_CURVES:
            raise FigureError(f"The function returned {len(named)} curves; a figure shows 1 to {MOST_CURVES}.")
        return Frame(
            values=np.stack([self._row(label, row) for label, row in named.items()]),
            labels=tuple(str(label) for label in named),
        )

    def _row(self, label: str, values: Any) -> np.ndarray:
        row = numbers(values, f"The curve {label!r}")
        if row.ndim == 0:
            row = np.broadcast_to(row, self.x.shape)
        if row.shape != self.x.shape:
            raise FigureError(f"The curve {label!r} has shape {row.shape}; x has shape {self.x.shape}.")
        if self.ylim is None and np.isinf(row).any():
            raise FigureError(f"The curve {label!r} holds an infinity. Give ylim=(lowest, highest).")
        if self.ylim is not None:
            # Far outside the frame nothing can be seen, and huge numbers would cost the visible ones their digits.
            low, high = self.ylim
            row = np.clip(row, low - (high - low), high + (high - low))
        return row

    def limits(self, frames: list[Frame]) -> tuple[float, float]:
        if self.ylim is not None:
            return float(self.ylim[0]), float(self.ylim[1])
        low, high = finite_range(frames)
        edge = 0.05 * (high - low) or 1.0
        return low - edge, high + edge

    def spec(self, limits: tuple[float, float], frame: Frame) -> dict[str, Any]:
        return super().spec(limits, frame) | {
            "x": compact(self.x),
            "ylim": list(limits),
            "series": list(frame.labels),
        }
