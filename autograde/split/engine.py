"""TRUSTED. Starts the two warm processes, hands them one submission at a time, and watches the time.

The judge bounds the student's time itself. Should the judge hang on what a student's side sent, the engine kills it
and lets a new one go on after the test at which it hung.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from autograde.split.client import Client, EngineError, Messages
from autograde.split.limits import Limits
from autograde.split.plan import Step
from autograde.split.sandbox import Walls
from autograde.split.verdicts import Verdict

_GRACE = 5.0  # seconds that a judge has beyond the student's own time
_START = 120.0  # many workers at a time may import from one slow disk
_MAX_RESTARTS = 20
_LAST_BREATH = 0.5


@dataclass
class Outcome:
    """What became of one submission's tests.

    Parameters
    ----------
    verdicts : list of dict
        `autograde.split.verdicts.Verdict` of each test, in order.
    failed : dict of str to tuple
        {cell of the worker that failed: (status, ename, evalue, line)}.
    printed : dict of str to str
        {cell: the beginning of what it printed}.
    figures : dict of str to list of str
        {cell: the figures that it drew, as PNG in base64}.
    cut : set of str
        The cells that printed more than is kept.
    time_used_up : bool
        Whether its time, or the judges that it is given, were used up before its last test.
    cpu : float
        Seconds of the workers and judges together.
    megabytes : float
        The largest memory of one of their processes.
    workers : int
        How many it took.
    """

    verdicts: list[dict[str, Any]] = field(default_factory=list)
    failed: dict[str, tuple] = field(default_factory=dict)
    printed: dict[str, str] = field(default_factory=dict)
    figures: dict[str, list[str]] = field(default_factory=dict)
    cut: set[str] = field(default_factory=set)
    time_used_up: bool = False
    cpu: float = 0.0
    megabytes: float = 0.0
    workers: int = 0


class _Work(NamedTuple):
    """How far one judge came: to its end, or to the cell at which it stopped, None if it was at none."""

    ended: bool
    at: str | None = None


class Engine:
    """Two warm processes, for any number of submissions to one chapter, from any number of threads.

    Parameters
    ----------
    course : dict of str to Path
        {name: path} of what stands beside the notebook: the `byhand` package, data.
    limits : Limits
    walls : Walls
        What `autograde.split.walls.probe` found, or less.
    modules : iterable of str
        What the tests import, to be imported once instead of once a submission (see `plan.imported_modules`).
    hidden_packages : iterable of str
        Installed packages that students may not use; hidden where there are namespaces.
    cells : iterable of str
        The sources of the instructor's given and test cells, to be compiled once instead of once a submission.

    Raises
    ------
    EngineError
        If a warm process does not start.
    """

    def __init__(
        self,
        course: dict[str, Path],
        limits: Limits | None = None,
        walls: Walls | None = None,
        modules: Iterable[str] = (),
        hidden_packages: Iterable[str] = (),
        cells: Iterable[str] = (),
    ) -> None:
        self.limits = limits or Limits()
        self._processes: list[subprocess.Popen] = []
        self._clients: list[Client] = []
        self._homes = tempfile.TemporaryDirectory(prefix="students-")  # used where there are no namespaces
        os.chmod(self._homes.name, 0o711)
        options = {
            "course": {name: str(Path(path).resolve()) for name, path in course.items()},
            "paths": sorted({str(Path(path).resolve().parent) for path in course.values()}),
            "limits": asdict(self.limits),
            "walls": asdict(walls or Walls()),
            "modules": list(modules),
            "hidden_packages": list(hidden_packages),
            "homes": self._homes.name,
            "font_cache": str(_font_cache()),
        }
        try:
            # Only the judge is given the tests.
            self._workers = self._start("worker", options)
            self._judges = self._start("judge", options | {"cells": list(cells)})
            for client in self._clients:
                client.wait_until_ready(_START)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *args: object) -> None:
        self.close()

    def has_died(self) -> bool:
        """Whether a warm process has ended; asked after an error, it waits a moment for one that is about to."""
        for process in self._processes:
            with suppress(subprocess.TimeoutExpired):
                process.wait(_LAST_BREATH)
                return True
        return not self._processes

    def close(self) -> None:
        """End both warm processes and all that came from them."""
        for process in self._processes:
            process.kill()
            process.wait()
        self._processes = []
        for client in self._clients:
            client.close()
        self._homes.cleanup()

    def grade(self, steps: list[Step], seed: int | None = None) -> Outcome:
        """Run one submission's cells and tests; never raises on what the student wrote.

        Raises
        ------
        EngineError
            If the grader itself is at fault: a warm process is gone, or a worker could not be shut in.
        """
        outcome = Outcome()
        tests = [step for step in steps if step.role == "test"]
        end = time.monotonic() + self.limits.submission_seconds
        left_out: list[str] = []
        nowhere = 0  # judges in a row that stopped without being at a cell
        for _ in range(_MAX_RESTARTS):
            work = self._one_judge(steps, seed, outcome, end, left_out)
            if work.ended:
                break
            if work.at is None:
                nowhere += 1
                if nowhere == 2:
                    raise EngineError("the judge died twice without being at a test")
                continue
            nowhere = 0
            left_out.append(work.at)
            # A judge that hangs has used up the exercise's time, so its other tests are lost as well.
            exercises = {step.exercise for step in tests if step.cell == work.at}
            done = {verdict["grade_id"] for verdict in outcome.verdicts}
            lost = [step for step in tests if step.exercise in exercises and step.cell not in done]
            outcome.verdicts += [_timed_out(step) for step in lost]
        reported = {verdict["grade_id"]: verdict for verdict in outcome.verdicts}
        outcome.verdicts = [reported.get(step.cell) or _not_run(step) for step in tests]
        outcome.time_used_up = any(verdict["status"] == "not_run" for verdict in outcome.verdicts)
        return outcome

    def _one_judge(
        self, steps: list[Step], seed: int | None, outcome: Outcome, end: float, left_out: list[str]
    ) -> _Work:
        ours, theirs = socket.socketpair()
        broken = at = None
        with ours:
            with theirs, self._workers.connect() as workers:
                pid = self._judges.fork(theirs, workers)
            try:
                messages = Messages(ours)
                messages.send(self._job(steps, seed, outcome, end) | {"left_out": left_out})
                while "end" not in (message := self._next(messages, end)):
                    if "broken" in message:
                        broken = message["broken"]
                        break
                    at = message.get("start", at)
                    _note(outcome, message)
                else:
                    return _Work(True)
            except (EngineError, OSError):
                pass  # the judge hangs or has died
            finally:
                used = self._judges.kill(pid)
                outcome.cpu += used["cpu"]
                outcome.megabytes = max(outcome.megabytes, used["megabytes"])
        if broken is not None:
            raise EngineError(broken)
        done = {verdict["grade_id"] for verdict in outcome.verdicts}
        return _Work(False, None if at in done else at)

    def _job(self, steps: list[Step], seed: int | None, outcome: Outcome, end: float) -> dict[str, Any]:
        return {
            "steps": [vars(step) for step in steps],
            "limits": asdict(replace(self.limits, submission_seconds=end - time.monotonic())),
            "seed": seed,
            "done": [verdict["grade_id"] for verdict in outcome.verdicts],
        }

    def _next(self, messages: Messages, end: float) -> dict[str, Any]:
        """The judge's next message; its silence is never longer than one exercise may take."""
        patience = min(self.limits.exercise_seconds, end - time.monotonic()) + _GRACE
        return messages.receive(max(0.01, patience))

    def _start(self, role: str, options: dict[str, Any]) -> Client:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._clients.append(client := Client(ours))
        package = str(Path(__file__).resolve().parents[2])
        paths = [package, *(path for path in sys.path if path and path != package)]
        given = json.dumps({"paths": paths, "role": role, "options": options}).encode()
        # Isolated, so that neither variables nor the user's own packages decide what runs.
        # What is the instructor's comes by a pipe: students' code could read it off the command line.
        program = (
            "import json, sys; given = json.load(sys.stdin.buffer); sys.path[:] = given['paths']; "
            f"from autograde.split.zygote import main; main({theirs.fileno()}, given['role'], given.pop('options'))"
        )
        with theirs:
            self._processes.append(
                process := subprocess.Popen(
                    [sys.executable, "-I", "-c", program],
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.PIPE,
                    env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1",
                         "OMP_NUM_THREADS": "1"},
                    start_new_session=True,
                )
            )  # fmt: skip
            with suppress(BrokenPipeError), process.stdin as pipe:  # if it died, that is noticed next
                pipe.write(given)
        return client


def _font_cache() -> Path:
    """Where Matplotlib keeps its list of fonts for this user on Linux; importing it to ask takes 15 MB."""
    if own := os.environ.get("MPLCONFIGDIR"):
        return Path(own)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "matplotlib"


def _not_run(step: Step) -> dict[str, Any]:
    """The verdict on a test that no judge came to: so many were lost on the way."""
    return asdict(Verdict(step.cell, 0.0, step.points, "not_run"))


def _timed_out(step: Step) -> dict[str, Any]:
    """The verdict on a test whose judge had to be killed."""
    text = "took longer than the exercise's time"
    return asdict(Verdict(step.cell, 0.0, step.points, "timeout", "CellTimeoutError", text))


def _note(outcome: Outcome, message: dict[str, Any]) -> None:
    if "verdict" in message:
        outcome.verdicts.append(message["verdict"])
    elif "failed" in message:
        outcome.failed[message["failed"]] = tuple(message["how"])
    elif "printed" in message:
        outcome.printed[message["printed"]] = message["text"]
        if message["dropped"]:
            outcome.cut.add(message["printed"])
    elif "drawn" in message:
        outcome.figures[message["drawn"]] = message["png"]
    elif "usage" in message:
        outcome.cpu += message["usage"]["cpu"]
        outcome.megabytes = max(outcome.megabytes, message["usage"]["megabytes"])
        outcome.workers += 1
