"""Tables come back as they went in, to within the rounding that they state."""

from __future__ import annotations

import numpy as np
import pytest
from byhand import table
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

numbers = st.one_of(st.floats(-1e6, 1e6), st.just(np.nan))


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(hnp.arrays(np.float64, hnp.array_shapes(min_dims=1, max_dims=4, max_side=6), elements=numbers))
def test_any_table_comes_back(values):
    packed = table.encode(values)
    assert np.allclose(table.decode(packed), values, rtol=0, atol=table.rounding(packed), equal_nan=True)


def test_range_too_small_to_divide_comes_back():
    packed = table.encode(np.array([0.0, 5e-324]))
    assert np.allclose(table.decode(packed), 0, atol=table.rounding(packed))


def test_rounding_is_a_hundredth_of_a_pixel_in_a_figure_of_400():
    packed = table.encode(np.linspace(-3, 5, 100))
    assert table.rounding(packed) / 8 * 400 < 0.0125


def test_gaps_stay_gaps_and_the_largest_value_is_no_gap():
    got = table.decode(table.encode(np.array([[0.0, np.nan, 1.0]])))
    assert np.isnan(got).tolist() == [[False, True, False]]


def test_same_table_gives_the_same_text():
    values = np.random.default_rng(1).normal(size=(5, 6, 7)).cumsum(axis=-1)
    assert table.encode(values) == table.encode(values.copy())


def test_differences_that_cost_less_are_chosen():
    w = np.linspace(-3, 3, 13)
    x = np.linspace(-6, 6, 201)
    smooth = table.encode(np.tanh(w[:, None, None] * x))
    repeated = table.encode(np.random.default_rng(0).choice([0.0, 0.3, 1.0], size=(200, 41)))
    assert smooth["orders"][-1] == 2
    assert repeated["orders"] == [0, 0]


def test_infinity_is_refused():
    with pytest.raises(ValueError, match="infinity"):
        table.encode(np.array([0.0, np.inf]))
