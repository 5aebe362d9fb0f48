"""BOTH ENDS. Bytes as plain values. Trusts nothing that it reads."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable
from typing import Any, Literal

import numpy as np

from autograde.split import plain
from autograde.split.named import BY_NAME
from autograde.split.plain import WireError, simple_dtype

_LENGTH = struct.Struct("<Q")
_FLOAT = struct.Struct("<d")
_COMPLEX = struct.Struct("<dd")

Resolve = Callable[["Decoder", int], Any]


def _no_handle(decoder: Decoder, tag: int) -> Any:
    raise WireError("a handle where plain data was expected")


def decode(data: bytes | bytearray | memoryview, resolve: Resolve = _no_handle) -> Any:
    """The value of which `data` is the whole encoding; raises `WireError` for anything else."""
    decoder = Decoder(data, resolve)
    value = decoder.value()
    decoder.end()
    return value


class Source:
    """Where a decoder takes its bytes from: here, a message that has arrived whole."""

    def __init__(self, data: bytes | bytearray | memoryview) -> None:
        self._data = memoryview(data)
        self.left = len(self._data)

    def take(self, size: int) -> memoryview:
        """The next `size` bytes, of which there are as many."""
        start = len(self._data) - self.left
        self.left -= size
        return self._data[start : start + size]

    def fill(self, view: memoryview) -> None:
        """Write the next bytes into `view`, of which there are as many."""
        view[:] = self.take(len(view))


class Decoder:
    """Reads values one after another and trusts nothing that it reads; parameters as for `Encoder`."""

    def __init__(
        self,
        data: bytes | bytearray | memoryview | Source,
        resolve: Resolve = _no_handle,
        known: dict[int, Any] | None = None,
        first: int = 0,
    ) -> None:
        self._source = data if isinstance(data, Source) else Source(data)
        if self._source.left > plain.MAX_BYTES + 4096:
            raise WireError("the message is too long")
        self._nodes = 0
        self._resolve = resolve
        self.mutables: dict[int, Any] = dict(known or {})
        self.next = first

    def end(self) -> None:
        if self._source.left:
            raise WireError("there are bytes after the value")

    def raw(self, size: int) -> memoryview:
        if size > self._source.left:
            raise WireError("the message is cut off")
        return self._source.take(size)

    def number(self) -> int:
        return _LENGTH.unpack(self.raw(8))[0]

    def block(self) -> memoryview:
        return self.raw(self.number())

    def text(self) -> str:
        try:
            return str(self.block(), "utf-8", "surrogatepass")
        except UnicodeDecodeError:
            raise WireError("text that is no UTF-8") from None

    def value(self, depth: int = 0) -> Any:
        """The next value; raises `WireError` if the bytes are no encoding that `Encoder` could have made."""
        self._nodes += 1
        if depth > plain.MAX_DEPTH or self._nodes > plain.MAX_NODES:
            raise WireError("the message is nested too deeply or has too many parts")
        tag = self.raw(1)[0]
        reader = _READERS.get(tag)
        if reader is None:
            return self._resolve(self, tag)
        try:
            return reader(self, depth)
        except (TypeError, ValueError, OverflowError) as error:  # such as a list as a key of a dict
            raise WireError(f"the message holds an impossible value: {type(error).__name__}") from None

    def count(self) -> int:
        """A number of things that follow, each of a byte at least."""
        count = self.number()
        if count > self._source.left:
            raise WireError("the message is cut off")
        return count

    def items(self, depth: int) -> list[Any]:
        """A number of values, one after another."""
        return [self.value(depth + 1) for _ in range(self.count())]

    def pairs(self, depth: int) -> dict[Any, Any]:
        return {self.value(depth + 1): self.value(depth + 1) for _ in range(self.count())}

    def integer(self) -> int:
        size = self.number()
        if size > plain.MAX_INTEGER:
            raise WireError("a number that is too long")
        return int.from_bytes(self.raw(size), "little", signed=True)

    def dtype(self, depth: int = 0) -> np.dtype:
        """A plain type (see `Encoder`)."""
        text = str(self.block(), "ascii")
        if text:
            return simple_dtype(text)
        fields, size = [], 0
        count = self.number()
        if depth > 4 or not 0 < count <= plain.MAX_FIELDS:
            raise WireError("a record of too many fields or levels")
        for _ in range(count):
            name, shape = self.text(), self.shape()
            base = self.dtype(depth + 1)
            size += base.itemsize * math.prod(shape)
            if not 0 < size <= plain.MAX_ITEM:
                raise WireError("a record that is too large")
            fields.append((name, base, shape))
        return np.dtype(fields)

    def shape(self) -> tuple[int, ...]:
        axes = self.number()
        if axes > plain.MAX_AXES:
            raise WireError("an array of too many axes")
        shape = tuple(self.number() for _ in range(axes))
        if any(length > plain.MAX_BYTES for length in shape):
            raise WireError("an array with an impossible shape")
        return shape

    def array(self, order: Literal["C", "F"] = "C") -> np.ndarray:
        """A fresh, writeable array; its items come in the order in which memory holds them."""
        dtype, shape = self.dtype(), self.shape()
        size, given = dtype.itemsize * math.prod(shape), self.number()
        if size != given:
            raise WireError("an array whose bytes do not fit its shape")
        if size > self._source.left:
            raise WireError("the message is cut off")
        array = np.empty(shape, dtype, order)
        if size:
            self._source.fill(memoryview(array.reshape(-1, order=order).view(np.uint8)))
            _put_right(array)
        return array

    def generator(self) -> np.random.Generator:
        bits = np.random.PCG64(0)
        state, increment, has_half, half = (self.integer() for _ in range(4))
        if not (0 <= state < 1 << 128 and 0 <= increment < 1 << 128 and has_half in (0, 1) and 0 <= half < 1 << 32):
            raise WireError("an impossible state of a random generator")
        bits.state = {
            "bit_generator": "PCG64",
            "state": {"state": state, "inc": increment},
            "has_uint32": has_half,
            "uinteger": half,
        }
        return np.random.Generator(bits)

    def contents(self, kind: type, depth: int = 0) -> Any:
        """What `Encoder.contents` wrote of an object of type `kind`."""
        if kind is dict:
            return self.pairs(depth)
        if kind is np.ndarray:
            form = self.raw(1)[0]
            array = self.array("F" if form & 2 else "C")
            array.flags.writeable = bool(form & 1)
            return array
        if kind is np.random.Generator:
            return self.generator()
        return kind(self.items(depth))

    def _mutable(self, kind: type, depth: int) -> Any:
        place = self.next
        self.next += 1
        if kind in (list, dict):  # known while its contents are read, since it may contain itself
            self.mutables[place] = value = kind()
            (value.extend if kind is list else value.update)(self.contents(kind, depth))
        else:
            self.mutables[place] = value = self.contents(kind, depth)
        return value

    def _known(self) -> Any:
        try:
            return self.mutables[self.number()]
        except KeyError:
            raise WireError("a reference to nothing that came before") from None

    def _three(self, kind: type, depth: int) -> Any:
        parts = self.items(depth)
        if len(parts) != 3:
            raise WireError(f"a {kind.__name__} has three parts")
        return kind(*parts)

    def _named(self) -> Any:
        try:
            return BY_NAME[self.text()]
        except KeyError:
            raise WireError("a function or type that is not on the list") from None

    def _scalar(self) -> Any:
        array = self.array()
        if array.shape != ():
            raise WireError("a scalar with axes")
        return array[()]


_READERS: dict[int, Callable[[Decoder, int], Any]] = {
    ord("N"): lambda d, depth: None,
    ord("T"): lambda d, depth: True,
    ord("F"): lambda d, depth: False,
    ord("I"): lambda d, depth: d.integer(),
    ord("D"): lambda d, depth: _FLOAT.unpack(d.raw(8))[0],
    ord("C"): lambda d, depth: complex(*_COMPLEX.unpack(d.raw(16))),
    ord("S"): lambda d, depth: d.text(),
    ord("B"): lambda d, depth: bytes(d.block()),
    ord("U"): lambda d, depth: tuple(d.items(depth)),
    ord("Z"): lambda d, depth: frozenset(d.items(depth)),
    ord("X"): lambda d, depth: d._three(slice, depth),
    ord("R"): lambda d, depth: d._three(range, depth),
    ord("L"): lambda d, depth: d._mutable(list, depth),
    ord("M"): lambda d, depth: d._mutable(dict, depth),
    ord("E"): lambda d, depth: d._mutable(set, depth),
    ord("A"): lambda d, depth: d._mutable(np.ndarray, depth),
    ord("P"): lambda d, depth: d._mutable(np.random.Generator, depth),
    ord("G"): lambda d, depth: d._scalar(),
    ord("Q"): lambda d, depth: d.dtype(),
    ord("Y"): lambda d, depth: d._named(),
    ord("K"): lambda d, depth: d._known(),
}


def _put_right(array: np.ndarray) -> None:
    """Refuse or mend the bits that no array made by NumPy has."""
    dtype = array.dtype
    if dtype.fields is not None:
        for name in dtype.names or ():
            _put_right(array[name])
    elif dtype.kind == "b":  # a byte that is neither 0 nor 1 would be a truth value with odd properties
        np.not_equal(array.view(np.uint8), 0, out=array)
    elif dtype.kind == "U" and np.ascontiguousarray(array).reshape(-1).view(np.uint32).max(initial=0) > 0x10FFFF:
        raise WireError("text with impossible characters")
