"""Bars and networks: what they store, what a notebook draws, what they say, and what they refuse."""

from __future__ import annotations

import itertools
import json
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from byhand import assets, explore_bars, explore_network, static, table
from byhand.bars import Bars
from byhand.digits import rounded
from byhand.network import Network
from byhand.sliders import FigureError, parse_sliders
from figure_examples import (
    FORWARD,
    GRADIENTS,
    NAMES,
    PASSES,
    SOFTMAX,
    W1,
    W2,
    flat,
    forward,
    gradients,
    passes,
    softmax,
)

W = (-1, 1, 1)
KINDS = [
    pytest.param(explore_bars, softmax, SOFTMAX, lambda made: [made], id="bars"),
    pytest.param(explore_bars, gradients, GRADIENTS, lambda made: list(made.values()), id="series"),
    pytest.param(explore_network, forward, FORWARD, lambda made: [flat(made)], id="network"),
    pytest.param(explore_network, passes, PASSES, lambda made: [flat(made)], id="passes"),
]


def sliders_of(call):
    named = ("labels", "ylim", "ylabel", "title", "alt")
    return parse_sliders({name: value for name, value in call.items() if name not in named})


def figure_of(explore, function, call):
    common = {"function": function, "sliders": sliders_of(call), "xlabel": "", "title": None, "alt": call["alt"]}
    if explore is explore_network:
        return Network(ylabel="", **common)
    return Bars(labels=call["labels"], ylim=call.get("ylim"), ylabel="y", **common)


def moved(sliders, indices):
    """Sets ipywidgets to the steps at these indices."""
    for slider, index in zip(sliders, indices, strict=True):
        slider.value = slider.options[index] if hasattr(slider, "options") else slider.min + index * slider.step


@pytest.mark.parametrize(("explore", "function", "call", "wanted"), KINDS)
def test_page_stores_and_notebook_draws_the_function_s_numbers_at_every_kind_of_setting(
    explore, function, call, wanted, monkeypatch
):
    monkeypatch.setenv("BYHAND_STATIC", "1")
    stored = static.read_back(explore(function, **call)._repr_html_())["values"]
    monkeypatch.delenv("BYHAND_STATIC")
    drawing, *sliders = explore(function, **call).children
    parsed = sliders_of(call)
    for indices in itertools.product(*({0, len(s.values) // 3, len(s.values) - 1} for s in parsed)):
        settings = {s.name: s.values[i] for s, i in zip(parsed, indices, strict=True)}
        want = rounded(wanted(function(**settings)), "it")
        cell = stored[tuple(min(i, n - 1) for i, n in zip(indices, stored.shape, strict=False))]
        assert np.array_equal(cell, want, equal_nan=True)
        moved(sliders, indices)
        drawn = np.frombuffer(drawing.values, dtype=np.float32).reshape(want.shape)
        assert np.array_equal(drawn, want.astype(np.float32), equal_nan=True)
        assert drawing.state["settings"] == pytest.approx(settings)
        assert drawing.state["message"] == ""


@pytest.mark.parametrize(("explore", "function", "call", "wanted"), KINDS)
def test_page_and_notebook_are_set_up_alike(explore, function, call, wanted, monkeypatch):
    monkeypatch.delenv("BYHAND_STATIC", raising=False)
    live = explore(function, **call).children[0].spec
    monkeypatch.setenv("BYHAND_STATIC", "1")
    html = explore(function, **call)._repr_html_()
    assert static.read_back(html)["spec"] == live
    assert html == explore(function, **call)._repr_html_()
    assert not re.search(r"\sid=|url\(#|href=", re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL))


@pytest.mark.parametrize(("explore", "function", "call", "wanted"), KINDS)
@pytest.mark.usefixtures("static")
def test_one_number_off_by_its_last_digit_stops_the_build(explore, function, call, wanted):
    figure, html = figure_of(explore, function, call), explore(function, **call)._repr_html_()
    static.verify(figure, html)
    found = re.search(r'application/json">(.*?)</script>', html, re.DOTALL)
    stored = json.loads(found.group(1))
    values = table.decode(stored["values"])
    last = values[..., -1, -1]
    values[..., -1, -1] = rounded(np.where(last == 0, 0.001, last * 1.011), "it")
    stored["values"] = table.encode(values, exact=True)
    with pytest.raises(FigureError, match="differ from those of the function"):
        static.verify(figure, html[: found.start(1)] + json.dumps(stored) + html[found.end(1) :])


@pytest.mark.usefixtures("static")
def test_three_sliders_of_21_steps_are_light():
    assert len(explore_bars(softmax, **SOFTMAX)._repr_html_()) < 15_000
    assert len(explore_network(forward, **FORWARD)._repr_html_()) < 30_000


def network(**changes):
    made = {"nodes": [[1, 2], [1, 2, 3], [1]], "edges": [W1, W2]} | changes
    return lambda: explore_network(lambda w: made, w=W, alt="a")


def bars(made, labels="ab", **call):
    return lambda: explore_bars(lambda w: made, list(labels), **({"w": W, "alt": "a"} | call))


@pytest.mark.usefixtures("static")
@pytest.mark.parametrize(
    ("call", "says"),
    [
        (bars([1, 2], alt=" "), "Give alt="),
        (bars(None), "Does the function end with `return`"),
        (bars("no"), "not made of numbers"),
        (bars([1, 2, 3]), r"shape \(3,\); there are 2 labels, so it must have shape \(2,\)"),
        (bars([1, np.inf]), r"holds an infinity. Give ylim"),
        (bars([1, 1e30]), "too large to be written"),
        (bars({}), "returned 0 series; a figure shows 1 to 6"),
        (bars({str(i): [1, 2] for i in range(7)}), "returned 7 series"),
        (bars([], labels=""), "There are 0 labels"),
        (bars([1], labels=["a name of 17 char"]), "is too long: 16 characters"),
        (lambda: explore_bars(lambda w: [1], "ab", w=W, alt="a"), "labels must be a list"),
        (bars([1, 2], ylim=(0.5, 1)), "with 0 between them"),
        (bars([1, 2], ylim=(0, 0)), "ylim must be"),
        (lambda: explore_bars(lambda w: {f"w = {w}": [1]}, ["a"], w=W, alt="a"), "The series are"),
        (lambda: explore_network(lambda w: {}, w=W, alt=""), "Give alt="),
        (lambda: explore_network(lambda w: None, w=W, alt="a"), "Does the function end with `return`"),
        (lambda: explore_network(lambda w: [1], w=W, alt="a"), 'a dict with "nodes" and "edges", and it returned list'),
        (lambda: explore_network(lambda w: {"nodes": []}, w=W, alt="a"), "returned a dict with 'nodes'"),
        (network(names=[]), "has 'names'; it may have 'nodes', 'edges', 'labels', 'backward'"),
        (network(nodes=np.ones(3)), '"nodes" must be a list'),
        (network(nodes=[[1]]), "holds 1 layers; a figure shows 2 to 6"),
        (network(nodes=[[[1, 2]], [1, 2, 3], [1]]), r'"nodes"\[0\] has shape \(1, 2\); give one number for each unit'),
        (network(nodes=[[1, 2], np.ones(9), [1]]), "holds 9 units; a layer shows 1 to 8"),
        (network(nodes=[[1, 2], [1, 2, np.inf], [1]]), "an infinity, which a network cannot show"),
        (network(edges=[W1]), "2 for 3 layers, not a list of 1"),
        (network(edges=None), "2 for 3 layers, not None"),
        (network(edges=[W1.T, W2]), r"between layers of 2 and 3 units it must be \(2, 3\).*transposed: try .T"),
        (network(edges=[W1, [[1], [2]]]), r'"edges"\[1\] has shape \(2, 1\)'),
        (network(edges=[W1, "no"]), r'"edges"\[1\] is not made of numbers'),
        (network(labels=[["x1"], ["a", "b", "c"], ["y"]]), "2, 3, 1 of them; it has 1, 3, 1"),
        (network(labels=3), '"labels" must be a list'),
        (network(labels=[["x1", "x2"], ["a", "b", "hidden 3"], ["y"]]), "'hidden 3' is too long"),
        (lambda: explore_network(sizes_that_change, w=W, alt="a"), "have 1, 1 units at the start and 2, 1 elsewhere"),
        (lambda: explore_network(names_that_change, w=W, alt="a"), "The labels are .* they must stay the same"),
    ],
)
def test_mistake_in_the_call_is_named(call, says):
    with pytest.raises(FigureError, match=says):
        call()


def sizes_that_change(w):
    inputs = [1.0] * (w + 1 if w > 0 else 1)
    return {"nodes": [inputs, [w]], "edges": [np.ones((len(inputs), 1))]}


def names_that_change(w):
    return {"nodes": [[1], [w]], "edges": [[[w]]], "labels": [["x"], [f"y{w}"]]}


@pytest.mark.parametrize("explore", [lambda: explore_bars(softmax, ["a"], z1=W, z2=W, z3=W),
                                     lambda: explore_network(forward, x1=W, x2=W, w=W)])
def test_figure_without_alt_is_refused(explore):
    with pytest.raises(TypeError, match="alt"):
        explore()


@pytest.mark.usefixtures("live")
def test_layers_that_grow_in_a_notebook_show_a_message_and_come_back():
    drawing, slider = explore_network(sizes_that_change, w=W, alt="a").children
    slider.value = 1
    assert "have 1, 1 units at the start and 2, 1 elsewhere" in drawing.state["message"]
    slider.value = -1
    assert drawing.state["message"] == ""


@pytest.mark.usefixtures("live")
def test_network_waits_for_an_exercise_and_then_works():
    todo = {"f": None}

    def student(x1, x2, w):
        if todo["f"] is None:
            raise NotImplementedError
        return todo["f"](x1, x2, w)

    drawing, *sliders = explore_network(student, **FORWARD).children
    assert drawing.state["message"].startswith("This figure is waiting for your code.")
    todo["f"] = forward
    sliders[0].value = 0.5
    assert drawing.state["message"] == ""
    assert drawing.spec["sizes"] == [2, 3, 1]
    assert drawing.spec["names"] == [name for layer in NAMES for name in layer]


@pytest.mark.usefixtures("live")
def test_bars_of_a_notebook_make_room_for_what_is_larger():
    scale = {"by": 1}
    drawing, slider = explore_bars(lambda w: [w * scale["by"], -1], ["a", "b"], w=(1, 3, 1), alt="a").children
    assert drawing.spec["ylim"] == pytest.approx([-1.4, 3.4])
    scale["by"] = 10
    slider.value = 3
    assert drawing.spec["ylim"][1] > 30


def picture(html):
    return ET.fromstring(re.search(r'<div class="byhand-plot"[^>]*>(<svg.*?</svg>)</div>', html, re.DOTALL).group(1))


def classed(svg, name):
    return [e for e in svg.iter() if name in e.get("class", "").split()]


@pytest.mark.usefixtures("static")
def test_picture_of_bars_says_its_values_and_has_a_bar_for_each():
    svg = picture(explore_bars(lambda w: {"s": [w, 0.25], "t": [np.nan, np.inf]}, ["a", "b"], w=(0, 1, 1), ylim=(-1, 1),
                               alt="See")._repr_html_())
    assert svg.get("aria-label") == "See (w = 0) s: a 0, b 0.25; t: a ?, b ∞"
    bars = classed(svg, "byhand-block")
    assert [[float(n) for n in re.findall(r"V([\d.]+)", bar.get("d"))] for bar in bars] == [
        [193.0, 193.0], [153.2, 193.0], [34.0, 193.0],
    ]
    assert not re.search(r"#[0-9a-fA-F]{3,6}\b|rgb\(", ET.tostring(svg, encoding="unicode"))


@pytest.mark.usefixtures("static")
def test_picture_of_a_network_tells_signs_by_more_than_colour_and_runs_backward():
    values = {"nodes": [[np.nan], [0.5, -1]], "edges": [[[2, -1]]], "backward": True, "labels": [["<x>"], ["p", "q"]]}
    html = explore_network(lambda w: values, w=W, alt="See")._repr_html_()
    svg = picture(html)
    assert svg.get("aria-label") == (
        "See (w = 0) The arrows run backward. Layer 1: <x> ?. Layer 2: p 0.5, q −1. Weights from layer 1 to 2: 2, −1."
    )
    lines = classed(svg, "byhand-wire")
    assert [line.get("class").split()[1] for line in lines] == ["byhand-plus", "byhand-minus"]
    assert float(lines[0].get("style")[13:]) > float(lines[1].get("style")[13:]) > 0
    starts = [float(re.match(r"M([\d.]+)", line.get("d")).group(1)) for line in lines]
    assert min(starts) > 500, "the arrows start on the right"
    assert re.search(r"\.byhand-minus \{[^}]*stroke-dasharray", assets.stylesheet())


@pytest.mark.usefixtures("static")
def test_edge_that_is_not_there_is_not_drawn():
    made = {"nodes": [[1, 2], [3]], "edges": [[[1], [np.nan]]]}
    svg = picture(explore_network(lambda w: made, w=W, alt="a")._repr_html_())
    assert len(classed(svg, "byhand-wire")) == 1
