"""What becomes of a submission, and of those beside it, when warm processes die or cannot be started."""

import errno
import signal
import threading
from collections.abc import Iterable

import pytest
from test_split_run import notebook

from autograde.assignment import Assignment
from autograde.outcome import Cancelled
from autograde.split import engine, run
from autograde.split.client import CannotStart, EngineError
from autograde.split.limits import Limits
from autograde.split.plan import Step
from autograde.split.run import Runner

CULPRIT = "def double(x):\n    return 'ends whatever grades it'"
REFUSED = "def double(x):\n    return 'is refused'"
FULL = OSError(errno.ENOSPC, "No space left on device")


class Warm:
    """In place of an engine: a culprit's answer ends it, and with it all that it grades."""

    made: list["Warm"]
    broken: str = ""  # refuses everything, though it lives

    def __init__(self) -> None:
        self.dead, self.graded = False, 0
        self.made.append(self)

    def grade(self, steps: list, seed: int) -> engine.Outcome:
        sources = [step.source for step in steps]
        self.dead = self.dead or CULPRIT in sources
        if self.dead:
            raise EngineError("the warm process is gone")
        if self.broken or REFUSED in sources:
            raise EngineError(self.broken or "the judge died twice without being at a test")
        self.graded += 1
        return engine.Outcome()

    def has_died(self) -> bool:
        return self.dead

    def close(self) -> None:
        self.dead = True


@pytest.fixture
def chapter(tmp_path):
    asked = {"double": frozenset({"double"}), "grow": frozenset({"grow"})}
    return Assignment("01_small", notebook(), notebook(), notebook(), asked, tmp_path, "")


@pytest.fixture
def warm(monkeypatch):
    """The class whose instances stand in for engines, and start at once."""
    made = type("Made", (Warm,), {"made": []})
    monkeypatch.setattr(Runner, "_start", lambda self: made())
    monkeypatch.setattr(run, "_PAUSE", 0)
    return made


def failing(monkeypatch, error: Exception, times: float) -> list:
    """Let the next starts fail so often; what comes back grows by one with each."""
    start, failed = Runner._start, []

    def fail(self) -> object:
        if len(failed) < times:
            failed.append(error)
            raise error
        return start(self)

    monkeypatch.setattr(Runner, "_start", fail)
    return failed


def grade(runner: Runner, **answers: str) -> object:
    return runner.run(notebook(**answers), seed=1)


@pytest.mark.parametrize("error", [FULL, EngineError("a warm process did not start")])
def test_a_start_that_fails_once_is_tried_again(chapter, warm, monkeypatch, error):
    failed = failing(monkeypatch, error, 1)
    with Runner(chapter) as runner:
        grade(runner)
        assert len(failed) == 1
        failed.clear()
        runner._engine.dead = True
        grade(runner)
        assert len(failed) == 1


def test_reference_answers_that_cannot_be_graded_at_first_are_tried_again(chapter, warm):
    real = warm.grade

    def die_first(self, steps, seed):
        if self is warm.made[0]:
            self.dead = True
        return real(self, steps, seed)

    warm.grade = die_first
    with Runner(chapter) as runner:
        grade(runner)
    assert len(warm.made) == 2
    assert all(one.dead for one in warm.made)


def test_a_machine_on_which_nothing_starts_is_told_so(chapter, warm, monkeypatch):
    failed = failing(monkeypatch, FULL, 99)
    with pytest.raises(CannotStart, match="No space left"):
        Runner(chapter)
    assert len(failed) == run._STARTS
    monkeypatch.undo()


def test_a_machine_on_which_nothing_starts_any_more_fails_nobodys_submission(chapter, warm, monkeypatch):
    with Runner(chapter) as runner:
        grade(runner)
        failing(monkeypatch, FULL, 99)
        runner._engine.dead = True
        for _ in range(3):
            with pytest.raises(CannotStart, match="No space left"):
                grade(runner)


def test_warm_processes_that_live_and_grade_nothing_any_more_fail_nobodys_submission(chapter, warm):
    with Runner(chapter) as runner:
        warm.broken = "a worker could not be shut in"
        with pytest.raises(CannotStart, match="could not be shut in"):
            grade(runner)


def test_what_the_driver_itself_is_short_of_fails_nobodys_submission(chapter, warm, monkeypatch):
    """Such as file descriptors: `Engine.grade` makes sockets."""
    with Runner(chapter) as runner:

        def grade_nothing(self, steps, seed):
            raise OSError(errno.EMFILE, "Too many open files")

        monkeypatch.setattr(warm, "grade", grade_nothing)
        with pytest.raises(CannotStart, match="Too many open files"):
            grade(runner)


@pytest.mark.parametrize("answer", [CULPRIT, REFUSED])
def test_many_culprits_in_a_row_fail_by_themselves_and_the_next_submission_is_graded(chapter, warm, answer):
    with Runner(chapter) as runner:
        for _ in range(12):
            with pytest.raises(EngineError) as failed:
                grade(runner, double=answer)
            assert not isinstance(failed.value, CannotStart)
        assert grade(runner)
        assert runner._engines == {runner._engine}
    assert all(one.dead for one in warm.made)


def test_a_culprit_costs_those_beside_it_nothing(chapter, warm, monkeypatch):
    """However often the shared processes die: the second try is with nobody beside it."""
    with Runner(chapter) as runner:
        real = warm.grade

        def with_a_culprit_beside(self, steps, seed):
            if self is runner._engine:
                self.dead = True
            return real(self, steps, seed)

        monkeypatch.setattr(warm, "grade", with_a_culprit_beside)
        for _ in range(3):
            assert grade(runner)


def test_who_cancels_while_warm_processes_start_ends_those_too(chapter, warm, monkeypatch):
    with Runner(chapter) as runner:
        runner._engine.dead = True
        start, starting, cancelled = Runner._start, threading.Event(), threading.Event()

        def slowly(self) -> object:
            starting.set()
            assert cancelled.wait(60)
            return start(self)

        monkeypatch.setattr(Runner, "_start", slowly)
        ended: list = []

        def work() -> None:
            try:
                ended.append(grade(runner))
            except Cancelled as error:
                ended.append(error)

        thread = threading.Thread(target=work)
        thread.start()
        assert starting.wait(60)
        runner.cancel()
        cancelled.set()
        thread.join(60)
        assert [type(one) for one in ended] == [Cancelled]
        assert all(one.dead for one in warm.made)
        assert [one.graded for one in warm.made] == [1, 0]


def test_a_start_that_takes_too_long_is_not_said_to_have_left_an_error(monkeypatch):
    monkeypatch.setattr(engine, "_START", 0.01)
    with pytest.raises(EngineError, match=r"did not start within 0 seconds"):
        engine.Engine({})


class Judges(engine.Engine):
    """An engine without processes, each of whose judges stops at the first test that it comes to, or at none."""

    def __init__(self, stops: Iterable[bool]) -> None:
        self.limits, self.stops = Limits(), iter(stops)

    def _one_judge(self, steps, seed, outcome, end, left_out) -> engine._Work:
        done = {verdict["grade_id"] for verdict in outcome.verdicts}
        left = [step.cell for step in steps if step.cell not in done]
        return engine._Work(not left, left[0] if left and next(self.stops) else None)


def steps_of(count: int) -> list[Step]:
    return [Step(f"t{i}", "test", "", exercise=f"e{i}", points=1.0) for i in range(count)]


def test_a_test_that_no_judge_came_to_is_not_said_to_have_taken_too_long():
    outcome = Judges([True] * 99).grade(steps_of(engine._MAX_RESTARTS + 3))
    said = [verdict["status"] for verdict in outcome.verdicts]
    assert said == ["timeout"] * engine._MAX_RESTARTS + ["not_run"] * 3
    assert outcome.time_used_up


def test_judges_that_stop_nowhere_twice_in_a_row_are_the_graders_fault():
    assert len(Judges([False, True, False, True]).grade(steps_of(2)).verdicts) == 2
    with pytest.raises(EngineError, match="died twice"):
        Judges([True, False, False]).grade(steps_of(2))


def test_real_warm_processes_that_a_submission_ends_each_time(chapter, monkeypatch):
    real, killed = engine.Engine.grade, []

    def grade_or_die(self, steps, seed=None):
        if CULPRIT in [step.source for step in steps]:
            killed.append(self)
            self._processes[0].send_signal(signal.SIGKILL)
            self._processes[0].wait()
        return real(self, steps, seed)

    monkeypatch.setattr(engine.Engine, "grade", grade_or_die)
    with Runner(chapter, time_limit=5) as runner:
        with pytest.raises(EngineError, match="gone") as failed:
            grade(runner, double=CULPRIT)
        assert not isinstance(failed.value, CannotStart)
        assert len(set(killed)) == 2
        assert [one.status for one in grade(runner).outcomes] == ["ok"] * 6
