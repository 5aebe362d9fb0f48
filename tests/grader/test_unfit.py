"""A place of work where the grader's own processes do not start: no student's record shows it.

On this machine that ends the run; among the workers of a cluster, the others do the work.
"""

from __future__ import annotations

import errno
import os
import signal
from collections.abc import Iterator
from contextlib import closing
from types import SimpleNamespace

import pytest
from small_course import CHAPTER, MAX_SCORE, RIGHT, fill_in, hand_in

from autograde.assignment import load_assignment
from autograde.batch import grade
from autograde.course import Course, UserError
from autograde.jobs import cluster, executor, remote
from autograde.jobs.desk import Chapter, Task
from autograde.jobs.executor import TryElsewhere, WorkerLost, work_off
from autograde.parcel import pack_folder
from autograde.split import run
from autograde.split.client import CannotStart
from autograde.split.run import Runner
from autograde.submission import Graded

SCORE = MAX_SCORE - 2  # a text is graded by hand
STUDENTS = 5
# Loaded by a worker whose disk is full after so many starts.
FULL_DISK = """
import errno
from autograde.split import run
run.unplanted = real = getattr(run, "unplanted", run.Runner._start)  # Dask loads this file twice
run._PAUSE, started = 0, []

def start(self):
    started.append(self)
    if len(started) > {starts}:
        open("{mark}", "w").close()
        raise OSError(errno.ENOSPC, "No space left on device")
    return real(self)

run.Runner._start = start
"""
# Its warm processes are gone before each submission.
DIES = """
def grade(self, steps, seed, grade=run.Runner._grade):
    self._engine.close()
    return grade(self, steps, seed)

run.Runner._grade = grade
"""


@pytest.fixture
def hand_ins(course: Course) -> Course:
    small = load_assignment(course, CHAPTER)
    for number in range(STUDENTS):
        hand_in(course, f"s{number}", fill_in(small, RIGHT))
    return course


@pytest.fixture
def starts(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Which of the starts of warm processes fail, counted from 1."""
    real, seen = Runner._start, SimpleNamespace(count=0, fails=lambda number: False)

    def start(self: Runner) -> object:
        seen.count += 1
        if seen.fails(seen.count):
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(self)

    monkeypatch.setattr(Runner, "_start", start)
    monkeypatch.setattr(run, "_PAUSE", 0)
    return seen


def records(course: Course) -> set[str]:
    return {path.parent.parent.name for path in course.autograded.glob("*/*/record.json")}


# ------------------------------------------------------------------------------------------------- on this machine

def test_a_start_that_fails_once_costs_nothing(hand_ins, starts):
    starts.fails = lambda number: number == 1
    outcome = grade(hand_ins, jobs=2, chapters=[CHAPTER], progress=False)
    assert [record.score for record in outcome.records] == [SCORE] * STUDENTS
    assert starts.count == 2


def test_where_nothing_starts_the_run_ends_in_plain_words(hand_ins, starts):
    starts.fails = lambda number: True
    with pytest.raises(UserError, match=r"own processes do not start: .*No space left.*run the same command"):
        grade(hand_ins, chapters=[CHAPTER], progress=False)
    assert records(hand_ins) == set()


@pytest.mark.parametrize("jobs", [1, 2])
def test_where_nothing_starts_any_more_the_run_ends_and_the_rest_has_no_records(hand_ins, starts, monkeypatch, jobs):
    real, graded = Runner._grade, []

    def grade_two(self: Runner, steps: list, seed: int) -> object:
        if len(graded) == 2:  # from now on, nothing starts any more and the warm processes are gone
            starts.fails = lambda number: True
            self._engine.close()
        outcome = real(self, steps, seed)
        graded.append(seed)
        return outcome

    monkeypatch.setattr(Runner, "_grade", grade_two)
    with pytest.raises(UserError, match=r"own processes do not start: .*No space left.*run the same command"):
        grade(hand_ins, jobs=jobs, chapters=[CHAPTER], progress=False)
    assert len(records(hand_ins)) <= 3
    monkeypatch.undo()
    left = grade(hand_ins, chapters=[CHAPTER], progress=False)
    assert [record.score for record in left.records] == [SCORE] * STUDENTS
    assert not left.grader_errors


# ------------------------------------------------------------------------------------------------ without a cluster

class Bench(executor.Bench):
    """Two places, of which the first, given a task, says that it can do none."""

    places = 2

    def __init__(self) -> None:
        self.handed: list[str] = []
        self.out: dict[int, Task] = {}

    def submit(self, task: Task) -> object:
        self.handed.append(task.student)
        self.out[len(self.handed)] = task
        return len(self.handed)

    def wait(self, running: set) -> set:
        return set(self.out)

    def result(self, done: int) -> bytes:
        task = self.out.pop(done)
        if done <= 3:
            raise TryElsewhere
        return task.student.encode()

    def cancel(self) -> None:
        raise AssertionError("nothing fails here")


def test_a_task_that_a_place_cannot_do_is_handed_out_again():
    bench = Bench()
    done = list(work_off(bench, (Task(str(number), 0, (), b"") for number in range(8))))
    assert sorted((task.student, result) for task, result in done) == [(str(n), str(n).encode()) for n in range(8)]
    assert len(bench.handed) == 8 + 3


@pytest.mark.parametrize(
    "error", [CannotStart("it is gone"), OSError(errno.ENOSPC, "it is gone"), UserError("it is gone")]
)
def test_a_worker_that_cannot_set_up_says_so_and_at_once_the_next_time(monkeypatch, error):
    tried = []

    def set_up(sealed: remote.Sealed) -> None:
        tried.append(sealed)
        raise error

    monkeypatch.setattr(remote, "_set_up", set_up)
    sealed = remote.Sealed(b"", "run", remote.versions(), True)
    said = [remote.grade(sealed, Task("ana", 0, (), b"")) for _ in range(3)]
    assert {kind for kind, _ in said} == {remote.UNFIT}
    assert {text.split(" ", 1)[0] for _, text in said} == {"-"}  # no worker of Dask's
    assert all("it is gone" in text for _, text in said)
    assert len(tried) == 1
    sealed = remote.Sealed(b"", "run", remote.versions(), True)
    for _ in range(2):  # threads that wait for their turn meanwhile
        with pytest.raises(CannotStart, match="it is gone"):
            remote._desk(sealed)
    assert len(tried) == 2


def test_a_worker_that_can_no_longer_grade_says_so_and_at_once_the_next_time(monkeypatch):
    class Desk:
        tasks = 0

        def grade(self, task: Task) -> bytes:
            self.tasks += 1
            raise CannotStart("it is gone")

    desk = Desk()
    monkeypatch.setattr(remote, "_set_up", lambda sealed: desk)
    sealed = remote.Sealed(b"", "run", remote.versions(), True)
    said = [remote.grade(sealed, Task("ana", 0, (), b"")) for _ in range(3)]
    assert said == [(remote.UNFIT, "- it is gone")] * 3
    assert desk.tasks == 1


class Future:
    """A task of Dask's, and what happens each time that its result is asked for: an exception, or the result."""

    def __init__(self, *happens: object, status: str = "finished") -> None:
        self.happens, self.status, self.asked = list(happens), status, []

    def result(self, timeout: float | None = None) -> object:
        assert timeout, "it may wait for ever"
        self.asked.append(timeout)
        what = self.happens.pop(0) if self.happens else TimeoutError()
        if not isinstance(what, Exception):
            return what
        if not isinstance(what, TimeoutError):
            self.status, self.error = "error", what
        raise what

    def exception(self, timeout: float | None = None) -> Exception:
        return self.error

    def release(self) -> None:
        self.status = "released"


class Client:
    status = "running"

    def __init__(self, threads: dict[str, int]) -> None:
        self.threads, self.meant_for = threads, []

    def nthreads(self) -> dict[str, int]:
        return self.threads

    def submit(self, *what: object, workers: list[str] | None = None, **options: object) -> Future:
        self.meant_for.append(workers)
        return Future(status="pending")


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_LOOK", 0.01)
    monkeypatch.setattr(cluster, "_NOBODY", 0.1)


def bench_of(client: Client) -> cluster._Workers:
    bench = cluster._Workers(client, "tcp://scheduler:1", None, "run")
    assert bench.places == sum(client.threads.values())
    return bench


def test_a_result_that_is_lost_with_the_last_worker_is_not_waited_for_for_ever(hasty):
    pytest.importorskip("distributed")
    client = Client({"a": 1})
    bench = bench_of(client)
    client.threads = {}
    with pytest.raises(UserError, match="has had no worker for"):
        bench.result(Future(status="lost"))


def test_a_result_that_takes_its_time_is_waited_for_longer_each_time(hasty):
    pytest.importorskip("distributed")
    slow = Future(TimeoutError(), TimeoutError(), (remote.GRADED, b"it"))
    assert bench_of(Client({"a": 1})).result(slow) == b"it"
    assert slow.asked == [0.01, 0.02, 0.04]


def test_a_result_that_was_lost_and_whose_task_then_ends_its_workers_is_such_a_task(hasty):
    distributed = pytest.importorskip("distributed")
    killed = distributed.KilledWorker("grade-1", SimpleNamespace(address="a"), 2)
    with pytest.raises(WorkerLost):
        bench_of(Client({"a": 1})).result(Future(TimeoutError(), killed))
    with pytest.raises(UserError, match="could not run the grader: planted"):
        bench_of(Client({"a": 1})).result(Future(LookupError("planted")))


def test_a_result_that_was_lost_is_not_taken_for_done(hasty, monkeypatch):
    distributed = pytest.importorskip("distributed")
    lost = Future(status="lost")

    def wait(running: set, **options: object) -> SimpleNamespace:
        if lost.status == "lost" and len(waits) == 3:
            lost.status = "finished"
        waits.append(running)
        return SimpleNamespace(done=set(running))

    waits: list = []
    monkeypatch.setattr(distributed, "wait", wait)
    assert bench_of(Client({"a": 1})).wait({lost}) == {lost}
    assert len(waits) == 4


def test_a_worker_that_is_unfit_gets_no_more_tasks(hasty, capsys):
    pytest.importorskip("distributed")
    client = Client({"a": 2, "b": 3})
    bench, task = bench_of(client), Task("ana", 0, (), b"")
    bench.submit(task)
    with pytest.raises(TryElsewhere):
        bench.result(Future((remote.UNFIT, "a its disk is full")))
    assert bench.places == 3
    assert "the worker at a cannot grade and is given no more to do, since its disk is full" in capsys.readouterr().err
    bench.submit(task)
    assert client.meant_for == [None, ["b"]]
    with pytest.raises(UserError, match=r"no worker is left that can grade; the one at b .* its memory is full"):
        bench.result(Future((remote.UNFIT, "b its memory is full")))


def test_a_task_meant_for_workers_that_are_gone_does_not_wait_while_others_are_there(hasty, monkeypatch):
    distributed = pytest.importorskip("distributed")

    def wait(running: set, **options: object) -> None:
        raise TimeoutError

    monkeypatch.setattr(distributed, "wait", wait)
    client = Client({"a": 1, "b": 1})
    bench, task = bench_of(client), Task("ana", 0, (), b"")
    with pytest.raises(TryElsewhere):
        bench.result(Future((remote.UNFIT, "a its disk is full")))
    stranded = bench.submit(task)
    client.threads = {"a": 1}
    with pytest.raises(UserError, match="no worker is left that can grade"):  # b may come again, but not for ever
        bench.wait({stranded})
    bench._seen = float("inf")
    client.threads = {"a": 1, "c": 1}
    assert bench.wait({stranded}) == {stranded}
    with pytest.raises(WorkerLost):
        bench.result(stranded)
    assert bench._reserved == {}


# --------------------------------------------------------------------------------------------------- with a cluster

@pytest.fixture
def place(tmp_path) -> Iterator[object]:
    """A scheduler, one worker that is fit, and none that is not yet."""
    pytest.importorskip("distributed")
    from test_cluster import Place

    made = Place(tmp_path / "cluster")
    try:
        made.worker(planted=False)
        yield made.with_workers(1)
    finally:
        made.close()


@pytest.mark.slow
@pytest.mark.parametrize(("starts", "then"), [(0, ""), (1, DIES)], ids=["from the start", "in mid-run"])
def test_one_of_two_workers_is_unfit_and_the_class_is_graded_by_the_other(hand_ins, place, starts, then):
    full = place.marks / "full"
    (place.folder / "planted.py").write_text(FULL_DISK.format(starts=starts, mark=full) + then)
    unfit = place.worker()
    place.with_workers(2)
    outcome = grade(hand_ins, cluster=place.address, chapters=[CHAPTER], progress=False)
    assert [(record.status, record.score) for record in outcome.records] == [("graded", SCORE)] * STUDENTS
    assert full.exists()
    assert unfit.poll() is None
    place.processes[1].kill()
    place.with_workers(1)
    with pytest.raises(UserError, match=r"no worker is left that can grade; .*No space left.*run the same command"):
        grade(hand_ins, cluster=place.address, chapters=[CHAPTER], progress=False, force=True)
    assert {record.score for record in outcome.records} == {SCORE}  # read anew: none was written over


@pytest.mark.slow
def test_a_worker_dies_with_a_result_that_nobody_has_fetched(hand_ins, place, monkeypatch):
    monkeypatch.setattr(cluster, "_LOOK", 0.2)
    task = Task("s0", 1, (), pack_folder(hand_ins.submitted / "s0" / CHAPTER).to_bytes())
    chapter = Chapter(load_assignment(hand_ins, CHAPTER), frozenset(), 10.0, False)

    def finished_and_lost(bench: executor.Bench) -> object:
        running = bench.submit(task)
        assert bench.wait({running}) == {running}
        os.killpg(place.processes[-1].pid, signal.SIGKILL)
        return running

    with closing(cluster.Cluster(place.address, without_walls=True)) as there, there.open(chapter) as bench:
        lost = finished_and_lost(bench)
        place.worker(planted=False)
        assert Graded.from_bytes(bench.result(lost)).record.score == SCORE  # made again by another worker
        lost = finished_and_lost(bench)
        monkeypatch.setattr(cluster, "_NOBODY", 1.0)
        with pytest.raises(UserError, match="has had no worker for"):
            bench.result(lost)
