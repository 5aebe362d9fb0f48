"""The default place of work: threads of this process, which wait for the processes that do the work."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager

from autograde.course import UserError
from autograde.doctor import require_walls
from autograde.jobs.desk import Chapter, Desk, Task
from autograde.jobs.executor import GO_ON, Bench, Executor
from autograde.split.client import CannotStart


class Pool(Executor):
    """So many submissions at a time on this machine.

    Parameters
    ----------
    jobs : int
    without_walls : bool
        Whether to grade although this machine cannot shut the students' code in.

    Raises
    ------
    UserError
        If it cannot and that is not accepted.
    """

    def __init__(self, jobs: int, without_walls: bool = False) -> None:
        self._jobs = jobs
        self._walls, self.unprotected = require_walls(without_walls)

    def close(self) -> None:
        """Nothing is kept between chapters."""

    @contextmanager
    def open(self, chapter: Chapter) -> Iterator[Bench]:
        with _in_words():
            desk = Desk(chapter, self._walls, self.unprotected)
        with desk:
            threads = ThreadPoolExecutor(self._jobs, thread_name_prefix="grade")
            try:
                yield _Threads(desk, threads, self._jobs)
            finally:
                threads.shutdown(wait=True, cancel_futures=True)


class _Threads(Bench):
    def __init__(self, desk: Desk, threads: ThreadPoolExecutor, jobs: int) -> None:
        self._desk, self._threads, self._jobs = desk, threads, jobs

    @property
    def places(self) -> int:
        return self._jobs

    def submit(self, task: Task) -> Future[bytes]:
        return self._threads.submit(self._desk.grade, task)

    def wait(self, running: set[Future[bytes]]) -> set[Future[bytes]]:
        return wait(running, return_when=FIRST_COMPLETED).done

    def result(self, done: Future[bytes]) -> bytes:
        with _in_words():
            return done.result()

    def cancel(self) -> None:
        self._desk.cancel()


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except CannotStart as error:
        raise UserError(f"{error}. {GO_ON}") from None
