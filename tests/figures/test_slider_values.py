"""What a slider can be given, and which values it takes."""

from __future__ import annotations

import ipywidgets
import pytest
from byhand.sliders import FigureError, parse_sliders


def one(**given):
    return parse_sliders(given)[0]


def test_range_starts_at_its_middle_step():
    slider = one(w=(-5, 5, 0.5))
    assert len(slider.values) == 21
    assert slider.values[slider.start] == 0


def test_steps_of_a_tenth_are_exact_decimals():
    assert one(w=(0.0, 1.0, 0.1)).values == (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


def test_whole_numbers_stay_whole():
    assert one(steps=(0, 4, 2)).values == (0, 2, 4)
    assert all(type(value) is int for value in one(steps=(0, 4, 2)).values)


def test_range_that_the_step_does_not_divide_ends_below_its_maximum():
    assert one(w=(0, 1, 0.4)).values == (0.0, 0.4, 0.8)


def test_widget_brings_its_value_and_description():
    slider = one(rate=ipywidgets.FloatSlider(min=0, max=1, step=0.25, value=0.75, description="learning rate"))
    assert (slider.label, slider.values[slider.start]) == ("learning rate", 0.75)


def test_list_of_words_is_a_choice():
    slider = one(kind=["tanh", "ReLU"])
    assert slider.is_choice
    assert slider.text(1) == "ReLU"


def test_values_are_written_with_a_true_minus_and_equal_decimals():
    slider = one(w=(-1, 1, 0.25))
    assert [slider.text(i) for i in (0, 1)] == ["−1.00", "−0.75"]


@pytest.mark.parametrize(
    "wrong",
    [3, (0, 1), (0, 1, 0), (1, 0, 0.1), (0, float("inf"), 1), (0, 1, "0.1"), [], [1, 2], ["a", "a"], True, None],
)
def test_anything_else_is_refused_with_advice(wrong):
    with pytest.raises(FigureError, match="'w'"):
        one(w=wrong)


def test_figure_without_sliders_is_refused():
    with pytest.raises(FigureError, match="no slider"):
        parse_sliders({})
