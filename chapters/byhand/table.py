"""Packs a table of values (one cell for each slider setting) into little text, and unpacks it again.

Values are rounded to 14 bits of their range (a hundredth of a pixel in a figure 400 pixels high), replaced by
differences between neighbours, and deflated. `static.js` holds the same decoder for the page.

Which differences pay depends on the figure, so the cheapest of a few ways is found by trying them. Deflated
kilobytes on typical tables (values; no differences; second differences along the rows; the best way):

| table                                    | values | none | 2nd | best |
|------------------------------------------|-------:|-----:|----:|-----:|
| sigmoid curve, 21 x 21 settings          |    89k | 25.0 |15.1 | 12.6 |
| tanh and its derivative, 21 x 21         |   177k | 33.9 |25.4 | 24.8 |
| one neuron on a 41 x 41 grid, 21 x 21    |   741k | 65.7 |86.8 | 65.7 |
| two hidden units on 41 x 41, 13 x 13     |   284k |  333 | 160 |  152 |
| moving bump on 41 x 41, 21 x 21          |   741k | 20.2 |20.8 | 19.7 |

Values that the drawing writes as numbers are not rounded here: they come with three significant digits, and
`digits.py` gives each of them a code of its own.
"""

from __future__ import annotations

import base64
import itertools
import zlib
from typing import Any

import numpy as np

from byhand import digits

TOP = 16382  # the largest code of a number; the one above stands for "no value here" (NaN)
MISSING = 16383
SAMPLE = 150_000  # values on which the ways of packing are compared


def encode(values: np.ndarray, *, exact: bool = False) -> dict[str, Any]:
    """Pack `values` (any shape with at least one axis, float, NaN allowed) into a JSON-ready dict.

    Parameters
    ----------
    exact : bool
        The values have three significant digits (and may be infinite); they come back as they are.

    Returns
    -------
    dict
        shape : list of int
        low, high : float, the range of the finite values; missing if exact
        orders : list of int, how many times differences were taken along each axis
        planes : bool, whether all low bytes come before all high bytes
        data : str, base64 of the deflated differences, 16 bits each

    Raises
    ------
    ValueError
        When a value is infinite: it has no place in a range.
    """
    values = np.asarray(values, dtype=np.float64)
    if exact:
        return _packed(digits.to_codes(values).view(np.uint16), {})
    if np.isinf(values).any():
        raise ValueError("The values hold an infinity, which cannot be stored.")
    missing = np.isnan(values)
    known = values[~missing]
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 0.0)
    codes = np.full(values.shape, MISSING, dtype=np.uint16)
    if high > low:
        codes[~missing] = np.rint((known - low) / (high - low) * TOP).astype(np.uint16)
    else:
        codes[~missing] = 0
    return _packed(codes, {"low": low, "high": high})


def _packed(codes: np.ndarray, span: dict[str, float]) -> dict[str, Any]:
    orders, planes = _cheapest(codes)
    return {
        "shape": list(codes.shape),
        **span,
        "orders": list(orders),
        "planes": planes,
        "data": base64.b64encode(_pack(codes, orders, planes, 9)).decode("ascii"),
    }


def decode(packed: dict[str, Any]) -> np.ndarray:
    """The float64 array that `encode` packed, each value within `rounding(packed)` of the original."""
    raw = zlib.decompress(base64.b64decode(packed["data"]))
    if packed["planes"]:
        both = np.frombuffer(raw, dtype=np.uint8).reshape(2, -1).astype(np.uint16)
        steps = both[0] | both[1] << 8
    else:
        steps = np.frombuffer(raw, dtype="<u2").astype(np.uint16)
    codes = ((steps >> 1) ^ (0 - (steps & 1)).astype(np.uint16)).reshape(packed["shape"])
    for axis, order in enumerate(packed["orders"]):
        for _ in range(order):
            codes = np.cumsum(codes, axis=axis, dtype=np.uint16)
    if "low" not in packed:
        return digits.from_codes(codes.view(np.int16))
    values = packed["low"] + codes * ((packed["high"] - packed["low"]) / TOP)
    return np.where(codes == MISSING, np.nan, values)


def rounding(packed: dict[str, Any]) -> float:
    """The largest distance between a value and what is stored for it."""
    if "low" not in packed:
        return 0.0
    arithmetic = 1e-12 * max(abs(packed["low"]), abs(packed["high"]), 1e-280)
    return 0.5 * (packed["high"] - packed["low"]) / TOP + arithmetic


def _cheapest(codes: np.ndarray) -> tuple[tuple[int, ...], bool]:
    """The orders of differences and the byte layout that pack a slab from the middle of the table best."""
    keep = max(1, round(SAMPLE / max(1, codes[0].size)))
    first = max(0, (len(codes) - keep) // 2)
    slab = codes[first : first + keep]
    ways = [(orders, planes) for orders in _orders(slab.ndim) for planes in (False, True)]
    return min(ways, key=lambda way: len(_pack(slab, *way, 6)))


def _orders(axes: int) -> list[tuple[int, ...]]:
    """What is tried: up to two differences along the last two axes, and up to one along the sliders' axes."""
    near = [pair[-axes:] for pair in ((0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 1), (2, 2))]
    far = [(0,) * (axes - 2), (0,) * (axes - 3) + (1,) * (axes > 2), (1,) * (axes - 2)]
    return list(dict.fromkeys(a + b for a, b in itertools.product(far, near)))


def _pack(codes: np.ndarray, orders: tuple[int, ...], planes: bool, level: int) -> bytes:
    for axis, order in enumerate(orders):
        for _ in range(order):
            codes = np.diff(codes, axis=axis, prepend=np.zeros_like(codes.take([0], axis=axis)))
    signed = codes.reshape(-1).view(np.int16)
    # Zigzag: a small step down becomes a small number, as a small step up is.
    steps = ((signed << 1) ^ (signed >> 15)).view(np.uint16)
    if planes:
        raw = (steps & 255).astype(np.uint8).tobytes() + (steps >> 8).astype(np.uint8).tobytes()
    else:
        raw = steps.astype("<u2").tobytes()
    return zlib.compress(raw, level)
