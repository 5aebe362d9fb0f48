"""BOTH ENDS. How an object that stays where it is looks on the line: a number, and a little about it."""

from __future__ import annotations

from dataclasses import dataclass

from autograde.split.wire import Decoder, Encoder, WireError

FUNCTION, CLASS, INSTANCE, CALLABLE, ITERATOR = 1, 2, 3, 4, 5
_MAX_NAME = 120
_OURS, _YOURS = ord("O"), ord("H")


@dataclass(frozen=True)
class Handle:
    """An object of the other end.

    Parameters
    ----------
    number : int
        The other end's number for it.
    kind : int
        `FUNCTION`, `CLASS`, `INSTANCE`, or one that can be called (`CALLABLE`) or gives items (`ITERATOR`).
    of : int
        The other end's number for its class, 0 if it says none.
    name : str
        The name of the function, or of the class.
    """

    number: int
    kind: int
    of: int
    name: str


def write_ours(encoder: Encoder, handle: Handle) -> None:
    """Write a handle to an object of this end."""
    encoder.raw(bytes([_OURS]))
    for number in (handle.number, handle.kind, handle.of):
        encoder.number(number)
    encoder.block(handle.name[:_MAX_NAME].encode("utf-8", "replace"))


def write_yours(encoder: Encoder, number: int) -> None:
    """Write the handle of an object that lives on the other end."""
    encoder.raw(bytes([_YOURS]))
    encoder.number(number)


def read(decoder: Decoder, tag: int) -> Handle | int:
    """A `Handle` of the other end, or the number of an object of this end."""
    if tag == _YOURS:
        return decoder.number()
    if tag != _OURS:
        raise WireError("a value of an unknown type")
    number, kind, of = (decoder.number() for _ in range(3))
    name = decoder.text()[:_MAX_NAME]
    if kind not in (FUNCTION, CLASS, INSTANCE, CALLABLE, ITERATOR) or max(number, of) > 1 << 32:
        raise WireError("an impossible handle")
    return Handle(number, kind, of, name if name.isprintable() else ascii(name))
