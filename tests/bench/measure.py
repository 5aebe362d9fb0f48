"""Processor time, wall time and memory of commands, with all their children.

Processor time is that of all that ran for the commands (see `account`). Memory is the sum of the proportional set
sizes (PSS: a page that n processes share counts 1/n in each) of the whole tree, read several times a second, of which
the largest is kept.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from tests.bench.account import Account

_SECONDS_BETWEEN_LOOKS = 0.25


class CommandFailed(Exception):
    """A command that is measured came to a bad end; the message holds the last of what it said."""


@dataclass(frozen=True)
class Command:
    """Words, working directory and environment; `statuses` are the exit statuses that are well."""

    words: list[str]
    folder: Path
    environment: dict[str, str]
    statuses: tuple[int, ...] = (0,)


@dataclass(frozen=True)
class Usage:
    """What commands that ran side by side took: seconds from start to end, processor seconds, largest memory in MB."""

    wall: float
    cpu: float
    megabytes: float
    output: str = ""


def run(commands: list[Command]) -> Usage:
    """Run commands side by side.

    Raises
    ------
    CommandFailed
        If one of them ends with a status that is not well.
    """
    with contextlib.ExitStack() as stack:
        account = stack.enter_context(Account())
        outputs = [stack.enter_context(tempfile.TemporaryFile()) for _ in commands]
        started = time.perf_counter()
        processes = [
            subprocess.Popen(
                account.words(command.words), cwd=command.folder, env=command.environment,
                stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
            )
            for command, output in zip(commands, outputs, strict=True)
        ]  # fmt: skip
        watch = _Memory([process.pid for process in processes])
        waited_for = 0.0
        for process in processes:
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            waited_for += used.ru_utime + used.ru_stime
        wall = time.perf_counter() - started
        cpu, megabytes = account.seconds(waited_for), watch.stop()
        texts = [_text(output) for output in outputs]
    for command, process, text in zip(commands, processes, texts, strict=True):
        if process.returncode not in command.statuses:
            raise CommandFailed(f"{' '.join(command.words[1:])} ended with {process.returncode}:\n{text[-3000:]}")
    return Usage(wall, cpu, megabytes, "".join(texts))


def run_in_turn(commands: list[Command]) -> Usage:
    """Run commands one after the other: times add up, and the largest memory counts."""
    used = [run([command]) for command in commands]
    return Usage(
        sum(one.wall for one in used), sum(one.cpu for one in used), max(one.megabytes for one in used),
        "".join(one.output for one in used),
    )  # fmt: skip


def _text(file: object) -> str:
    file.seek(0)
    return file.read().decode(errors="replace")


class _Memory:
    """Watches trees of processes until `stop`, which returns the largest sum of their memories in MB."""

    def __init__(self, roots: list[int]) -> None:
        self._roots, self._largest = roots, 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> float:
        self._over.set()
        self._thread.join()
        return self._largest

    def _watch(self) -> None:
        while not self._over.wait(_SECONDS_BETWEEN_LOOKS):
            self._largest = max(self._largest, sum(memory(pid).proportional for pid in tree(self._roots)))


def tree(roots: list[int]) -> list[int]:
    """These processes and all that come from them, as far as they are alive. Empty where there is no /proc."""
    children: dict[int, list[int]] = {}
    with contextlib.suppress(FileNotFoundError):
        for name in filter(str.isdigit, os.listdir("/proc")):
            with contextlib.suppress(OSError):
                parent = int(Path(f"/proc/{name}/stat").read_text().rpartition(")")[2].split()[1])
                children.setdefault(parent, []).append(int(name))
    found, waiting = [], list(roots) if children else []
    while waiting:
        found.append(waiting.pop())
        waiting += children.get(found[-1], [])
    return found


class Memory(NamedTuple):
    """MB of one process: with its share of what is shared, and what is no file's and so its own (0 if not known)."""

    proportional: float = 0.0
    own: float = 0.0


def memory(pid: int) -> Memory:
    """What one process has in memory; nothing if it has ended.

    Its own is what it and its parents wrote (`Pss_Anon`); its share of libraries is larger whenever fewer others use
    them. Where PSS may not be read, all that it has in memory counts, shared pages whole.
    """
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except PermissionError:
        with contextlib.suppress(OSError):
            return Memory(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6)
        return Memory()
    except OSError:
        return Memory()
    sizes = {words[0]: int(words[1]) / 1024 for line in lines[1:] if (words := line.split())}
    return Memory(sizes.get("Pss:", 0.0), sizes.get("Pss_Anon:", 0.0))
