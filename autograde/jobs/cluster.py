"""A Dask scheduler and its workers as the place of work: `grade --cluster tcp://HOST:PORT`.

Dask hands out the tasks, tries them again where a worker is lost, and gives up after `distributed.scheduler.
allowed-failures`. Whoever can reach the scheduler can run programs on the workers, and sees tests and hand-ins: it
belongs on a network that you trust, or behind `tls://` with Dask's own settings (`distributed.comm.tls`).
"""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from typing import Any

from autograde.course import UserError
from autograde.jobs.desk import Chapter, Task
from autograde.jobs.executor import GO_ON, Bench, Executor, TryElsewhere, WorkerLost
from autograde.jobs.remote import (
    GRADED,
    STOPPED,
    UNFIT,
    Introduction,
    Sealed,
    differences,
    grade,
    not_equal,
    stop,
    versions,
)
from autograde.outcome import Cancelled
from autograde.progress import say

REQUIREMENTS = "autograde/requirements-cluster.txt"
_ADDRESS = re.compile(r"(tcp|tls)://[^\s/]+:\d+")
_CONNECT = 15  # seconds to reach the scheduler
_LOOK = 2.0  # seconds between two looks at who works
_NOBODY = 120.0  # seconds without any worker that is fit, after which the run ends
_LONGEST = 60.0  # seconds that one result may take on its way before it is asked for again
_FAREWELL = 10  # seconds for the workers to stop
# For those who debug Dask, every line keeps its last 1,000 messages: here, so many hand-ins of up to 1 MB.
_KEPT = "distributed.admin.low-level-log-length"
_MESSAGES = 10


class Cluster(Executor):
    """The workers of one scheduler.

    Parameters
    ----------
    address : str
        Of the scheduler: `tcp://HOST:PORT` or `tls://HOST:PORT`.
    without_walls : bool
        Whether to grade on machines that cannot shut the students' code in.

    Raises
    ------
    UserError
        If the scheduler is not there or has no workers, or if one of them cannot do the work; says what to do.
    """

    def __init__(self, address: str, without_walls: bool = False) -> None:
        if not _ADDRESS.fullmatch(address):
            raise UserError(f"--cluster needs the scheduler's address, tcp://HOST:PORT or tls://HOST:PORT: {address!r}")
        try:
            import dask
            import distributed
        except ImportError as error:
            raise UserError(
                f"--cluster needs the package {error.name}, which is not installed: `pip install -r {REQUIREMENTS}`, "
                "here and wherever a worker runs."
            ) from None
        self._address, self._without_walls = address, without_walls
        # Losing the scheduler is told below, in one sentence.
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB"})  # a hand-in full of pictures
        dask.config.set({_KEPT: _MESSAGES})
        try:
            self._client = distributed.Client(address, timeout=_CONNECT, name="autograde")
        except (OSError, ValueError, TypeError) as error:
            raise UserError(f"there is no Dask scheduler at {address}: {_first_line(error)}") from None
        try:
            self.unprotected = self._meet()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        with suppress(Exception):
            self._client.close(timeout=_FAREWELL)

    def _meet(self) -> list[str]:
        """Ask every worker who it is; the protections that one or the other does without."""
        with _loss_in_words(self._client, self._address):
            try:
                self._client.wait_for_workers(1, timeout=_CONNECT)
            except TimeoutError:
                raise UserError(
                    f"the scheduler at {self._address} has no workers; start some with `dask worker`"
                ) from None
        with _loss_in_words(self._client, self._address):
            self._client.run_on_scheduler(_forgetting(_KEPT, _MESSAGES))
        workers = self._ask(_introduction(self._without_walls))
        unprotected: dict[str, None] = {}
        for worker, said in workers.items():
            if not isinstance(said, Introduction):
                raise UserError(
                    f"the worker {worker} cannot run the grader: {_first_line(said)}. It needs this course's "
                    f"`autograde` on its PYTHONPATH, and the packages of requirements.txt and {REQUIREMENTS}."
                )
            different = differences(versions(), said.versions)
            if different:
                raise UserError(f"the worker {worker} cannot grade: {not_equal(different)}. {GO_ON}")
            if said.refusal:
                raise UserError(f"the worker {worker} refuses to grade. {said.refusal}")
            unprotected |= dict.fromkeys(said.unprotected)
        return list(unprotected)

    def _ask(self, question: Callable[[], Any]) -> dict[str, Any]:
        with _loss_in_words(self._client, self._address):
            return self._client.run(question, on_error="return")

    @contextmanager
    def open(self, chapter: Chapter) -> Iterator[Bench]:
        run = f"{chapter.assignment.name}-{secrets.token_hex(8)}"
        # Dask copies it to each worker that needs it, once; a worker that is lost with the only copy costs nothing,
        # since this task makes it again.
        sealed = self._client.submit(
            Sealed, chapter.to_bytes(), run, versions(), self._without_walls, key=f"chapter-{run}", pure=False
        )
        bench = _Workers(self._client, self._address, sealed, run)
        try:
            yield bench
        finally:
            bench.leave()


class _Workers(Bench):
    def __init__(self, client: Any, address: str, sealed: Any, run: str) -> None:
        self._client, self._address, self._sealed, self._run = client, address, sealed, run
        self._looked, self._places, self._seen, self._count = 0.0, 1, time.monotonic(), 0
        self._running: set[Any] = set()
        self._met: set[str] = set()  # addresses of all workers that were there at one time or another
        self._fit: set[str] = set()  # of those that are there and can grade
        self._unfit: dict[str, str] = {}  # of those that cannot grade, and why
        self._reserved: dict[Any, set[str]] = {}  # the workers that a task may go to, where those are not all

    @property
    def places(self) -> int:
        """The threads of all workers that are there at the moment and can grade."""
        self._look()
        return self._places

    def submit(self, task: Task) -> Any:
        self._count += 1
        # One that cannot grade answers at once, and so would be given task upon task. Those that are gone are named as
        # well: should they be all, the task waits until others come.
        others = self._met - self._unfit.keys() if self._unfit else None
        # Numbered, since the scheduler's pages show keys: no student's name belongs there.
        with _loss_in_words(self._client, self._address):
            future = self._client.submit(
                grade, self._sealed, task, key=f"grade-{self._run}-{self._count}", pure=False,
                workers=sorted(others) if others else None,
            )  # fmt: skip
        if others:
            self._reserved[future] = others
        self._running.add(future)
        return future

    def wait(self, running: set[Any]) -> set[Any]:
        import distributed

        while True:
            with _loss_in_words(self._client, self._address):
                try:
                    ended = distributed.wait(running, timeout=_LOOK, return_when="FIRST_COMPLETED").done
                except TimeoutError:
                    ended = set()
            # A result that was lost with its worker counts as ended for Dask, which makes it again.
            done = {future for future in ended if future.status != "lost"} or set(filter(self._stranded, running))
            if done:
                return done
            self._look()

    def result(self, done: Any) -> bytes:
        self._running.discard(done)
        try:
            kind, answer = self._answer(done)
        finally:
            self._reserved.pop(done, None)
            done.release()
        if kind == GRADED:
            return answer
        if kind == STOPPED:
            raise Cancelled
        if kind == UNFIT:
            self._leave_out(*answer.split(" ", 1))
            raise TryElsewhere
        raise _cannot(answer)

    def _answer(self, done: Any) -> tuple[str, bytes | str]:
        """What a worker said. Should it be gone before it was asked, another has to do the task again."""
        patience, error = _LOOK, None
        while True:
            if self._stranded(done):
                raise WorkerLost
            with _loss_in_words(self._client, self._address):
                try:
                    if done.status != "error":
                        return done.result(timeout=patience)
                    error = done.exception(timeout=patience)
                except TimeoutError:
                    pass
                except Exception:
                    if done.status != "error":  # it was lost, and the new try failed: that is asked for next
                        raise
            if error is not None:
                raise _failure(error)
            patience = min(2 * patience, _LONGEST)  # a large result on a slow line comes, too
            self._look()

    def _stranded(self, task: Any) -> bool:
        """Whether it waits for workers that are gone, while there are others, which it was not meant for."""
        meant_for = self._reserved.get(task)
        return bool(
            meant_for and self._fit and task.status in ("pending", "lost") and meant_for.isdisjoint(self._fit)
        )

    def _leave_out(self, address: str, reason: str) -> None:
        """Give no more tasks of this chapter to a worker."""
        if address not in self._unfit:
            self._unfit[address] = reason
            say(f"the worker at {address} cannot grade and is given no more to do, since {reason}")
            self._looked = 0.0
            self._look()

    def cancel(self) -> None:
        if self._client.status != "running":
            return
        with suppress(Exception):
            self._client.cancel(list(self._running), force=True)
        with suppress(Exception):
            self._client.sync(self._client._run, stop, self._run, on_error="return", callback_timeout=_FAREWELL)

    def leave(self) -> None:
        """Let go of the chapter, and with it of the workers' warm processes."""
        for future in [*self._running, self._sealed]:
            with suppress(Exception):
                future.release()

    def _look(self) -> None:
        """Count the workers now and then."""
        if time.monotonic() - self._looked < _LOOK:
            return
        with _loss_in_words(self._client, self._address):
            threads = self._client.nthreads()
        self._looked = time.monotonic()
        self._met |= threads.keys()
        self._fit = threads.keys() - self._unfit.keys()
        if self._fit:
            self._places, self._seen = sum(threads[worker] for worker in self._fit), self._looked
        elif self._unfit and self._met <= self._unfit.keys():
            raise self._nobody_fit()
        elif self._looked - self._seen > _NOBODY:  # until then, one that was lost may come again
            if self._unfit:
                raise self._nobody_fit()
            raise UserError(f"the scheduler at {self._address} has had no worker for {_NOBODY:.0f} seconds. {GO_ON}")

    def _nobody_fit(self) -> UserError:
        address, reason = list(self._unfit.items())[-1]
        return UserError(
            f"no worker is left that can grade; the one at {address} cannot, since {reason.rstrip('.')}. {GO_ON}"
        )


def _introduction(without_walls: bool) -> Callable[[], Any]:
    """What is asked of each worker. A function of a function travels as code, so it runs where `autograde` is not."""

    def ask() -> Any:
        try:
            from autograde.jobs.remote import introduce
        except ImportError as error:
            return str(error)
        return introduce(without_walls)

    return ask


def _forgetting(setting: str, messages: int) -> Callable[..., None]:
    """What the scheduler is asked, so that it does not keep hand-ins that are graded; it travels as code, too."""

    def forget(dask_scheduler: Any) -> None:
        from collections import deque

        import dask

        dask.config.set({setting: messages})  # for workers that come later
        for line in dask_scheduler.stream_comms.values():
            line.recent_message_log = deque(line.recent_message_log, messages)

    return forget


@contextmanager
def _loss_in_words(client: Any, address: str) -> Iterator[None]:
    lost = UserError(f"the connection to the scheduler at {address} was lost. {GO_ON}")
    try:
        yield
    except TimeoutError:
        raise
    except (CancelledError, OSError):
        raise lost from None
    except Exception:
        if client.status == "running":
            raise
        raise lost from None


def _failure(error: BaseException) -> Exception:
    """What the failure of a task means: `grade` answers whatever happens, so it never came to its end."""
    from distributed import KilledWorker

    return WorkerLost() if isinstance(error, KilledWorker) else _cannot(error)


def _cannot(error: object) -> UserError:
    return UserError(f"a worker could not run the grader: {_first_line(error)}. {GO_ON}")


def _first_line(error: object) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
