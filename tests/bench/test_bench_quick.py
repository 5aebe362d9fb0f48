"""The bench runs from beginning to end on six hand-ins, so that it cannot rot between two real measurements."""

from __future__ import annotations

import mmap
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench import load_page, otter_course, pages
from tests.bench.__main__ import main
from tests.bench.account import Account, how_counted
from tests.bench.endless import Endless
from tests.bench.graders import Cost
from tests.bench.grading import FLOOR_ALL, FLOOR_OURS, OURS, START, STOCK, Results
from tests.bench.load import Load
from tests.bench.measure import Command, CommandFailed, memory, run
from tests.bench.report import bars

BURN = "import time\nwhile time.process_time() < 1: pass"


def python(program: str) -> Command:
    return Command([sys.executable, "-c", program], Path.cwd(), {})


def test_a_childs_processor_time_counts_as_its_parents():
    program = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {BURN!r}])"
    used = run([python(program)])
    assert used.cpu >= 1


def killed_with_its_namespace() -> Command:
    """Burns a second in a process that ends with its process namespace, as a sandbox's does, and is not waited for."""
    return python(f"""
import os, signal
from autograde.split import kernel
kernel.unshare(kernel.NEWPID | (kernel.NEWUSER if os.geteuid() else 0))
done, tell = os.pipe()
if os.fork() == 0:
    if os.fork() == 0:
        {BURN.replace(chr(10), chr(10) + "        ")}
        os.write(tell, b"x")
        signal.pause()
    os.read(done, 1)
    os._exit(0)
os.wait()
""")


@pytest.fixture
def groups() -> None:
    with Account() as account:
        if not account.complete:
            pytest.skip("NO CONTROL GROUP can be made here: the bench counts what is waited for only, and says so")


def test_what_ends_with_its_sandbox_counts(groups):
    command = killed_with_its_namespace()
    assert run([command]).cpu >= 1
    with Account() as account:
        _, _, used = os.wait4(subprocess.Popen(account.words(command.words)).pid, 0)
        assert account.seconds(0) - (used.ru_utime + used.ru_stime) > 0.9  # why there is an account


def test_accounts_are_apart_and_leave_nothing_behind(groups):
    with Account() as idle, Account() as busy:
        made = [idle._group, busy._group]
        assert [group.is_dir() for group in made] == [True, True]
        subprocess.run(busy.words(python(BURN).words), check=True)
        assert busy.seconds(0) >= 1 > idle.seconds(0)
    assert [group.exists() for group in made] == [False, False]
    assert "control group" in how_counted()


def test_without_groups_what_was_waited_for_counts_and_the_page_says_so(tmp_path, monkeypatch):
    with Account(tmp_path / "none") as account:
        assert not account.complete
        assert account.words(["true"]) == ["true"]
        assert account.seconds(0.5) == 0.5
    monkeypatch.setattr("tests.bench.account.own_group", lambda: None)
    assert "is **not** in them" in how_counted()
    assert "is **not** in them" in load_page.page([])


def test_a_childs_memory_counts_and_shared_commands_add_up():
    hold = "import subprocess, sys, time\ndata = b'x' * 50_000_000\ntime.sleep(2)"
    nested = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {hold!r}])"
    if sys.platform == "linux":
        assert run([python(nested), python(hold)]).megabytes > 90


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says what is a process's own")
def test_what_is_written_is_a_processes_own_and_what_it_reads_of_a_file_is_not(tmp_path):
    file = tmp_path / "file"
    file.write_bytes(b"x" * 50_000_000)
    before = memory(os.getpid())
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        assert mapped.find(b"y") < 0
        reading = memory(os.getpid())
    assert reading.proportional - before.proportional > 45
    assert reading.own - before.own < 5
    kept = bytearray(b"y") * 50_000_000
    assert memory(os.getpid()).own - before.own > len(kept) / 1_100_000
    assert memory(2**30) == (0, 0)


def test_a_command_that_fails_stops_the_bench_with_its_last_words():
    with pytest.raises(CommandFailed, match="no such thing"):
        run([python("raise SystemExit('no such thing')")])


def results(ours: Cost, **others) -> Results:
    costs = {(STOCK, 1): [Cost(4, 4, 200)], (OURS, 1): [ours], (OURS, 2): [ours], (START, 1): [ours]}
    floor = {(FLOOR_ALL, 1): [Cost(0.3, 0.3, 90)], (FLOOR_OURS, 1): [Cost(0.2, 0.2, 90)]}
    small = {"recording": [10, 20], "take": [9, 9]}
    return Results(6, 1, costs | floor, small, **{"endless": [Endless(1, 10, 13, 3.2, 0.4, 0.4, 0)], **others})


def test_bars_are_met_or_not_by_what_was_measured():
    assert all(bar.met for bar in bars(results(Cost(0.3, 0.3, 200))))
    slow = results(
        Cost(0.5, 0.4, 301), differ=["student-01 test-x"], endless=[Endless(1, 10, 40, 20, 0.4, 0.9, 1)]
    )  # fmt: skip
    assert [bar.what for bar in bars(slow) if not bar.met] == [
        "throughput on 2 cores", "processor time of a submission, the same cells", "memory with 2 jobs",
        "an endless loop ends", "its neighbours", "scores",
    ]  # fmt: skip
    assert bars(slow)[2].met  # 0.4 is within 1.5 times 0.3


def test_a_page_answers_when_all_is_done_and_not_when_it_is_painted():
    seen = {"paint": 300, "parsed": 200, "figures": 0, "tasks": []}
    assert pages.interactive(seen) == 300
    assert pages.interactive(seen | {"figures": 700}) == 700
    assert pages.interactive(seen | {"figures": 700, "tasks": [[650, 720], [100, 180]]}) == 720
    assert pages.interactive(seen | {"tasks": [[650, 720], [100, 480]]}, longest=100) == 480
    opened = pages.Opened("01_neurons", 22, 304_000, 0.3, 0.51, 0.72, 0.0003, [10] * 19 + [30], {"performance": 96.4})
    assert pages.row(opened) == "| 01_neurons | 22 | 304 | 0.30 | 0.51 | 0.72 | 10, 10 | 0.0003 | 96 |"


def load(place: str, size: int, rate: float, driver: float, opened: float = 0.5) -> Load:
    memory, own = {"driver": size + 100.0, "warm": 75.0}, {"driver": driver, "warm": 70.0}
    return Load(place, size, rate=rate, memory=memory, own=own, opened=opened)


def test_a_large_class_is_compared_with_the_smallest_in_the_same_place():
    small = [load("jobs-2", 100, 6.0, 100), load("cluster-2", 100, 5.0, 100), load("jobs-1", 100, 3.0, 100)]
    assert all(bar.met for bar in load_page.bars([*small, load("jobs-2", 1000, 5.5, 109), load("jobs-2", 300, 1, 900)]))
    slow = [bar for bar in load_page.bars([*small, load("jobs-2", 1000, 5.3, 111, opened=2.5)]) if not bar.met]
    assert [bar.measured for bar in slow] == ["-11.7%", "+11.0%", "2.50 s"]
    unknown = load("jobs-2", 1000, 6.0, 100)
    unknown.own = {}
    assert [bar.measured for bar in load_page.bars([*small, unknown]) if not bar.met] == ["+450.0%"]
    text = load_page.page([*small, load("jobs-2", 1000, 5.3, 111)])
    assert "| throughput, jobs-2: 1,000 beside 100 | at most 10 % less | -11.7% | **no** |" in text
    assert "| driver 1100 (111), warm 75 (70) |" in text
    assert text.index("| cluster-2 | 100 |") < text.index("| jobs-2 | 1000 |")


@pytest.mark.slow
@pytest.mark.stock
@pytest.mark.timeout(1200)
def test_six_hand_ins_through_every_grader(tmp_path, monkeypatch, capsys):
    def none_here():
        raise otter_course.NoOtter("no otter-grader in a test")

    # Its installation takes a minute and a package index; `make bench` does it.
    monkeypatch.setattr("tests.bench.grading.otter_environment", none_here)
    page = tmp_path / "page.md"
    main(["--quick", "--only", "grading", "--output", str(page)])
    text = page.read_text(encoding="utf-8")
    assert text in capsys.readouterr().out
    assert "not measured" in text
    assert "| scores | stock's, but where it is unfair | 0 differ | yes |" in text
    assert "| its neighbours | same scores" in text
    assert "0 scores changed" in text
