"""TRUSTED. How the driver and the judge talk to the warm processes: small messages of JSON, with sockets attached."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable
from typing import Any

_MAX_MESSAGE = 1 << 16
_MAX_LINE = 32 << 20  # bytes of one message between driver and judge: a submission's cells, at most
# The first byte of a new worker: all walls are up, or why they are not.
READY, FAILED = b"R", b"F"


class EngineError(Exception):
    """A warm process is gone or refuses; the message says why."""


class CannotStart(EngineError):
    """Warm processes do not start, or fail at the reference answers: the machine is at fault, no submission."""


class Client:
    """One connection to a warm process. When it closes, all that was forked over it is killed."""

    def __init__(self, sock: socket.socket) -> None:
        self._socket = sock
        self._turn = threading.Lock()

    def fork(self, *sockets: socket.socket) -> int:
        """A new child that holds these sockets; its process id as the warm process counts."""
        return self._ask({"do": "fork"}, *sockets)["pid"]

    def kill(self, pid: int) -> dict[str, float]:
        """End a child with all its descendants; its CPU seconds, largest memory in MB, and exit status."""
        return self._ask({"do": "kill", "pid": pid})

    def connect(self) -> socket.socket:
        """Another connection to the same warm process, to be given away."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._ask({"do": "connect"}, theirs)
        return ours

    def hire(self) -> tuple[socket.socket, Callable[[], dict[str, float]]]:
        """A new worker, with all its walls up: the line to it, and a function that ends it."""
        ours, theirs = socket.socketpair()
        with theirs:
            pid = self.fork(theirs)
        first = ours.recv(1)
        if first != READY:
            said = ours.makefile("rb").read().decode(errors="replace") if first == FAILED else "it died"
            raise EngineError(f"a worker could not be shut in: {said}")

        def end() -> dict[str, float]:
            ours.close()
            return self.kill(pid)

        return ours, end

    def close(self) -> None:
        self._socket.close()

    def _ask(self, message: dict[str, Any], *sockets: socket.socket) -> dict[str, Any]:
        fds = [sock.fileno() for sock in sockets]
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
