"""TRUSTED. Starts the warm process, once for all submissions that a program grades, and hands out workers."""

from __future__ import annotations

import atexit
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from dataclasses import asdict, dataclass
from pathlib import Path

import matplotlib

from autograde.split.client import Client
from autograde.split.limits import Limits
from autograde.split.sandbox import Walls

_START = 120.0  # seconds


@dataclass(frozen=True)
class Settings:
    """What workers are forked with; two submissions with equal settings share a warm process.

    Parameters
    ----------
    limits : Limits
    walls : Walls
    preload : tuple of str
        Modules to import once instead of once a submission.
    given : tuple of tuple
        (name, path) of files and folders that submissions may read, as `/course/name`.
    output : int
        Characters of each of a worker's streams.
    """

    limits: Limits
    walls: Walls
    preload: tuple[str, ...] = ()
    given: tuple[tuple[str, str], ...] = ()
    output: int = 1 << 24


class WarmClient(Client):
    """A connection to the warm process of this mode."""

    def interrupt(self, pid: int) -> None:
        """Raise KeyboardInterrupt in a worker's cell."""
        self._ask({"do": "interrupt", "pid": pid})

    def alive(self, pid: int) -> bool:
        """Whether a worker has not ended."""
        return self._ask({"do": "alive", "pid": pid})["alive"]


class WarmProcess:
    """The warm process for one `Settings`.

    Raises
    ------
    EngineError
        If it does not start; its error is on stderr.
    """

    def __init__(self, settings: Settings) -> None:
        self.owner = os.getpid()
        self._homes = tempfile.TemporaryDirectory(prefix="submissions-")  # used where there are no namespaces
        os.chmod(self._homes.name, 0o711)
        given = {name: str(Path(path).resolve()) for name, path in settings.given}
        options = {
            "limits": asdict(settings.limits),
            "walls": asdict(settings.walls),
            "preload": settings.preload,
            "course": given,
            "hidden_packages": (),
            "paths": sorted({str(Path(path).parent) for path in given.values()}),
            "homes": self._homes.name,
            "font_cache": matplotlib.get_cachedir(),
            "output": settings.output,
        }
        package = str(Path(__file__).resolve().parents[2])
        paths = [package, *(path for path in sys.path if path and path != package)]
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.client = WarmClient(ours)
        program = (
            f"import sys, json; sys.path[:] = {paths!r}; from autograde.compatible.warm import main; "
            f"main({theirs.fileno()}, json.loads({json.dumps(options)!r}))"
        )
        environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-c", program], pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL,
                env=environment, start_new_session=True,
            )  # fmt: skip
        try:
            self.client.wait_until_ready(_START)
        except BaseException:
            self.close()
            raise

    @property
    def alive(self) -> bool:
        return self.owner == os.getpid() and self._process.poll() is None

    def close(self) -> None:
        """End it, with all workers."""
        if self.owner == os.getpid():
            self._process.kill()
            self._process.wait()
            self.client.close()
            self._homes.cleanup()


_running: dict[Settings, WarmProcess] = {}
_turn = threading.Lock()


def warm_process(settings: Settings) -> WarmProcess:
    """The running warm process for these settings, started if need be."""
    with _turn:
        found = _running.get(settings)
        if found is None or not found.alive:
            if found is not None:
                found.close()
            found = _running[settings] = WarmProcess(settings)
        return found


@atexit.register
def close_all() -> None:
    """End all warm processes of this program."""
    for process in _running.values():
        process.close()
    _running.clear()
