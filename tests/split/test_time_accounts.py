"""Who pays for which time: on a clock that only the students' code moves, with workers that are threads of the test.

`test_budgets.py` shows the same with real processes, for what can be shown within seconds.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from types import SimpleNamespace

import pytest

from autograde.split import judge, line
from autograde.split.engine import _GRACE
from autograde.split.limits import Limits
from autograde.split.plan import Step
from autograde.split.worker import Worker

EXERCISE, SUBMISSION = 100.0, 2000.0


class Shell:
    """A notebook without IPython."""

    display_formatter = SimpleNamespace(drawn=[])

    def __init__(self, names):
        self.user_ns = dict(names)

    def run(self, cell, source):
        try:
            exec(compile(source, cell, "exec"), self.user_ns)
        except BaseException as error:
            return error
        return None


class Hand:
    """One hand-in before the judge; its code has `spend(seconds)`, `hang()` and the list `runs` of all its workers."""

    def __init__(self, monkeypatch):
        self.now, self.runs, self.workers, self.messages, self.times = 0.0, [], 0, [], []
        for module in (judge, line):
            monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: self.now))

    def spend(self, seconds):
        self.now += seconds

    def hang(self):
        """What the judge sees of an endless loop: nothing until its deadline."""
        self.now = max(self.now, self.judge.student.line.deadline)

    def hire(self):
        self.workers += 1
        ours, theirs = socket.socketpair()
        shell = Shell({"spend": self.spend, "hang": self.hang, "runs": self.runs})
        worker = Worker(theirs, shell, SimpleNamespace(take=lambda: ("", 0)))

        def serve():
            with contextlib.suppress(BaseException), theirs:
                worker.line.answer_all()

        threading.Thread(target=serve, daemon=True).start()

        def end():
            ours.close()
            return {"cpu": 0.0, "megabytes": 0.0}

        return ours, end

    def report(self, message):
        self.messages.append(message)
        self.times.append(self.now)

    def grade(self, *steps, submission=SUBMISSION):
        """{test: verdict}."""
        limits = Limits(exercise_seconds=EXERCISE, submission_seconds=submission, printed=1000)
        self.judge = judge.Judge(list(steps), limits, self.hire, self.report, set())
        self.judge.run()
        return {one["verdict"]["grade_id"]: SimpleNamespace(**one["verdict"])
                for one in self.messages if "verdict" in one}  # fmt: skip

    @property
    def failed(self):
        return [message["failed"] for message in self.messages if "failed" in message]

    @property
    def longest_silence(self):
        return max(later - sooner for sooner, later in zip(self.times, self.times[1:], strict=False))


@pytest.fixture
def hand(monkeypatch):
    return Hand(monkeypatch)


def answer(name, source):
    return Step(name, "answer", source, exercise=name, worker=True)


def check(name, source, *, stands=None, in_place=True, number=""):
    return Step(f"test-{name}{number}", "test", source, exercise=name, stands=stands or [name], points=1.0,
                in_place=in_place)  # fmt: skip


# ------------------------------------------------------------------------------------------------- cells run again

def test_a_timeout_takes_no_definition_from_later_exercises(hand):
    verdicts = hand.grade(
        answer("f", "def f(x):\n    if x < 0: hang()\n    return 2 * x"),
        answer("g", "def g(x): return f(x) + 1"),
        check("f", "assert f(-1) == -2"),
        check("g", "assert g(1) == 3"),
    )
    assert (verdicts["test-f"].status, verdicts["test-f"].score) == ("timeout", 0)
    assert (verdicts["test-g"].status, verdicts["test-g"].score) == ("ok", 1)
    assert hand.failed == []


def test_a_cell_that_runs_again_because_of_others_costs_its_exercise_nothing(hand):
    verdicts = hand.grade(
        answer("a", "spend(45)\ndef a(x): return x"),
        *[answer(name, f"def {name}(x): hang()") for name in "bcd"],
        *[check(name, f"assert {name}(1) == 1") for name in "bcd"],
        check("a", "assert a(1) == 1"),
    )
    assert {name: verdict.score for name, verdict in verdicts.items()} == {
        "test-a": 1, "test-b": 0, "test-c": 0, "test-d": 0,
    }  # fmt: skip
    assert (hand.workers, hand.failed) == (4, [])


@pytest.mark.parametrize("others", [0, 2], ids=["at once", "after other cells were run again"])
def test_the_first_run_of_a_cell_is_its_exercises(hand, others):
    names = ["b", "c"][:others]
    verdicts = hand.grade(
        answer("a", "spend(60)\ndef a(x):\n    spend(60)\n    return x"),
        *[answer(name, f"def {name}(x): hang()") for name in names],
        *[check(name, f"assert {name}(1) == 1") for name in names],
        check("a", "assert a(1) == 1"),
    )
    assert verdicts["test-a"].status == "timeout"


def test_cells_that_hang_only_when_they_are_run_again_end_in_bounded_time(hand):
    """Ten cells know that they run again, and hang; each is found out once, and left out from then on."""
    slow = [f"s{i}" for i in range(10)]
    verdicts = hand.grade(
        *[answer(name, f"if {name!r} in runs: hang()\nruns.append({name!r})\n{name} = 1") for name in slow],
        *[answer(name, f"def {name}(x): hang()") for name in "bc"],
        answer("after", "after = 1"),
        *[check(name, f"assert {name}(1) == 1") for name in "bc"],
        check("after", "assert after == 1"),
    )
    assert (verdicts["test-b"].status, verdicts["test-c"].status) == ("timeout", "timeout")
    assert verdicts["test-after"].score == 1
    assert hand.failed == slow
    assert hand.now == pytest.approx(EXERCISE * (2 + len(slow)))
    assert hand.longest_silence < EXERCISE + _GRACE, "else the driver takes the judge for hung"


def test_what_is_run_again_shares_the_submissions_time(hand):
    slow = [f"s{i}" for i in range(40)]
    verdicts = hand.grade(
        *[answer(name, f"if {name!r} in runs: hang()\nruns.append({name!r})\n{name} = 1") for name in slow],
        answer("b", "def b(x): hang()"),
        check("b", "assert b(1) == 1"),
        *[check(name, f"assert {name} == 1") for name in slow],
        submission=5.5 * EXERCISE,
    )
    assert hand.now == pytest.approx(5.5 * EXERCISE)
    assert hand.failed == slow[:5]
    assert {verdict.score for verdict in verdicts.values()} == {0}
    assert verdicts["test-s39"].status == "not_run"
    assert hand.workers <= 7, "once the time is over, no worker is hired for each cell that is left"


# ------------------------------------------------------------------------------------- the second run, with copies

SORTS = "def f(x):\n    spend(60)\n    x.sort()\n    return x[0]"


def test_a_right_answer_that_changes_its_argument_need_not_be_twice_as_fast(hand):
    verdict = hand.grade(answer("f", SORTS), check("f", "assert f([3, 1, 2]) == 1", in_place=False))["test-f"]
    assert hand.now == 120, "it did run twice"
    assert (verdict.status, verdict.score, verdict.on_copies) == ("ok", 1, False)
    assert hand.longest_silence < EXERCISE, "else the driver takes the judge for hung"


@pytest.mark.parametrize(("more", "status"), [(30, "ok"), (50, "timeout")])
@pytest.mark.parametrize("before", [0, 5], ids=["the cell takes no time", "the cell takes some"])
def test_of_both_runs_the_exercise_pays_the_longer(hand, more, status, before):
    verdicts = hand.grade(
        answer("f", f"spend({before})\n{SORTS}\ndef g(): spend({more})"),
        check("f", "assert f([3, 1, 2]) == 1", in_place=False),
        check("f", "g()", stands=["g"], number="-g"),
    )
    assert (verdicts["test-f"].score, verdicts["test-f-g"].status) == (1, status)


@pytest.mark.parametrize("seconds", [(30, 60), (60, 30)])
def test_the_longer_run_may_be_either(hand, seconds):
    source = f"def f(x):\n    runs.append(1)\n    spend({seconds}[len(runs) - 1])\n    x.sort()\n    return x[0]"
    verdicts = hand.grade(
        answer("f", f"spend(10)\n{source}\ndef g(): spend(35)"),
        check("f", "assert f([3, 1, 2]) == 1", in_place=False),
        check("f", "g()", stands=["g"], number="-g"),
    )
    assert (verdicts["test-f"].score, verdicts["test-f-g"].status) == (1, "timeout")


def test_an_answer_that_hangs_only_on_copies_is_still_lost_and_ended(hand):
    source = "def f(x):\n    if runs: hang()\n    runs.append(1)\n    x.sort()\n    return x[0]"
    verdicts = hand.grade(
        answer("f", source),
        answer("after", "after = 1"),
        check("f", "assert f([3, 1, 2]) == 1", in_place=False),
        check("f", "assert f([3, 1, 2]) == 1", number="-again"),
        check("after", "assert after == 1"),
    )
    lost = verdicts["test-f"]
    assert (lost.status, lost.score, lost.on_copies) == ("timeout", 0, True)
    assert (verdicts["test-f-again"].status, verdicts["test-after"].score) == ("timeout", 1)
    assert hand.now == EXERCISE
