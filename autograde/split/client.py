"""TRUSTED. How the driver and the judge talk to the warm processes: small messages of JSON, with sockets attached."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, BinaryIO

from autograde.course import UserError

_MAX_MESSAGE = 1 << 16
_MAX_LINE = 32 << 20  # bytes of one message between driver and judge: a submission's cells, at most
# The first byte of a new worker: all walls are up, or why they are not.
READY, FAILED = b"R", b"F"


class EngineError(Exception):
    """A warm process is gone or refuses; the message says why."""


class CannotStart(EngineError, UserError):
    """Warm processes do not start, or fail at the reference answers: the machine is at fault, no submission."""


class Client:
    """One connection to a warm process. When it closes, all that was forked over it is killed."""

    def __init__(self, sock: socket.socket) -> None:
        self._socket = sock
        self._turn = threading.Lock()

    def wait_until_ready(self, seconds: float) -> None:
        """Wait until the warm process has started.

        Raises
        ------
        EngineError
            If it ends instead, its error being on stderr, or takes longer than `seconds`.
        """
        self._socket.settimeout(seconds)
        try:
            ready = self._socket.recv(_MAX_MESSAGE)
        except TimeoutError:
            raise EngineError(f"a warm process did not start within {seconds:.0f} seconds") from None
        except OSError:
            ready = b""
        if not ready:
            raise EngineError("a warm process did not start; its error is above")
        self._socket.settimeout(None)

    def fork(self, *files: socket.socket | BinaryIO) -> int:
        """A new child that holds these; its process id as the warm process counts."""
        return self._ask({"do": "fork"}, *files)["pid"]

    def kill(self, pid: int) -> dict[str, float]:
        """End a child with all its descendants; its CPU seconds, largest memory in MB, and exit status."""
        return self._ask({"do": "kill", "pid": pid})

    def connect(self) -> socket.socket:
        """Another connection to the same warm process, to be given away."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            with theirs:
                self._ask({"do": "connect"}, theirs)
        except BaseException:
            ours.close()
            raise
        return ours

    def hire(self) -> tuple[socket.socket, Callable[[], dict[str, float]]]:
        """A new worker, with all its walls up: the line to it, and a function that ends it.

        Raises
        ------
        EngineError
            If it could not be shut in.
        """
        line, pid = self.fork_worker()

        def end() -> dict[str, float]:
            line.close()
            return self.kill(pid)

        return line, end

    def fork_worker(self, *more: BinaryIO) -> tuple[socket.socket, int]:
        """A new worker that holds these files too, with all its walls up: the line to it, and its process id.

        Raises
        ------
        EngineError
            If it could not be shut in; nothing of it is left then.
        """
        ours, theirs = socket.socketpair()
        pid = None
        try:
            with theirs:
                pid = self.fork(theirs, *more)
            first = ours.recv(1)
            if first != READY:
                said = ours.makefile("rb").read().decode(errors="replace") if first == FAILED else "it died"
                raise EngineError(f"a worker could not be shut in: {said}")
        except BaseException:
            ours.close()
            if pid is not None:
                with suppress(EngineError):  # the first error says more
                    self.kill(pid)
            raise
        return ours, pid

    def close(self) -> None:
        """Let go of the warm process; whoever waits for its answer in another thread gets an `EngineError`."""
        with suppress(OSError):  # the other end is gone
            self._socket.shutdown(socket.SHUT_RDWR)
        with self._turn:  # else that thread could go on reading from the next socket that is given this number
            self._socket.close()

    def _ask(self, message: dict[str, Any], *files: socket.socket | BinaryIO) -> dict[str, Any]:
        fds = [file.fileno() for file in files]
        try:
            with self._turn:
                socket.send_fds(self._socket, [json.dumps(message).encode()], fds)
                data = self._socket.recv(_MAX_MESSAGE)
        except OSError as error:
            raise EngineError(f"the warm process is gone: {error}") from None
        if not data:
            raise EngineError("the warm process is gone")
        answer = json.loads(data)
        if "error" in answer:
            raise EngineError(answer["error"])
        return answer


class Messages:
    """Messages of JSON, one a line, over a stream socket."""

    def __init__(self, sock: socket.socket) -> None:
        self._socket = sock
        self._rest = bytearray()

    def send(self, message: dict[str, Any]) -> None:
        self._socket.settimeout(None)
        self._socket.sendall(json.dumps(message).encode() + b"\n")

    def receive(self, seconds: float | None = None) -> dict[str, Any]:
        """The next message; raises `EngineError` if the other end is gone or stays silent for so long."""
        searched = 0
        while (found := self._rest.find(b"\n", searched)) < 0:
            searched = len(self._rest)
            if searched > _MAX_LINE:
                raise EngineError("the other process sends more than any message holds")
            self._socket.settimeout(seconds)
            try:
                part = self._socket.recv(1 << 16)
            except OSError as error:
                raise EngineError(f"the other process does not answer: {error}") from None
            if not part:
                raise EngineError("the other process is gone")
            self._rest += part
        line = bytes(self._rest[:found])
        del self._rest[: found + 1]
        return json.loads(line)
