"""Open files: what a child is given and what it must not hold, how few may be allowed, and what is closed again."""

import gc
import json
import os
import resource
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import BYHAND, QUICK

from autograde.split import engine
from autograde.split.client import FAILED, READY, Client, EngineError
from autograde.split.walls import probe
from autograde.split.zygote import Zygote

PROGRAM = """
from pathlib import Path
from autograde.split.engine import Engine
from autograde.split.limits import Limits
from autograde.split.walls import probe
from lesson import Lesson
lesson = Lesson({"f": "def f(x): return 2 * x"}, {"f": "assert f(3) == 6"})
with Engine({"byhand": Path(BYHAND)}, Limits(), probe().walls()) as engine:
    print([lesson.grade(engine)["f"].score for _ in range(2)])
"""


@pytest.mark.parametrize("most", [64, 256])
def test_a_machine_that_allows_few_open_files_grades(most):
    """As some login nodes do; neither limit can be raised again."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.replace("BYHAND", repr(str(BYHAND)))], capture_output=True, text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(BYHAND.parents[1]), str(Path(__file__).parent)])},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (most, most)), timeout=300,
    )  # fmt: skip
    assert done.stdout == "[3.0, 3.0]\n", done.stderr[-2000:]


def open_files() -> set[int]:
    return {fd for fd in range(1024) if os.path.exists(f"/proc/self/fd/{fd}")}


def held_by_child(fds: list[int]) -> tuple[list[int], list[int]]:
    """(files that a child was given, by their inodes; all numbers that are open in it)."""
    reading, writing = os.pipe()
    main = socket.socket()
    pid = os.fork()
    if pid == 0:

        def child(kept: list[int]) -> None:
            held = [fd for fd in range(1024) if fd not in kept and os.path.exists(f"/proc/self/fd/{fd}")]
            os.write(kept[-1], json.dumps([[os.fstat(fd).st_ino for fd in kept[:-1]], held]).encode())

        Zygote(main, os.fork, child)._become_child([*fds, writing])
    main.close()
    os.close(writing)
    with open(reading) as file:
        given, held = json.load(file)
    os.waitpid(pid, 0)
    return given, held


@pytest.mark.parametrize("numbers", [[601, 600], [600, 602]])
def test_a_child_holds_what_it_was_sent_and_nothing_else(numbers):
    files = [os.open(path, os.O_RDONLY) for path in ("/", "/usr")]
    for file, number in zip(files, numbers, strict=True):
        os.dup2(file, number)
    try:
        given, held = held_by_child(numbers)
        assert given == [os.fstat(file).st_ino for file in files]
        assert set(held) <= {0, 1, 2}
    finally:
        for fd in [*files, *numbers]:
            os.close(fd)


class WarmOne:
    """The other end of a client: answers as a warm process, and sends a new worker's first words."""

    def __init__(self, first: bytes) -> None:
        ours, self._theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.client, self.asked, self._first = Client(ours), [], first
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with self._theirs:
            while True:
                data, fds, _, _ = socket.recv_fds(self._theirs, 1 << 16, 4)
                if not data:
                    return
                self.asked.append(json.loads(data))
                for fd in fds[:1]:
                    os.write(fd, self._first)
                for fd in fds:
                    os.close(fd)
                self._theirs.send(b'{"pid": 7, "cpu": 0.0}')


@contextmanager
def nothing_is_left_open():
    """What was opened inside is closed, not merely forgotten."""
    gc.collect()
    gc.disable()
    before = open_files()
    try:
        yield
        assert open_files() == before
    finally:
        gc.enable()


@pytest.mark.parametrize(("first", "said"), [(FAILED + b"no namespaces", "no namespaces"), (b"", "it died")])
def test_a_worker_that_could_not_be_shut_in_is_ended_and_its_line_closed(first, said):
    warm = WarmOne(first)
    with nothing_is_left_open():
        with pytest.raises(EngineError, match=f"could not be shut in: {said}") as failed:
            warm.client.hire()
        assert warm.asked == [{"do": "fork"}, {"do": "kill", "pid": 7}]
    del failed  # it held the frames, and what was open in them, until here
    warm.client.close()


def test_what_cannot_be_asked_for_leaves_nothing_open():
    warm = WarmOne(READY)
    warm.client.close()
    with nothing_is_left_open():
        failed = []
        for ask in (warm.client.hire, warm.client.connect):
            with pytest.raises(EngineError) as error:
                ask()
            failed.append(error)


def test_who_waits_for_an_answer_is_told_when_the_client_is_closed():
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    client, said = Client(ours), []

    def ask() -> None:
        try:
            client.fork()
        except EngineError as error:
            said.append(error)

    asking, closing = (threading.Thread(target=work, daemon=True) for work in (ask, client.close))
    with theirs:
        asking.start()
        assert theirs.recv(100)  # it has asked, and gets no answer
        closing.start()
        closing.join(30)
        asking.join(30)
        assert len(said) == 1


def test_an_engine_that_is_closed_holds_nothing_open():
    with nothing_is_left_open():
        running = engine.Engine({}, QUICK, probe().walls())
        running.close()
        running.close()


def test_an_engine_that_does_not_start_holds_nothing_open(monkeypatch):
    monkeypatch.setattr(engine, "_START", 0.01)
    with nothing_is_left_open(), pytest.raises(EngineError) as failed:
        engine.Engine({}, QUICK, probe().walls())
    del failed
