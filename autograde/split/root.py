"""BEFORE THE STUDENT'S CODE. The read-only root on which all workers of a warm process stand.

It holds Python with its packages, at the paths where they are, the system's libraries, and what students have too.
Python keeps its path because packages remember theirs (`__file__`, Matplotlib's fonts, late imports). The folders on
the way to it are new and empty: where the environment lies in the checkout, nothing of the checkout but it is there.
"""

from __future__ import annotations

import os
import site
import sys
import sysconfig
from pathlib import Path

from autograde.split import kernel

HOME = "/home/student"
COURSE = "/course"
NOBODY = 65534
_SYSTEM = (
    "/lib", "/lib32", "/lib64", "/bin", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/bin", "/usr/share/fonts",
    "/usr/share/zoneinfo", "/usr/share/misc", "/etc/ld.so.cache", "/etc/fonts", "/etc/localtime",
)  # fmt: skip
_DEVICES = ("null", "zero", "full", "random", "urandom")


def make_root(course: dict[str, str], hidden_packages: tuple[str, ...]) -> None:
    """Pivot to a read-only root that holds Python, the system's libraries and the course's public files.

    Parameters
    ----------
    course : dict of str to str
        {name in `/course`: path} of the files and folders that students have too.
    hidden_packages : tuple of str
        Packages of this Python that students do not have, such as oracles of hidden tests.
    """
    os.umask(0o022)  # the folders made here are for a worker that is another user
    # Opened before the new root covers /tmp, where any of them may lie.
    wanted = {path: handle(path) for path in readable()}
    devices = {f"/dev/{name}": handle(f"/dev/{name}") for name in _DEVICES}
    closed = {name: path for name, path in course.items() if os.geteuid() == 0 and not _nobody_reads(path)}
    given = {f"{COURSE}/{name}": handle(path) for name, path in course.items() if name not in closed}
    copies = {name: _contents(path) for name, path in closed.items()}
    root = "/tmp"
    size = (8 << 20) + 2 * sum(len(data) + 4096 for files in copies.values() for data in files.values())
    kernel.mount("tmpfs", root, "tmpfs", kernel.NOSUID | kernel.NODEV, f"size={size},mode=755")
    for path in _SYSTEM:
        if os.path.islink(path):
            os.makedirs(root + os.path.dirname(path), exist_ok=True)
            os.symlink(os.readlink(path), root + path)
    for path, fd in {**wanted, **given}.items():
        if fd is not None:
            bind(fd, root + path)
    for name, files in copies.items():
        for path, data in files.items():
            target = Path(f"{root}{COURSE}/{name}", path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
    for folder in site_packages():
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
            bind(fd, root + path)
    # An ordinary user's worker may mount a /proc of its own only where one is visible already.
    kernel.mount("proc", f"{root}/proc", "proc", kernel.NOSUID | kernel.NODEV | kernel.NOEXEC)
    os.chdir(root)
    kernel.pivot_root(".", ".")  # the old root now lies over the new one, and is taken away
    kernel.unmount(".")
    os.chdir("/")
    sys.path[:] = [p for p in sys.path if os.path.isdir(p) or p.endswith(".zip")] + [COURSE]
    sys.path_importer_cache.clear()


def check_packages() -> None:
    """Raises `OSError` if this process, shut in, cannot read Python's packages: some are made with closed folders."""
    for path in (os.path.dirname(os.__file__), *site_packages()):
        if not os.access(path, os.R_OK | os.X_OK):
            raise OSError(f"students' code runs as `nobody`, who cannot read {path} (`chmod -R a+rX` it)")


def _nobody_reads(path: str) -> bool:
    """Whether any user may read a file, or a folder with all in it."""
    inside = (os.path.join(folder, name) for folder, folders, files in os.walk(path) for name in (*folders, *files))
    return all(os.stat(one).st_mode & (0o5 if os.path.isdir(one) else 0o4) in (4, 5) for one in (path, *inside))


def _contents(path: str) -> dict[str, bytes]:
    """{path below `path` ("" for a file): its bytes}."""
    if os.path.isfile(path):
        return {"": Path(path).read_bytes()}
    return {str(file.relative_to(path)): file.read_bytes() for file in Path(path).rglob("*") if file.is_file()}


def readable() -> list[str]:
    """What Python and its libraries read: never a whole home folder, and nothing of the checkout."""
    prefixes = dict.fromkeys((sys.prefix, sys.base_prefix, sys.exec_prefix))
    python = [f"{prefix}/{part}" for prefix in prefixes for part in ("bin", "lib", "lib64", "pyvenv.cfg")]
    paths = [p for p in (*_SYSTEM, *python, *site_packages()) if os.path.exists(p) and not os.path.islink(p)]
    paths = sorted(dict.fromkeys(os.path.normpath(path) for path in paths))
    outer = [p for p in paths if not any(p != q and p.startswith(q + "/") for q in paths)]
    return outer


def site_packages() -> list[str]:
    known = {*site.getsitepackages(), sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    known |= {path for path in sys.path if path.endswith(("site-packages", "dist-packages"))}
    return sorted(path for path in known if path and os.path.isdir(path))


def handle(path: str) -> int | None:
    """A descriptor that names a file or folder wherever it is mounted later, None if there is none."""
    try:
        return os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return None


def bind(fd: int, target: str) -> None:
    """Mount what a handle names, once more, at `target`; closes the handle."""
    source = f"/proc/self/fd/{fd}"
    if os.path.isdir(source):
        os.makedirs(target, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        if not os.path.exists(target):
            Path(target).touch()
    kernel.mount(source, target, None, kernel.BIND | kernel.REC)
    os.close(fd)
