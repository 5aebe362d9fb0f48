"""TRUSTED. A worker as nbclient wants to see a kernel: its manager and its client.

nbclient drives it as it drives a Jupyter kernel, so timeouts, errors, outputs and widgets are handled by the same code
as in stock nbgrader.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty
from typing import Any, BinaryIO

from jupyter_client.session import Session

from autograde.compatible import folder
from autograde.compatible.channels import Line
from autograde.compatible.pool import WarmProcess
from autograde.course import TIMESTAMP
from autograde.split.client import EngineError

FILES_SECONDS = 10.0  # for a worker to say which files it has changed
_KEPT = (TIMESTAMP,)


@dataclass
class Job:
    """What a worker is started with.

    Parameters
    ----------
    log : logging.Logger
    limit : int
        Bytes of files, there and back.
    skip : frozenset of str
        Files beside the notebook that are not given to the worker.
    environment : dict of str to str
        What is added to its environment.
    """

    log: logging.Logger
    limit: int
    skip: frozenset[str] = frozenset()
    environment: dict[str, str] = field(default_factory=dict)


class WorkerManager:
    """One worker for one notebook."""

    ipykernel = False
    kernel_id = "worker"

    def __init__(self, warm: WarmProcess, job: Job) -> None:
        self._warm, self._job = warm, job
        self._folder = Path()
        self._packed: BinaryIO | None = None
        self._line: Line | None = None
        self._pid = 0

    @property
    def has_kernel(self) -> bool:
        return self._line is not None

    def start_kernel(self, extra_arguments: list[str] | None = None, cwd: str | None = None, **_: Any) -> None:
        """Copy the notebook's folder into a new worker.

        Raises
        ------
        EngineError, FolderError
            If the worker cannot be shut in, or the folder is too large.
        """
        self._folder = Path(cwd or os.getcwd()).resolve()
        self._packed = os.fdopen(os.memfd_create("folder", os.MFD_CLOEXEC), "w+b", buffering=0)
        paths = [path for path, _ in folder.files_of(self._folder) if path not in self._job.skip]
        folder.pack(
            self._packed, self._folder, paths, self._job.limit,
            name=self._folder.name, environment=self._job.environment,
        )  # fmt: skip
        sock, self._pid = self._warm.client.fork_worker(self._packed)
        self._line = Line(sock)

    def client(self) -> WorkerClient:
        return WorkerClient(self)

    @property
    def line(self) -> Line:
        assert self._line is not None
        return self._line

    def is_alive(self) -> bool:
        if self._line is None or self._line.closed:
            return False
        try:
            return self._warm.client.alive(self._pid)
        except EngineError:
            return False

    def interrupt_kernel(self) -> None:
        with contextlib.suppress(EngineError):
            self._warm.client.interrupt(self._pid)

    async def shutdown_kernel(self, now: bool = False) -> None:
        """End the worker; then bring back the files that it wrote."""
        said = await self._ask_for_files() if self.is_alive() else "the process has ended"
        self._kill()
        if said:
            self._job.log.warning("Files that the notebook wrote are lost: %s", said)
            return
        try:
            # A notebook, another one of this submission included, is never replaced by what cells wrote.
            kept = [path for path, _ in folder.files_of(self._folder) if path.endswith(".ipynb")]
            written = folder.unpack(self._packed, self._folder, keep=[*kept, *_KEPT], links=False)
        except folder.FolderError as error:
            self._job.log.warning("Files that the notebook wrote are lost: %s", error)
        else:
            if written:
                self._job.log.debug("Files that the notebook wrote: %s", written)

    def cleanup_resources(self) -> None:
        self._kill()
        if self._packed is not None:
            self._packed.close()
            self._packed = None

    async def _ask_for_files(self) -> str:
        """"" when the changed files are packed, else why they are not."""
        if not self.line.idle:
            return "a cell has not ended"
        request = Session().msg("files_request", {})
        loop = asyncio.get_running_loop()
        end = loop.time() + FILES_SECONDS
        try:
            self.line.send(request)
            while True:
                answer = await self.line.receive("shell", max(0.0, end - loop.time()))
                if answer["parent_header"]["msg_id"] == request["header"]["msg_id"]:
                    return str(answer["content"].get("error", ""))[:500]
        except Empty:
            pass
        return "it did not answer"

    def _kill(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None
            with contextlib.suppress(EngineError):
                self._warm.client.kill(self._pid)


class _Channel:
    def __init__(self, line: Line, name: str) -> None:
        self._line, self._name = line, name

    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:
        return await self._line.receive(self._name, timeout)

    def send(self, message: dict[str, Any]) -> None:
        """Used by nbclient's output widgets."""
        self._line.send(message)


class WorkerClient:
    """The client of one worker."""

    def __init__(self, manager: WorkerManager) -> None:
        self._manager = manager
        self.session = Session()
        self.allow_stdin = False
        self.shell_channel = _Channel(manager.line, "shell")
        self.iopub_channel = _Channel(manager.line, "iopub")

    def start_channels(self) -> None:
        """The line is open already."""

    def stop_channels(self) -> None:
        """The manager closes the line."""

    def is_alive(self) -> bool:
        return self._manager.is_alive()

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Raises RuntimeError, as jupyter_client does, if the worker does not answer."""
        request = self.kernel_info()
        while True:
            try:
                answer = await self.shell_channel.get_msg(timeout=timeout)
            except Empty:
                raise RuntimeError(f"The worker did not answer in {timeout} seconds") from None
            if answer["parent_header"]["msg_id"] == request:
                break
        # What it said about the request itself belongs to no cell.
        self._manager.line.queues["iopub"].clear()

    def kernel_info(self) -> str:
        return self._request("kernel_info_request", {})

    def execute(self, code: str, store_history: bool = True, stop_on_error: bool = True, **_: Any) -> str:
        content = {
            "code": code, "silent": False, "store_history": store_history, "user_expressions": {},
            "allow_stdin": False, "stop_on_error": stop_on_error,
        }  # fmt: skip
        return self._request("execute_request", content)

    def _request(self, kind: str, content: dict[str, Any]) -> str:
        message = self.session.msg(kind, content)
        self._manager.line.send(message)
        return message["header"]["msg_id"]
