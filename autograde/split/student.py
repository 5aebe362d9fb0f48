"""TRUSTED. The judge's end of the line to a worker: the student's names as plain values and stand-ins."""

from __future__ import annotations

import copy
import socket
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from autograde.split import handles, standin
from autograde.split.limits import Limits
from autograde.split.line import Line
from autograde.split.named import EXCEPTIONS
from autograde.split.said import Said
from autograde.split.wire import Decoder, Encoder, WireError

_MAX_TEXT = 300
_MAX_FIGURE = 400_000  # bytes
_PNG = b"\x89PNG\r\n\x1a\n"
# What the grader itself reports has these names; an exception of the student's never passes for one of them.
_OURS = ("CheckFailed", "CellTimeoutError", "DeadKernelError")


class StudentStopped(Exception):
    """The student's code ended itself, as with `exit()`, instead of giving an answer."""


class StudentError(Exception):
    """An exception of a class of the student's own that derives from no builtin error."""


class Student:
    """One worker, as the judge sees it.

    Parameters
    ----------
    sock : socket.socket
    said : Said
        Which of its names may be told.
    """

    def __init__(self, sock: socket.socket, said: Said, printed: int = Limits.printed) -> None:
        self.said, self._printed = said, printed
        self.open_classes: set[int] = set()
        self.copies_arguments = False  # whether functions get copies, so that they cannot change the test's objects
        self._functions: list[Callable] = [print]  # 0 stays unused
        self._numbers: dict[int, int] = {}
        self._stands: dict[int, standin.StandIn] = {}
        self._raised: list[BaseException] = []
        self.line = Line(
            sock,
            refer=self._refer,
            resolve=self._resolve,
            serve=self._serve,
            failure=self._failure,
            rebuild=self._rebuild,
        )

    def run(self, cell: str, source: str) -> BaseException | None:
        """Run a cell on the student's side; the exception that ended it, if one did."""
        failed = self.ask("run", cell, source)
        return None if failed is None else self._rebuild(failed)

    def get(self, name: str) -> tuple:
        """(value,) of a name of the student's, () if there is none."""
        got = self.ask("get", name)
        if type(got) is not tuple or len(got) > 1:
            raise WireError("not an answer")
        return got

    def open_class(self, name: str) -> None:
        """Let tests use what objects of this class of the student's define, if there is such a class."""
        for value in self.get(name):
            if isinstance(value, standin.ClassStandIn):
                self.open_classes.add(standin.number_of(value))

    def printed(self) -> tuple[str, int]:
        """What was printed since the last time, and how many characters more were dropped."""
        text, dropped = self.ask("printed")
        if type(text) is not str or type(dropped) is not int:
            raise WireError("not an answer")
        # The worker keeps to the bound as well, but that is the student's process.
        return text[: self._printed], max(dropped, 0) + max(len(text) - self._printed, 0)

    def figures(self, most: int) -> list[bytes]:
        """The figures that the last cell drew, at most so many, as PNG."""
        got = self.ask("figures")
        if type(got) is not tuple or any(type(one) is not bytes or not one.startswith(_PNG) for one in got):
            raise WireError("not figures")
        return [one for one in got[:most] if len(one) <= _MAX_FIGURE]

    def call(self, function: standin.StandIn, args: tuple, kwargs: dict[str, Any]) -> Any:
        if self.copies_arguments:
            args, kwargs = copy.deepcopy((args, kwargs))
        return self.ask("call", function, args, kwargs)

    def ask(self, operation: str, *operands: Any) -> Any:
        """See `worker` for the operations."""
        return self.line.ask(operation, *operands)

    def _refer(self, encoder: Encoder, value: Any) -> None:
        if isinstance(value, standin.StandIn):
            handles.write_yours(encoder, standin.number_of(value))
        elif callable(value) and not isinstance(value, type):
            name = getattr(value, "__name__", type(value).__name__)
            handles.write_ours(encoder, handles.Handle(self._keep(value), handles.FUNCTION, 0, str(name)))
        else:
            raise WireError(
                f"a test cannot pass an object of type {type(value).__name__} to the student's code: pass plain "
                "values, arrays and functions"
            )

    def _keep(self, function: Callable) -> int:
        number = self._numbers.get(id(function))
        if number is None:
            number = self._numbers[id(function)] = len(self._functions)
            self._functions.append(function)
        return number

    def _resolve(self, decoder: Decoder, tag: int) -> Any:
        found = handles.read(decoder, tag)
        if isinstance(found, int):
            if not 0 < found < len(self._functions):
                raise WireError("a handle to nothing")
            return self._functions[found]
        # The name of a function or class reaches the student in messages, and could be made of hidden inputs.
        unnamed = "function" if found.kind == handles.FUNCTION else "object"
        found = replace(found, name=self.said.name(found.name, unnamed))
        stand = self._stands.get(found.number)
        if stand is None or standin.handle_of(stand) != found:
            stand = self._stands[found.number] = standin.make(self, found)
        return stand

    def _serve(self, operation: str, operands: tuple) -> Any:
        """Call a function that the test passed to the student's code: the only thing that side may ask."""
        if operation != "call" or len(operands) != 3:
            raise WireError("the student's side may only call functions")
        function, args, kwargs = operands
        if not any(function is known for known in self._functions[1:]):
            raise WireError("not a function that was passed")
        if type(args) is not tuple or type(kwargs) is not dict or any(type(key) is not str for key in kwargs):
            raise WireError("not arguments")
        return function(*args, **kwargs)

    def _failure(self, error: BaseException) -> tuple:
        """For the student's side: the class, and the text only of errors that are no verdict."""
        self._raised.append(error)
        verdict = isinstance(error, AssertionError)
        names = tuple(kind.__name__ for kind in type(error).__mro__)
        text = "" if verdict else str(error)[:_MAX_TEXT]
        return names, (text,), text, None, len(self._raised)

    def _rebuild(self, failed: Any) -> BaseException:
        """The exception to raise here for one that was raised there."""
        try:
            names, args, text, place, number = failed
            if type(number) is int and 0 < number <= len(self._raised):
                return self._raised[number - 1]  # the test's own exception, on its way through the student's code
            names = [name for name in names if type(name) is str]
            text = _clean(text)
            kind = next((EXCEPTIONS[name] for name in names if name in EXCEPTIONS), None)
            if not names or kind is None or "Exception" not in names:
                error: BaseException = StudentStopped(text)
            else:
                error = _make(kind if kind is not Exception else StudentError, args, text)
            first = names[0] if names and names[0].isidentifier() else "Exception"
            if first in _OURS:
                first = f"{first} of your own"
            error.from_student = {
                "name": first[:80], "names": names[:20], "text": text, "place": _checked_place(place),
            }  # fmt: skip
        except (TypeError, ValueError):
            raise WireError("not an exception") from None
        return error


def _make(kind: type[Exception], args: Any, text: str) -> Exception:
    plain = type(args) is tuple and all(arg is None or type(arg) in (bool, int, float, str) for arg in args)
    given = tuple(_clean(arg) if type(arg) is str else arg for arg in args) if plain and args else (text,)
    try:
        return kind(*given)
    except Exception:  # one that wants other arguments, such as UnicodeDecodeError
        return RuntimeError(text)


def _clean(text: Any) -> str:
    if type(text) is not str:
        raise TypeError("not a text")
    return "".join(char if char.isprintable() or char == "\n" else "?" for char in text[:_MAX_TEXT])


def _checked_place(place: Any) -> tuple[str, int] | None:
    if type(place) is tuple and len(place) == 2 and type(place[0]) is str and type(place[1]) is int:
        return _clean(place[0]), place[1]
    return None
