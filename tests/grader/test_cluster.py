"""A class graded by the workers of a Dask cluster ends as one that is graded here, whatever becomes of the workers.

Real schedulers and workers, each a process of its own, on ports that the system chooses.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from small_course import CHAPTER, OTHER, RIGHT, fill_in, hand_in, student_notebook

from autograde import __main__ as command
from autograde.assignment import load_assignment
from autograde.batch import GradeRun, grade
from autograde.course import Course, UserError, find_course
from autograde.jobs import cluster, executor, remote
from autograde.jobs.desk import Chapter, Task
from autograde.jobs.executor import AHEAD, WorkerLost, work_off
from autograde.summary import summary

dask = pytest.importorskip("dask", reason="make test installs autograde/requirements-cluster.txt")
distributed = pytest.importorskip("distributed", reason="make test installs autograde/requirements-cluster.txt")
PATIENCE = 300  # seconds
TRIES = 3  # workers that a task may end
ROOT = find_course().root
# Loaded by every worker: what no student can do, planted by the name of a file that was handed in.
PLANTED = """
import os, signal, time
from autograde.jobs import desk
from autograde.parcel import Parcel
marks = {marks!r}
desk.unplanted = real = getattr(desk, "unplanted", desk.Desk.grade)  # Dask loads this file twice

def grade(self, task):
    for entry in Parcel.from_bytes(task.parcel).entries:
        if entry.name == "kills.txt":
            with open(f"{{marks}}/killed", "a") as file:
                file.write(f"{{os.getpid()}}\\n")
            os.kill(os.getpid(), signal.SIGKILL)
        if entry.name == "stumbles.txt":
            raise LookupError("planted")
        if entry.name == "recurses.txt":
            grade(self, task)
        if entry.name == "waits.txt":
            open(f"{{marks}}/{{os.getpid()}}", "w").close()
            while not os.path.exists(f"{{marks}}/go"):
                time.sleep(0.02)
    return real(self, task)

desk.Desk.grade = grade
"""


class Place:
    """A scheduler and its workers; `marks` is the folder in which planted code leaves its marks."""

    def __init__(self, folder: Path, *words: str) -> None:
        self.folder, self.marks = folder, folder / "marks"
        self.marks.mkdir(parents=True)
        (folder / "planted.py").write_text(PLANTED.format(marks=str(self.marks)))
        self.file = folder / "scheduler.json"
        self.processes: list[subprocess.Popen] = []
        self.scheduler = self._start("scheduler", "--no-dashboard", "--host", "127.0.0.1", "--port", "0",
                                     "--scheduler-file", str(self.file), *words)  # fmt: skip
        self.address = until(lambda: self.file.exists() and json.loads(self.file.read_text() or "{}").get("address"))

    def worker(self, *, path: Path = ROOT, planted: bool = True, nanny: bool = False) -> subprocess.Popen:
        """One more worker of one thread, which finds the grader in `path`; with a nanny, killed it comes again."""
        hook = ["--preload", str(self.folder / "planted.py")] if planted else []
        return self._start(
            "worker", self.address, "--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1", "--memory-limit", "0",
            "--local-directory", str(self.folder), "--nanny" if nanny else "--no-nanny", *hook, path=path,
        )  # fmt: skip

    def _start(self, *words: str, path: Path = ROOT) -> subprocess.Popen:
        variables = os.environ | {
            "PYTHONPATH": str(path), "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": str(TRIES - 1),
        }  # fmt: skip
        with (self.folder / "log").open("ab") as log:
            self.processes.append(subprocess.Popen(
                [sys.executable, "-m", "dask", *words], env=variables, cwd=self.folder, stdout=log, stderr=log,
                start_new_session=True,
            ))  # fmt: skip
        return self.processes[-1]

    def with_workers(self, count: int) -> Place:
        """Once so many are there."""
        with distributed.Client(self.address, set_as_default=False) as client:
            until(lambda: len(client.nthreads()) == count)
        return self

    def close(self) -> None:
        for process in reversed(self.processes):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def until(true: Callable[[], object]) -> object:
    """What `true` returns as soon as that is true."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := true():
            return found
        time.sleep(0.05)
    raise AssertionError("it did not happen")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Two workers of one thread, which all tests of this file use that leave them alive."""
    made = Place(tmp_path_factory.mktemp("cluster"))
    try:
        for _ in range(2):
            made.worker()
        yield made.with_workers(2)
    finally:
        made.close()


@pytest.fixture
def own_place(tmp_path: Path) -> Iterator[Place]:
    """A scheduler without workers."""
    made = Place(tmp_path / "cluster")
    try:
        yield made
    finally:
        made.close()


@pytest.fixture
def encrypted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """A place that answers only those who show the course's certificate, and encrypts what it says."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=grader", "-keyout"]
    subprocess.run([*make, str(key), "-out", str(certificate)], check=True, capture_output=True)
    settings = {"distributed.comm.require-encryption": True, "distributed.comm.tls.ca-file": str(certificate)}
    for who in ("client", "scheduler", "worker"):
        settings |= {f"distributed.comm.tls.{who}.cert": str(certificate), f"distributed.comm.tls.{who}.key": str(key)}
    for name, value in settings.items():
        monkeypatch.setenv("DASK_" + name.replace(".", "__").replace("-", "_").upper(), str(value))
    with dask.config.set(settings):
        made = Place(tmp_path / "place", "--protocol", "tls")
        try:
            made.worker()
            yield made.with_workers(1)
        finally:
            made.close()


@pytest.fixture
def marks(place: Place) -> Iterator[Path]:
    """The folder for marks of the shared place, empty."""
    for path in place.marks.iterdir():
        path.unlink()
    yield place.marks
    (place.marks / "go").touch()


def fill(course: Course, students: int = 6) -> None:
    """Hand-ins that are right, wrong, blank, damaged, endless and deadly, to two chapters."""
    small = load_assignment(course, CHAPTER)
    ways = [
        RIGHT, {}, RIGHT | {"double": "def double(x):\n    return x**2"},
        RIGHT | {"double": "import os\nos._exit(1)"}, RIGHT | {"parts": "def parts():\n    return 2"},
    ]  # fmt: skip
    for number in range(students):
        hand_in(course, f"s{number}", fill_in(small, ways[number % len(ways)]))
        triple = {"triple": f"def triple(x):\n    return {2 + number % 2} * x"}
        hand_in(course, f"s{number}", b"{" if number == 4 else student_notebook(course, triple, OTHER), chapter=OTHER)
    if students > 4:
        hand_in(course, "s1", "2026-05-02 10:00:00 UTC", "timestamp.txt")
        hand_in(course, "s2", fill_in(small, {}), "copy of it.ipynb")
        (course.submitted / "s3" / CHAPTER / "link").symlink_to("/etc/passwd")


def copy_of(course: Course, root: Path) -> Course:
    shutil.copytree(course.root, root, symlinks=True)
    return Course(root)


def left_behind(course: Course) -> dict:
    """Gradebook, files and records, apart from how long it took."""
    from test_resume import state_of

    notebooks = {path.relative_to(course.root): path.read_bytes() for path in course.autograded.rglob("*.ipynb")}
    return state_of(course) | {"notebooks": notebooks}


def run(course: Course, place: Place, **options: object) -> GradeRun:
    return grade(course, **{"cluster": place.address, "seed": 3, "progress": False} | options)


# ------------------------------------------------------------------------------------------------ without a cluster

class Bench(executor.Bench):
    """Does each task when it is waited for, and counts how many are out."""

    places = 3

    def __init__(self, deadly: dict[str, int] | None = None) -> None:
        self.out, self.most, self.cancelled, self.deadly = [], 0, False, deadly or {}

    def submit(self, task: Task) -> object:
        self.out.append(task)
        self.most = max(self.most, len(self.out))
        return task

    def wait(self, running: set) -> set:
        return {self.out[0]}

    def result(self, done: Task) -> bytes:
        beside = [task.student for task in self.out]
        self.out.remove(done)
        # The first to be looked at is blamed, as is whoever was beside the deadly one.
        if self.deadly.get(done.student) or any(self.deadly.get(name) for name in beside):
            raise WorkerLost
        return done.student.encode()

    def cancel(self) -> None:
        self.cancelled = True


def tasks(count: int, made: list[str], size: int = 1) -> Iterator[Task]:
    for number in range(count):
        made.append(str(number))
        yield Task(str(number), 0, (), b"x" * size)


def test_the_scheduler_keeps_no_hand_in_that_is_graded(own_place):
    """Dask's lines keep their last messages for those who debug it, and so up to a gigabyte of hand-ins."""
    own_place.worker(planted=False)
    own_place.with_workers(1)
    with distributed.Client(own_place.address, set_as_default=False) as client:

        def kept() -> list[int]:
            return client.run_on_scheduler(
                lambda dask_scheduler: [line.recent_message_log.maxlen for line in dask_scheduler.stream_comms.values()]
            )

        assert kept() == [1000]
        with closing(cluster.Cluster(own_place.address, without_walls=True)) as here:
            assert here._client.scheduler_comm.recent_message_log.maxlen == cluster._MESSAGES
            own_place.worker(planted=False)
            own_place.with_workers(2)
            assert kept() == [cluster._MESSAGES] * 2


def test_so_many_tasks_are_out_and_no_more_are_made(monkeypatch):
    bench, made = Bench(), []
    for done, _ in enumerate(work_off(bench, tasks(100, made)), start=1):
        assert len(made) - done <= AHEAD * bench.places + 1
    assert (done, bench.most) == (100, AHEAD * bench.places)
    monkeypatch.setattr(executor, "MOST_BYTES", 100)
    bench, made = Bench(), []
    assert len(list(work_off(bench, tasks(10, made, size=45)))) == 10
    assert bench.most == 2
    bench = Bench()
    assert len(list(work_off(bench, tasks(3, made, size=1000)))) == 3
    assert bench.most == 1


def test_a_deadly_task_is_told_from_its_neighbours():
    bench = Bench(deadly={"4": True})
    results = {task.student: result for task, result in work_off(bench, tasks(10, []))}
    assert results == {str(number): None if number == 4 else str(number).encode() for number in range(10)}


def test_who_stops_early_stops_what_is_under_way():
    bench = Bench()
    working = work_off(bench, tasks(10, []))
    next(working)
    working.close()
    assert bench.cancelled


def test_a_chapter_crosses_unchanged(small, tmp_path):
    files = {path.relative_to(small.resources): path.read_bytes()
             for path in small.resources.rglob("*")
             if path.is_file() and path.suffix not in (".ipynb", ".pyc")}  # fmt: skip
    cache = small.resources / "byhand" / "__pycache__"  # other tests leave one, or not
    cache.mkdir(exist_ok=True)
    (cache / "x.pyc").write_bytes(b"left by Python")
    chapter = Chapter(small, frozenset({"other"}), 12.5, True)
    there = Chapter.from_bytes(chapter.to_bytes(), tmp_path / "there")
    for name in ("name", "notebook", "released", "solved", "asked", "digest"):
        assert getattr(there.assignment, name) == getattr(small, name)
    assert (there.elsewhere, there.time_limit, there.figures) == (frozenset({"other"}), 12.5, True)
    resources = there.assignment.resources
    assert {path.relative_to(resources): path.read_bytes() for path in resources.rglob("*") if path.is_file()} == files


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("127.0.0.1:8786", "tcp://HOST:PORT"),
        ("http://127.0.0.1:8786", "tcp://HOST:PORT"),
        ("tcp://127.0.0.1:CLOSED", "there is no Dask scheduler at tcp://127.0.0.1:"),
    ],
)
def test_an_address_that_leads_nowhere_is_refused(course, address, says, monkeypatch, capsys):
    monkeypatch.setattr(cluster, "_CONNECT", 1)
    monkeypatch.setattr("autograde.course.find_course", lambda: course)
    monkeypatch.setattr("autograde.grade.find_course", lambda: course)
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # and does not listen
        address = address.replace("CLOSED", str(closed.getsockname()[1]))
        assert command.main(["grade", "--cluster", address]) == 2
    assert says in capsys.readouterr().err


def test_without_dask_it_is_said_what_to_install(course, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UserError, match=r"pip install -r autograde/requirements-cluster\.txt"):
        grade(course, cluster="tcp://127.0.0.1:1", progress=False)
    assert (find_course().root / cluster.REQUIREMENTS).is_file()


# --------------------------------------------------------------------------------------------------- with a cluster

@pytest.mark.slow
def test_a_class_graded_by_two_workers_equals_one_graded_here(course, place, tmp_path):
    fill(course)
    here = copy_of(course, tmp_path / "here")
    mine = run(course, place, records_file=course.root / "records.jsonl")
    grade(here, jobs=2, seed=3, progress=False)
    assert left_behind(course) == left_behind(here)
    assert len(mine.fresh) == 12
    assert run(course, place).fresh == set()
    # The comparison sees what differs.
    run(course, place, seed=4, force=True, chapters=[CHAPTER], students=["s0"])
    assert left_behind(course) != left_behind(here)


@pytest.mark.slow
def test_no_worker_is_profiled_while_it_grades(course, place, marks):
    """Dask would keep where each thread was, a hundred times a second; it goes on doing so for others, afterwards."""
    fill(course, students=3)
    hand_in(course, "s1", "", "waits.txt")
    with distributed.Client(place.address, set_as_default=False) as client:

        def profiled() -> set[int]:
            at_it = client.run(lambda dask_worker: dask_worker.periodic_callbacks["profile"].is_running() * os.getpid())
            return {pid for pid in at_it.values() if pid}

        until(lambda: len(profiled()) == 2)
        with in_background(lambda: run(course, place, chapters=[CHAPTER])):
            until(lambda: list(marks.iterdir()))
            grading, = (int(path.name) for path in marks.iterdir())
            until(lambda: grading not in profiled())
            (marks / "go").touch()
        until(lambda: len(profiled()) == 2)


@pytest.mark.slow
def test_a_worker_killed_in_mid_task_costs_that_task_only(course, place, marks):
    fill(course, students=3)
    hand_in(course, "s1", "", "waits.txt")

    def kill() -> None:
        (waiting,) = until(lambda: list(marks.iterdir()))
        (marks / "go").touch()
        os.kill(int(waiting.name), signal.SIGKILL)

    with in_background(kill):
        outcome = run(course, place, chapters=[CHAPTER])
    assert {record.student: (record.status, record.score) for record in outcome.records} == {
        "s0": ("graded", 6.0), "s1": ("graded", 0.0), "s2": ("graded", 3.0),
    }  # fmt: skip
    place.worker()
    place.with_workers(2)


@pytest.mark.thorough
def test_a_submission_that_ends_every_worker_fails_and_harms_no_neighbour(course, own_place):
    for _ in range(2):
        own_place.worker(nanny=True)
    place, marks = own_place.with_workers(2), own_place.marks
    fill(course, students=6)
    hand_in(course, "s2", "", "kills.txt")
    outcome = run(course, place, chapters=[CHAPTER])
    found = {record.student: record for record in outcome.records}
    assert (found["s2"].status, found["s2"].flags, found["s2"].score) == ("failed", ["ended_its_workers"], 0.0)
    assert "Ask your instructor" in found["s2"].reason
    assert found["s2"].submitted
    assert {name: one.score for name, one in found.items() if name != "s2"} == {
        "s0": 6.0, "s1": 0.0, "s3": 3.0, "s4": 5.0, "s5": 6.0,
    }  # fmt: skip
    killed = (marks / "killed").read_text().split()
    assert TRIES <= len(killed) <= 2 * TRIES
    assert "ended_its_workers" in "\n".join(summary(outcome))
    place.with_workers(2)
    assert run(course, place, chapters=[CHAPTER]).fresh == set()  # recorded as every other failure is


@pytest.mark.slow
@pytest.mark.parametrize(
    ("how", "says"), [("stumbles", "planted"), pytest.param("recurses", "recursion", marks=pytest.mark.thorough)]
)
def test_a_worker_that_stumbles_ends_the_run_and_says_so(course, place, marks, how, says):
    fill(course, students=2)
    hand_in(course, "s1", "", f"{how}.txt")
    with pytest.raises(UserError, match=f"a worker could not run the grader: .*{says}"):
        run(course, place, chapters=[CHAPTER])


@pytest.mark.thorough
@pytest.mark.slow
def test_a_run_that_is_stopped_lets_the_workers_go_and_can_be_resumed(course, place, marks):
    fill(course, students=4)
    hand_in(course, "s3", fill_in(load_assignment(course, CHAPTER), RIGHT | {
        "double": "def double(x):\n    while True:\n        pass"}))  # fmt: skip
    program = (
        "import sys; from pathlib import Path; from autograde.batch import grade; from autograde.course import Course\n"
        f"outcome = grade(Course(Path(sys.argv[1])), cluster={place.address!r}, chapters=[{CHAPTER!r}], seed=3, "
        "time_limit=300, progress=False)\nprint('STOPPED' if outcome.stopped else 'ended')"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(course.root)], cwd=ROOT, stdout=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    until(lambda: len(list(course.autograded.glob(f"*/{CHAPTER}/record.json"))) == 3)
    process.send_signal(signal.SIGTERM)
    assert process.communicate(timeout=PATIENCE)[0].strip() == "STOPPED"
    assert len(list(course.autograded.glob("*/*"))) == 3
    # The endless one has been ended on its worker, whose warm processes are gone as well.
    with distributed.Client(place.address, set_as_default=False) as client:
        until(lambda: not any(any(keys) for keys in client.processing().values()))
        until(lambda: not any(client.run(lambda: len(remote._desks)).values()))
    hand_in(course, "s3", fill_in(load_assignment(course, CHAPTER), RIGHT))
    assert run(course, place, chapters=[CHAPTER]).fresh == {("s3", CHAPTER)}


@pytest.mark.slow
def test_a_lost_scheduler_ends_the_run_in_plain_words_and_with_nothing_half_written(course, own_place, monkeypatch):
    fill(course, students=4)
    hand_in(course, "s3", "", "waits.txt")
    own_place.worker()
    own_place.with_workers(1)

    def kill() -> None:
        until(lambda: list(own_place.marks.iterdir()))
        own_place.scheduler.kill()

    with in_background(kill), pytest.raises(UserError, match=r"scheduler at tcp://.* was lost.*run the same command"):
        run(course, own_place, chapters=[CHAPTER])
    assert not list(course.autograded.glob("*/.*"))
    done = {path.parent.parent.name for path in course.autograded.glob("*/*/record.json")}
    assert "s3" not in done
    (course.submitted / "s3" / CHAPTER / "waits.txt").unlink()
    left = grade(course, chapters=[CHAPTER], seed=3, progress=False).fresh
    assert left == {(name, CHAPTER) for name in ("s0", "s1", "s2", "s3") if name not in done}


@pytest.mark.thorough
def test_workers_that_are_not_the_graders_equal_are_refused(course, own_place, tmp_path, monkeypatch):
    fill(course, students=1)
    monkeypatch.setattr(cluster, "_CONNECT", 1)
    with pytest.raises(UserError, match="has no workers"):
        run(course, own_place)
    monkeypatch.undo()
    other = tmp_path / "other"
    shutil.copytree(ROOT / "autograde", other / "autograde", ignore=shutil.ignore_patterns(
        "source", "release", "submitted", "autograded", "feedback", "gradebook*", "__py*"))  # fmt: skip
    with (other / "autograde" / "verdict.py").open("a") as file:
        file.write("# A change.\n")
    worker = own_place.worker(path=other, planted=False)
    own_place.with_workers(1)
    with pytest.raises(UserError, match=r"the grader [0-9a-f]{12} instead of [0-9a-f]{12}"):
        run(course, own_place)
    worker.kill()
    worker.wait()
    own_place.with_workers(0)
    own_place.worker(path=tmp_path, planted=False)  # where there is no grader at all
    own_place.with_workers(1)
    with pytest.raises(UserError, match=r"cannot run the grader: No module named 'autograde'.*PYTHONPATH"):
        run(course, own_place)
    assert not list(course.autograded.glob("*/*/record.json"))


def test_a_worker_without_the_class_and_its_notebooks_is_the_graders_equal(tmp_path):
    """A checkout in which nothing was generated or handed in, and an image, which leave these folders out."""
    package = tmp_path / "autograde"
    (package / "jobs").mkdir(parents=True)
    (package / "grade.py").write_text("here = True\n")
    (package / "jobs" / "desk.py").write_text("here = True\n")
    alone = remote.digest(package)
    for folder in ("source", "release", "submitted", "autograded", "feedback"):
        (package / folder / "ana").mkdir(parents=True)
        (package / folder / "ana" / "mine.py").write_text("mine = True\n")
    assert remote.digest(package) == alone
    (package / "jobs" / "desk.py").write_text("here = False\n")
    assert remote.digest(package) != alone


def test_a_worker_that_comes_later_and_is_no_equal_does_not_grade():
    sealed = remote.Sealed(b"", "run", remote.versions() | {"numpy": "0.1"}, False)
    kind, text = remote.grade(sealed, Task("ana", 0, (), b""))
    assert (kind, "instead of 0.1" in text) == (remote.UNFIT, True)


def test_a_worker_without_walls_does_not_grade(monkeypatch):
    def refuse(missing: bool) -> None:
        if not missing:
            raise UserError("This machine cannot protect you from what students hand in.")
        return None, ["no network"]

    monkeypatch.setattr(remote, "require_walls", refuse)
    assert "cannot protect you" in remote.introduce(False).refusal
    assert remote.introduce(True).unprotected == ("no network",)
    kind, text = remote.grade(remote.Sealed(b"", "run", remote.versions(), False), Task("ana", 0, (), b""))
    assert (kind, "cannot protect you" in text) == (remote.UNFIT, True)


class in_background:
    """Runs a function beside the block; its failure is the block's."""

    def __init__(self, work: Callable[[], None]) -> None:
        from concurrent.futures import ThreadPoolExecutor

        self._threads = ThreadPoolExecutor(1)
        self._work = self._threads.submit(work)

    def __enter__(self) -> None:
        pass

    def __exit__(self, *exception: object) -> None:
        self._work.result(PATIENCE)
        self._threads.shutdown()


@pytest.mark.slow
def test_a_class_is_graded_over_encrypted_lines_and_nobody_gets_in_without_the_key(
    course, tmp_path, encrypted, monkeypatch
):
    fill(course, 2)
    here = copy_of(course, tmp_path / "here")
    assert encrypted.address.startswith("tls://")
    run(course, encrypted)
    grade(here, jobs=1, seed=3, progress=False)
    assert left_behind(course) == left_behind(here)
    monkeypatch.setattr(cluster, "_CONNECT", 2)
    without_key = {f"distributed.comm.tls.client.{what}": None for what in ("cert", "key")}
    with (
        dask.config.set({"distributed.comm.require-encryption": False} | without_key),
        pytest.raises(UserError, match="there is no Dask scheduler at tls://"),
    ):
        grade(course, cluster=encrypted.address, seed=3, progress=False, force=True)
