"""The picture of a network's start: what `network.js` draws, at full width."""

from __future__ import annotations

from html import escape
from itertools import pairwise
from typing import Any

import numpy as np

from byhand.digits import shown
from byhand.network import NetworkFrame

RADIUS, SMALL, CLEAR, APART, ENOUGH = 30, 26, 21, 15, 24  # as in network.js


def network_svg(spec: dict[str, Any], frame: NetworkFrame) -> str:
    """The elements inside the picture's svg."""
    box, sizes = spec["box"], frame.sizes
    width, height = box["width"] - box["left"] - box["right"], box["height"] - box["top"] - box["bottom"]
    radius = max(22, min(RADIUS, width / (2.7 * len(sizes))))
    span = (width - 2 * radius - 2) / (len(sizes) - 1)
    across = [box["left"] + radius + 1 + layer * span for layer in range(len(sizes))]
    heights = [[box["top"] + (i + 0.5) / count * height for i in range(count)] for count in sizes]
    lines, weights = [], []
    for layer, (left, right) in enumerate(pairwise(heights)):
        t = column(left, right, span, radius)
        for i, a in enumerate(left):
            for j, b in enumerate(right):
                weight = frame.edges[layer][i, j]
                if np.isnan(weight):
                    continue
                ends = np.array([[across[layer], a], [across[layer + 1], b]])
                lines.append(_edge(ends, weight, radius, spec["widest"], frame.backward))
                if t:
                    weights.append(_weight(shown(weight), across[layer] + t * span, a + t * (b - a)))
    units, inner = [], []
    names = iter(frame.labels)
    small = radius < SMALL
    for x, layer, values in zip(across, heights, frame.nodes, strict=True):
        for y, value in zip(layer, values, strict=True):
            units.append(f'<circle class="byhand-unit" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>')
            place = f'x="{x:.1f}" text-anchor="middle"'
            if frame.labels:
                up = y - (radius + 5 if small else 5)
                inner.append(f'<text {place} y="{up:.1f}" class="byhand-name">{escape(next(names))}</text>')
            down = y + (10.5 if frame.labels and not small else 4.5)
            how = ' class="byhand-small"' if small or len(shown(value)) > 7 else ""
            inner.append(f'<text {place} y="{down:.1f}"{how}>{shown(value)}</text>')
    numbers = ['<g class="byhand-number">', *weights, "</g>"]
    return "".join([*lines, *numbers, *units, '<g class="byhand-number byhand-inner">', *inner, "</g>"])


def column(left: list[float], right: list[float], span: float, radius: float) -> float:
    """How far along the edges of a gap their numbers stand best, all in one column; 0 where there is no room."""
    best, most = 0.0, APART - 1e-6
    for k in range(61):
        t = (50 + (-1 if k % 2 else 1) * -(-k // 2)) / 100  # from the middle outwards
        if min(t, 1 - t) * span < radius + CLEAR:
            continue
        heights = np.sort([a + t * (b - a) for a in left for b in right])
        gap = min([ENOUGH, *np.diff(heights)])
        if gap > most + 1e-6:
            best, most = t, gap
    return best


def _weight(text: str, x: float, y: float) -> str:
    long = 3 + 7 * len(text)
    return (
        f'<path class="byhand-patch" d="M{x - long / 2:.1f},{y - 7:.1f}h{long}v14h{-long}Z"/>'
        f'<text x="{x:.1f}" y="{y + 4.5:.1f}" text-anchor="middle">{text}</text>'
    )


def _edge(ends: np.ndarray, weight: float, radius: float, widest: float, backward: bool) -> str:
    along = (ends[1] - ends[0]) / np.hypot(*(ends[1] - ends[0]))
    ends = ends + radius * np.array([along, -along])
    if backward:
        ends, along = ends[::-1], -along
    wide = 1.2 + 4.3 * min(1.0, abs(weight) / widest)
    sign = "plus" if weight > 0 else "minus" if weight < 0 else "none"
    foot = ends[1] - (6 + 1.2 * wide) * along
    aside = (2.5 + wide) * np.array([-along[1], along[0]])
    corners = "L".join(f"{x:.1f},{y:.1f}" for x, y in (ends[1], foot + aside, foot - aside))
    return (
        f'<path class="byhand-wire byhand-{sign}" style="stroke-width:{wide:.2f}" '
        f'd="M{ends[0][0]:.1f},{ends[0][1]:.1f}L{foot[0]:.1f},{foot[1]:.1f}"/>'
        f'<path class="byhand-head byhand-{sign}" d="M{corners}Z"/>'
    )
