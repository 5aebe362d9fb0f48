"""BOTH ENDS. Plain values as bytes and back: a small binary code that holds data only and executes nothing.

What crosses: None, bool, int, float, complex, str, bytes, list, tuple, dict, set, frozenset, slice, range, arrays
and scalars of NumPy's plain types, `np.random.Generator` over PCG64 (what `default_rng` gives), data types, listed
functions and types by name (`named`), and handles: numbers that stand for an object which stays where it is.
Exact types only; an object of any other type is offered to `refer`, which gives a handle or refuses.

A list, dict, set, array or generator that occurs twice arrives as one object. `mutables` numbers these objects alike
on both ends, which is what `shared` builds on. A cycle is refused.

One value: one byte that names the type, then its content; every length is 8 bytes, little-endian.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any

import numpy as np

from autograde.split.named import BY_NAME, name_of

MAX_BYTES = 64 << 20
MAX_DEPTH = 64
MAX_NODES = 1_000_000
MAX_AXES = 32

_LENGTH = struct.Struct("<Q")
_FLOAT = struct.Struct("<d")
_COMPLEX = struct.Struct("<dd")
# Little-endian and one-byte types; longdouble has no portable form, and object, void and time types are not plain.
_FIXED = ("|b1", "|i1", "|u1", "<i2", "<u2", "<i4", "<u4", "<i8", "<u8", "<f2", "<f4", "<f8", "<c8", "<c16")
_DTYPES = {text: np.dtype(text) for text in _FIXED}
_MAX_ITEM = 1 << 16


class WireError(Exception):
    """A value that cannot be sent, or bytes that are no message."""


Refer = Callable[["Encoder", Any], None]
Resolve = Callable[["Decoder", int], Any]


def _refuse(encoder: Encoder, value: object) -> None:
    raise WireError(f"an object of type {type(value).__name__} cannot cross to the other process")


def _no_handle(decoder: Decoder, tag: int) -> Any:
    raise WireError("a handle where plain data was expected")


def encode(value: object, refer: Refer = _refuse) -> bytes:
    """The bytes of one value; raises `WireError` if it or a part of it is not plain."""
    encoder = Encoder(refer)
    encoder.value(value)
    return encoder.bytes()


def decode(data: bytes | bytearray | memoryview, resolve: Resolve = _no_handle) -> Any:
    """The value of which `data` is the whole encoding; raises `WireError` for anything else."""
    decoder = Decoder(data, resolve)
    value = decoder.value()
    decoder.end()
    return value


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
        self._parts: list[bytes] = []
        self._size = 0
        self._nodes = 0
        self.mutables: dict[int, Any] = dict(known or {})
        self.next = first
        self._index = {id(value): number for number, value in self.mutables.items()}
        self._open: set[int] = set()

    def bytes(self) -> bytes:
        """All that was written."""
        return b"".join(self._parts)

    def raw(self, data: bytes | memoryview) -> None:
        self._size += len(data)
        if self._size > MAX_BYTES:
            raise WireError(f"a value is larger than the {MAX_BYTES >> 20} MB that may cross at once")
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
            If a part is not plain, is nested too deeply, contains itself, or is too large.
        """
        self._nodes += 1
        if depth > MAX_DEPTH:
            raise WireError(f"a value is nested more than {MAX_DEPTH} levels deep")
        if self._nodes > MAX_NODES:
            raise WireError(f"a value has more than {MAX_NODES} parts; send numbers as an array")
        writer = _WRITERS.get(type(value))
        if writer is not None:
            writer(self, value, depth)
        elif isinstance(value, np.generic) and type(value).__module__ == "numpy" and _is_plain(value.dtype):
            self.raw(b"G")
            self._array_content(np.asarray(value))
        elif isinstance(value, np.dtype) and _is_plain(value):
            self.raw(b"Q")
            self.block(_little(value).str.encode())
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
            self.raw(b"\1" if value.flags.writeable else b"\0")
            self._array_content(value)
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
        if key in self._open:
            raise WireError(f"a {type(value).__name__} that contains itself cannot cross")
        if key in self._index:
            self.raw(b"K")
            self.number(self._index[key])
            return
        self._index[key] = self.next
        self.mutables[self.next] = value
        self.next += 1
        self._open.add(key)
        self.raw(tag)
        self.contents(value, depth)
        self._open.remove(key)

    def _array(self, value: np.ndarray, depth: int) -> None:
        if _is_plain(value.dtype):
            self._mutable(b"A", value, depth)
        else:
            self._refer(self, value)

    def _generator(self, value: np.random.Generator, depth: int) -> None:
        if type(value.bit_generator) is np.random.PCG64:
            self._mutable(b"P", value, depth)
        else:
            self._refer(self, value)

    def _array_content(self, value: np.ndarray) -> None:
        if value.nbytes > MAX_BYTES:
            raise WireError(f"an array is larger than the {MAX_BYTES >> 20} MB that may cross at once")
        little = _little(value.dtype)
        self.block(little.str.encode())
        self.number(value.ndim)
        for length in value.shape:
            self.number(length)
        self.block(np.ascontiguousarray(value, dtype=little).reshape(-1).view(np.uint8).data if value.nbytes else b"")

    def _sequence(self, tag: bytes, value: Any, depth: int) -> None:
        self.raw(tag)
        self.number(len(value))
        for item in value:
            self.value(item, depth + 1)

    def _integer(self, value: int) -> None:
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


class Decoder:
    """Reads values one after another and trusts nothing that it reads; parameters as for `Encoder`."""

    def __init__(
        self,
        data: bytes | bytearray | memoryview,
        resolve: Resolve = _no_handle,
        known: dict[int, Any] | None = None,
        first: int = 0,
    ) -> None:
        if len(data) > MAX_BYTES + 4096:
            raise WireError("the message is too long")
        self._data = memoryview(data)
        self._at = 0
        self._nodes = 0
        self._resolve = resolve
        self.mutables: dict[int, Any] = dict(known or {})
        self.next = first

    def end(self) -> None:
        if self._at != len(self._data):
            raise WireError("there are bytes after the value")

    def raw(self, size: int) -> memoryview:
        if size > len(self._data) - self._at:
            raise WireError("the message is cut off")
        self._at += size
        return self._data[self._at - size : self._at]

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
        if depth > MAX_DEPTH or self._nodes > MAX_NODES:
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
        if count > len(self._data) - self._at:
            raise WireError("the message is cut off")
        return count

    def items(self, depth: int) -> list[Any]:
        """A number of values, one after another."""
        return [self.value(depth + 1) for _ in range(self.count())]

    def pairs(self, depth: int) -> dict[Any, Any]:
        return {self.value(depth + 1): self.value(depth + 1) for _ in range(self.count())}

    def integer(self) -> int:
        return int.from_bytes(self.block(), "little", signed=True)

    def array(self) -> np.ndarray:
        """A fresh, writeable array."""
        dtype = _dtype(str(self.block(), "ascii"))
        axes = self.number()
        if axes > MAX_AXES:
            raise WireError("an array of too many axes")
        shape = tuple(self.number() for _ in range(axes))
        raw = self.block()
        size = dtype.itemsize
        for length in shape:
            if length > MAX_BYTES:
                raise WireError("an array with an impossible shape")
            size *= length
        if size != len(raw):
            raise WireError("an array whose bytes do not fit its shape")
        if dtype.kind == "b":  # a byte that is neither 0 nor 1 would be a truth value with odd properties
            return (np.frombuffer(raw, np.uint8) != 0).reshape(shape)
        if dtype.kind == "U" and size and np.frombuffer(raw, np.uint32).max() > 0x10FFFF:
            raise WireError("text with impossible characters")
        return np.frombuffer(raw, dtype).reshape(shape).copy() if size else np.empty(shape, dtype)

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
            writeable = self.raw(1) != b"\0"
            array = self.array()
            array.flags.writeable = writeable
            return array
        if kind is np.random.Generator:
            return self.generator()
        return kind(self.items(depth))

    def _mutable(self, kind: type, depth: int) -> Any:
        place = self.next
        self.next += 1
        self.mutables[place] = value = self.contents(kind, depth)  # not there yet while its contents are read
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
    ord("Q"): lambda d, depth: _dtype(str(d.block(), "ascii")),
    ord("Y"): lambda d, depth: d._named(),
    ord("K"): lambda d, depth: d._known(),
}


def _little(dtype: np.dtype) -> np.dtype:
    return dtype.newbyteorder("<")


def _is_plain(dtype: np.dtype) -> bool:
    if dtype.kind in "SU":
        return 0 < dtype.itemsize <= _MAX_ITEM
    return dtype.fields is None and dtype.subdtype is None and _little(dtype).str in _DTYPES


def _dtype(text: str) -> np.dtype:
    if text in _DTYPES:
        return _DTYPES[text]
    order, kind, digits = text[:1], text[1:2], text[2:]
    if (order, kind) in (("|", "S"), ("<", "U")) and digits.isascii() and digits.isdigit() and len(digits) < 6:
        dtype = np.dtype(text)
        if _is_plain(dtype):
            return dtype
    raise WireError("an array of a type that is not plain")
