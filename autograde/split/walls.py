"""TRUSTED. Which walls this machine can put up: each is tried in a process of its own.

`python -m autograde.split.walls` prints what it found.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from autograde.split import kernel, sandbox

_SECONDS = 20
_ADVICE = {
    "namespaces": (
        "Let ordinary users make user namespaces: `sysctl kernel.unprivileged_userns_clone=1` on Debian, "
        "`sysctl kernel.apparmor_restrict_unprivileged_userns=0` on Ubuntu; in a container, start it with "
        "`--security-opt seccomp=unconfined --security-opt systempaths=unconfined`. Linux 5.12 or newer is needed."
    ),
    "seccomp": "Install libseccomp (`apt-get install libseccomp2`) and `pip install pyseccomp`.",
    "landlock": "Landlock needs Linux 5.13 or newer with `landlock` among the security modules (`lsm=` at boot).",
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
        The same, for a memory limit over all processes of a worker together. Not used yet.
    """

    system: str
    root: bool
    namespaces: str
    seccomp: str
    landlock: str
    cgroup: str

    def walls(self) -> sandbox.Walls:
        """The walls to put up."""
        return sandbox.Walls(not self.namespaces, not self.landlock, not self.seccomp)

    def missing(self) -> dict[str, str]:
        """{wall that is missing: what to do about it}."""
        return {name: f"{getattr(self, name)}. {advice}" for name, advice in _ADVICE.items() if getattr(self, name)}


@cache
def probe() -> Findings:
    """Try each wall in a child process; takes a fraction of a second."""
    if platform.system() != "Linux":
        why = f"{platform.system()} has no such wall: use a Linux container or, on Windows, WSL 2"
        return Findings(platform.system(), False, why, why, why, why)
    paths = [str(Path(__file__).resolve().parents[2]), *filter(None, sys.path)]
    program = f"import sys; sys.path[:] = {paths!r}; from autograde.split import walls; walls.main()"
    done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, timeout=_SECONDS)
    return Findings(**json.loads(done.stdout))


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
            sandbox.make_root({}, ())
            if forker.fork() == 0:
                sandbox.shut_in(sandbox.Limits(), sandbox.Walls(landlock=False, seccomp=False), None, {})
                os.write(writing, b"ok")
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

    try:
        socket.socket()
    except PermissionError:
        return
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


def _cgroup() -> None:
    own = Path("/proc/self/cgroup").read_text().rstrip().rpartition("::")[2].rpartition("\n")[0] or "/"
    folder = Path("/sys/fs/cgroup") / own.lstrip("/")
    if "memory" not in (folder / "cgroup.controllers").read_text().split():
        raise OSError("no memory controller of cgroup v2 in this group")
    if not os.access(folder, os.W_OK):
        raise OSError("this group is not delegated to this user")


def main() -> None:
    """Print the findings as JSON."""
    attempts = {work.__name__[1:]: _attempt(work) for work in (_namespaces, _seccomp, _landlock, _cgroup)}
    print(json.dumps(asdict(Findings(platform.system(), os.geteuid() == 0, **attempts))))


if __name__ == "__main__":
    main()
