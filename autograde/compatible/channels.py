"""TRUSTED. The line to a worker as nbclient's channels: requests out, messages in.

What comes in is the student's. A line that is no message, too long or nested too deeply ends the worker; so does one
that sends more than `LIMIT` bytes for a cell. The content of messages is checked by nobody but nbclient and nbformat,
as with a kernel: whatever it holds can only spoil the submission that it comes from.
"""

from __future__ import annotations

import asyncio
import base64
import json
import socket
from collections import deque
from queue import Empty
from typing import Any

from jupyter_client.session import json_packer

LIMIT = 128 << 20  # bytes that a worker may send for one request
_PART = 1 << 20
_SEND_SECONDS = 20.0


class Line:
    """The line to one worker.

    Parameters
    ----------
    sock : socket.socket
    """

    def __init__(self, sock: socket.socket) -> None:
        self._socket = sock
        self._socket.setblocking(False)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._rest = bytearray()
        self._received = 0
        self.queues: dict[str, deque] = {"shell": deque(), "iopub": deque()}
        self._waiting: set[asyncio.Future] = set()
        self.closed = False
        self._asked = ""

    @property
    def idle(self) -> bool:
        """Whether the last request has been answered, as far as the worker's word goes."""
        return not self._asked

    def send(self, message: dict[str, Any]) -> None:
        """Send a request. A worker that is gone or does not read is noticed by whoever waits for the answer."""
        self._received = 0
        if message["header"]["msg_type"].endswith("_request"):
            self._asked = message["header"]["msg_id"]
        data = json_packer({key: message[key] for key in ("header", "metadata", "content", "parent_header")}) + b"\n"
        try:
            self._socket.settimeout(_SEND_SECONDS)
            self._socket.sendall(data)
            self._socket.setblocking(False)
        except OSError:
            self._end()

    async def receive(self, channel: str, seconds: float | None) -> dict[str, Any]:
        """The next message of a channel; raises `queue.Empty` when none has come for so long."""
        self._listen()
        queue, loop = self.queues[channel], asyncio.get_running_loop()
        end = None if seconds is None else loop.time() + seconds
        while not queue:
            left = None if end is None else end - loop.time()
            if left is not None and left <= 0:
                raise Empty
            future = loop.create_future()
            self._waiting.add(future)
            try:
                await asyncio.wait_for(future, left)
            except TimeoutError:
                raise Empty from None
            finally:
                self._waiting.discard(future)
        return queue.popleft()

    def close(self) -> None:
        self._end()
        self._socket.close()

    def _listen(self) -> None:
        loop = asyncio.get_running_loop()
        if loop is not self._loop and not self.closed:
            if self._loop is not None and not self._loop.is_closed():
                self._loop.remove_reader(self._socket)
            self._loop = loop
            loop.add_reader(self._socket, self._read)

    def _end(self) -> None:
        self.closed = True
        if self._loop is not None and not self._loop.is_closed():
            self._loop.remove_reader(self._socket)
        self._loop = None

    def _read(self) -> None:
        try:
            part = self._socket.recv(_PART)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            part = b""
        self._received += len(part)
        if not part or self._received > LIMIT:
            self._end()
            return
        self._rest += part
        if b"\n" not in part:
            return
        *lines, rest = self._rest.split(b"\n")
        self._rest = bytearray(rest)
        try:
            for line in lines:
                channel, message = _message(line)
                self.queues[channel].append(message)
                if channel == "shell" and message["parent_header"]["msg_id"] == self._asked:
                    self._asked = ""
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            self._end()
        for future in self._waiting:
            if not future.done():
                future.set_result(None)


def _message(line: bytes) -> tuple[str, dict[str, Any]]:
    said = json.loads(line)
    kind, parent, content = said["type"], said["parent"], said["content"]
    if said["channel"] not in ("shell", "iopub") or not isinstance(content, dict):
        raise ValueError("not a message")
    if not isinstance(kind, str) or not isinstance(parent, str):
        raise ValueError("not a message")
    buffers = [memoryview(base64.b64decode(part)) for part in said["buffers"]]
    header = {"msg_type": kind, "msg_id": ""}
    return said["channel"], {
        "header": header, "msg_type": kind, "msg_id": "", "parent_header": {"msg_id": parent}, "metadata": {},
        "content": content, "buffers": buffers,
    }  # fmt: skip
