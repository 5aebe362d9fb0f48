"""A figure of a network: layers of units from left to right, with a number in each and weights between them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, ClassVar

import numpy as np

from byhand.digits import rounded, shown
from byhand.figure import Box, Figure, Frame
from byhand.sliders import FigureError

MOST_LAYERS = 6
MOST_UNITS = 8  # in a layer
LONGEST_NAME = 7  # characters that have room in a circle
PARTS = ("nodes", "edges", "labels", "backward")


@dataclass(frozen=True)
class NetworkFrame(Frame):
    """`values` has one row: 1.0 if the arrows run backward, the units of each layer, the edges of each gap by row.

    Parameters
    ----------
    sizes : tuple of int
        How many units each layer has.
    """

    sizes: tuple[int, ...] = ()

    @property
    def nodes(self) -> list[np.ndarray]:
        return np.split(self.values[0, 1 : 1 + sum(self.sizes)], np.cumsum(self.sizes)[:-1])

    @property
    def edges(self) -> list[np.ndarray]:
        shapes = list(pairwise(self.sizes))
        flat = np.split(self.values[0, 1 + sum(self.sizes) :], np.cumsum([m * n for m, n in shapes])[:-1])
        return [part.reshape(shape) for part, shape in zip(flat, shapes, strict=True)]

    @property
    def backward(self) -> bool:
        return bool(self.values[0, 0])


@dataclass(kw_only=True, eq=False)
class Network(Figure):
    """`function(**settings)` gives {"nodes": ..., "edges": ..., "labels": ..., "backward": ...}."""

    kind: ClassVar[str] = "network"
    grows: ClassVar[bool] = True
    written: ClassVar[bool] = True
    fixed: ClassVar[bool] = True

    @property
    def box(self) -> Box:
        return self._box(3)

    def _box(self, units: int) -> Box:
        return Box(width=640, height=max(100, 70 * units) + 16, left=8, right=8, top=8, bottom=8)

    def frame(self, settings: dict[str, Any]) -> NetworkFrame:
        result = self.function(**settings)
        if not isinstance(result, dict) or not {"nodes", "edges"} <= result.keys():
            what = f"a dict with {', '.join(map(repr, result))}" if isinstance(result, dict) else _kind(result)
            raise FigureError(f'The function must return a dict with "nodes" and "edges", and it returned {what}.')
        unknown = [key for key in result if key not in PARTS]
        if unknown:
            raise FigureError(f"The function's dict has {unknown[0]!r}; it may have {', '.join(map(repr, PARTS))}.")
        nodes = _nodes(result["nodes"])
        sizes = tuple(layer.size for layer in nodes)
        edges = _edges(result["edges"], sizes)
        backward = np.array([float(bool(result.get("backward", False)))])
        values = np.concatenate([backward, *nodes, *(gap.ravel() for gap in edges)])
        return NetworkFrame(values[None], _names(result.get("labels"), sizes), sizes=sizes)

    def limits(self, frames: list[NetworkFrame]) -> tuple[float, float]:
        """0 and the size of the largest weight: what the widest edge stands for."""
        every = np.concatenate([gap.ravel() for frame in frames for gap in frame.edges])
        known = np.abs(every[~np.isnan(every)])
        return 0.0, float(known.max()) if known.size and known.max() > 0 else 1.0

    def spec(self, limits: tuple[float, float], frame: NetworkFrame) -> dict[str, Any]:
        return super().spec(limits, frame) | {
            "box": vars(self._box(max(frame.sizes))),
            "sizes": list(frame.sizes),
            "names": list(frame.labels),
            "widest": limits[1],
        }

    def changed(self, first: NetworkFrame, frame: NetworkFrame) -> str | None:
        if frame.sizes != first.sizes:
            return (
                f"The layers have {_listed(first.sizes)} units at the start and {_listed(frame.sizes)} elsewhere. "
                f"The sliders may change the numbers in a network, not how many units it has."
            )
        if frame.labels != first.labels:
            return f"The labels are {first.labels} at the start and {frame.labels} elsewhere; they must stay the same."
        return None

    def summary(self, frame: NetworkFrame) -> str:
        names = [*frame.labels] or [""] * sum(frame.sizes)
        units = iter(names)
        said = ["The arrows run backward."] if frame.backward else []
        for number, layer in enumerate(frame.nodes, start=1):
            said.append(f"Layer {number}: " + ", ".join(f"{next(units)} {shown(v)}".strip() for v in layer) + ".")
        for number, gap in enumerate(frame.edges, start=1):
            rows = "; ".join(", ".join(shown(v) for v in row) for row in gap)
            said.append(f"Weights from layer {number} to {number + 1}: {rows}.")
        return " ".join(said)


def _kind(value: Any) -> str:
    return "None. Does the function end with `return`?" if value is None else f"{type(value).__name__}"


def _listed(sizes: tuple[int, ...]) -> str:
    return ", ".join(map(str, sizes))


def _nodes(given: Any) -> list[np.ndarray]:
    if not isinstance(given, list | tuple):
        raise FigureError(f'"nodes" must be a list with the values of each layer, not {_kind(given)}.')
    if not 2 <= len(given) <= MOST_LAYERS:
        raise FigureError(f'"nodes" holds {len(given)} layers; a figure shows 2 to {MOST_LAYERS}.')
    layers = []
    for i, values in enumerate(given):
        layer = np.atleast_1d(rounded(values, f'"nodes"[{i}]'))
        if layer.ndim != 1:
            raise FigureError(f'"nodes"[{i}] has shape {layer.shape}; give one number for each unit, as ravel() does.')
        if not 1 <= layer.size <= MOST_UNITS:
            raise FigureError(f'"nodes"[{i}] holds {layer.size} units; a layer shows 1 to {MOST_UNITS}.')
        layers.append(_finite(layer, f'"nodes"[{i}]'))
    return layers


def _edges(given: Any, sizes: tuple[int, ...]) -> list[np.ndarray]:
    if not isinstance(given, list | tuple) or len(given) != len(sizes) - 1:
        seen = f"a list of {len(given)}" if isinstance(given, list | tuple) else _kind(given)
        raise FigureError(
            f'"edges" must be a list with one array for each gap between layers, {len(sizes) - 1} for '
            f"{len(sizes)} layers, not {seen}."
        )
    gaps = []
    for i, (values, shape) in enumerate(zip(given, pairwise(sizes), strict=True)):
        gap = rounded(values, f'"edges"[{i}]')
        if gap.shape != shape:
            turned = " It seems to be transposed: try .T" if gap.shape == shape[::-1] else ""
            raise FigureError(
                f'"edges"[{i}] has shape {gap.shape}; between layers of {shape[0]} and {shape[1]} units it must be '
                f"{shape}, one row for each unit on the left.{turned}"
            )
        gaps.append(_finite(gap, f'"edges"[{i}]'))
    return gaps


def _finite(values: np.ndarray, what: str) -> np.ndarray:
    if np.isinf(values).any():
        raise FigureError(f"{what} holds an infinity, which a network cannot show.")
    return values


def _names(given: Any, sizes: tuple[int, ...]) -> tuple[str, ...]:
    if given is None:
        return ()
    if not isinstance(given, list | tuple):
        raise FigureError(f'"labels" must be a list of names for each layer, not {_kind(given)}.')
    seen = tuple(len(layer) if isinstance(layer, list | tuple) else 0 for layer in given)
    if seen != sizes:
        has = _listed(seen) or "none"
        raise FigureError(f'"labels" must be a list of names for each layer, {_listed(sizes)} of them; it has {has}.')
    names = tuple(str(name) for layer in given for name in layer)
    long = max(names, key=len)
    if len(long) > LONGEST_NAME:
        raise FigureError(f"The label {long!r} is too long: {LONGEST_NAME} characters have room in a circle.")
    return names
