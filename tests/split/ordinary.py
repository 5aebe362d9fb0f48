"""Runs a program as a user without any rights, also where Python lies in a folder that is closed to others."""

from __future__ import annotations

import ctypes
import os
import stat
import subprocess
import sys
from functools import partial
from pathlib import Path

from autograde.split import kernel, root

NOBODY = 65534
_PR_CAPBSET_DROP, _CAP_SYS_ADMIN = 24, 21


def run_as_ordinary_user(
    program: str, folder: str, python_path: list[str], weak_root: bool = False
) -> subprocess.CompletedProcess:
    """Run Python code in `folder`, which that user owns; run by an ordinary user, as that user.

    With `weak_root` it is run as a root that may not make namespaces, like the one in a container.

    Run by root, this Python stays at its path: a closed folder on the way to it, such as /root, is covered by an empty
    one that holds nothing but Python, for this program alone.
    """
    environment = {
        "PYTHONPATH": os.pathsep.join(python_path), "HOME": folder, "MPLCONFIGDIR": f"{folder}/fonts",
        "PATH": f"{os.path.dirname(sys.executable)}:/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, "-c", program], cwd=folder, env=environment, capture_output=True, text=True, timeout=300,
        preexec_fn=partial(_become_ordinary, weak_root) if os.geteuid() == 0 else None, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def _become_ordinary(weak_root: bool) -> None:
    kernel.unshare(kernel.NEWNS)
    kernel.mount("none", "/", None, kernel.REC | kernel.PRIVATE)
    needed = {os.path.realpath(path) for path in (sys.prefix, sys.base_prefix, *root.readable())}
    needed |= {os.path.abspath(path) for path in (sys.prefix, sys.base_prefix)}
    closed: dict[str, list[str]] = {}
    for path in sorted(needed):
        folder = next((str(p) for p in reversed(Path(path).parents) if not _open_to_all(p)), None)
        if folder:
            closed.setdefault(folder, []).append(path)
    for folder, paths in closed.items():
        handles = {path: root.handle(path) for path in paths}
        kernel.mount("tmpfs", folder, "tmpfs", 0, "size=1m,mode=755")
        for path, handle in handles.items():
            if not os.path.exists(path):  # it may lie in one that is bound already
                root.bind(handle, path)
    if weak_root:
        ctypes.CDLL(None).prctl(_PR_CAPBSET_DROP, _CAP_SYS_ADMIN, 0, 0, 0)  # from the next program on
        return
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)


def _open_to_all(folder: Path) -> bool:
    return stat.S_IMODE(os.stat(folder).st_mode) & 0o005 == 0o005
