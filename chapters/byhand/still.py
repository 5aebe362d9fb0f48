"""The picture of a figure's start, as inline SVG: what a reader without JavaScript sees.

Matplotlib draws it in stand-in colours, one for each CSS class of `figure.css`; the stand-ins are then
replaced by the classes, so that the picture follows the theme and looks like what the script draws.
"""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from html import escape
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas

from byhand.figure import Figure, Frame, ticks
from byhand.sliders import MINUS
from byhand.still_bars import bars_svg
from byhand.still_network import network_svg

SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}"
MARKERS = ("o", "^", "s", "D")


class Palette:
    """Hands out a stand-in colour for each piece of markup that will replace it."""

    def __init__(self) -> None:
        self._names: list[str] = []

    def of(self, markup: str) -> str:
        if markup not in self._names:
            self._names.append(markup)
        return f"#{0xAB0000 + self._names.index(markup):06x}"

    def markup(self, style: str) -> str | None:
        """What a style stands for, or None where it holds no stand-in."""
        found = re.search(r"#ab([0-9a-f]{4})", style)
        return self._names[int(found.group(1), 16)] if found else None


def still_svg(figure: Figure, spec: dict[str, Any], frame: Frame) -> str:
    """Inline SVG of `frame`, without ids, the same bytes for the same call."""
    if spec["kind"] in ("bars", "network"):
        # Boxes, circles and straight lines need no Matplotlib.
        drawn = bars_svg(spec, frame) if spec["kind"] == "bars" else network_svg(spec, frame)
        return _opened(spec["box"], figure.spoken(frame)) + drawn + "</svg>"
    box = spec["box"]
    palette = Palette()
    settings = {
        "svg.fonttype": "none", "svg.hashsalt": "byhand", "path.simplify": True, "axes.unicode_minus": True,
        "text.usetex": False, "text.parse_math": False, "lines.antialiased": True,
    }
    with mpl.rc_context(settings):
        canvas = Canvas(figsize=(box["width"] / 72, box["height"] / 72), dpi=72)
        axes = canvas.add_axes(
            [
                box["left"] / box["width"],
                box["bottom"] / box["height"],
                1 - (box["left"] + box["right"]) / box["width"],
                1 - (box["top"] + box["bottom"]) / box["height"],
            ]
        )
        axes.axis("off")
        draw = _draw_field if spec["kind"] == "field" else _draw_curves
        draw(axes, spec, frame, palette)
        text = io.StringIO()
        canvas.savefig(text, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return _themed(text.getvalue(), palette, box, figure.spoken(frame))


def _draw_curves(axes: Axes, spec: dict[str, Any], frame: Frame, palette: Palette) -> None:
    x = np.array(spec["x"])
    axes.set(xlim=(x[0], x[-1]), ylim=spec["ylim"])
    _draw_axes(axes, spec, palette, lines=True)
    for i, row in enumerate(frame.values):
        axes.plot(x, row, color=palette.of(f'class="byhand-curve byhand-s{i}"'))


def _draw_field(axes: Axes, spec: dict[str, Any], frame: Frame, palette: Palette) -> None:
    x1, x2, edges = np.array(spec["x1"]), np.array(spec["x2"]), np.array(spec["edges"])
    values = np.ma.masked_invalid(frame.values)
    axes.set(xlim=(x1[0], x1[-1]), ylim=(x2[0], x2[-1]))
    below, above = min(edges[0], values.min()) - 1, max(edges[-1], values.max()) + 1
    fills = [palette.of(f'style="fill:{fill}"') for fill in spec["fills"]]
    axes.contourf(x1, x2, values, levels=[below, *edges, above], colors=fills)
    if values.min() < max(spec["levels"]) and values.max() > min(spec["levels"]):
        for name in ("halo", "boundary") if spec["boundary"] else ("level",):
            lines = palette.of(f'class="byhand-{name}"')
            axes.contour(x1, x2, values, levels=spec["levels"], colors=[lines])
    _draw_axes(axes, spec, palette, lines=False)
    for group in sorted(set(spec["classes"])):
        chosen = np.array([p for p, c in zip(spec["points"], spec["classes"], strict=True) if c == group])
        colour = palette.of(f'class="byhand-point byhand-c{group}"')
        axes.plot(*chosen.T, MARKERS[group], color=colour, markersize=10, markeredgecolor=colour)
    if frame.path is not None and len(frame.path):
        for name in ("halo", "path"):
            axes.plot(*frame.path.T, color=palette.of(f'class="byhand-{name}"'))
        axes.plot(*frame.path[1:-1].T, "o", color=palette.of('class="byhand-step"'), markersize=5)
        axes.plot(*frame.path[0], "o", color=palette.of('class="byhand-start"'), markersize=10)
        axes.plot(*frame.path[-1], "o", color=palette.of('class="byhand-end"'), markersize=12)
    _draw_bar(axes, spec, palette)


def _draw_axes(axes: Axes, spec: dict[str, Any], palette: Palette, *, lines: bool) -> None:
    box = spec["box"]
    width, height = box["width"] - box["left"] - box["right"], box["height"] - box["top"] - box["bottom"]
    tick = palette.of('class="byhand-tick"')
    for axis, span, length, space in (("x", axes.get_xlim(), width, 70), ("y", axes.get_ylim(), height, 48)):
        for place, text in ticks(*span, length // space):
            rule = palette.of(f'class="byhand-rule{"" if place else " byhand-zero"}"')
            if axis == "x":
                _text(axes, (place - span[0]) / (span[1] - span[0]) * width, -18, text, tick, "center", "baseline")
                if lines:
                    axes.plot([place, place], axes.get_ylim(), color=rule)
            else:
                at = (place - span[0]) / (span[1] - span[0]) * height
                _text(axes, -8, at - 4.5, text, tick, "right", "baseline")
                if lines:
                    axes.plot(axes.get_xlim(), [place, place], color=rule)
    label = palette.of('class="byhand-label"')
    _text(axes, width / 2, -40, spec["xlabel"], label, "center", "baseline")
    _text(axes, -8, height + 14, spec["ylabel"], label, "left", "baseline")
    _rectangle(axes, 0, 0, width, height, palette.of('class="byhand-frame"'))


def _draw_bar(axes: Axes, spec: dict[str, Any], palette: Palette) -> None:
    box, fills = spec["box"], spec["fills"]
    left = box["width"] - box["left"] - box["right"] + 14
    height = box["height"] - box["top"] - box["bottom"]
    each = height / len(fills)
    every = int(np.ceil(18 / each))
    middle = spec["edges"].index(spec["levels"][0]) if spec["levels"][0] in spec["edges"] else 0
    for i, fill in enumerate(fills):
        _rectangle(axes, left, i * each, 12, each, palette.of(f'style="fill:{fill}"'))
    for i, edge in enumerate(spec["edges"]):
        if (i - (middle if spec["boundary"] else 0)) % every == 0:
            text = f"{edge:.3g}".replace("-", MINUS)
            _text(axes, left + 18, (i + 1) * each - 4.5, text, palette.of('class="byhand-tick"'), "left", "baseline")
    _rectangle(axes, left, 0, 12, height, palette.of('class="byhand-frame"'))


def _text(axes: Axes, x: float, y: float, text: str, colour: str, across: str, up: str) -> None:
    """Text at pixels from the plot's lower left corner."""
    axes.annotate(
        text, (0, 0), (x, y), xycoords="axes pixels", textcoords="axes pixels",
        color=colour, ha=across, va=up, annotation_clip=False,
    )


def _rectangle(axes: Axes, x: float, y: float, width: float, height: float, colour: str) -> None:
    left, bottom = axes.get_position().x0 * axes.figure.bbox.width, axes.get_position().y0 * axes.figure.bbox.height
    axes.add_patch(
        mpl.patches.Rectangle(
            (left + x, bottom + y), width, height, transform=None, facecolor=colour, edgecolor="none", clip_on=False
        )
    )


def _themed(svg: str, palette: Palette, box: dict[str, int], alt: str) -> str:
    """Matplotlib's SVG with classes for colours, without ids, comments and decoration."""
    root = ET.fromstring(svg)
    symbols = {f"#{e.get('id')}": e for e in root.iter(f"{SVG}path") if e.get("id")}
    pieces: list[str] = []
    _walk(root, palette, symbols, pieces, clip=_clip_box(root), clipped=False)
    return _opened(box, alt) + "".join(pieces) + "</svg>"


def _opened(box: dict[str, int], alt: str) -> str:
    return f'<svg viewBox="0 0 {box["width"]} {box["height"]}" role="img" aria-label="{escape(alt)}">'


def _clip_box(root: ET.Element) -> str:
    """The attributes of a nested svg that clips as Matplotlib's one clip path does: at the plot's frame."""
    rect = root.find(f".//{SVG}clipPath/{SVG}rect")
    if rect is None:
        return ""
    x, y, width, height = (_short(rect.get(name)) for name in ("x", "y", "width", "height"))
    return f'x="{x}" y="{y}" width="{width}" height="{height}" viewBox="{x} {y} {width} {height}" overflow="hidden"'


def _walk(element: ET.Element, palette: Palette, symbols: dict, out: list[str], *, clip: str, clipped: bool) -> None:
    if element.tag in (f"{SVG}defs", f"{SVG}metadata"):
        return
    opens = bool(element.get("clip-path")) and not clipped
    if opens:
        out.append(f"<svg {clip}>")
    markup = palette.markup(element.get("style", ""))
    if markup and element.get("d"):
        out.append(f'<path {markup} d="{_short(element.get("d"))}"/>')
    elif markup and element.tag == f"{SVG}use":
        shape = _short(symbols[element.get(f"{XLINK}href")].get("d"))
        at = f"{_short(element.get('x'))},{_short(element.get('y'))}"
        out.append(f'<path {markup} d="{shape}" transform="translate({at})"/>')
    elif markup and element.tag == f"{SVG}text":
        anchor = re.search(r"text-anchor: (\w+)", element.get("style", ""))
        turn = element.get("transform", "")
        place = re.search(r"translate\(([-\d.]+) ([-\d.]+)\)", turn)
        x, y = place.groups() if place else (element.get("x"), element.get("y"))
        out.append(
            f'<text {markup} x="{_short(x)}" y="{_short(y)}" text-anchor="{anchor.group(1) if anchor else "start"}">'
            f"{escape(element.text or '')}</text>"
        )
    for child in element:
        _walk(child, palette, symbols, out, clip=clip, clipped=clipped or opens)
    if opens:
        out.append("</svg>")


def _short(numbers: str) -> str:
    """A path or a number with one decimal: what a screen can show."""
    rounded = re.sub(r"-?\d+\.\d+", lambda m: f"{float(m.group()):.1f}".removesuffix(".0"), numbers)
    return re.sub(r"\s*([MLQCzZ])\s*", r"\1", rounded.replace("\n", " ")).strip()
