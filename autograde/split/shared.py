"""BOTH ENDS. The mutable objects that both ends hold, and how a change on one end reaches the other.

Every list, dict, set, array and generator that crosses gets a number, counted alike on both ends. As long as both
ends hold on to their copy, each message carries what the sender's side has changed meanwhile: so an argument can be
changed in place, by the student's function or by the test, at once or three calls later, as in one process. An
object that one end has let go of is forgotten by both.

Messages take turns, so numbers never race.
"""

from __future__ import annotations

import sys
from typing import Any

import numpy as np

# By name, since in the worker students may put functions of their own into NumPy.
from numpy import array_equal, empty

from autograde.split.wire import Decoder, Encoder, Refer, Resolve, Source, WireError


def _references(objects: dict[int, Any]) -> list[tuple[int, int]]:
    return [(number, sys.getrefcount(value)) for number, value in objects.items()]


# The count of an object that nothing but such a dict refers to; it differs between versions of Python.
_ALONE = _references({0: object()})[0][1]


class Shared:
    """One end's side of the shared objects."""

    def __init__(self, refer: Refer, resolve: Resolve) -> None:
        self._refer, self._resolve = refer, resolve
        self._objects: dict[int, Any] = {}
        self._held: dict[int, Any] = {}  # what each object held when both ends agreed last
        self._ours: set[int] = set()  # those that this end sent first
        self._next = 0
        # Whether the other end has changed an object of this end, other than by drawing random numbers.
        self.saw_changes = False

    def write(self, box: list[Any]) -> list[bytes | memoryview]:
        """One message, in parts, of the value in `box`; raises `WireError`, and changes nothing, if it cannot cross.

        The value is taken out of the box, so that one that nobody else on this end holds is let go of at once.
        """
        encoder = Encoder(self._refer, self._objects, self._next)
        changed = [n for n, held in self._held.items() if not _same(held, _holding(self._objects[n], copy=False))]
        encoder.number(len(changed))
        for number in changed:
            encoder.number(number)
            encoder.contents(self._objects[number])
        value = box.pop()
        encoder.value(value)
        for number in changed:
            self._held[number] = _holding(self._objects[number])
        self._ours.update(range(self._next, encoder.next))
        self._objects, self._next = encoder.mutables, encoder.next
        parts, lent = encoder.parts(), encoder.lent
        del encoder, value  # they refer to all of them
        # Last, since what changed in an object has to be told before it is forgotten.
        forgotten = self._let_go(lent)
        return [*parts, b"".join(number.to_bytes(8, "little") for number in (len(forgotten), *forgotten))]

    def read(self, data: bytes | memoryview | Source) -> Any:
        """The value of a message, after what it changes has been changed here; raises `WireError`."""
        decoder = Decoder(data, self._resolve, self._objects, self._next)
        changes = []
        for _ in range(decoder.count()):
            number = decoder.number()
            if number not in self._objects:
                raise WireError("a change to an object that is not shared")
            changes.append((number, decoder.contents(type(self._objects[number]))))
        value = decoder.value()
        forgotten = [decoder.number() for _ in range(decoder.count())]
        decoder.end()
        self._objects, self._next = decoder.mutables, decoder.next
        for number, new in changes:
            _change(self._objects[number], new)
            self.saw_changes |= number in self._ours and not isinstance(new, np.random.Generator)
            self._held.pop(number, None)
        for number in forgotten:
            self._forget(number)
        for number, known in self._objects.items():
            if number not in self._held:
                self._held[number] = _holding(known)
        return value

    def _let_go(self, lent: dict[int, int]) -> list[int]:
        """Forget what nothing on this end refers to any more, but for a message on its way; its numbers."""
        gone: list[int] = []
        alone = {number: _ALONE + lent.get(id(value), 0) for number, value in self._objects.items()}
        while found := [number for number, count in _references(self._objects) if count <= alone[number]]:
            for number in found:
                self._forget(number)
            gone += found  # what they referred to may be alone now
        return gone

    def _forget(self, number: int) -> None:
        self._objects.pop(number, None)
        self._held.pop(number, None)
        self._ours.discard(number)


def _change(old: Any, new: Any) -> None:
    """Change an object in place; an array that was given another shape or type is left as it is."""
    if isinstance(old, list):
        old[:] = new
    elif isinstance(old, (dict, set)):
        old.clear()
        old.update(new)
    elif isinstance(old, np.ndarray):
        if old.flags.writeable and old.shape == new.shape and old.dtype == new.dtype:
            old[...] = new
    else:
        old.bit_generator.state = new.bit_generator.state


def _holding(value: Any, *, copy: bool = True) -> Any:
    if isinstance(value, list):
        return list(value)
    if isinstance(value, dict):
        return [part for pair in value.items() for part in pair]
    if isinstance(value, set):
        return frozenset(value)
    if isinstance(value, np.ndarray):
        return value.copy(order="K") if copy else value
    return str(value.bit_generator.state)


def _bits(array: np.ndarray) -> np.ndarray:
    """An array's bits as numbers, as memory holds them: a NaN is the same as itself, and -0.0 is not 0.0."""
    flat = array.ravel(order="K").view(np.uint8) if array.size else empty(0, np.uint8)
    return flat.view(np.uint64) if flat.size % 8 == 0 else flat


def _same(held: Any, now: Any) -> bool:
    if isinstance(held, np.ndarray):
        if held.shape != now.shape or held.dtype != now.dtype:
            return False
        return array_equal(_bits(held), _bits(now))
    if isinstance(held, list):
        return len(held) == len(now) and all(a is b for a, b in zip(held, now, strict=True))
    return held == now
