"""TRUSTED. Which walls this machine can put up: each is tried in a process of its own.

`python -m autograde.split.walls` prints what it found.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from autograde import container
from autograde.split import cgroups, kernel, root, sandbox

_SECONDS = 20
_ATTEMPTS = 2
_ADVICE = {
    "namespaces": (
        "Let ordinary users make user namespaces: `sysctl kernel.unprivileged_userns_clone=1` on Debian, "
        "`sysctl kernel.apparmor_restrict_unprivileged_userns=0` on Ubuntu; in a container, start it with "
        f"`{' '.join(container.FLAGS)}` (podman: `{' '.join(container.PODMAN_FLAGS)}`). "
        "Linux 5.14 or newer is needed."
    ),
    "seccomp": "Install libseccomp (`apt-get install libseccomp2`) and `pip install pyseccomp`.",
    "landlock": "Landlock needs Linux 5.13 or newer with `landlock` among the security modules (`lsm=` at boot).",
    "signals": "Landlock keeps signals in from Linux 6.12 on.",
    "cgroup": f"On a machine with systemd and cgroup v2, start the grader with `{cgroups.START}`.",
}


@dataclass(frozen=True)
class Findings:
    """What this machine can enforce.

    Parameters
    ----------
    system : str
        "Linux", "Darwin", "Windows".
    root : bool
    namespaces, seccomp, landlock : str
        "" where it works, else why it does not.
    cgroup : str
        The same, for a group with limits of its own for each worker.
    signals : str
        The same, for Landlock's keeping a worker's signals from others' processes.
    """

    system: str
    root: bool
    namespaces: str
    seccomp: str
    landlock: str
    cgroup: str
    signals: str = ""

    def walls(self) -> sandbox.Walls:
        """The walls to put up. Groups are left out: they need `cgroups.take_over` first."""
        return sandbox.Walls(not self.namespaces, not self.landlock, not self.seccomp)

    def missing(self) -> dict[str, str]:
        """{wall that is missing: why, and what to do about it}."""
        return {name: f"{getattr(self, name)}. {advice}" for name, advice in _ADVICE.items() if getattr(self, name)}


class _NoAnswer(Exception):
    """The child did not start, did not end in time, or said nothing that can be read."""


def probe() -> Findings:
    """Try each wall in a child process; takes a fraction of a second.

    Only an answer is kept. A machine that was too busy to give one has its walls all the same, so it is asked once
    more at once, and anew by the next call.
    """
    if platform.system() != "Linux":
        why = f"{platform.system()} has no such wall"
        return Findings(platform.system(), False, why, why, why, why, why)
    for _ in range(_ATTEMPTS):
        try:
            return _answer()
        except _NoAnswer as error:
            why = f"trying it ended without an answer: {error}"
    return Findings("Linux", os.geteuid() == 0, why, why, why, why, why)


@cache
def _answer() -> Findings:
    """What the child found; an exception is not kept."""
    paths = [str(Path(__file__).resolve().parents[2]), *filter(None, sys.path)]
    program = f"import sys; sys.path[:] = {paths!r}; from autograde.split import walls; walls.main()"
    command, said = [sys.executable, "-I", "-c", program], ""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS)
        said = done.stderr.strip().rpartition("\n")[2]
        found = json.loads(done.stdout.splitlines()[-1])
    except (OSError, subprocess.TimeoutExpired, ValueError, IndexError):
        raise _NoAnswer(said or "it did not start or did not end") from None
    # Asked here, and not in the child: which programs share this process's group is what counts.
    return Findings(**found, cgroup=cgroups.why_not(cgroups.own_group()))


def _attempt(work: Callable[[], None]) -> str:
    """"" if `work` succeeds in a forked child, else its error."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            work()
        except BaseException as error:
            os.write(writing, str(error).encode()[:1000] or type(error).__name__.encode())
        os._exit(0)
    os.close(writing)
    with open(reading, "rb") as file:
        said = file.read().decode(errors="replace")
    os.waitpid(pid, 0)
    return said


def _namespaces() -> None:
    reading, writing = os.pipe()
    if os.fork() == 0:  # `enclose` ends its caller, and the answer must come from this side of it
        try:
            sandbox.enclose()
            forker = sandbox.Forker(sandbox.Walls())
            root.make_root({}, ())
            if forker.fork() == 0:
                sandbox.shut_in(sandbox.Limits(), sandbox.Walls(landlock=False, seccomp=False), None, {})
                root.check_packages()
                # Before Linux 5.14 the limit on processes counts those of all users' namespaces together.
                thread = threading.Thread(target=os.write, args=(writing, b"ok"))
                thread.start()
                thread.join()
                os._exit(0)
            os.wait()
        except BaseException as error:
            os.write(writing, str(error).encode())
        os._exit(0)
    os.close(writing)
    os.wait()
    with open(reading, "rb") as file:
        said = file.read()
    if said != b"ok":
        raise OSError(said.decode(errors="replace") or "it failed")


def _seccomp() -> None:
    from autograde.split import seccomp

    rules = seccomp.make_filter()
    kernel.no_new_privileges()
    rules.load()
    import socket

    for forbidden in (socket.socket, os.fork):
        try:
            if forbidden() == 0:
                os._exit(0)
        except PermissionError:
            continue
        raise OSError("the filter lets everything through")


def _landlock() -> None:
    if not kernel.landlock_version():
        raise OSError("this kernel has no Landlock")
    kernel.landlock(["/usr"], [])
    try:
        os.listdir("/etc")
    except PermissionError:
        return
    raise OSError("Landlock lets everything through")


def _signals() -> None:
    if kernel.landlock_version() < 6:
        raise OSError("Landlock is missing or older than Linux 6.12")


def main() -> None:
    """Print the findings as JSON, all but the one about groups."""
    tries = {"namespaces": _namespaces, "seccomp": _seccomp, "landlock": _landlock, "signals": _signals}
    found = {wall: _attempt(work) for wall, work in tries.items()}
    print(json.dumps({"system": platform.system(), "root": os.geteuid() == 0, **found}))


if __name__ == "__main__":
    main()
