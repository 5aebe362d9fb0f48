"""A loop, a crash or a bomb costs the exercise that it is in: nothing else of that student's, and nobody else's."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import BYHAND, QUICK
from lesson import POINTS, Lesson, processes_of

from autograde.split.client import EngineError
from autograde.split.engine import Engine
from autograde.split.limits import Limits
from autograde.split.walls import probe

LESSON = Lesson(
    {name: f"def {name}(x):\n    return {factor} * x" for name, factor in (("before", 2), ("bad", 3), ("after", 4))},
    {name: f"assert {name}(2) == {2 * factor}" for name, factor in (("before", 2), ("bad", 3), ("after", 4))},
)

ENDING = {
    "os._exit": "import os; os._exit(1)",
    "a null pointer": "import ctypes; ctypes.string_at(0)",
    "abort": "import os; os.abort()",
    "an endless recursion in C": "import sys; sys.setrecursionlimit(10**9); f = lambda: f(); f()",
    "closing the line": "import os; os.closerange(3, 1024)",
}
ENDLESS = {
    "a loop": "while True: pass",
    "a loop that swallows interrupts": (
        "while True:\n        try:\n            while True: pass\n        except BaseException: pass"
    ),
    "a sleep": "import time; time.sleep(10**6)",
    "an endless generator": "return (i for i in iter(int, 1))",
    "endless printing": "while True: print('x' * 1000)",
    "waiting for a thread": "import threading; threading.Event().wait()",
}


@pytest.fixture(scope="module")
def hasty():
    with Engine({"byhand": BYHAND}, Limits(exercise_seconds=1.0, submission_seconds=8.0), probe().walls()) as running:
        yield running


@pytest.mark.parametrize("code", ENDING.values(), ids=ENDING)
@pytest.mark.parametrize("where", ["function", "cell"])
def test_code_that_ends_its_process_costs_its_own_exercise_only(engine, code, where):
    body = f"    {code}"
    answer = f"def bad(x):\n{body}" + ("\nbad(1)" if where == "cell" else "")
    verdicts = LESSON.grade(engine, bad=answer)
    assert verdicts["bad"].score == 0
    assert (verdicts["before"].score, verdicts["after"].score) == (POINTS, POINTS)
    if where == "function" and "recursion" not in code:
        assert verdicts["bad"].status == "killed"


@pytest.mark.parametrize("code", ENDLESS.values(), ids=ENDLESS)
def test_code_that_does_not_end_costs_its_own_exercise_only(hasty, code):
    test = "got = bad(2)\nassert (got if type(got) is int else sum(got)) == 6"
    lesson = Lesson(LESSON.solutions, LESSON.tests | {"bad": test})
    started = time.monotonic()
    verdicts = lesson.grade(hasty, bad=f"def bad(x):\n    {code}")
    assert verdicts["bad"].status == "timeout"
    assert (verdicts["before"].score, verdicts["after"].score) == (POINTS, POINTS)
    assert time.monotonic() - started < 30  # hours, if nothing were to stop it


def test_an_endless_answer_cell_costs_its_own_exercise_only(hasty):
    outcome = LESSON.run(hasty, bad="def bad(x):\n    return 3 * x\nwhile True: pass")
    scores = {verdict["grade_id"]: verdict["score"] for verdict in outcome.verdicts}
    assert scores == {"test-before": POINTS, "test-bad": 0, "test-after": POINTS}
    assert outcome.failed["bad"][0] == "timeout"


def test_what_timed_out_is_still_defined_for_later_exercises(hasty):
    lesson = Lesson({"f": "def f(x): return 2 * x", "g": "def g(x): return f(x) + 1"},
                    {"f": "assert f(-1) == -2", "g": "assert g(1) == 3"})  # fmt: skip
    verdicts = lesson.grade(hasty, f="def f(x):\n    while x < 0: pass\n    return 2 * x")
    assert (verdicts["f"].status, verdicts["g"].score) == ("timeout", POINTS)


def test_a_cell_that_loops_only_when_it_is_run_again_is_ended(hasty):
    """By the clock; should this machine be so slow that it loops at once, the same has to come out."""
    started = time.monotonic()
    before = f"import time\nwhile time.time() > {time.time() + 0.7}: pass\ndef before(x):\n    return 2 * x"
    outcome = LESSON.run(hasty, before=before, bad="def bad(x):\n    while True: pass")
    scores = {verdict["grade_id"]: verdict["score"] for verdict in outcome.verdicts}
    assert (scores["test-bad"], scores["test-after"]) == (0, POINTS)
    assert outcome.failed["before"][0] == "timeout"
    assert time.monotonic() - started < 30


def test_several_tests_of_one_exercise_share_its_time(hasty):
    lesson = Lesson({"f": "def f(x): return x"}, {"f": "assert f(1) == 1"})
    steps = lesson.steps(f="def f(x):\n    while True: pass")
    tests = [step for step in steps if step.role == "test"]
    for number in range(4):
        steps.append(type(tests[0])(**{**vars(tests[0]), "cell": f"test-f-{number}"}))
    started = time.monotonic()
    outcome = hasty.grade(steps)
    assert [verdict["status"] for verdict in outcome.verdicts] == ["timeout"] * 5
    assert outcome.workers == 1
    assert time.monotonic() - started < 30


@pytest.mark.slow
def test_many_endless_exercises_share_the_submissions_time():
    names = [f"f{i}" for i in range(6)]
    lesson = Lesson(dict.fromkeys(names, ""), {name: f"assert {name}(1) == 1" for name in names})
    lesson.solutions = {name: f"def {name}(x): return x" for name in names}
    with Engine({}, Limits(exercise_seconds=1.0, submission_seconds=2.5), probe().walls()) as engine:
        verdicts = lesson.grade(engine, **{name: f"def {name}(x):\n    while True: pass" for name in names})
        assert {verdict.status for verdict in verdicts.values()} == {"timeout", "not_run"}
        assert {verdict.score for verdict in verdicts.values()} == {0}
        assert {verdict.score for verdict in lesson.grade(engine).values()} == {POINTS}  # the next student


@pytest.mark.slow
def test_a_test_that_the_students_data_makes_endless_is_ended_and_the_rest_is_graded(hasty, monkeypatch):
    monkeypatch.setattr("autograde.split.engine._GRACE", 1.0)
    lesson = Lesson(
        {"n": "n = 3", "after": "after = 1"},
        {"n": "total = sum(1 for _ in range(n))\nassert total == 3", "after": "assert after == 1"},
    )
    verdicts = lesson.grade(hasty, n="n = 10**18")
    assert (verdicts["n"].status, verdicts["after"].score) == ("timeout", POINTS)


@pytest.mark.parametrize(
    "code",
    {
        "one large block": "x = bytearray(1 << 34)",
        "a growing list": "x = []\n    while True: x.append(bytearray(1 << 20))",
        "an array": "import numpy as np; x = np.ones((1 << 15, 1 << 15))",
        "a large answer": "return [0] * (1 << 24)",
        "a text": "return 'x' * (1 << 28)",
    }.values(),
)
def test_a_memory_bomb_costs_its_own_exercise_only(engine, code):
    outcome = LESSON.run(engine, bad=f"def bad(x):\n    {code}\n    return 6")
    scores = {verdict["grade_id"]: verdict["score"] for verdict in outcome.verdicts}
    assert scores == {"test-before": POINTS, "test-bad": 0, "test-after": POINTS}
    assert outcome.megabytes < QUICK.memory / 2**20 + 400


@pytest.mark.parametrize(
    "code",
    {
        "processes": "import os, time\n    while True:\n        if os.fork() == 0: time.sleep(1000)",
        "processes of processes": "import os\n    while True: os.fork()",
        "threads": "import threading, time\n    while True: threading.Thread(target=time.sleep, args=(1000,)).start()",
    }.values(),
)
def test_a_fork_bomb_costs_its_own_exercise_only(engine, code):
    before = processes_of(engine)
    verdicts = LESSON.grade(engine, bad=f"def bad(x):\n    {code}\n    return 6")
    assert verdicts["bad"].score == 0
    assert (verdicts["before"].score, verdicts["after"].score) == (POINTS, POINTS)
    assert len(processes_of(engine)) <= len(before)


def test_no_process_can_be_left_running(engine):
    """A worker can start none; where the filter is missing, `test_sandbox.py` shows that they end."""
    answer = "import subprocess\ndef bad(x):\n    subprocess.Popen(['sleep', '1000'])\n    return 3 * x"
    verdict = LESSON.grade(engine, bad=answer)["bad"]
    assert (verdict.score, verdict.ename) == (0, "PermissionError")


@pytest.mark.skipif(bool(probe().namespaces), reason="no namespaces here")
def test_without_the_filter_a_process_that_is_left_running_ends_with_the_submission():
    mark = f"left-running-{os.getpid()}"
    answer = (
        "import subprocess\ndef bad(x):\n"
        f"    subprocess.Popen(['/bin/sh', '-c', 'sleep 1000; true', '{mark}'], start_new_session=True)\n"
        "    return 3 * x"
    )
    with Engine({"byhand": BYHAND}, QUICK, replace(probe().walls(), seccomp=False)) as engine:
        assert LESSON.grade(engine, bad=answer)["bad"].score == POINTS
        assert not [pid for pid in Path("/proc").glob("[0-9]*") if mark in _command(pid)]


def _command(process):
    try:
        return (process / "cmdline").read_bytes().decode(errors="replace")
    except OSError:
        return ""


def test_printing_is_kept_up_to_its_limit_and_costs_nothing(engine):
    outcome = LESSON.run(engine, bad="print('a' * 50_000_000)\ndef bad(x):\n    print('b' * 10**6)\n    return 3 * x")
    assert [verdict["score"] for verdict in outcome.verdicts] == [POINTS] * 3
    assert set(outcome.printed["bad"]) == {"a"}
    assert len(outcome.printed["bad"]) == QUICK.printed


def test_a_fault_of_the_grader_is_not_a_loss_of_points():
    with Engine({}, QUICK, probe().walls()) as engine:
        engine._processes[0].kill()
        with pytest.raises(EngineError):
            LESSON.run(engine)


def test_submissions_that_are_graded_at_once_do_not_meet(engine):
    answers = ["def bad(x): return 3 * x", "import os\ndef bad(x): os._exit(1)", "def bad(x): return x"] * 3
    with ThreadPoolExecutor(3) as pool:
        graded = list(pool.map(lambda answer: LESSON.grade(engine, bad=answer), answers))
    assert [verdicts["bad"].score for verdicts in graded] == [POINTS, 0, 0] * 3
    assert {verdicts[name].score for verdicts in graded for name in ("before", "after")} == {POINTS}


def test_everything_ends_when_the_engine_is_closed():
    engine = Engine({}, QUICK, probe().walls())
    LESSON.run(engine)
    processes = list(engine._processes)
    engine.close()
    assert all(process.returncode is not None for process in processes)
