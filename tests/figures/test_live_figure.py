"""The figure of a live notebook: each move calls the author's function."""

from __future__ import annotations

import ipywidgets
import numpy as np
import pytest
from byhand import explore, explore_field
from figure_examples import CHOICE, CURVES, DESCENT, GRID, REGION, X, activations, bowl, descent, neuron, region

pytestmark = pytest.mark.usefixtures("live")


def parts(figure):
    drawing, *sliders = figure.children
    return drawing, {slider.description: slider for slider in sliders}


def drawn(drawing):
    return np.frombuffer(drawing.values, dtype=np.float32)


def test_moving_a_slider_draws_what_the_function_gives_there():
    drawing, sliders = parts(explore(neuron, X, **CURVES))
    sliders["w"].value = 2.5
    sliders["b"].value = -3
    assert np.allclose(drawn(drawing), neuron(X, 2.5, -3), atol=1e-6)
    assert drawing.state["settings"] == {"w": 2.5, "b": -3}
    assert drawing.state["text"] == "w = 2.5, b = −3"


def test_choice_is_a_dropdown():
    drawing, sliders = parts(explore(activations, X, **CHOICE))
    sliders["name"].value = "ReLU"
    assert np.allclose(drawn(drawing)[:121], np.maximum(0, X), atol=1e-6)
    assert drawing.spec["series"] == ["activation", "derivative"]


def test_field_and_path_follow_the_sliders():
    drawing, sliders = parts(explore_field(bowl, GRID, GRID, **DESCENT))
    sliders["steps"].value = 3
    path = np.frombuffer(drawing.path, dtype=np.float32).reshape(-1, 2)
    assert np.allclose(path, descent(sliders["learning_rate"].value, 3), atol=1e-6)
    assert drawn(drawing).size == GRID.size**2


def test_the_author_s_own_slider_is_used():
    mine = ipywidgets.FloatSlider(min=-3, max=3, step=0.5, value=1.5, description="weight")
    figure = explore_field(region, GRID, GRID, alt="a", w1=mine, b=(-1, 1, 1))
    assert mine in figure.children
    assert figure.children[0].state["settings"] == {"w1": 1.5, "b": 0}


def test_exercise_that_is_not_done_shows_a_friendly_message_and_works_later():
    todo = {"f": None}

    def student(x, w):
        if todo["f"] is None:
            raise NotImplementedError
        return todo["f"](x, w)

    drawing, sliders = parts(explore(student, X, w=(0, 4, 1), alt="a"))
    assert drawing.state["message"].startswith("This figure is waiting for your code.")
    todo["f"] = lambda x, w: w * x
    sliders["w"].value = 3
    assert drawing.state["message"] == ""
    assert np.allclose(drawn(drawing), 3 * X)
    assert drawing.spec["ylim"][0] < -24 + 1e-9 < 24 - 1e-9 < drawing.spec["ylim"][1]


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (lambda x, w: None, "Does the function end with `return`"),
        (lambda x, w: x[1:], "shape"),
        (lambda x, w: 1 / 0, "division"),
    ],
)
def test_wrong_answer_shows_a_message_and_no_traceback(answer, says):
    drawing, _ = parts(explore(answer, X, w=(0, 4, 1), alt="a"))
    assert says in drawing.state["message"]


def test_axis_holds_all_settings_from_the_start():
    drawing, sliders = parts(explore(lambda x, w: w * x, X, w=(0, 4, 1), alt="a"))
    before = drawing.spec["ylim"]
    sliders["w"].value = 4
    assert drawing.spec["ylim"] == before
    assert before[1] >= 24


def test_live_and_static_figures_are_set_up_alike(monkeypatch):
    from byhand.static import read_back

    live = explore_field(region, GRID, GRID, **REGION).children[0].spec
    monkeypatch.setenv("BYHAND_STATIC", "1")
    assert read_back(explore_field(region, GRID, GRID, **REGION)._repr_html_())["spec"] == live
