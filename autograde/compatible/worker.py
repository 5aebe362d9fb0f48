"""UNTRUSTED. IPython's own kernel without its sockets: messages are lines of JSON on one socket.

What a cell shows is made by the code that shows it in a notebook (ipykernel's shell, display hooks and comms), so that
outputs, tracebacks and widgets are those of a kernel. It shares its process with the student's code, and the trusted
end believes nothing that comes from here.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import importlib
import io
import json
import logging
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from ipykernel import zmqshell
from ipykernel.ipkernel import IPythonKernel
from IPython.utils.text import LSString, SList
from jupyter_client.session import Session, json_packer
from tornado.ioloop import IOLoop
from traitlets.config import Config

from autograde.compatible import folder
from autograde.split.limits import Limits

SHELL, IOPUB = "shell", "iopub"
FILES = "files_request"
_FLUSH = 8192  # characters
_KILLED = 130


class LineSession(Session):
    """Builds messages as ipykernel wants them, and writes what the trusted end needs of each as one line."""

    def attach(self, sock: socket.socket) -> None:
        self._sock, self._turn, self._owner = sock, threading.RLock(), os.getpid()

    def send(self, stream, msg_or_type, content=None, parent=None, ident=None, buffers=None, track=False, header=None,
             metadata=None):  # fmt: skip
        """As `Session.send`; `stream` is SHELL or IOPUB."""
        message = msg_or_type
        if not isinstance(message, dict):
            message = self.msg(msg_or_type, content=content, parent=parent, header=header, metadata=metadata)
        if getattr(self, "_owner", None) != os.getpid():
            return message  # still warming up, or a child that the student's code forked
        line = json_packer({
            "channel": stream,
            "type": message["header"]["msg_type"],
            "parent": message["parent_header"].get("msg_id", ""),
            "content": message["content"],
            "buffers": [base64.b64encode(part).decode() for part in buffers or ()],
        })  # fmt: skip
        with self._turn:
            self._sock.sendall(line + b"\n")
        return message


class Stream(io.TextIOBase):
    """Takes the place of stdout or stderr. What goes to the file descriptor itself is caught in a file."""

    encoding, errors = "utf-8", "strict"

    def __init__(self, name: str, fd: int, kernel: IPythonKernel, room: int) -> None:
        self.name, self._fd, self._kernel, self._room = name, fd, kernel, room
        self._parts: list[str] = []
        self._size = 0
        self._turn, self._owner = threading.RLock(), os.getpid()
        path = Path(tempfile.gettempdir(), f".{name}")
        self._caught = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        path.unlink()
        os.dup2(self._caught, fd)

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        if os.getpid() != self._owner:
            return os.write(self._fd, text.encode("utf-8", "replace"))
        with self._turn:
            self._parts.append(text)
            self._size += len(text)
            if self._size > _FLUSH:
                self.flush()
        return len(text)

    def flush(self) -> None:
        if os.getpid() != self._owner:
            return
        with self._turn:
            text, self._parts, self._size = "".join(self._parts), [], 0
            if os.fstat(self._caught).st_size:
                with open(self._caught, "rb", closefd=False) as file:
                    file.seek(0)
                    text += file.read().decode("utf-8", "replace")
                os.ftruncate(self._caught, 0)
            text, self._room = text[: self._room], self._room - len(text[: self._room])
            if text:
                self._kernel.session.send(
                    IOPUB, "stream", {"name": self.name, "text": text}, parent=self._kernel.get_parent()
                )

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._fd


class ZMQInteractiveShell(zmqshell.ZMQInteractiveShell):
    """A notebook's shell, called so because libraries ask for the name. Commands run without a terminal."""

    def enable_gui(self, gui: Any = None) -> None:
        """No windows here; figures are drawn inline."""

    def system_piped(self, cmd: str) -> None:
        """`!cmd`: what the command prints is shown, with line ends as of a terminal."""
        _refuse_background(cmd)
        sys.stdout.flush()
        command = ["/bin/sh", "-c", self.var_expand(cmd, depth=1)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
            try:
                while part := process.stdout.readline():
                    sys.stdout.write(part.decode("utf-8", "replace").replace("\n", "\r\n"))
                code = process.wait()
            except KeyboardInterrupt:
                process.kill()
                code = _KILLED
        self.user_ns["_exit_code"] = code if code >= 0 else 128 - code
        if self.system_raise_on_error and code:
            raise subprocess.CalledProcessError(code, cmd)

    system = system_piped

    def getoutput(self, cmd: str, split: bool = True, depth: int = 0) -> Any:
        """`lines = !cmd`."""
        _refuse_background(cmd)
        command = ["/bin/sh", "-c", self.var_expand(cmd, depth=depth + 1)]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        text = done.stdout.decode("utf-8", "replace")
        return SList(text.splitlines()) if split else LSString(text)


def _refuse_background(cmd: str) -> None:
    if cmd.rstrip().endswith("&"):
        raise OSError("Background processes not supported.")


class Kernel(IPythonKernel):
    """IPython's kernel without sockets and debugger."""

    shell_class = ZMQInteractiveShell
    _execute_sleep = 0.0
    _supports_kernel_subshells = False

    def _abort_queues(self, subshell_id: str | None = None) -> None:
        """There is no queue: the trusted end sends one request at a time."""


def make_kernel() -> Kernel:
    """A kernel that is ready but for its socket; made in the warm process, before the fork. Starts no thread."""
    sys.modules["debugpy"] = None  # large, slow to import, and of no use here
    importlib.import_module("ipykernel.debugger")
    del sys.modules["debugpy"]
    Kernel.clear_instance()
    ZMQInteractiveShell.clear_instance()
    config = Config()
    config.HistoryManager.enabled = False  # its database would need a thread; `In`, `Out` and `%history` work
    kernel = Kernel.instance(session=LineSession(), iopub_socket=IOPUB, log=logging.getLogger("kernel"), config=config)
    kernel.shell.extension_manager.load_extension("storemagic")
    return kernel


def main(sock: socket.socket, packed: int, kernel: Kernel, limits: Limits, output: int) -> None:
    """Unpack the submission's folder and serve requests until the other end closes or the kernel is told to exit.

    Parameters
    ----------
    sock : socket.socket
    packed : int
        File descriptor of the packed folder; files that the cells change go back into it.
    kernel : Kernel
    limits : Limits
    output : int
        Characters of each stream that are sent at most.
    """
    file = os.fdopen(packed, "r+b", buffering=0)
    index = folder.read_index(file)
    place = Path.home() / index["name"]
    place.mkdir(exist_ok=True)
    folder.unpack(file, place)
    os.chdir(place)
    os.environ.update(index["environment"])
    kernel.shell.init_environment()
    kernel.shell.ipython_dir = os.environ["IPYTHONDIR"]  # until now a folder of the warm process
    tempfile.tempdir = None
    sys.path.insert(0, "")
    sys.argv = ["ipykernel_launcher.py", "-f", "kernel.json"]
    random.seed()
    np.random.seed()
    kernel.session.attach(sock)
    sys.stdout, sys.stderr = (Stream(name, fd, kernel, output) for name, fd in (("stdout", 1), ("stderr", 2)))
    kernel._stdout, kernel._stderr = sys.stdout, sys.stderr
    kernel.shell_channel_thread = SimpleNamespace(parent_thread=threading.main_thread())  # asked for by async cells
    known = {path: (status.st_size, status.st_mtime_ns) for path, status in folder.files_of(place)}
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asyncio.run(_serve(sock, file, kernel, place, known, limits.disk_bytes))


async def _serve(sock: socket.socket, file: Any, kernel: Kernel, place: Path, known: dict, limit: int) -> None:
    kernel.io_loop = IOLoop.current()
    # A signal must wake the loop, so that an interrupted `await` ends.
    waking, wakes = socket.socketpair()
    waking.setblocking(False)
    wakes.setblocking(False)
    asyncio.get_running_loop().add_reader(waking, lambda: waking.recv(64))
    signal.set_wakeup_fd(wakes.fileno(), warn_on_full_buffer=False)
    rest = bytearray()
    while (request := await _next(sock, rest)) is not None:
        if request["header"]["msg_type"] == FILES:
            changed = [p for p, s in folder.files_of(place) if known.get(p) != (s.st_size, s.st_mtime_ns)]
            said = ""
            try:
                folder.pack(file, place, changed, limit)
            except (folder.FolderError, OSError) as error:
                said = str(error)
            kernel.session.send(SHELL, "files_reply", {"error": said}, parent=request)
            continue
        await _answer(kernel, request)


async def _answer(kernel: Kernel, request: dict[str, Any]) -> None:
    """As ipykernel's `dispatch_shell`, for a message that is read already."""
    kernel.set_parent([], request, channel="shell")
    kernel._publish_status("busy", "shell")
    handler = kernel.shell_handlers.get(request["header"]["msg_type"])
    if handler is not None:
        kernel.pre_handler_hook()  # from here to its end, an interrupt raises KeyboardInterrupt
        try:
            result = handler(SHELL, [], request)
            if asyncio.iscoroutine(result):
                await result
        except (Exception, KeyboardInterrupt) as error:  # an interrupt between the cell and its reply, say
            content = {"status": "error", "ename": type(error).__name__, "evalue": str(error), "traceback": []}
            kernel.session.send(SHELL, "execute_reply", content, parent=request)
        finally:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):  # the student may have put anything there
            stream.flush()
    kernel._publish_status("idle", "shell")


async def _next(sock: socket.socket, rest: bytearray) -> dict[str, Any] | None:
    """The next request; None when the other end has closed. Background tasks of the cells run meanwhile."""
    loop = asyncio.get_running_loop()
    while b"\n" not in rest:
        readable = loop.create_future()
        loop.add_reader(sock, lambda future=readable: future.done() or future.set_result(None))
        try:
            await readable
        finally:
            loop.remove_reader(sock)
        part = sock.recv(1 << 20)
        if not part:
            return None
        rest += part
    line, _, after = rest.partition(b"\n")
    rest[:] = after
    return json.loads(line)
