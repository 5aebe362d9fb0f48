"""Processor time of everything that a command starts, of what ends with its sandbox too.

`wait4` counts a process only if its parent waits for it. What the system kills together with a process namespace, as
the grader ends its sandboxes, nobody waits for. A control group (cgroup v2) counts whatever runs in it.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import time
from pathlib import Path
from types import TracebackType

from autograde.split.cgroups import own_group

_PATIENCE = 2.0  # seconds until killed processes have left their group


class Account:
    """What commands that are started with `words` take, until it is closed. Their children are in it from birth.

    Parameters
    ----------
    below : Path or None
        The control group in which to make one; by default this process's own.
    """

    def __init__(self, below: Path | None = None) -> None:
        self._group = None
        below = below or own_group()
        if below is not None:
            group = below / f"bench-{secrets.token_hex(4)}"
            with contextlib.suppress(OSError):
                group.mkdir()
                self._group = group

    def __enter__(self) -> Account:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, where: TracebackType | None) -> None:
        self.close()

    @property
    def complete(self) -> bool:
        """Whether all is counted; else only what `wait4` tells can be."""
        return self._group is not None

    def words(self, words: list[str]) -> list[str]:
        """The command's words, to be run on this account."""
        if self._group is None:
            return words
        # The shell enters the group and becomes the command, so that no other process is ever in between.
        return ["/bin/sh", "-c", 'echo 0 > "$0" && exec "$@"', str(self._group / "cgroup.procs"), *words]

    def seconds(self, waited_for: float) -> float:
        """Processor seconds until now, user and system; `waited_for` is what `wait4` told, where there is no group."""
        if self._group is None:
            return waited_for
        numbers = dict(line.split() for line in (self._group / "cpu.stat").read_text().splitlines())
        return int(numbers["usage_usec"]) / 1e6

    def close(self) -> None:
        """Remove the group. Those of its processes that are left go on without one of their own."""
        if self._group is None:
            return
        end = time.monotonic() + _PATIENCE
        while self._group.exists() and time.monotonic() < end:
            for folder, _, _ in os.walk(self._group, topdown=False):
                with contextlib.suppress(OSError):
                    os.rmdir(folder)
            time.sleep(0.01)


def how_counted() -> str:
    """A sentence for a page: what processor seconds are on this machine."""
    with Account() as account:
        if account.complete:
            return (
                "Processor seconds are those of a control group that holds the command and all that it started, "
                "user and system"
            )
    return (
        "Processor seconds are those of the command and of all processes it or they waited for; what the system ends "
        "together with a submission's sandbox is **not** in them, since this machine has no control groups"
    )
