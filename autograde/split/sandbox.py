"""BEFORE THE STUDENT'S CODE. Shuts a worker in: its own small world of files, processes and limits.

Done in two steps, because most of it is the same for every worker. `enclose` and `root.make_root` move the warm process
into namespaces of its own and onto a read-only root that holds what Python needs and nothing of the instructor's.
`shut_in` then gives each forked worker its own process, network and ipc namespace, its own home in memory, an
unprivileged user, limits, Landlock and seccomp. All of it happens while the process has one thread.

Run by root, a worker becomes the user `nobody`; run by an ordinary user, it keeps that user's number in a user
namespace that maps nobody else.

Why not bubblewrap: it starts a program, so each worker would import NumPy, Matplotlib and IPython anew, 1.8 s and
1.1 s of CPU (bubblewrap 0.8, 2 cores), where the fork of a warm process with all walls takes 0.02 s and 0.01 s of CPU.
Why not a binding of Landlock: landlockpy 0.2.0, the one on PyPI that knows this kernel's version, takes 15 ms a
worker, and the forty lines in `kernel` under 1 ms; the others (landlock 1.0.0.dev5, py-landlock 0.1.1) are no nearer to
a release.
"""

from __future__ import annotations

import contextlib
import os
import resource
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from autograde.split import kernel
from autograde.split.limits import Limits
from autograde.split.root import COURSE, HOME, NOBODY, readable

if TYPE_CHECKING:  # it may not be installed
    from pyseccomp import SyscallFilter


@dataclass(frozen=True)
class Walls:
    """Which walls are put up; `walls.probe` tells which ones this machine can enforce."""

    namespaces: bool = True
    landlock: bool = True
    seccomp: bool = True
    cgroup: bool = False


def environment(home: str = HOME) -> dict[str, str]:
    """All that a worker finds in its environment."""
    return {
        "HOME": home,
        "TMPDIR": f"{home}/tmp",
        "IPYTHONDIR": f"{home}/.ipython",
        "MPLCONFIGDIR": f"{home}/.matplotlib",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "USER": "student",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "PYTHONNOUSERSITE": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONBREAKPOINT": "0",
    }


def enclose() -> None:
    """Move into new namespaces as the first process of a new process namespace; all its descendants end with it.

    Returns in a new process. The old one waits for it and then exits with its status.

    Raises
    ------
    OSError
        If this machine does not allow it (`walls.probe` says so beforehand).
    """
    flags = kernel.NEWNS | kernel.NEWPID | kernel.NEWNET | kernel.NEWIPC | kernel.NEWUTS
    if os.geteuid() == 0:
        try:
            kernel.unshare(flags)
        except PermissionError:  # the root of a container, with few rights: `nobody` may do what it may not
            _drop_root()
            kernel.set_dumpable(True)
    if os.geteuid() != 0:
        uid, gid = os.geteuid(), os.getegid()
        kernel.unshare(flags | kernel.NEWUSER)
        _map_one_user(uid, gid)
    kernel.mount("none", "/", None, kernel.REC | kernel.PRIVATE)
    pid = os.fork()
    if pid:
        _, status = os.waitpid(pid, 0)
        os._exit(os.waitstatus_to_exitcode(status) & 255)
    kernel.die_with_parent()


class Forker:
    """Forks children that are each the first process of their own process namespace."""

    def __init__(self, walls: Walls) -> None:
        self._own = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC) if walls.namespaces else None

    def fork(self) -> int:
        """As `os.fork`."""
        if self._own is None:
            return os.fork()
        kernel.unshare(kernel.NEWPID)
        pid = -1
        try:
            pid = os.fork()
        finally:
            if pid != 0:
                kernel.setns(self._own, kernel.NEWPID)
        return pid


def shut_in(
    limits: Limits, walls: Walls, rules: SyscallFilter | None, course: dict[str, str], home: str | None = None
) -> None:
    """Put up all walls around this process. What follows is the student's code.

    Parameters
    ----------
    limits, walls : Limits, Walls
    rules : SyscallFilter or None
        The filter that `seccomp.make_filter` made.
    course : dict of str to str
        As for `make_root`.
    home : str or None
        Where it may write if there are no namespaces; else that is `HOME`, in memory of its own.
    """
    home = home or HOME
    kernel.die_with_parent()
    null = os.open(os.devnull, os.O_RDWR)
    for fd in (0, 1, 2):
        os.dup2(null, fd)
    os.close(null)
    if walls.namespaces:
        _own_namespaces(limits)
    elif os.geteuid() == 0:
        os.chown(home, NOBODY, NOBODY)
        _drop_root()
    for folder in ("tmp", ".matplotlib", ".ipython"):
        os.makedirs(f"{home}/{folder}", exist_ok=True)
    for name, path in course.items():  # they stand beside the notebook, as they do for the student
        os.symlink(f"{COURSE}/{name}" if walls.namespaces else path, f"{home}/{name}")
    os.chdir(home)
    os.environ.clear()
    os.environ.update(environment(home))
    with contextlib.suppress(OSError):  # if memory runs out, this process is the one to go
        Path("/proc/self/oom_score_adj").write_text("1000")
    others = 0 if walls.namespaces else _processes_of_this_user()
    if walls.namespaces:
        _own_user_namespace()
    kernel.drop_capabilities()
    _set_limits(limits, others)
    kernel.no_new_privileges()
    if walls.landlock:
        visible = ["/"] if walls.namespaces else [*readable(), *course.values(), "/proc/self", "/dev/urandom"]
        kernel.landlock(visible, [home, "/dev/null", "/dev/zero"])
    if rules is not None:
        rules.load()


def _own_namespaces(limits: Limits) -> None:
    kernel.unshare(kernel.NEWNS | kernel.NEWIPC | kernel.NEWUTS | kernel.NEWNET)
    socket.sethostname("sandbox")
    secure = kernel.NOSUID | kernel.NODEV
    kernel.mount("proc", "/proc", "proc", secure | kernel.NOEXEC)
    owner = f",uid={NOBODY},gid={NOBODY}" if os.geteuid() == 0 else ""
    kernel.mount("tmpfs", HOME, "tmpfs", secure, f"size={limits.disk_bytes},nr_inodes=4096,mode=700{owner}")
    if os.geteuid() == 0:
        _drop_root()
        kernel.set_dumpable(True)  # else /proc/self belongs to root, and the map of users could not be written


def _drop_root() -> None:
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)


def _own_user_namespace() -> None:
    # The limit on processes then counts this worker's alone. Its capabilities are dropped right after.
    uid, gid = os.geteuid(), os.getegid()
    kernel.unshare(kernel.NEWUSER)
    _map_one_user(uid, gid)


def _processes_of_this_user() -> int:
    """Without a user namespace the limit on processes counts all of a user's processes and threads."""
    user, count = os.geteuid(), 0
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if process.stat().st_uid == user:
                count += len(os.listdir(process / "task"))
    return count


def _map_one_user(uid: int, gid: int) -> None:
    for name, text in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
        with contextlib.suppress(FileNotFoundError), open(f"/proc/self/{name}", "w") as file:
            file.write(text)


def _set_limits(limits: Limits, others: int) -> None:
    space = kernel.address_space() + limits.memory
    cpu = int(limits.submission_seconds) + 5
    # One who may open fewer files than that can give nobody more.
    files = min(limits.open_files, resource.getrlimit(resource.RLIMIT_NOFILE)[1])
    for kind, value in (
        (resource.RLIMIT_AS, space),
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_NPROC, others + limits.processes),
        (resource.RLIMIT_FSIZE, limits.file_bytes),
        (resource.RLIMIT_NOFILE, files),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MEMLOCK, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
        (resource.RLIMIT_RTPRIO, 0),
        (resource.RLIMIT_SIGPENDING, 256),
    ):
        resource.setrlimit(kind, (value, value))
