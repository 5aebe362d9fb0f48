"""The one interface of all places of work, and the loop that keeps a bounded number of tasks under way."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Any

from autograde.jobs.desk import Chapter, Task

# Tasks that are handed out, for each that can be worked on: enough to keep every place busy, few enough for memory.
AHEAD = 2
# Bytes of tasks that are handed out together; a larger one goes alone.
MOST_BYTES = 256 * 2**20
GO_ON = "What has been graded is written; run the same command again to go on with the rest."


class WorkerLost(Exception):
    """Whoever worked on the task was gone before it was done, as often as that is tried."""


class TryElsewhere(Exception):
    """Whoever was given the task can do none at all: handed out again, it goes to another."""


class Bench(ABC):
    """A place of work that is set up for one chapter."""

    @property
    @abstractmethod
    def places(self) -> int:
        """How many tasks are worked on at the same time."""

    @abstractmethod
    def submit(self, task: Task) -> Any:
        """Hand out a task; what comes back stands for it."""

    @abstractmethod
    def wait(self, running: set[Any]) -> set[Any]:
        """Those of `running` that are done, at least one."""

    @abstractmethod
    def result(self, done: Any) -> bytes:
        """A graded submission (`Graded.to_bytes`).

        Raises
        ------
        WorkerLost, TryElsewhere
            If this task is not done.
        Cancelled
            If `cancel` was called meanwhile.
        UserError
            If the place of work itself is at fault, so that the run has to end.
        """

    @abstractmethod
    def cancel(self) -> None:
        """Stop what is under way; its results are not wanted any more."""


class Executor(ABC):
    """A place of work.

    Parameters
    ----------
    unprotected : list of str
        Protections against students' code that are missing there, in words.
    """

    unprotected: list[str]

    @abstractmethod
    def open(self, chapter: Chapter) -> AbstractContextManager[Bench]:
        """Set up for a chapter.

        Raises
        ------
        UserError
            If that cannot be done here.
        """

    @abstractmethod
    def close(self) -> None:
        """Leave the place."""


def work_off(bench: Bench, tasks: Iterator[Task]) -> Iterator[tuple[Task, bytes | None]]:
    """Each task with its result as soon as it is done; None for one that ended whoever worked on it.

    Such a task may have been its neighbours' undoing, or they its own. So those that were lost are tried again at the
    end, each with nothing beside it. Whatever ends this early stops what is under way.
    """
    suspects: list[Task] = []
    try:
        for task, result in _in_flight(bench, tasks, most=None):
            if result is None:
                suspects.append(task)
            else:
                yield task, result
        yield from _in_flight(bench, iter(suspects), most=1)
    except BaseException:
        bench.cancel()
        raise


def _in_flight(bench: Bench, tasks: Iterator[Task], most: int | None) -> Iterator[tuple[Task, bytes | None]]:
    """`most` tasks at a time, by default `AHEAD` for each place; the next is made only when there is room for it."""
    running: dict[Any, Task] = {}
    ready: Task | None = next(tasks, None)
    while ready is not None or running:
        room = most or AHEAD * max(1, bench.places)
        held = sum(len(task.parcel) for task in running.values())
        while ready is not None and len(running) < room and (not running or held + len(ready.parcel) <= MOST_BYTES):
            running[bench.submit(ready)] = ready
            held += len(ready.parcel)
            ready = next(tasks, None)
        for done in bench.wait(set(running)):
            task = running.pop(done)
            try:
                result = bench.result(done)
            except TryElsewhere:  # no fault of the task's, which is as new
                running[bench.submit(task)] = task
                continue
            except WorkerLost:
                result = None
            yield task, result
