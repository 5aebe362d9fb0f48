"""System calls that Python 3.11 has no function for, through ctypes: namespaces, mounts, capabilities, Landlock."""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import struct

NEWNS, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET = (
    0x00020000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000,
)  # fmt: skip
NOSUID, NODEV, NOEXEC, BIND, REC, PRIVATE = 2, 4, 8, 4096, 16384, 1 << 18
DETACH = 2
_AT_FDCWD, _AT_RECURSIVE = -100, 0x8000
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_CAPBSET_DROP, _PR_SET_CHILD_SUBREAPER, _PR_SET_NO_NEW_PRIVS = 1, 4, 24, 36, 38
_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL = 47, 4
_M_ARENA_MAX = -8

# Numbers that glibc has no function for. The newer ones are the same on every architecture.
_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}.get(platform.machine())
_MOUNT_SETATTR = 442
_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446

_libc = ctypes.CDLL(None, use_errno=True) if os.name == "posix" else None


def _check(what: str, result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def _call(name: str, *args: object) -> int:
    return _check(name, getattr(_libc, name)(*args))


def _syscall(name: str, number: int | None, *args: object) -> int:
    if number is None:
        raise OSError(38, f"{name}: not known on {platform.machine()}")
    return _check(name, _libc.syscall(ctypes.c_long(number), *args))


def unshare(flags: int) -> None:
    """Move this process into new namespaces (for `NEWPID`: its next children)."""
    _call("unshare", flags)


def setns(fd: int, kind: int) -> None:
    """Move this process (for `NEWPID`: its next children) into the namespace that `fd` names."""
    _call("setns", fd, kind)


def mount(source: str, target: str, kind: str | None = None, flags: int = 0, data: str | None = None) -> None:
    """mount(2)."""
    encoded = [text.encode() if text is not None else None for text in (source, target, kind, data)]
    _call("mount", encoded[0], encoded[1], encoded[2], ctypes.c_ulong(flags), encoded[3])


def make_read_only(target: str) -> None:
    """A mount and all mounts below it: read-only, no devices, no set-uid programs (Linux 5.12)."""
    read_only, nosuid, nodev = 1, 2, 4
    attributes = struct.pack("QQQQ", read_only | nosuid | nodev, 0, 0, 0)
    _syscall(
        "mount_setattr", _MOUNT_SETATTR, _AT_FDCWD, target.encode(), _AT_RECURSIVE, attributes,
        ctypes.c_size_t(len(attributes)),
    )  # fmt: skip


def pivot_root(new: str, old: str) -> None:
    """Make `new` the root of this mount namespace and put the old root at `old`."""
    _syscall("pivot_root", _PIVOT_ROOT, new.encode(), old.encode())


def unmount(target: str) -> None:
    """Take a mount away, with all below it."""
    _call("umount2", target.encode(), DETACH)


def die_with_parent() -> None:
    _call("prctl", _PR_SET_PDEATHSIG, 9, 0, 0, 0)


def adopt_orphans() -> None:
    """Become the parent of descendants whose parent has died."""
    _call("prctl", _PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def set_dumpable(on: bool) -> None:
    """Whether processes of the same user may trace this one and read its /proc files."""
    _call("prctl", _PR_SET_DUMPABLE, int(on), 0, 0, 0)


def no_new_privileges() -> None:
    _call("prctl", _PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def drop_capabilities() -> None:
    """Give up every capability, also those that a program file could bring back."""
    for number in range(64):
        if _libc.prctl(_PR_CAPBSET_DROP, number, 0, 0, 0) < 0:
            break
    _libc.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)
    _call("capset", struct.pack("Ii", 0x20080522, 0), bytes(24))


def address_space() -> int:
    """Bytes of address space that this process has now."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[0]) * resource.getpagesize()


def one_arena() -> None:
    """Let all threads of this process allocate from one place: glibc otherwise reserves 64 MB of address space each."""
    if hasattr(_libc, "mallopt"):
        _libc.mallopt(_M_ARENA_MAX, 1)


def landlock_version() -> int:
    """The version of Landlock in this kernel, 0 if there is none."""
    try:
        return _syscall("landlock_create_ruleset", _LANDLOCK_CREATE, None, ctypes.c_size_t(0), 1)
    except OSError:
        return 0


def landlock(readable: list[str], writeable: list[str]) -> None:
    """From now on this process may open only files below these paths, and no TCP port.

    Source of the numbers: the kernel's include/uapi/linux/landlock.h.
    """
    version = landlock_version()
    execute, write, read, list_folder, truncate = 1, 2, 4, 8, 1 << 14
    files = (1 << 13) - 1
    files |= (1 << 13 if version >= 2 else 0) | (truncate if version >= 3 else 0) | (1 << 15 if version >= 5 else 0)
    ports = 3 if version >= 4 else 0
    scopes = 3 if version >= 6 else 0
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    rules = struct.pack("QQQ", files, ports, scopes)[:size]
    ruleset = _syscall("landlock_create_ruleset", _LANDLOCK_CREATE, rules, ctypes.c_size_t(size), 0)
    for paths, access in ((readable, execute | read | list_folder), (writeable, files & ~execute)):
        for path in paths:
            try:
                fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
            except OSError:
                continue
            fitting = access if os.path.isdir(path) else access & (execute | write | read | truncate)
            _syscall("landlock_add_rule", _LANDLOCK_ADD, ruleset, 1, struct.pack("=Qi", fitting & files, fd), 0)
            os.close(fd)
    no_new_privileges()
    _syscall("landlock_restrict_self", _LANDLOCK_RESTRICT, ruleset, 0)
    os.close(ruleset)
