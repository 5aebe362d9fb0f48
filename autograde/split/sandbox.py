"""BEFORE THE STUDENT'S CODE. Shuts a worker in: its own small world of files, processes and limits.

Done in two steps, because most of it is the same for every worker. `enclose` and `make_root` move the warm process
into namespaces of its own and onto a read-only root that holds what Python needs and nothing of the instructor's.
`shut_in` then gives each forked worker its own process, network and ipc namespace, its own home in memory, an
unprivileged user, limits, Landlock and seccomp. All of it happens while the process has one thread.

Run by root, a worker becomes the user `nobody`; run by an ordinary user, it keeps that user's number in a user
namespace that maps nobody else.
"""

from __future__ import annotations

import contextlib
import os
import resource
import site
import socket
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

from autograde.split import kernel
from autograde.split.limits import Limits

HOME = "/home/student"
COURSE = "/course"
NOBODY = 65534
_SYSTEM = (
    "/lib", "/lib32", "/lib64", "/bin", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/bin", "/usr/share/fonts",
    "/usr/share/zoneinfo", "/usr/share/misc", "/etc/ld.so.cache", "/etc/fonts", "/etc/localtime",
)  # fmt: skip
_DEVICES = ("null", "zero", "full", "random", "urandom")


@dataclass(frozen=True)
class Walls:
    """Which walls are put up; `walls.probe` tells which ones this machine can enforce."""

    namespaces: bool = True
    landlock: bool = True
    seccomp: bool = True


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
    if os.geteuid() != 0:
        uid, gid = os.geteuid(), os.getegid()
        kernel.unshare(flags | kernel.NEWUSER)
        _map_one_user(uid, gid)
    else:
        kernel.unshare(flags)
    kernel.mount("none", "/", None, kernel.REC | kernel.PRIVATE)
    pid = os.fork()
    if pid:
        _, status = os.waitpid(pid, 0)
        os._exit(os.waitstatus_to_exitcode(status) & 255)
    kernel.die_with_parent()


def make_root(course: dict[str, str], hidden_packages: tuple[str, ...]) -> None:
    """Pivot to a read-only root that holds Python, the system's libraries and the course's public files.

    Parameters
    ----------
    course : dict of str to str
        {name in `/course`: path} of the files and folders that students have too.
    hidden_packages : tuple of str
        Packages of this Python that students do not have, such as oracles of hidden tests.
    """
    # Opened before the new root covers /tmp, where any of them may lie.
    wanted = {path: _open(path) for path in _readable()}
    given = {f"{COURSE}/{name}": _open(path) for name, path in course.items()}
    devices = {f"/dev/{name}": _open(f"/dev/{name}") for name in _DEVICES}
    root = "/tmp"
    kernel.mount("tmpfs", root, "tmpfs", kernel.NOSUID | kernel.NODEV, "size=8m,mode=755")
    for path in _SYSTEM:
        if os.path.islink(path):
            os.makedirs(root + os.path.dirname(path), exist_ok=True)
            os.symlink(os.readlink(path), root + path)
    for path, fd in {**wanted, **given}.items():
        if fd is not None:
            _bind(fd, root + path)
    for folder in _site_packages():
        for name in hidden_packages:
            if os.path.isdir(f"{root}{folder}/{name}"):
                kernel.mount("tmpfs", f"{root}{folder}/{name}", "tmpfs", 0, "size=4k,mode=000")
    for path in ("/proc", "/etc", "/dev", COURSE, HOME):
        os.makedirs(root + path, exist_ok=True)
    for link in ("/tmp", "/dev/shm"):
        os.symlink(f"{HOME}/tmp", root + link)
    Path(root, "etc/passwd").write_text(f"student:x:{NOBODY}:{NOBODY}::{HOME}:/bin/sh\n")
    for path in devices:
        Path(root + path).touch()
    kernel.make_read_only(root)
    for path, fd in devices.items():  # afterwards: read-only mounts allow no devices
        if fd is not None:
            _bind(fd, root + path)
    # An ordinary user's worker may mount a /proc of its own only where one is visible already.
    kernel.mount("proc", f"{root}/proc", "proc", kernel.NOSUID | kernel.NODEV | kernel.NOEXEC)
    os.chdir(root)
    kernel.pivot_root(".", ".")  # the old root now lies over the new one, and is taken away
    kernel.unmount(".")
    os.chdir("/")
    sys.path[:] = [p for p in sys.path if os.path.isdir(p) or p.endswith(".zip")] + [COURSE]
    sys.path_importer_cache.clear()


class Forker:
    """Forks children that are each the first process of their own process namespace."""

    def __init__(self, walls: Walls) -> None:
        self._own = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC) if walls.namespaces else None

    def fork(self) -> int:
        """As `os.fork`."""
        if self._own is None:
            return os.fork()
        kernel.unshare(kernel.NEWPID)
        try:
            pid = os.fork()
        finally:
            if "pid" not in locals() or pid:
                kernel.setns(self._own, kernel.NEWPID)
        return pid


def shut_in(
    limits: Limits, walls: Walls, rules: object | None, course: dict[str, str], home: str | None = None
) -> None:
    """Put up all walls around this process. What follows is the student's code.

    Parameters
    ----------
    limits, walls : Limits, Walls
    rules : object or None
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
        readable = ["/"] if walls.namespaces else [*_readable(), *course.values(), "/proc/self", "/dev/urandom"]
        kernel.landlock(readable, [home, "/dev/null", "/dev/zero"])
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
    for kind, value in (
        (resource.RLIMIT_AS, space),
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_NPROC, others + limits.processes),
        (resource.RLIMIT_FSIZE, limits.file_bytes),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MEMLOCK, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
    ):
        resource.setrlimit(kind, (value, value))


def _readable() -> list[str]:
    """What Python and its libraries read: never a whole home folder, and nothing of the checkout."""
    prefixes = dict.fromkeys((sys.prefix, sys.base_prefix, sys.exec_prefix))
    python = [f"{prefix}/{part}" for prefix in prefixes for part in ("bin", "lib", "lib64", "pyvenv.cfg")]
    paths = [p for p in (*_SYSTEM, *python, *_site_packages()) if os.path.exists(p) and not os.path.islink(p)]
    paths = sorted(dict.fromkeys(os.path.normpath(path) for path in paths))
    outer = [p for p in paths if not any(p != q and p.startswith(q + "/") for q in paths)]
    return outer


def _site_packages() -> list[str]:
    known = {*site.getsitepackages(), sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    known |= {path for path in sys.path if path.endswith(("site-packages", "dist-packages"))}
    return sorted(path for path in known if path and os.path.isdir(path))


def _open(path: str) -> int | None:
    try:
        return os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return None


def _bind(fd: int, target: str) -> None:
    source = f"/proc/self/fd/{fd}"
    if os.path.isdir(source):
        os.makedirs(target, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        if not os.path.exists(target):
            Path(target).touch()
    kernel.mount(source, target, None, kernel.BIND | kernel.REC)
    os.close(fd)
