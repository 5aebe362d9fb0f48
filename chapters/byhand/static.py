"""The figure of a static page: every value stored, checked, and read back by a script without a server."""

from __future__ import annotations

import json
import random
import re
import zlib
from html import escape
from typing import Any

import numpy as np

from byhand import table
from byhand.figure import Figure
from byhand.shell import controls, shell
from byhand.sliders import FigureError

MOST_COMPUTED = 10_000_000  # values: 80 MB while the book is built
MOST_STORED = 2_000_000  # values: 4 MB in the browser's memory
MOST_TEXT = 400_000  # characters of the packed table in the page
CHECKED = 20  # slider settings at which the stored values are compared with the function


class StaticFigure:
    """A figure that shows itself as HTML."""

    def __init__(self, figure: Figure) -> None:
        self.alt = figure.alt
        self._html = static_html(figure)
        verify(figure, self._html)

    def _repr_html_(self) -> str:
        return self._html

    def __repr__(self) -> str:
        return f"<figure: {self.alt}>"


def static_html(figure: Figure) -> str:
    """The HTML of `figure` with all its values; the same bytes for the same call.

    Raises
    ------
    FigureError
        When the table would be too large, or curves, series or units differ from one setting to another.
    Exception
        Whatever the author's function raises.
    """
    from byhand.still import still_svg

    first = figure.frame(figure.settings(figure.start))
    cell = first.values.size + (first.path.size if first.path is not None else 0)
    _refuse_large(figure, int(np.prod(figure.shape)), cell, MOST_COMPUTED)
    frames = [figure.frame(figure.settings(indices)) for indices in figure.every_setting()]
    for frame in frames:
        wrong = figure.changed(first, frame)
        if wrong:
            raise FigureError(wrong)
    spec = figure.spec(figure.limits(frames), first)
    values = _stack([f.values for f in frames], figure.shape)
    _refuse_large(figure, values.size // first.values.size, first.values.size, MOST_STORED)
    stored = {"spec": spec, "values": table.encode(values, exact=figure.written)}
    if first.path is not None:
        stored["path"] = table.encode(_stack(_same_length([f.path for f in frames]), figure.shape))
    size = sum(len(part["data"]) for part in (stored["values"], stored.get("path", {"data": ""})))
    if size > MOST_TEXT:
        raise FigureError(
            f"This figure would add {size / 1e3:.0f} kB to the page; at most {MOST_TEXT / 1e3:.0f} kB are allowed. "
            f"Take a larger slider step, fewer sliders, or fewer points along the axes."
        )
    # "</" would end the script element wherever it stood inside a label.
    data = json.dumps(stored, separators=(",", ":"), ensure_ascii=False).replace("</", "<\\/")
    note = f"The sliders need JavaScript. The picture shows {figure.describe(figure.start)}."
    after = "\n".join(
        [
            controls(figure),
            f'<noscript><p class="byhand-note">{escape(note, quote=False)}</p></noscript>',
            f'<script type="application/json">{data}</script>',
        ]
    )
    return shell(figure, spec, plot=still_svg(figure, spec, first), after=after, static=True)


def _refuse_large(figure: Figure, settings: int, cell: int, most: int) -> None:
    if settings * cell > most:
        parts = " x ".join(f"{len(s.values)} of {s.label}" for s in figure.sliders)
        raise FigureError(
            f"This figure would store {settings} slider settings (of {parts}) of {cell} values each: "
            f"{settings * cell / 1e6:.1f} million values, and at most {most / 1e6:.0f} million are allowed. "
            f"Take a larger slider step, fewer sliders, or fewer points along the axes."
        )


def _stack(cells: list[np.ndarray], shape: tuple[int, ...]) -> np.ndarray:
    """All cells in one array of shape (*shape, rows, columns).

    Along a slider that changes nothing (a loss surface under a moving path), one cell is kept.
    """
    stacked = np.stack(cells).reshape(*shape, *cells[0].shape)
    for axis in range(len(shape)):
        one = stacked.take([0], axis=axis)
        if np.array_equal(stacked, np.broadcast_to(one, stacked.shape), equal_nan=True):
            stacked = one
    return stacked


def _same_length(paths: list[np.ndarray]) -> list[np.ndarray]:
    """Shorter paths filled up with NaN, which the script leaves out."""
    longest = max(len(path) for path in paths)
    return [np.pad(path, ((0, longest - len(path)), (0, 0)), constant_values=np.nan) for path in paths]


def read_back(html: str) -> dict[str, Any]:
    """What the page's script finds in `html`: `spec`, and the decoded arrays `values` and `path` (or None)."""
    found = re.search(r'<script type="application/json">(.*?)</script>', html, re.DOTALL)
    if found is None:
        raise FigureError("The figure's HTML holds no values.")
    stored = json.loads(found.group(1))
    path = stored.get("path")
    return {
        "spec": stored["spec"],
        "values": table.decode(stored["values"]),
        "path": None if path is None else table.decode(path),
        "rounding": {name: table.rounding(stored[name]) for name in ("values", "path") if name in stored},
    }


def verify(figure: Figure, html: str) -> None:
    """Compare what `html` stores with what the function gives, at random slider settings.

    The settings are drawn from the HTML itself, so that the same build checks the same ones.

    Raises
    ------
    FigureError
        When a stored value is further from the function's than the rounding allows.
    """
    stored = read_back(html)
    every = list(figure.every_setting())
    draw = random.Random(zlib.crc32(html.encode()))
    for indices in draw.sample(every, min(CHECKED, len(every))):
        frame = figure.frame(figure.settings(indices))
        values = _cell(stored["values"], indices)
        _compare(figure, indices, frame.values, values, stored["rounding"]["values"])
        if frame.path is not None:
            cell = _cell(stored["path"], indices)
            _compare(figure, indices, frame.path, cell[~np.isnan(cell[:, 0])], stored["rounding"]["path"])


def _cell(stacked: np.ndarray, indices: tuple[int, ...]) -> np.ndarray:
    """The cell at `indices`, the first along axes of which one cell was kept."""
    return stacked[tuple(min(i, size - 1) for i, size in zip(indices, stacked.shape, strict=False))]


def _compare(figure: Figure, indices: tuple[int, ...], want: np.ndarray, got: np.ndarray, allowed: float) -> None:
    if got.shape != want.shape or not np.allclose(got, want, rtol=0, atol=allowed, equal_nan=True):
        raise FigureError(
            f"The values stored for {figure.describe(indices)} differ from those of the function. "
            f"Does it use random numbers or remember earlier calls? It must give the same values every time."
        )
