"""Numbers that a figure writes: three significant digits, and stored as they are."""

from __future__ import annotations

import numpy as np
import pytest
from byhand import digits, table
from byhand.sliders import FigureError
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"), (-0.0, "0"), (1, "1"), (-0.5, "−0.5"), (0.66524, "0.665"), (0.09, "0.09"), (999.6, "1000"),
        (12345, "12300"), (0.001234, "0.00123"), (0.00009996, "1e−4"), (-1.2345e-7, "−1.23e−7"), (1e5, "1e5"),
        (2.5e9, "2.5e9"), (1e-19, "0"), (np.inf, "∞"), (-np.inf, "−∞"), (np.nan, "?"),
    ],
)
def test_number_is_written_as_a_reader_would(value, text):
    assert digits.shown(float(digits.rounded(value, "it"))) == text


@given(st.lists(st.floats(-9e17, 9e17) | st.floats(-1, 1) | st.sampled_from([np.nan, np.inf, -np.inf]), min_size=1))
def test_any_written_number_is_stored_exactly(values):
    once = digits.rounded(values, "they")
    packed = table.encode(once, exact=True)
    assert np.array_equal(table.decode(packed), once, equal_nan=True)
    assert table.rounding(packed) == 0
    assert np.array_equal(digits.rounded(once, "they"), once, equal_nan=True)


@given(st.floats(1e-17, 9e17))
def test_rounding_is_half_a_percent_at_most(value):
    assert abs(float(digits.rounded(value, "it")) / value - 1) <= 0.005 + 1e-12


def test_codes_have_the_order_of_their_numbers():
    values = digits.rounded([-1e9, -1, -0.999, -1e-18, 0, 2e-18, 0.1, 0.101, 99.9, 100, 1e17, np.inf], "they")
    assert (np.diff(digits.to_codes(values).astype(int)) > 0).all()


def test_number_that_is_too_large_is_named():
    with pytest.raises(FigureError, match=r"The loss holds -1e\+18, which is too large"):
        digits.rounded([1, -1e18], "The loss")
