"""BOTH ENDS. Plain values as bytes (`wire` says what crosses and in what form)."""

from __future__ import annotations

import struct
import sys
from collections.abc import Callable
from itertools import groupby
from typing import Any, Literal

import numpy as np
from numpy import asarray  # by name: in the worker, students may put functions of their own into NumPy

from autograde.split import plain
from autograde.split.named import name_of
from autograde.split.plain import WireError, is_plain, packed

_LENGTH = struct.Struct("<Q")
_FLOAT = struct.Struct("<d")
_COMPLEX = struct.Struct("<dd")

Refer = Callable[["Encoder", Any], None]


def _refuse(encoder: Encoder, value: object) -> None:
    raise WireError(f"an object of type {type(value).__name__} cannot cross to the other process")


def encode(value: object, refer: Refer = _refuse) -> bytes:
    """The bytes of one value; raises `WireError` if it or a part of it is not plain."""
    encoder = Encoder(refer)
    encoder.value(value)
    return encoder.bytes()



class Encoder:
    """Writes values one after another.

    Parameters
    ----------
    refer : callable
        Writes what is not plain, or raises `WireError`.
    known : dict of int to object, optional
        Mutable objects that both ends have already; they are written as their number.
    first : int
        The number of the first mutable object that is new.
    """

    def __init__(self, refer: Refer = _refuse, known: dict[int, Any] | None = None, first: int = 0) -> None:
        self._refer = refer
        self._parts: list[bytes | memoryview] = []
        self._size = 0
        self._nodes = 0
        self.mutables: dict[int, Any] = dict(known or {})
        self.next = first
        # {id of a large array: references to it that the parts hold until they are sent}
        self.lent: dict[int, int] = {}
        self._index = {id(value): number for number, value in self.mutables.items()}

    def bytes(self) -> bytes:
        """All that was written."""
        return b"".join(self._parts)

    def parts(self) -> list[bytes | memoryview]:
        """All that was written, in pieces: large arrays as they stand in memory, not copied."""
        found: list[bytes | memoryview] = []
        for large, group in groupby(self._parts, lambda part: len(part) > plain.LARGE):
            run = list(group)
            found += run if large else [b"".join(run)]
        return found

    def raw(self, data: bytes | memoryview) -> None:
        self._size += len(data)
        if self._size > plain.MAX_BYTES:
            raise WireError(f"a value is larger than the {plain.MAX_BYTES >> 20} MB that may cross at once")
        self._parts.append(data)

    def number(self, value: int) -> None:
        self.raw(_LENGTH.pack(value))

    def block(self, data: bytes | memoryview) -> None:
        self.number(len(data))
        self.raw(data)

    def value(self, value: object, depth: int = 0) -> None:
        """Write one value.

        Raises
        ------
        WireError
            If a part is not plain, is nested too deeply, or is too large.
        """
        self._nodes += 1
        if depth > plain.MAX_DEPTH:
            raise WireError(f"a value is nested more than {plain.MAX_DEPTH} levels deep")
        if self._nodes > plain.MAX_NODES:
            raise WireError(f"a value has more than {plain.MAX_NODES} parts; send numbers as an array")
        writer = _WRITERS.get(type(value))
        if writer is not None:
            writer(self, value, depth)
        elif isinstance(value, np.generic) and type(value).__module__ == "numpy" and is_plain(value.dtype):
            self.raw(b"G")
            self._array_content(asarray(value))
        elif isinstance(value, np.dtype) and is_plain(value):
            self.raw(b"Q")
            self._dtype(packed(value))
        elif (name := name_of(value)) is not None:
            self.raw(b"Y")
            self.block(name.encode())
        else:
            self._refer(self, value)

    def contents(self, value: object, depth: int = 0) -> None:
        """What is inside a mutable object, without its type and without entering it in `mutables`."""
        kind = type(value)
        if kind is dict:
            self.number(len(value))
            for key, item in list(value.items()):
                self.value(key, depth + 1)
                self.value(item, depth + 1)
        elif kind is np.ndarray:
            fortran = value.flags.f_contiguous and not value.flags.c_contiguous
            self.raw(bytes([int(value.flags.writeable) + 2 * int(fortran)]))
            before = sys.getrefcount(value)
            self._array_content(value, "F" if fortran else "C")
            if value.nbytes > plain.LARGE:
                self.lent[id(value)] = sys.getrefcount(value) - before
        elif kind is np.random.Generator:
            state = value.bit_generator.state
            for part in (state["state"]["state"], state["state"]["inc"], state["has_uint32"], state["uinteger"]):
                self._integer(int(part))
        else:
            self.number(len(value))
            for item in list(value):
                self.value(item, depth + 1)

    def _mutable(self, tag: bytes, value: object, depth: int) -> None:
        key = id(value)
        if key in self._index:
            self.raw(b"K")
            self.number(self._index[key])
            return
        self._index[key] = self.next
        self.mutables[self.next] = value
        self.next += 1
        self.raw(tag)
        self.contents(value, depth)

    def _array(self, value: np.ndarray, depth: int) -> None:
        if is_plain(value.dtype):
            self._mutable(b"A", value, depth)
        else:
            self._refer(self, value)

    def _generator(self, value: np.random.Generator, depth: int) -> None:
        if type(value.bit_generator) is np.random.PCG64:
            self._mutable(b"P", value, depth)
        else:
            self._refer(self, value)

    def _array_content(self, value: np.ndarray, order: Literal["C", "F"] = "C") -> None:
        if value.nbytes > plain.MAX_BYTES:
            raise WireError(f"an array is larger than the {plain.MAX_BYTES >> 20} MB that may cross at once")
        dtype = packed(value.dtype)
        self._dtype(dtype)
        self.number(value.ndim)
        for length in value.shape:
            self.number(length)
        ready = asarray(value, dtype, order)
        self.block(ready.reshape(-1, order=order).view(np.uint8).data if value.nbytes else b"")

    def _dtype(self, dtype: np.dtype) -> None:
        """A packed type: the text of a simple one; the fields of a record, each with a name and a shape."""
        if dtype.fields is None:
            self.block(dtype.str.encode())
            return
        self.block(b"")
        self.number(len(dtype.fields))
        for name in dtype.names or ():
            field = dtype.fields[name][0]
            self.block(name.encode("utf-8", "replace"))
            self.number(len(field.shape))
            for length in field.shape:
                self.number(length)
            self._dtype(field.base)

    def _sequence(self, tag: bytes, value: Any, depth: int) -> None:
        self.raw(tag)
        self.number(len(value))
        for item in value:
            self.value(item, depth + 1)

    def _integer(self, value: int) -> None:
        if value.bit_length() >= 8 * plain.MAX_INTEGER:
            raise WireError("a whole number has too many digits to cross")
        self.block(value.to_bytes(value.bit_length() // 8 + 1, "little", signed=True))

    def _tagged(self, tag: bytes, data: bytes) -> None:
        self.raw(tag)
        self.block(data)

    def _tagged_integer(self, value: int) -> None:
        self.raw(b"I")
        self._integer(value)


_WRITERS: dict[type, Callable[[Encoder, Any, int], None]] = {
    type(None): lambda e, v, d: e.raw(b"N"),
    bool: lambda e, v, d: e.raw(b"T" if v else b"F"),
    int: lambda e, v, d: e._tagged_integer(v),
    float: lambda e, v, d: e.raw(b"D" + _FLOAT.pack(v)),
    complex: lambda e, v, d: e.raw(b"C" + _COMPLEX.pack(v.real, v.imag)),
    str: lambda e, v, d: e._tagged(b"S", v.encode("utf-8", "surrogatepass")),
    bytes: lambda e, v, d: e._tagged(b"B", v),
    tuple: lambda e, v, d: e._sequence(b"U", v, d),
    frozenset: lambda e, v, d: e._sequence(b"Z", v, d),
    slice: lambda e, v, d: e._sequence(b"X", (v.start, v.stop, v.step), d),
    range: lambda e, v, d: e._sequence(b"R", (v.start, v.stop, v.step), d),
    list: lambda e, v, d: e._mutable(b"L", v, d),
    dict: lambda e, v, d: e._mutable(b"M", v, d),
    set: lambda e, v, d: e._mutable(b"E", v, d),
    np.ndarray: lambda e, v, d: e._array(v, d),
    np.random.Generator: lambda e, v, d: e._generator(v, d),
}
