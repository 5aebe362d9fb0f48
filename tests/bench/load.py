"""Classes of up to ten thousand, graded here and on Dask workers: throughput, processor time, memory, and the report.

Throughput is counted between the first and the last record, so that starting up does not flatter a large class.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from autograde.assignment import load_assignment
from autograde.course import Course, find_course
from tests.bench.account import Account
from tests.bench.measure import Command, memory, run, tree
from tests.bench.mixed_class import SEED, WAYS, Classroom, Filler, HandIn
from tests.bench.progress import say

CHAPTER = "02_activations"
PLACES = ("jobs-1", "jobs-2", "cluster-2", "cluster-4")
_LOOK = 1.0  # seconds between two looks at the memory
_PATIENCE = 300  # seconds for a cluster to come up


@dataclass
class Load:
    """What one class took in one place. Seconds; MB; memory by kind of process, of the largest of each.

    `own` is the part of `memory` that no other process can have: see `measure.memory`.
    """

    place: str
    size: int
    wall: float = 0.0
    rate: float = 0.0
    cpu: float = 0.0
    memory: dict[str, float] = field(default_factory=dict)
    own: dict[str, float] = field(default_factory=dict)
    gradebook: float = 0.0  # MB of the file
    report: float = 0.0
    report_memory: float = 0.0
    feedback: float = 0.0
    page: float = 0.0  # MB of the report
    opened: float = 0.0  # until Chromium has loaded and painted it


def hand_ins(course: Course, size: int) -> Iterator[HandIn]:
    """One chapter's hand-ins of so many students, made one at a time. The same bank gives the same bytes."""
    filler = Filler(load_assignment(course, CHAPTER), course)
    for number in range(size):
        way = WAYS[number % len(WAYS)]
        yield HandIn(f"student-{number + 1:05}", CHAPTER, way, filler.fill(way, number))


def measure_load(sizes: list[int], places: list[str] | None = None) -> list[Load]:
    """Grade a class of each size in each place; prints a table as it grows."""
    print(HEAD, flush=True)
    found = []
    with tempfile.TemporaryDirectory(prefix="load-") as folder:
        room = Classroom(Path(folder) / "course")
        for size in sizes:
            say(f"a class of {size}")
            room.seat(hand_ins(find_course(), size))
            for place in places or PLACES:
                room.forget_grades()
                found.append(_measure(room, place, size, Path(folder)))
                print(row(found[-1]), flush=True)
    return found


def _measure(room: Classroom, place: str, size: int, folder: Path) -> Load:
    kind, _, count = place.partition("-")
    load = Load(place, size)
    words = ["grade", CHAPTER, "--seed", str(SEED)]
    if kind == "cluster":
        with Account() as account, _cluster(room, int(count), folder, account) as cluster:
            waited_for = _grade(room, [*words, "--cluster", cluster.address], load, account, cluster.pids)
            load.cpu = account.seconds(waited_for + cluster.stop()) / size
    else:
        with Account() as account:
            load.cpu = account.seconds(_grade(room, [*words, "--jobs", count], load, account, [])) / size
    records = sorted(path.stat().st_mtime for path in room.course.autograded.glob("*/*/record.json"))
    if len(records) != size:
        raise RuntimeError(f"{len(records)} of {size} submissions were graded")
    load.rate = (size - 1) / (records[-1] - records[0])
    load.gradebook = (room.course.nbgrader / "gradebook.db").stat().st_size / 1e6
    used = run([room.command("autograde", "feedback")])
    load.feedback = used.wall
    used = run([room.command("autograde", "report")])
    load.report, load.report_memory = used.wall, used.megabytes
    page = room.course.build / "report" / "index.html"
    load.page, load.opened = page.stat().st_size / 1e6, _open(page)
    return load


def _grade(room: Classroom, words: list[str], load: Load, account: Account, others: list[int]) -> float:
    """Returns the processor seconds that were waited for."""
    command = room.command("autograde", *words)
    started = time.perf_counter()
    process = _start(command, account)
    watch = _Memory(process.pid, others)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    load.wall = time.perf_counter() - started
    load.memory, load.own = watch.stop()
    if process.returncode not in (0, 1):
        raise RuntimeError(f"{' '.join(words)} ended with {process.returncode}")
    return used.ru_utime + used.ru_stime


def _start(command: Command, account: Account, errors: int | None = None) -> subprocess.Popen:
    return subprocess.Popen(
        account.words(command.words), cwd=command.folder, env=command.environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=errors,
    )  # fmt: skip


class _Memory:
    """The largest memory of each kind of process until `stop`, and the largest of what is its own."""

    def __init__(self, driver: int, others: list[int]) -> None:
        self._driver, self._others = driver, others
        self._largest, self._own = dict[str, float](), dict[str, float]()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> tuple[dict[str, float], dict[str, float]]:
        self._over.set()
        self._thread.join()
        return self._largest, self._own

    def _watch(self) -> None:
        while not self._over.wait(_LOOK):
            for pid in tree([self._driver, *self._others]):
                kind, size = self._kind(pid), memory(pid)
                if not kind:
                    continue
                if size.proportional:  # nothing is known of a process that has just ended
                    self._largest[kind] = max(self._largest.get(kind, 0.0), size.proportional)
                if size.own:
                    self._own[kind] = max(self._own.get(kind, 0.0), size.own)

    def _kind(self, pid: int) -> str:
        """What a process is, "" for one that helps another to start and is gone the next moment."""
        if pid == self._driver:
            return "driver"
        words = b""
        with contextlib.suppress(OSError):
            words = Path(f"/proc/{pid}/cmdline").read_bytes()
        if b"zygote" in words:  # a warm process, or what it forked
            return "warm"
        if b"dask" not in words:
            return ""
        return "worker" if b"worker" in words else "scheduler"


class _Cluster:
    def __init__(self, address: str, processes: list[subprocess.Popen]) -> None:
        self.address, self._processes = address, processes

    @property
    def pids(self) -> list[int]:
        return [process.pid for process in self._processes if process.returncode is None]

    def stop(self) -> float:
        """End it; the processor seconds of all of it."""
        total = 0.0
        for process in reversed(self._processes):  # the workers first
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
                _, status, used = os.wait4(process.pid, 0)
                process.returncode = os.waitstatus_to_exitcode(status)
                total += used.ru_utime + used.ru_stime
        return total


@contextlib.contextmanager
def _cluster(room: Classroom, workers: int, folder: Path, account: Account) -> Iterator[_Cluster]:
    """A scheduler and so many workers of one thread, on ports that the system chooses."""
    from distributed import Client

    file = folder / "scheduler.json"
    file.unlink(missing_ok=True)
    processes = [_dask(room, account, "scheduler", "--no-dashboard", "--host", "127.0.0.1", "--port", "0",
                       "--scheduler-file", str(file))]  # fmt: skip
    try:
        address = _until(lambda: file.exists() and json.loads(file.read_text() or "{}").get("address"))
        for _ in range(workers):
            processes.append(_dask(
                room, account, "worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard",
                "--host", "127.0.0.1", "--memory-limit", "0", "--local-directory", str(folder),
            ))  # fmt: skip
        with Client(address, set_as_default=False) as client:
            _until(lambda: len(client.nthreads()) == workers)
        cluster = _Cluster(address, processes)
        yield cluster
    finally:
        for process in processes:
            if process.returncode is None:
                process.kill()
                process.wait()


def _dask(room: Classroom, account: Account, *words: str) -> subprocess.Popen:
    command = room.command("dask", *words)
    variables = command.environment | {"PYTHONPATH": str(room.course.root)}
    return _start(replace(command, environment=variables), account, subprocess.DEVNULL)


def _until(true: object) -> object:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        if found := true():
            return found
        time.sleep(0.1)
    raise RuntimeError("the cluster does not come up")


def _open(page: Path) -> float:
    """Seconds until Chromium has loaded and painted the page; NaN without Chromium."""
    from playwright.sync_api import sync_playwright

    from autograde.chromium import FLAGS, chromium

    if chromium() is None:
        return float("nan")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        opened = browser.new_page(viewport={"width": 1280, "height": 900})
        opened.goto("about:blank")
        started = time.perf_counter()
        opened.goto(page.as_uri(), wait_until="load")
        opened.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
        seconds = time.perf_counter() - started
        browser.close()
    return seconds


HEAD = (
    "| place | submissions | a second | CPU s each | wall s | memory MB, the largest of each kind (its own) "
    "| gradebook MB | feedback s | report s (MB) | page MB | opens in s |\n"
    "|---|---:|---:|---:|---:|---|---:|---:|---:|---:|---:|"
)


def row(load: Load) -> str:
    """A line of the table."""
    sizes = ", ".join(
        f"{kind} {size:.0f} ({load.own[kind]:.0f})" if kind in load.own else f"{kind} {size:.0f}"
        for kind, size in sorted(load.memory.items())
    )
    return (
        f"| {load.place} | {load.size} | {load.rate:.2f} | {load.cpu:.2f} | {load.wall:.0f} | {sizes} "
        f"| {load.gradebook:.1f} | {load.feedback:.0f} | {load.report:.1f} ({load.report_memory:.0f}) "
        f"| {load.page:.1f} | {load.opened:.2f} |"
    )

