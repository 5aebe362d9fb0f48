"""TRUSTED. Runs the test cells of one submission and writes the verdicts.

It never runs the student's code: that happens in a worker, of which the judge sees plain values and stand-ins. A
test has passed when its cell ran here to its end; whatever else happens is a loss of that test alone.

Changes that the student's code makes to arguments are made here too, as if there were one process. That opens a
way to cheat: `check(f(x), reference(x))` computes the reference after `f` may have set `x` to zero. So a test whose
reference answer changes no argument, but during which the student's code changed one, runs a second time with copies of
its arguments, and the lower score counts. It has the same time again: who changes an argument need not be faster.

What is told of an exception is decided by `said`: a student's code that a test has called may know hidden inputs, so
from then on its words are not believed to be harmless. The same holds for an error that the test itself runs into,
such as `float(answer)`, because its text may quote the answer. What a check or an `assert` of the test says is the
author's, and is told as it is.
"""

from __future__ import annotations

import ast
import base64
import contextlib
import io
import os
import resource
import socket
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Set
from functools import lru_cache
from numbers import Integral
from types import CodeType
from typing import Any

from autograde.split import kernel
from autograde.split.client import Client, EngineError, Messages
from autograde.split.limits import Limits
from autograde.split.line import CannotSend, LineClosed, OutOfTime
from autograde.split.named import EXCEPTIONS
from autograde.split.plan import Step, plain_python
from autograde.split.said import ELLIPSIS, UNTOLD, Said, patterns, read
from autograde.split.standin import NotPlain
from autograde.split.student import Student
from autograde.split.verdicts import Verdict
from autograde.split.wire import WireError
from autograde.syntax import parse

_MAX_TEXT = 4000
_LEFT_OUT = f"\n{ELLIPSIS}\n"
_NO_TIME = ("timeout", "CellTimeoutError", "took longer than the exercise's time", None)
_KILLED = ("killed", "DeadKernelError", "it ended its process", None)
# What an `AssertionError` of the student's own is called, so that its text is never read as a check's.
OWN_ASSERTION = "AssertionError of your own"
# Classes of exceptions that may be told by name, beside those of the notebook.
_NAMED = frozenset(EXCEPTIONS) | {"SystemExit", "KeyboardInterrupt", "StdinNotImplementedError", "LinAlgError"}


class Judge:
    """Goes through the steps of one submission.

    Parameters
    ----------
    steps : list of Step
    limits : Limits
        `submission_seconds` are those that are left.
    hire : callable
        Returns the socket of a new worker and a function that ends that worker.
    report : callable
        Takes each message for the driver as soon as there is something to say.
    done : set of str
        Tests that need not run, since an earlier judge of this submission has reported them.
    left_out : set of str
        Cells at which an earlier judge hung or died.
    """

    def __init__(
        self,
        steps: list[Step],
        limits: Limits,
        hire: Callable[[], tuple[socket.socket, Callable[[], dict]]],
        report: Callable[[dict], None],
        done: Set[str],
        left_out: Set[str] = frozenset(),
    ) -> None:
        self.steps, self.limits, self.hire, self.report, self.done = steps, limits, hire, report, done
        self.space: dict[str, Any] = {"__name__": "__main__", "__builtins__": __builtins__}
        self.student: Student | None = None
        self._end_worker: Callable[[], dict] | None = None
        self._ran: list[Step] = []  # the worker's cells so far, in order
        self._paid: set[str] = set()  # those whose time their exercise has paid
        self._killers: set[str] = set(left_out)
        self._sources = {step.cell: step.source for step in steps if step.role in ("answer", "extra")}
        given, tests = ([step.source for step in steps if step.role == role] for role in ("given", "test"))
        names = [" ".join(name for step in steps for name in step.stands)]
        self._said = Said([*names, *given, *self._sources.values()])
        self._said_by_tests = Said([*names, *given, *tests, *self._sources.values()])
        self._tested = False  # whether this worker may know inputs of tests
        self._at: str | None = None  # the test in progress
        self._spent: dict[str | None, float] = {}
        self._took = 0.0  # seconds of what was last counted
        self._end = time.monotonic() + limits.submission_seconds

    def run(self) -> None:
        """Run all steps; every test is reported exactly once."""
        try:
            for step in self.steps:
                if step.judge:
                    self._run_given(step)
                if step.worker:
                    self._run_in_worker(step)
                if step.role == "test" and step.cell not in self.done:
                    self._at = step.cell
                    self.report({"start": step.cell})
                    in_time = time.monotonic() < self._end
                    verdict = self._run_test(step) if in_time else Verdict(step.cell, 0.0, step.points, "not_run")
                    self.report({"verdict": vars(verdict)})
                    self._at = None
        finally:
            self._dismiss()

    def _run_given(self, step: Step) -> None:
        """A given cell of the instructor's own; one that fails leaves its names undefined, as in a notebook."""
        with _quiet(), contextlib.suppress(Exception):
            body, last = compiled(step.source)
            exec(body, self.space)
            if last is not None:
                eval(last, self.space)

    def _run_in_worker(self, step: Step) -> None:
        self._ran.append(step)
        if self.student is not None and step.cell not in self._killers:
            self._execute(step)

    def _execute(self, step: Step) -> None:
        """Run one cell in the worker; a cell that ends the worker is left out from then on.

        Only its first run is the exercise's to pay for: it runs again because a worker was lost, be it to another
        exercise or to a test that came after it. A later run has the time of an exercise that has used none.
        """
        student = self.student
        assert student is not None
        payer = None if step.cell in self._paid else step.exercise
        self._paid.add(step.cell)
        self.report({"start": step.cell})
        try:
            with self._clock(payer):
                error = student.run(step.cell, step.source)
                text, dropped = student.printed()
                figures = student.figures(self.limits.figures) if self.limits.figures else []
        except EngineError:
            raise
        except BaseException as error:  # whatever the student's side made of the judge's questions
            self._killers.add(step.cell)
            self._dismiss()
            self.report({"failed": step.cell, "how": _NO_TIME if isinstance(error, OutOfTime) else _KILLED})
            return
        finally:
            if self._at is not None:  # from here on it is the test again that may hang
                self.report({"start": self._at})
        if error is not None:
            self.report({"failed": step.cell, "how": self._describe_cell(error, step)})
        if text or dropped:
            self.report({"printed": step.cell, "text": text, "dropped": dropped})
        if figures:
            self.report({"drawn": step.cell, "png": [base64.b64encode(figure).decode() for figure in figures]})

    def _worker(self) -> Student:
        """The worker with all cells so far run in it, replaced if it is gone.

        Raises
        ------
        OutOfTime
            If the submission's time ends before all cells have run.
        """
        while self.student is None:
            sock, self._end_worker = self.hire()
            self.student, self._tested = Student(sock, self._said, self.limits.printed), False
            for step in self._ran:
                if step.cell in self._killers:
                    continue
                if time.monotonic() >= self._end:  # else every cell would hire a worker and be called endless
                    raise OutOfTime
                self._execute(step)
                if self.student is None:  # this cell ended it: once more, without the cell
                    break
        return self.student

    def _dismiss(self) -> None:
        if self._end_worker is not None:
            self.report({"usage": self._end_worker()})
        self.student = self._end_worker = None

    def _run_test(self, step: Step) -> Verdict:
        verdict = self._judge_once(step)
        if verdict.changed and verdict.score and not step.in_place:
            again = self._judge_copies(step)
            if again.score < verdict.score:
                again.changed = again.on_copies = True
                return again
        return verdict

    def _judge_copies(self, step: Step) -> Verdict:
        """The verdict with copies of all arguments, after that without.

        It is the grader who wants a second run, so this one has the time that the first had, and the longer counts.
        """
        spent = self._spent[step.exercise]
        self._spent[step.exercise] = spent - self._took
        self._worker().copies_arguments = True
        self.report({"start": step.cell})  # the driver's patience, too, is for one run
        verdict = self._judge_once(step)
        if self.student is not None:
            self.student.copies_arguments = False
        self._spent[step.exercise] = max(spent, self._spent[step.exercise])
        return verdict

    def _judge_once(self, step: Step) -> Verdict:
        verdict = Verdict(step.cell, 0.0, step.points)
        output = io.StringIO()
        how = ("ok", "", "", None)
        try:
            _score(verdict, self._evaluate(step, output))
        except OutOfTime:
            self._dismiss()
            how = _NO_TIME
        except LineClosed:
            self._dismiss()
            how = _KILLED
        except WireError as error:
            self._dismiss()  # what follows on the line could be anything
            how = ("error", "ValueError", f"what your code gave back cannot be used: {error}", None)
        except EngineError:
            raise  # the grader's own fault is nobody's loss of points
        except BaseException as error:
            how = self._describe(error, step.exercise)
            verdict.misconception, verdict.hint = _named(error)
        verdict.status, verdict.ename, verdict.evalue, verdict.line = how
        verdict.printed = output.getvalue()[:_MAX_TEXT]
        verdict.changed = self.student is not None and self.student.line.saw_changes
        return verdict

    def _evaluate(self, step: Step, output: io.StringIO) -> Any:
        """Run a test cell; the value of its last expression, None if it ends in something else."""
        body, last = compiled(step.source)
        if self._left(step.exercise) <= 0:
            raise OutOfTime
        student = self._worker() if step.stands else None
        with self._clock(step.exercise):
            if student is not None:
                self._bind(student, step)
            with _quiet(output):
                exec(body, self.space)
                return eval(last, self.space) if last is not None else None

    def _bind(self, student: Student, step: Step) -> None:
        student.open_classes = set()
        student.line.saw_changes = False
        self._tested = True
        for name in step.classes:
            student.open_class(name)
        for name in step.stands:
            got = student.get(name)
            if got:
                self.space[name] = got[0]
            else:
                self.space.pop(name, None)  # the test then says that it is not defined

    def _describe(self, error: BaseException, exercise: str | None) -> tuple[str, str, str, int | None]:
        """Status, name, text and line of an exception; the student's own text never passes for a check's."""
        student = getattr(error, "from_student", None)
        if student is None:
            text = _shortened(str(getattr(error, "message", error) if _is_check(error) else error))
            if isinstance(error, NotPlain):
                return "error", "TypeError", text, None
            ours = isinstance(error, (AssertionError, CannotSend))
            return "error", type(error).__name__, text if ours else self._said_by_tests.text(text), None
        if isinstance(error, AssertionError):
            name = OWN_ASSERTION
        else:
            name = self._said.exception(student["names"], _NAMED)
            name = student["name"] if student["name"].startswith(f"{name} of ") else name
        line = self._line(student["place"], exercise)
        return "error", name, self._said.text(student["text"]), line

    def _describe_cell(self, error: BaseException, step: Step) -> tuple[str, str, str, int | None]:
        """The same for an exception that ended a cell of the student's."""
        status, name, text, line = self._describe(error, step.cell)
        if isinstance(error, SyntaxError):
            text, line = _syntax_error(step.source)
        elif not self._tested and hasattr(error, "from_student"):
            text = error.from_student["text"]
        return status, name, text, line

    def _line(self, place: tuple[str, int] | None, exercise: str | None) -> int | None:
        """A line of the exercise's own answer cell; what the student's side says about any other is not told."""
        if place is None or place[0] != exercise or exercise not in self._sources:
            return None
        return place[1] if 1 <= place[1] <= self._sources[exercise].count("\n") + 1 else None

    def _left(self, exercise: str | None) -> float:
        left = self.limits.exercise_seconds - self._spent.get(exercise, 0.0) if exercise else float("inf")
        return min(left, self.limits.exercise_seconds, self._end - time.monotonic())

    @contextlib.contextmanager
    def _clock(self, exercise: str | None) -> Iterator[None]:
        """Counts what happens inside against the exercise, and bounds it."""
        start = time.monotonic()
        if self.student is not None:
            self.student.line.deadline = start + max(0.0, self._left(exercise))
        try:
            yield
        finally:
            self._took = time.monotonic() - start
            self._spent[exercise] = self._spent.get(exercise, 0.0) + self._took


def make_ready(sources: Iterable[str]) -> None:
    """In the warm process: what is the same for all submissions of a chapter, done once."""
    patterns()
    for source in sources:
        read(source)
        with contextlib.suppress(SyntaxError, ValueError):
            compiled(source)


@lru_cache(maxsize=1024)
def compiled(source: str) -> tuple[CodeType, CodeType | None]:
    """One of the instructor's cells without its last expression, and that expression."""
    tree = parse(plain_python(source))
    last = None
    if tree.body and isinstance(tree.body[-1], ast.Expr):
        last = compile(ast.Expression(tree.body.pop().value), "<test>", "eval")
    return compile(tree, "<test>", "exec"), last


def _syntax_error(source: str) -> tuple[str, int | None]:
    """(text, line) of the mistake in a cell, found here: so nothing but the cell decides what is told."""
    try:
        parse(plain_python(source))
    except SyntaxError as error:
        return str(error), error.lineno
    except (ValueError, RecursionError, MemoryError):
        pass
    return UNTOLD, None


def _score(verdict: Verdict, value: Any) -> None:
    """All points, or the part that a plain number as the last expression gives; never more, never less than none."""
    verdict.score = verdict.max_score
    if type(value) in (int, float):
        verdict.score = min(max(float(value), 0.0), verdict.max_score) if value == value else 0.0


def _is_check(error: BaseException) -> bool:
    """Whether this is `byhand.checks.CheckFailed`, raised by a test: never for what the student's code raised."""
    return type(error).__name__ == "CheckFailed" and not hasattr(error, "from_student")


def _named(error: BaseException) -> tuple[str | None, int | None]:
    """The misconception and the hint that a failed check names; no text is read for them, which could be forged."""
    if not _is_check(error):
        return None, None
    key, hint = getattr(error, "misconception", None), getattr(error, "hint", None)
    # Anything else that an author may have put there would not survive the way to the driver.
    return key if isinstance(key, str) else None, int(hint) if isinstance(hint, Integral) else None


def _shortened(text: str) -> str:
    """A text, without its middle if it is long: a check ends with the sentence that names the mistake."""
    if len(text) <= _MAX_TEXT:
        return text
    half = (_MAX_TEXT - len(_LEFT_OUT)) // 2
    return text[:half] + _LEFT_OUT + text[-half:]


@contextlib.contextmanager
def _quiet(output: io.StringIO | None = None) -> Iterator[None]:
    taken = output or io.StringIO()
    with contextlib.redirect_stdout(taken), contextlib.redirect_stderr(io.StringIO()):
        yield


def main(driver: socket.socket, workers: socket.socket) -> None:
    """Serve one submission: a job from the driver, then its verdicts, one line of JSON each."""
    kernel.die_with_parent()
    kernel.set_dumpable(False)  # processes of the same user may not look into this one
    messages = Messages(driver)
    job = messages.receive()
    limits = Limits(**job["limits"])
    space = kernel.address_space() + limits.judge_memory
    resource.setrlimit(resource.RLIMIT_AS, (space, space))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.environ.pop("BYHAND_SEED", None)
    if job["seed"] is not None:
        os.environ["BYHAND_SEED"] = str(job["seed"])
    sys.setrecursionlimit(2000)
    client = Client(workers)
    steps = [Step(**step) for step in job["steps"]]
    try:
        Judge(steps, limits, client.hire, messages.send, set(job["done"]), set(job["left_out"])).run()
    except EngineError as error:
        messages.send({"broken": str(error)})
    else:
        messages.send({"end": True})
