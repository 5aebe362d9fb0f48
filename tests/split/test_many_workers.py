"""A warm process serves a large class: nothing piles up in it, and nothing is left on the machine."""

import os
from pathlib import Path

import pytest
from conftest import BYHAND, QUICK
from lesson import processes_of

from autograde.split.engine import Engine
from autograde.split.walls import probe

WORKERS = 100
MEGABYTES = 7.0  # that the warm process may grow by over all of them


def _state(engine):
    """(processes, their open files, megabytes that are their own)."""
    processes = processes_of(engine)
    files = sum(len(os.listdir(f"/proc/{pid}/fd")) for pid in processes)
    memory = sum(_megabytes(pid) for pid in processes)
    return len(processes), files, memory


def _megabytes(pid):
    """Memory of its own, in MB: what it shares with its children does not count twice."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("RssAnon"):
            return int(line.split()[1]) / 1024
    return 0.0


@pytest.mark.slow
@pytest.mark.parametrize("namespaces", [True, False])
def test_nothing_piles_up_over_a_large_class(namespaces):
    walls = probe().walls()
    if namespaces and not walls.namespaces:
        pytest.skip(f"no namespaces here: {probe().namespaces}")
    walls = type(walls)(namespaces, walls.landlock, walls.seccomp)
    with Engine({"byhand": BYHAND}, QUICK, walls) as engine:
        own = len(os.listdir("/proc/self/fd"))
        _hire(engine, 10)
        before = _state(engine)
        _hire(engine, WORKERS)
        after = _state(engine)
        print(f"{WORKERS} workers: {before} before, {after} after")
        assert after[:2] == before[:2]
        assert after[2] < before[2] + MEGABYTES, (before, after)
        assert os.listdir(engine._homes.name) == []
        assert len(os.listdir("/proc/self/fd")) == own


def _hire(engine, count):
    """Workers one after the other, each of which is ended after its walls are up."""
    for number in range(count):
        sock, end = engine._workers.hire()
        if number % 3 == 0:
            sock.close()  # an end that its judge did not live to see tidily
        end()


@pytest.mark.slow
def test_a_state_that_grows_would_be_seen():
    """The measure above notices one worker that is not ended."""
    with Engine({"byhand": BYHAND}, QUICK, probe().walls()) as engine:
        before = _state(engine)
        sock, end = engine._workers.hire()
        assert _state(engine)[0] > before[0]
        end()
        sock.close()
        assert _state(engine)[:2] == before[:2]


def test_workers_whose_judge_is_gone_end_with_its_connection():
    with Engine({}, QUICK, probe().walls()) as engine:
        before = _state(engine)
        connection = engine._workers.connect()
        from autograde.split.client import Client

        client = Client(connection)
        sock, _ = client.hire()
        assert _state(engine)[0] > before[0]
        client.close()  # without a word
        engine._workers.hire()[1]()  # the warm process has come round to noticing
        assert sock.recv(1) == b""
        sock.close()
        assert _state(engine)[:2] == before[:2]
