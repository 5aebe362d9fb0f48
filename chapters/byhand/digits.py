"""Numbers as a reader sees them: three significant digits, the same in a notebook, on a page and in a test.

Figures that write their values (bars, networks) round them here before anything is drawn or stored. So the number
on a bar is the function's own, rounded once, and never off by the rounding of a packed table. Each such number has a
code of 16 bits, in the order of the numbers: `static.js` holds the decoder for the page.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from byhand.figure import numbers
from byhand.sliders import MINUS, FigureError

LOWEST, DECADES = -18, 36  # from 1e-18, below which a number counts as 0, up to 1e18
INFINITE = 32767  # the code of infinity
MISSING = -32768  # the code of "no value here" (NaN)
UNKNOWN = "?"
TENS = np.array([float(f"1e{power}") for power in range(23)])


def rounded(values: Any, what: str) -> np.ndarray:
    """`values` with three significant digits, or a FigureError that says what is wrong with them."""
    array = numbers(values, what)
    short = np.array([float(f"{value:.2e}") for value in array.flat]).reshape(array.shape)
    size = np.abs(short)
    large = short[np.isfinite(short) & (size >= 10.0 ** (LOWEST + DECADES))]
    if large.size:
        raise FigureError(f"{what} holds {large[0]:.3g}, which is too large to be written in a figure.")
    return np.where(size < 10.0**LOWEST, 0.0, short)


def to_codes(values: np.ndarray) -> np.ndarray:
    """The code of each number with three significant digits, int16: 0 for zero, 900 a decade, negative below zero."""
    size = np.abs(values)
    usual = np.isfinite(values) & (size > 0)
    power = np.floor(np.log10(np.where(usual, size, 1.0)) + 1e-9).astype(int) - 2
    digits = np.rint(_scaled(size[usual], -power[usual]))
    codes = np.where(np.isinf(values), INFINITE, 0)
    codes[usual] = (power[usual] + 2 - LOWEST) * 900 + digits - 99
    return np.where(np.isnan(values), MISSING, np.where(values < 0, -codes, codes)).astype(np.int16)


def from_codes(codes: np.ndarray) -> np.ndarray:
    """The numbers, float64, whose codes these are."""
    size = np.abs(codes.astype(int))
    power, digits = LOWEST + (np.minimum(size, 900 * DECADES) - 1) // 900 - 2, (size - 1) % 900 + 100
    # Powers of ten up to 1e22 are exact, so that a division gives the float nearest to the decimal number.
    values = _scaled(digits, power)
    values = np.where(size == 0, 0.0, np.where(size == INFINITE, np.inf, values))
    return np.where(codes == MISSING, np.nan, np.where(codes < 0, -values, values))


def _scaled(values: np.ndarray, power: np.ndarray) -> np.ndarray:
    """`values` times ten to the `power`."""
    tens = TENS[np.abs(power)]
    return np.where(power < 0, values / tens, values * tens)


def shown(value: float) -> str:
    """A rounded number as text: 0.665, −12, 1.5e−7, ∞, or ? where there is none."""
    if np.isnan(value):
        return UNKNOWN
    if np.isinf(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    if value == 0 or 1e-3 <= abs(value) < 1e5:
        text = f"{value:.5f}".rstrip("0").rstrip(".")
    else:
        digits, power = f"{value:.2e}".split("e")
        text = f"{digits.rstrip('0').rstrip('.')}e{int(power)}"
    return text.replace("-", MINUS)
