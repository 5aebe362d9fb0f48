"""The HTML around a drawing: title, legend, and (on a static page) native sliders."""

from __future__ import annotations

import hashlib
import json
from html import escape
from typing import Any

from byhand.figure import Box, Figure
from byhand.sliders import Slider


def shell(figure: Figure, spec: dict[str, Any] | None, *, plot: str = "", after: str = "", static: bool = False) -> str:
    """The figure's HTML; `plot` is what the drawing replaces, `after` follows it. Nothing is drawn without a spec."""
    parts = [
        f'<div class="byhand byhand-{figure.kind}"{" data-static" if static else ""} data-key="{key(spec)}">',
        f'<p class="byhand-title">{escape(figure.title)}</p>' if figure.title else "",
        _legend(spec) if spec else "",
        f'<div class="byhand-plot" style="{_size(Box(**spec["box"]) if spec else figure.box)}">{plot}</div>',
        '<p class="byhand-message" role="status"></p>' if not static else "",
        after,
        "</div>",
    ]
    return "\n".join(part for part in parts if part)


def key(spec: dict[str, Any] | None) -> str:
    """A short name for the content, the same whenever the content is the same."""
    return hashlib.sha256(json.dumps(spec, sort_keys=True).encode()).hexdigest()[:10]


def controls(figure: Figure) -> str:
    """Native sliders and choices, switched on by the script once the values are read."""
    rows = "\n".join(_control(slider) for slider in figure.sliders)
    return f'<div class="byhand-controls">\n{rows}\n</div>'


def _control(slider: Slider) -> str:
    label, shown = escape(slider.label), escape(slider.text(slider.start))
    output = f"<output>{shown}</output>"
    if slider.is_choice:
        options = "".join(f"<option>{escape(value)}</option>" for value in slider.values)
        # A browser looks for forms to fill in when a page opens, and lays out all that stands around a choice, however
        # far below. So the choice comes to be with its figure (static.js); until then something stands for it that
        # the keyboard and a screen reader's list of controls find.
        widget = (
            f'<span class="byhand-far" role="combobox" aria-expanded="false" aria-disabled="true" '
            f'aria-label="{label}">{shown}</span><template><select autocomplete="off">{options}</select></template>'
        )
    else:
        low, high, now = slider.values[0], slider.values[-1], slider.values[slider.start]
        widget = (
            f'<input type="range" min="{low}" max="{high}" step="{slider.step or 1}" value="{now}" disabled '
            f'autocomplete="off" aria-valuetext="{shown}">'
        )
        # For the eye: who listens hears the slider's value, and would hear this a second and a third time, as a part
        # of the slider's name and as news of the page.
        wide = max(len(slider.text(index)) for index in range(len(slider.values)))
        output = f'<output aria-hidden="true" style="width:{wide + 0.5}ch">{shown}</output>'
        # Each in a box of a size of its own (figure.css), so that a move lays out nothing around it.
        widget, output = (f'<span class="byhand-boxed">{part}</span>' for part in (widget, output))
    return f'<label class="byhand-control"><span>{label}</span>{widget}{output}</label>'


def _legend(spec: dict[str, Any]) -> str:
    if spec["kind"] == "curves":
        series = spec["series"]
        entries = [
            (f'<path class="byhand-curve byhand-s{i}" d="M1,7H33"/>', label) for i, label in enumerate(series)
        ]
        entries = entries if len(entries) > 1 else []
    elif spec["kind"] == "bars":
        series = spec["series"] if len(spec["series"]) > 1 else []
        entries = [
            (f'<path class="byhand-block byhand-s{i} byhand-b{i}" d="M5,1H29V13H5Z"/>', label)
            for i, label in enumerate(series)
        ]
    elif spec["kind"] == "network":
        entries = [
            (f'<path class="byhand-wire byhand-{sign}" d="M1,7H33"/>', f"{word} weight")
            for sign, word in (("plus", "positive"), ("minus", "negative"))
        ]
    else:
        entries = [(_mark(i), label) for i, label in enumerate(spec["classNames"])]
    if not entries:
        return ""
    items = "".join(
        f'<li><svg viewBox="0 0 34 14" width="34" height="14" aria-hidden="true">{mark}</svg>{escape(label)}</li>'
        for mark, label in entries
    )
    return f'<ul class="byhand-legend">{items}</ul>'


# The same shapes as d3's symbols, drawn in a box of 34 x 14.
_SHAPES = (
    "M11.6,7a5.4,5.4 0 1,0 10.8,0a5.4,5.4 0 1,0 -10.8,0",
    "M17,0.5L23.2,11.6H10.8Z",
    "M12.3,2.3h9.4v9.4h-9.4Z",
    "M17,0L21.2,7L17,14L12.8,7Z",
)


def _mark(index: int) -> str:
    return f'<path class="byhand-point byhand-c{index}" d="{_SHAPES[index]}"/>'


def _size(box: Box) -> str:
    inner, high = box.width - box.left - box.right, box.height - box.top - box.bottom
    padding = f"{box.top}px {box.right}px {box.bottom}px {box.left}px"
    return f"max-width:{inner}px;padding:{padding};--byhand-ratio:{inner}/{high};--byhand-high:{high}px"
