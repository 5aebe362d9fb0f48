"""TRUSTED. One cgroup (v2) for each worker, where the grader's own group is delegated to it.

A second bound on what a worker holds: it also counts what the limits of a process cannot, such as the kernel's buffers
for its sockets and its files in memory. Where there are no groups, see `Limits.memory` for what holds.

`take_over` is called once by the process that grades: it moves itself into a group below its own, since a group with
controllers for its children may have no processes. The warm process finds itself there and makes the workers' groups
beside it.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from autograde.split.limits import Limits

CONTROLLERS = ("memory", "pids")
START = "systemd-run --user --scope -p Delegate=yes"
_OWN = "grader"
_PREFIX = "worker-"
_MORE = 128 << 20  # bytes: Python's own pages that a worker writes to, the kernel's buffers
_PATIENCE = 2.0  # seconds until killed processes have left their group


def own_group(proc: Path = Path("/proc/self")) -> Path | None:
    """The folder of this process's group in the version 2 hierarchy, None if there is none or it is out of sight."""
    try:
        lines = (proc / "cgroup").read_text().splitlines()
        mounts = (proc / "mountinfo").read_text().splitlines()
    except OSError:
        return None
    group = next((line[3:] for line in lines if line.startswith("0::")), None)
    if group is None or group.startswith("/.."):
        return None
    for line in mounts:
        fields, _, kind = line.partition(" - ")
        if not kind.startswith("cgroup2 "):
            continue
        top, mounted = fields.split()[3:5]
        if group == top or group.startswith(top.rstrip("/") + "/"):
            return Path(mounted) / group[len(top.rstrip("/")) :].lstrip("/")
    return None


def why_not(group: Path | None, controllers: Iterable[str] = CONTROLLERS) -> str:
    """ "" if `take_over` would succeed for a process in this group, else why not."""
    if group is None:
        return "there is no cgroup v2 hierarchy"
    try:
        has = (group / "cgroup.controllers").read_text().split()
        inside = {int(pid) for pid in (group / "cgroup.procs").read_text().split()}
    except OSError as error:
        return f"its cgroup cannot be read: {error.strerror}"
    lacking = [name for name in controllers if name not in has]
    if lacking:
        return f"cgroup v2 has no {' and no '.join(lacking)} controller here"
    if not all(os.access(path, os.W_OK) for path in (group, group / "cgroup.procs", group / "cgroup.subtree_control")):
        return "its cgroup is not delegated to this user"
    if inside - _family():
        return "its cgroup holds other programs too"
    return ""


def take_over(group: Path | None = None, controllers: Iterable[str] = CONTROLLERS) -> str:
    """Make this process's group ready for the groups of workers; "" if it is, else why it cannot be.

    A second call does nothing.
    """
    group, controllers = group or own_group(), tuple(controllers)
    if group is not None and group.name == _OWN:
        return ""
    reason = why_not(group, controllers)
    if reason:
        return reason
    try:
        (group / _OWN).mkdir(exist_ok=True)
        for pid in (group / "cgroup.procs").read_text().split():
            (group / _OWN / "cgroup.procs").write_text(pid)
        if controllers:
            (group / "cgroup.subtree_control").write_text(" ".join(f"+{name}" for name in controllers))
    except OSError as error:
        return f"its cgroup cannot be divided: {error.strerror}"
    return ""


class Groups:
    """The groups of a warm process's workers. Works on after the hierarchy is out of sight.

    Parameters
    ----------
    folder : Path
        The group in which to make them.
    limits : Limits
    """

    def __init__(self, folder: Path, limits: Limits) -> None:
        self._folder = os.open(folder, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
        self._limits = limits
        self._prefix, self._count = f"{_PREFIX}{secrets.token_hex(4)}-", 0
        self._of: dict[int, str] = {}
        for left in folder.glob(f"{_PREFIX}*"):  # by a grader that was killed; those in use cannot be removed
            with contextlib.suppress(OSError):
                left.rmdir()

    @classmethod
    def beside_this_process(cls, limits: Limits) -> Groups:
        """Raises `OSError` if `take_over` was not called."""
        own = own_group()
        if own is None or own.name != _OWN:
            raise OSError("this process's cgroup has not been taken over")
        return cls(own.parent, limits)

    def fork(self, fork: Callable[[], int]) -> int:
        """As `fork`; the child is in a new group."""
        self._count += 1
        name = f"{self._prefix}{self._count}"
        os.mkdir(name, 0o755, dir_fd=self._folder)
        try:
            self._write(name, "memory.max", self._limits.memory + self._limits.disk_bytes + _MORE)
            self._write(name, "pids.max", self._limits.processes + 1)
            for file, value in (("memory.swap.max", 0), ("memory.oom.group", 1)):
                with contextlib.suppress(OSError):  # absent where the kernel does not account for swap
                    self._write(name, file, value)
            pid = fork()
        except OSError:
            self._remove(name)
            raise
        if pid == 0:
            try:
                self._write(name, "cgroup.procs", 0)
            except BaseException:
                os._exit(1)  # it must not go on as if it were the warm process
        else:
            self._of[pid] = name
        return pid

    def kill(self, others: set[int]) -> None:
        """Kill all processes of the groups whose first process is not among `others`."""
        for pid in self._of.keys() - others:
            with contextlib.suppress(OSError):
                self._write(self._of[pid], "cgroup.kill", 1)

    def remove(self, others: set[int]) -> None:
        """Remove those groups."""
        for pid in self._of.keys() - others:
            self._remove(self._of.pop(pid))

    def _remove(self, name: str) -> None:
        end = time.monotonic() + _PATIENCE
        while True:
            try:
                os.rmdir(name, dir_fd=self._folder)
                return
            except OSError:
                if time.monotonic() > end:
                    return  # empty or not, the next grader tries again
                time.sleep(0.002)

    def _write(self, name: str, file: str, value: int) -> None:
        fd = os.open(f"{name}/{file}", os.O_WRONLY | os.O_CREAT, 0o644, dir_fd=self._folder)
        try:
            os.write(fd, str(value).encode())
        finally:
            os.close(fd)


def _family() -> set[int]:
    """This process and its descendants."""
    parents = {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError), open(f"/proc/{pid}/stat") as file:
            parents[int(pid)] = int(file.read().rpartition(")")[2].split()[1])
    family, size = {os.getpid()}, 0
    while len(family) != size:
        size = len(family)
        family |= {pid for pid, parent in parents.items() if parent in family}
    return family
