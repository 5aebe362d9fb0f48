"""The picture that readers without JavaScript see."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from byhand import explore, explore_field
from byhand.figure import ticks
from figure_examples import CURVES, DESCENT, GRID, REGION, X, bowl, neuron, region

pytestmark = pytest.mark.usefixtures("static")


def picture(figure):
    return re.search(r'<div class="byhand-plot"[^>]*>(<svg.*?</svg>)</div>', figure._repr_html_(), re.DOTALL).group(1)


def classes(svg, name):
    return [e for e in ET.fromstring(svg).iter() if name in e.get("class", "").split()]


def test_picture_is_well_formed_and_named():
    svg = ET.fromstring(picture(explore(neuron, X, **CURVES)))
    assert svg.get("role") == "img"
    assert svg.get("aria-label") == "An S-shaped curve (w = 0.0, b = 0)"


def test_picture_has_no_colour_of_its_own():
    for svg in (picture(explore(neuron, X, **CURVES)), picture(explore_field(region, GRID, GRID, **REGION))):
        assert not re.search(r"#[0-9a-fA-F]{3,6}\b|rgb\(", svg)


def test_words_are_text():
    texts = [e.text for e in classes(picture(explore(neuron, X, xlabel="input x", **CURVES)), "byhand-label")]
    assert texts == ["input x", "y"]


def test_curve_is_where_its_values_are():
    svg = picture(explore(lambda x, w: 0 * x + 0.25, X, w=(0, 1, 1), ylim=(0, 1), alt="a"))
    heights = [float(y) for y in re.findall(r"[ML]\S+ (\S+?)(?=[ML]|$)", classes(svg, "byhand-curve")[0].get("d"))]
    top, bottom = 34, 400 - 48
    assert heights
    assert heights == pytest.approx([bottom - 0.25 * (bottom - top)] * len(heights), abs=0.1)


def test_points_of_each_class_have_a_shape_of_their_own():
    svg = picture(explore_field(region, GRID, GRID, **REGION))
    shapes = [{e.get("d") for e in classes(svg, f"byhand-c{i}")} for i in range(3)]
    assert [len(shape) for shape in shapes] == [1, 1, 1]
    assert len(set.union(*shapes)) == 3


def test_path_has_a_start_its_steps_and_an_end():
    svg = picture(explore_field(bowl, GRID, GRID, **DESCENT))
    assert [len(classes(svg, f"byhand-{part}")) for part in ("start", "step", "end")] == [1, 4, 1]


def test_flat_field_can_be_drawn():
    svg = picture(explore_field(lambda x1, x2, w: 0 * x1 + 0.5, GRID, GRID, w=(0, 1, 1), levels=[0.5], alt="a"))
    assert classes(svg, "byhand-frame")


@pytest.mark.parametrize(
    ("low", "high", "count", "texts"),
    [
        (-1, 1, 4, ["−1.0", "−0.5", "0.0", "0.5", "1.0"]),
        (0, 3000, 3, ["0", "1000", "2000", "3000"]),
        (0.1, 0.13, 3, ["0.10", "0.11", "0.12", "0.13"]),
        (-0.4, 0.4, 1, ["0.0"]),
    ],
)
def test_ticks_are_round_numbers_with_a_minus_sign_that_zero_has_not(low, high, count, texts):
    places = ticks(low, high, count)
    assert [text for _, text in places] == texts
    assert [place for place, _ in places] == pytest.approx([float(text.replace("−", "-")) for text in texts])
