"""UNTRUSTED. Runs the student's cells and answers the judge. Shares its process with the student's code, so
nothing that it says is believed: all that it sends is read by `wire` as plain data.
"""

from __future__ import annotations

import operator
import socket
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy import array  # by name: students may put functions of their own into NumPy

from autograde.split import handles, shell
from autograde.split.limits import Limits
from autograde.split.line import Line
from autograde.split.named import EXCEPTIONS
from autograde.split.wire import Decoder, Encoder, WireError

_MAX_TEXT = 2000
_OPERATORS = (
    "add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "and_", "or_", "xor", "lshift", "rshift",
    "neg", "pos", "abs", "invert", "iadd", "isub", "imul", "itruediv", "ifloordiv", "imod", "ipow", "imatmul",
    "iand", "ior", "ixor", "ilshift", "irshift",
)  # fmt: skip
# Numbers of more digits than cross, which differ from machine to machine, and what they are rounded to.
_LONG = {"g": "d", "G": "D"}
# What an object of a library's own subclass is sent as, tried in this order.
_BASES = (bool, int, float, complex, str, bytes, list, tuple, dict, set, frozenset)


class JudgeFunction:
    """A function that the judge passed to the student's function: calling it asks the judge."""

    def __init__(self, line: Line, number: int, name: str) -> None:
        self._line, self._number = line, number
        self.__name__ = self.__qualname__ = name

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._line.ask("call", self, args, kwargs)


class Worker:
    """Holds the student's objects and does with them what the judge asks."""

    def __init__(self, sock: socket.socket, student: shell.StudentShell, printed: shell.Printed) -> None:
        self.shell, self.printed = student, printed
        self._objects: list[Any] = [None]  # so that 0 is no object
        self._number: dict[int, int] = {}
        self.line = Line(
            sock, refer=self._refer, resolve=self._resolve, serve=self._serve, failure=failure, rebuild=rebuild
        )

    def _serve(self, operation: str, operands: tuple) -> Any:
        if operation not in _OPERATIONS:
            raise WireError(f"unknown operation {operation!r}")
        return _OPERATIONS[operation](self, *operands)

    def _refer(self, encoder: Encoder, value: Any) -> None:
        if type(value) is JudgeFunction:
            handles.write_yours(encoder, value._number)
            return
        if isinstance(value, (np.ndarray, np.generic)) and value.dtype.char in _LONG:
            encoder.value(value.astype(_LONG[value.dtype.char]))
            return
        if type(value).__module__ != "__main__" and not isinstance(value, type):
            for base in _BASES:
                if isinstance(value, base):
                    encoder.value(base(value))
                    return
            if isinstance(value, np.ndarray) and not isinstance(value, np.ma.MaskedArray) and not value.dtype.hasobject:
                encoder.value(array(value, subok=False))
                return
        if isinstance(value, type):
            kind, of, name = handles.CLASS, 0, value.__name__
        else:
            name, of = type(value).__name__, self._keep(type(value))
            kind = handles.INSTANCE
            if isinstance(getattr(value, "__name__", None), str) and callable(value):
                kind, name = handles.FUNCTION, value.__name__
            elif callable(value):
                kind = handles.CALLABLE
            elif hasattr(type(value), "__next__"):
                kind = handles.ITERATOR
        handles.write_ours(encoder, handles.Handle(self._keep(value), kind, of, name))

    def _resolve(self, decoder: Decoder, tag: int) -> Any:
        found = handles.read(decoder, tag)
        if isinstance(found, int):
            if not 0 < found < len(self._objects):
                raise WireError("a handle to nothing")
            return self._objects[found]
        return JudgeFunction(self.line, found.number, found.name)

    def _keep(self, value: Any) -> int:
        """The number of an object, which lives as long as this process from now on."""
        number = self._number.get(id(value))
        if number is None:
            number = self._number[id(value)] = len(self._objects)
            self._objects.append(value)
        return number

    def run(self, cell: str, source: str) -> Any:
        """Run a cell; None, or what `failure` says about the exception that ended it."""
        error = self.shell.run(cell, source)
        return None if error is None else failure(error)

    def get(self, name: str) -> tuple:
        """(value,) of a name in the student's notebook, () if there is none."""
        return (self.shell.user_ns[name],) if name in self.shell.user_ns else ()

    def take_printed(self) -> tuple[str, int]:
        return self.printed.take()

    def take_figures(self) -> tuple[bytes, ...]:
        """The figures of the last cell, as PNG."""
        return tuple(self.shell.display_formatter.drawn)

    def operator(self, name: str, *operands: Any) -> Any:
        if name not in _OPERATORS:
            raise WireError(f"unknown operator {name!r}")
        return getattr(operator, name)(*operands)


_OPERATIONS: dict[str, Callable[..., Any]] = {
    "run": Worker.run,
    "get": Worker.get,
    "printed": Worker.take_printed,
    "figures": Worker.take_figures,
    "call": lambda worker, function, args, kwargs: function(*args, **kwargs),
    "attribute": lambda worker, value, name: getattr(value, name),
    "set_attribute": lambda worker, value, name, new: setattr(value, name, new),
    "delete_attribute": lambda worker, value, name: delattr(value, name),
    "item": lambda worker, value, key: value[key],
    "set_item": lambda worker, value, key, new: operator.setitem(value, key, new),
    "delete_item": lambda worker, value, key: operator.delitem(value, key),
    "contains": lambda worker, value, item: item in value,
    "length": lambda worker, value: len(value),
    "iterate": lambda worker, value: (iter(value),),
    "next": lambda worker, iterator: tuple(item for _, item in zip(range(1), iterator, strict=False)),
    "operator": Worker.operator,
    "is_instance": lambda worker, value, kind: isinstance(value, kind),
    "is_subclass": lambda worker, value, kind: issubclass(value, kind),
    "text": lambda worker, value, how: {"repr": repr, "str": str}[how](value),
    "float": lambda worker, value: float(value),
    "int": lambda worker, value: int(value),
}


def failure(error: BaseException) -> tuple:
    """An exception as plain data: class names, its arguments if plain, its text, (cell, line), the judge's number."""
    names = tuple(kind.__name__ for kind in type(error).__mro__)
    args = tuple(arg[:_MAX_TEXT] if type(arg) is str else arg for arg in error.args[:3])
    if not all(arg is None or type(arg) in (bool, int, float, str) for arg in args):
        args = ()
    try:
        text = str(error)[:_MAX_TEXT]
    except Exception:
        text = ""
    return names, args, text, _place(error), getattr(error, "_judge_number", 0)


def _place(error: BaseException) -> tuple[str, int] | None:
    """The innermost line of a student's cell that the exception went through."""
    if isinstance(error, SyntaxError) and str(error.filename).startswith("<cell "):
        return error.filename[6:-1], int(error.lineno or 0)
    place, trace = None, error.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if name.startswith("<cell "):
            place = name[6:-1], trace.tb_lineno
        trace = trace.tb_next
    return place


def rebuild(value: Any) -> BaseException:
    """The exception that a judge's function raised, for the student's code to meet."""
    names, args, text, _, number = value
    kind = next((EXCEPTIONS[name] for name in names if name in EXCEPTIONS), RuntimeError)
    try:
        error = kind(*args) if args else kind(text)
    except Exception:
        error = RuntimeError(text)
    error._judge_number = number
    return error


def main(sock: socket.socket, student: shell.StudentShell, limits: Limits) -> None:
    """Serve the judge until it closes the line."""
    student.display_formatter.most = limits.figures
    Worker(sock, student, shell.capture(limits.printed)).line.answer_all()
