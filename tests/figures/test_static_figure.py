"""The figure of a page: complete, checked against the function, and the same bytes every time."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest
from byhand import explore, explore_field, static, table
from byhand.sliders import FigureError
from figure_examples import CHOICE, CURVES, DESCENT, GRID, REGION, X, activations, bowl, descent, neuron, region

pytestmark = pytest.mark.usefixtures("static")

CALLS = [
    pytest.param(lambda: explore(neuron, X, **CURVES), id="curves"),
    pytest.param(lambda: explore(activations, X, **CHOICE), id="choice"),
    pytest.param(lambda: explore_field(region, GRID, GRID, **REGION), id="region"),
    pytest.param(lambda: explore_field(bowl, GRID, GRID, **DESCENT), id="descent"),
]


@pytest.mark.parametrize("call", CALLS)
def test_same_call_gives_the_same_bytes(call):
    assert call()._repr_html_() == call()._repr_html_()


@pytest.mark.parametrize("call", CALLS)
def test_figure_has_no_ids_that_could_meet_on_a_page(call):
    html = call()._repr_html_()
    markup = re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)
    assert not re.search(r"\sid=|url\(#|href=", markup)


def test_every_step_of_every_slider_is_stored():
    back = static.read_back(explore(neuron, X, **CURVES)._repr_html_())
    assert back["values"].shape == (21, 9, 1, 121)
    for i, w in enumerate(np.arange(-5, 5.1, 0.5)):
        for j, b in enumerate(range(-4, 5)):
            assert np.abs(back["values"][i, j, 0] - neuron(X, w, b)).max() <= back["rounding"]["values"]


def test_path_may_have_another_length_at_each_step():
    back = static.read_back(explore_field(bowl, GRID, GRID, **DESCENT)._repr_html_())
    cell = back["path"][2, 7]
    assert np.allclose(cell[:8], descent(0.15, 7), atol=back["rounding"]["path"], rtol=0)
    assert np.isnan(cell[8:]).all()


@pytest.mark.parametrize("part", ["values", "path"])
def test_one_corrupted_number_in_each_cell_stops_the_build(part):
    figure = explore_field(bowl, GRID, GRID, **DESCENT)
    html = figure._repr_html_()
    made = static_figure_of(bowl, DESCENT)
    static.verify(made, html)
    stored = json.loads(re.search(r'application/json">(.*?)</script>', html, re.DOTALL).group(1))
    values = table.decode(stored[part])
    values[..., 0, 0] += 0.01 * (stored[part]["high"] - stored[part]["low"])
    stored[part] = table.encode(values)
    start, end = html.index("{", html.index("application/json")), html.index("</script>")
    spoilt = html[:start] + json.dumps(stored) + html[end:]
    with pytest.raises(FigureError, match="differ from those of the function"):
        static.verify(made, spoilt)


def static_figure_of(function, call):
    from byhand.field import Field
    from byhand.sliders import parse_sliders

    named = ("path", "levels", "xlabel", "ylabel", "alt")
    return Field(
        function=function, x1=GRID, x2=GRID, title=None, **{name: call[name] for name in named},
        sliders=parse_sliders({name: value for name, value in call.items() if name not in named}),
    )


def test_function_with_random_numbers_stops_the_build():
    rng = np.random.default_rng()
    with pytest.raises(FigureError, match="random numbers"):
        explore(lambda x, w: w * x + rng.normal(size=x.shape), X, w=(0, 1, 0.1), alt="a")


def test_function_that_is_not_written_yet_stops_the_build():
    def later(x, w):
        raise NotImplementedError

    with pytest.raises(NotImplementedError):
        explore(later, X, w=(0, 1, 0.1), alt="a")


def test_gaps_in_a_curve_stay_gaps():
    with np.errstate(invalid="ignore"):
        back = static.read_back(explore(lambda x, w: np.sqrt(x + w), X, w=(0, 2, 1), alt="a")._repr_html_())
        want = np.sqrt(X + 1)
    assert np.array_equal(np.isnan(back["values"][1, 0]), np.isnan(want))


def test_labels_cannot_break_out_of_the_page():
    evil = "</script><b>&amp;"
    html = explore(
        lambda x, w: {evil: w * x, "other": x}, X, w=(0, 1, 1), xlabel=evil, title=evil, alt=evil + '"'
    )._repr_html_()
    assert html.count("</script>") == 1
    assert "<b>" not in re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)
    assert static.read_back(html)["spec"]["series"][0] == evil


def test_text_version_says_what_to_look_for():
    assert repr(explore(neuron, X, **CURVES)) == "<figure: An S-shaped curve>"
