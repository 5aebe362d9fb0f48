"""BOTH ENDS. What counts as plain, and how much of it may cross at once."""

from __future__ import annotations

import re

import numpy as np

MAX_BYTES = 64 << 20
MAX_DEPTH = 64
MAX_NODES = 1_000_000
MAX_AXES = 32
MAX_INTEGER = 1 << 16  # bytes
MAX_FIELDS = 64
MAX_ITEM = 1 << 16  # bytes of one text or record in an array
# An array of more bytes than this is sent from where it stands and received where it will stand.
LARGE = 1 << 15

# Little-endian and one-byte types. longdouble has no portable form, and Python objects are not plain.
FIXED = ("|b1", "|i1", "|u1", "<i2", "<u2", "<i4", "<u4", "<i8", "<u8", "<f2", "<f4", "<f8", "<c8", "<c16")
_DTYPES = {text: np.dtype(text) for text in FIXED}
_TEXT = re.compile(r"\|S[0-9]{1,5}|<U[0-9]{1,5}")
_TIME = re.compile(r"<[mM]8(\[([0-9]{1,6})?(Y|M|W|D|h|m|s|ms|us|ns|ps|fs|as)\])?")


class WireError(Exception):
    """A value that cannot be sent, or bytes that are no message."""


def is_simple(dtype: np.dtype) -> bool:
    """Whether one item of `dtype` is a number, a truth value, a text, or a time."""
    if dtype.kind in "SU":
        return 0 < dtype.itemsize <= MAX_ITEM
    text = dtype.newbyteorder("<").str
    return dtype.fields is None and dtype.subdtype is None and (text in _DTYPES or bool(_TIME.fullmatch(text)))


def is_plain(dtype: np.dtype, depth: int = 0) -> bool:
    """Whether arrays of `dtype` may cross: simple items, or records of them."""
    if dtype.subdtype is not None:
        return is_plain(dtype.base, depth + 1)
    if dtype.fields is None:
        return is_simple(dtype)
    small = depth < 4 and 0 < len(dtype.fields) <= MAX_FIELDS and 0 < dtype.itemsize <= MAX_ITEM
    return small and all(is_plain(field[0], depth + 1) for field in dtype.fields.values())


def packed(dtype: np.dtype) -> np.dtype:
    """The same type as it crosses: little-endian, and records without gaps."""
    if dtype.subdtype is not None:
        return np.dtype((packed(dtype.base), dtype.shape))
    if dtype.fields is None:
        return dtype.newbyteorder("<")
    return np.dtype([(name, packed(dtype.fields[name][0])) for name in dtype.names or ()])


def simple_dtype(text: str) -> np.dtype:
    """The type that a text from the line names; raises `WireError` if it is not simple."""
    if text in _DTYPES:
        return _DTYPES[text]
    if _TEXT.fullmatch(text) or _TIME.fullmatch(text):
        try:
            dtype = np.dtype(text)
        except (TypeError, ValueError):
            dtype = None
        if dtype is not None and is_simple(dtype):
            return dtype
    raise WireError("an array of a type that is not plain")
