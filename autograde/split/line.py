"""BOTH ENDS. The line between judge and worker: frames on a socket, and questions that each end may ask.

While one end waits for an answer it answers the other's questions, so a student's function may call a function
that the judge passed to it, and so on in turn.
"""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Callable
from typing import Any

from autograde.split.plain import LARGE, MAX_BYTES
from autograde.split.shared import Shared
from autograde.split.wire import Source, WireError

MAX_NESTED = 40
ASK, ANSWER, RAISE = 1, 2, 3
_HEADER = struct.Struct("<QB")


class LineClosed(BaseException):
    """The other end is gone. Not an `Exception`: no test and no student catches it by accident."""


class OutOfTime(BaseException):
    """The other end has not answered by the deadline."""


class CannotSend(TypeError):
    """The operands of a question cannot cross: the fault of who asks."""


class Line:
    """One end of the line.

    Parameters
    ----------
    sock : socket.socket
    refer, resolve : callable
        How objects that stay on one side are written and read (see `wire`).
    serve : callable
        `serve(operation, operands)` answers one question of the other end.
    failure : callable
        `failure(exception)` gives the plain value that describes an exception to the other end.
    rebuild : callable
        `rebuild(value)` gives the exception to raise from such a plain value.
    """

    def __init__(
        self,
        sock: socket.socket,
        *,
        refer: Callable,
        resolve: Callable,
        serve: Callable[[str, tuple], Any],
        failure: Callable[[BaseException], Any],
        rebuild: Callable[[Any], BaseException],
    ) -> None:
        self._socket = sock
        self._shared = Shared(refer, resolve)
        self._serve, self._failure, self._rebuild = serve, failure, rebuild
        self._nested = 0
        self._broken = False
        self.deadline: float | None = None  # in time.monotonic(), None: wait for ever

    @property
    def saw_changes(self) -> bool:
        """Whether the other end has changed an object that this end sent to it."""
        return self._shared.saw_changes

    @saw_changes.setter
    def saw_changes(self, value: bool) -> None:
        self._shared.saw_changes = value

    def ask(self, operation: str, *operands: Any) -> Any:
        """The other end's answer; raises what it raised there, as far as that crosses.

        Raises
        ------
        CannotSend
            If the operands cannot cross.
        WireError
            If the answer is no message.
        OutOfTime, LineClosed
            If no answer comes.
        """
        try:
            question = self._shared.write([(operation, operands)])
        except WireError as error:
            raise CannotSend(str(error)) from None
        self._send(ASK, question)
        del question
        kind, source = self._receive()
        while kind == ASK:
            self._answer(source)
            kind, source = self._receive()
        value = self._read(source)
        if kind == RAISE:
            raise self._rebuild(value)
        return value

    def _read(self, source: Source) -> Any:
        """The value of a message; after one that is none, nothing more can be read or sent."""
        try:
            return self._shared.read(source)
        except BaseException:
            self._broken = True
            raise

    def answer_all(self) -> None:
        """Answer questions until the other end closes the line."""
        while True:
            try:
                kind, source = self._receive()
            except LineClosed:
                return
            if kind != ASK:
                self._broken = True
                raise WireError("an answer to nothing that was asked")
            self._answer(source)
            del source

    def _answer(self, source: Source) -> None:
        question = self._read(source)
        if not (type(question) is tuple and len(question) == 2 and type(question[0]) is str):
            raise WireError("not a question")
        operation, operands = question
        if type(operands) is not tuple:
            raise WireError("not a question")
        kind = ANSWER
        self._nested += 1
        try:
            if self._nested > MAX_NESTED:
                raise RecursionError("the functions of test and answer call one another too deeply")
            box = [self._serve(operation, operands)]
        except BaseException as error:
            if isinstance(error, (LineClosed, OutOfTime)):
                raise
            kind, box = RAISE, [self._failure(error)]
        finally:
            self._nested -= 1
        # What only this call held on to is not shared any more.
        del question, operands
        try:
            answer = self._shared.write(box)
        except Exception as error:  # a value that cannot cross, or whose class misbehaves
            kind, answer = RAISE, self._shared.write([self._failure(error)])
        self._send(kind, answer)

    def _send(self, kind: int, parts: list[bytes | memoryview]) -> None:
        header = _HEADER.pack(sum(map(len, parts)), kind)
        small = [header]
        pieces: list[bytes | memoryview] = []
        for part in parts:  # what is small goes in one call; joining large ones would cost more than the calls
            if len(part) <= LARGE:
                small.append(part)
            else:
                pieces += [b"".join(small), part]
                small = []
        pieces.append(b"".join(small))
        self._check()
        try:
            self._socket.settimeout(self._left())
            for piece in pieces:
                self._socket.sendall(piece)
        except TimeoutError:
            raise OutOfTime from None
        except OSError:
            raise LineClosed from None

    def _receive(self) -> tuple[int, Source]:
        self._check()
        header = bytearray(_HEADER.size)
        self._fill(memoryview(header))
        size, kind = _HEADER.unpack(header)
        if size > MAX_BYTES + 4096 or kind not in (ASK, ANSWER, RAISE):
            self._broken = True
            raise WireError("not a frame, or too large a one")
        return kind, _Arriving(size, self._fill)

    def _fill(self, view: memoryview) -> None:
        """Receive as many bytes as `view` has."""
        at = 0
        while at < len(view):
            try:
                self._socket.settimeout(self._left())
                got = self._socket.recv_into(view[at:])
            except TimeoutError:
                raise OutOfTime from None
            except OSError:
                raise LineClosed from None
            if not got:
                raise LineClosed
            at += got

    def _check(self) -> None:
        if self._broken:
            raise LineClosed

    def _left(self) -> float | None:
        if self.deadline is None:
            return None
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise OutOfTime
        return left


class _Arriving(Source):
    """A message that is still on its way; what is large goes to its place at once."""

    def __init__(self, size: int, receive: Callable[[memoryview], None]) -> None:
        self._data = memoryview(b"")  # what has arrived and is not taken yet
        self._expected, self._receive = size, receive
        self.left = size

    def take(self, size: int) -> memoryview:
        self._have(size)
        self.left -= size
        taken, self._data = self._data[:size], self._data[size:]
        return taken

    def fill(self, view: memoryview) -> None:
        here = min(len(view), len(self._data))
        view[:here] = self._data[:here]
        self._data = self._data[here:]
        rest = view[here:]
        self._receive(rest)
        self._expected -= len(rest)
        self.left -= len(view)

    def _have(self, size: int) -> None:
        """Let `size` bytes and, since calls cost more than bytes, some of the rest arrive."""
        missing = size - len(self._data)
        if missing > 0:
            more = bytearray(missing + min(self._expected - missing, LARGE))
            self._receive(memoryview(more))
            self._expected -= len(more)
            self._data = memoryview(self._data.tobytes() + more)
