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

from autograde.split.shared import Shared
from autograde.split.wire import MAX_BYTES, WireError

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
            question = self._shared.write((operation, operands))
        except WireError as error:
            raise CannotSend(str(error)) from None
        self._send(ASK, question)
        kind, data = self._receive()
        while kind == ASK:
            self._answer(data)
            kind, data = self._receive()
        value = self._shared.read(data)
        if kind == RAISE:
            raise self._rebuild(value)
        return value

    def answer_all(self) -> None:
        """Answer questions until the other end closes the line."""
        while True:
            try:
                kind, data = self._receive()
            except LineClosed:
                return
            if kind == ASK:
                self._answer(data)

    def _answer(self, data: memoryview) -> None:
        question = self._shared.read(data)
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
            value = self._serve(operation, operands)
        except BaseException as error:
            if isinstance(error, (LineClosed, OutOfTime)):
                raise
            kind, value = RAISE, self._failure(error)
        finally:
            self._nested -= 1
        # What only this call held on to is not shared any more.
        del question, operands
        try:
            answer = self._shared.write(value)
        except Exception as error:  # a value that cannot cross, or whose class misbehaves
            kind, answer = RAISE, self._shared.write(self._failure(error))
        self._send(kind, answer)

    def _send(self, kind: int, message: tuple[bytes, bytes]) -> None:
        first, last = message
        header = _HEADER.pack(len(first) + len(last), kind)
        try:
            self._socket.settimeout(self._left())
            if len(first) < 4096:
                self._socket.sendall(header + first + last)
            else:  # a copy of it would cost more than the calls
                for part in (header, first, last):
                    self._socket.sendall(part)
        except TimeoutError:
            raise OutOfTime from None
        except OSError:
            raise LineClosed from None

    def _receive(self) -> tuple[int, memoryview]:
        size, kind = _HEADER.unpack(self._exactly(_HEADER.size))
        if size > MAX_BYTES + 4096 or kind not in (ASK, ANSWER, RAISE):
            raise WireError("not a frame, or too large a one")
        return kind, self._exactly(size)

    def _exactly(self, size: int) -> memoryview:
        data = bytearray(size)
        view, at = memoryview(data), 0
        while at < size:
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
        return view

    def _left(self) -> float | None:
        if self.deadline is None:
            return None
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise OutOfTime
        return left
