"""The picture of a bar figure's start: what `bars.js` draws, at full width."""

from __future__ import annotations

from html import escape
from typing import Any

import numpy as np

from byhand.bars import LETTER
from byhand.digits import shown
from byhand.figure import Frame, ticks

UPRIGHT = 13  # as in bars.js


def bars_svg(spec: dict[str, Any], frame: Frame) -> str:
    """The elements inside the picture's svg."""
    box, labels, many = spec["box"], spec["labels"], len(spec["series"])
    left, top = box["left"], box["top"]
    width, height = box["width"] - left - box["right"], box["height"] - top - box["bottom"]
    low, high = spec["ylim"]

    def y(value: float) -> float:
        return top + height * (1 - (np.clip(value, low, high) - low) / (high - low))

    parts = []
    for place, text in ticks(low, high, height // 48):
        zero = "" if place else " byhand-zero"
        parts.append(f'<path class="byhand-rule{zero}" d="M{left},{y(place):.1f}h{width}"/>')
        at = f'x="{left - 8}" y="{y(place) + 4.2:.1f}"'
        parts.append(f'<text class="byhand-tick" {at} text-anchor="end">{text}</text>')
    parts.append(f'<text class="byhand-label" x="{left - 8}" y="{top - 14}">{escape(spec["ylabel"])}</text>')
    band = width / len(labels)
    slanted = max(map(len, labels)) * LETTER > band - 4
    for i, label in enumerate(labels):
        x, below = left + (i + 0.5) * band + 4 * slanted, top + height + (14 if slanted else 20)
        how = f'text-anchor="end" transform="rotate(-55 {x:.1f} {below})"' if slanted else 'text-anchor="middle"'
        parts.append(f'<text class="byhand-tick" x="{x:.1f}" y="{below}" {how}>{escape(label)}</text>')
    parts.append(f'<path class="byhand-frame" d="M{left},{top}h{width}v{height}h{-width}Z"/>')
    slot = 0.86 * band / many if many > 1 else band
    wide = slot if many > 1 else min(90, 0.7 * band)
    level = slot >= max(len(shown(v)) for v in frame.values.flat) * LETTER
    numbers = []
    for s, row in enumerate(frame.values):
        for i, value in enumerate(row):
            middle = left + (i + 0.5) * band + (s - (many - 1) / 2) * slot
            end = y(0 if np.isnan(value) else value)
            if not np.isnan(value):
                parts.append(
                    f'<path class="byhand-block byhand-s{s} byhand-b{s}" d="M{middle - wide / 2 + 1:.1f},{y(0):.1f}'
                    f'V{end:.1f}h{wide - 2:.1f}V{y(0):.1f}Z"/>'
                )
            if level or slot >= UPRIGHT:
                numbers.append(_number(shown(value), middle, end, value < 0, level, top, top + height))
    parts += ['<g class="byhand-number">', *numbers, "</g>"]
    parts.append(f'<path class="byhand-base" d="M{left},{y(0):.1f}h{width}"/>')
    return "".join(parts)


def _number(text: str, middle: float, end: float, down: bool, level: bool, top: float, bottom: float) -> str:
    if level:
        at = min(bottom - 5, end + 15) if down else max(top + 15, end - 6)
        return f'<text x="{middle:.1f}" y="{at:.1f}" text-anchor="middle">{text}</text>'
    long = len(text) * LETTER
    at = min(bottom - long - 4, end + 6) if down else max(top + long + 4, end - 6)
    place = f"translate({middle + 4.5:.1f},{at:.1f}) rotate(-90)"
    return f'<text text-anchor="{"end" if down else "start"}" transform="{place}">{text}</text>'
