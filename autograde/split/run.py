"""TRUSTED. Runs aligned notebooks of one chapter, tests and answers in processes of their own; what `grade` calls."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from copy import deepcopy
from itertools import count
from typing import Self, TypeVar

from nbformat import NotebookNode
from nbgrader import utils

from autograde.assignment import Assignment, grade_id
from autograde.junk import JUNK
from autograde.names import bound_names
from autograde.outcome import Cancelled, CellOutcome, RunResult
from autograde.split.client import CannotStart, EngineError
from autograde.split.engine import Engine, Outcome
from autograde.split.limits import EXERCISES_WORTH, TIME_LIMIT, Limits
from autograde.split.plan import Step, imported_modules, make_plan
from autograde.split.sandbox import Walls
from autograde.split.verdicts import Verdict
from autograde.split.walls import probe

_FIGURES = 6  # of one cell; a notebook for a person to look at
_STARTS = 3  # tries to start warm processes; a machine that is short of something may have it a moment later
_PAUSE = 1.0  # seconds before the second try, and so many more before each further one
_T = TypeVar("_T")


class Runner:
    """The warm processes for one chapter; `run` may be called from any number of threads.

    Parameters
    ----------
    assignment : Assignment
    time_limit : float
        Seconds for each exercise: its answer and its tests share them.
    total_limit : float, optional
        Seconds for a whole notebook, by default ten times `time_limit`.
    walls : Walls, optional
        What shuts the student's code in, by default all that this machine has.
    figures : bool
        Whether the figures of students' cells are drawn and kept in the notebook.

    Raises
    ------
    CannotStart
        If the warm processes do not start, as often as that is tried.
    """

    def __init__(
        self,
        assignment: Assignment,
        *,
        time_limit: float = TIME_LIMIT,
        total_limit: float | None = None,
        walls: Walls | None = None,
        figures: bool = False,
    ) -> None:
        self.assignment = assignment
        self._limits = Limits(
            exercise_seconds=time_limit,
            submission_seconds=total_limit or EXERCISES_WORTH * time_limit,
            figures=_FIGURES if figures else 0,
        )
        self._walls = walls or probe().walls()
        self._defined = _defined_by_reference(assignment)
        self._answers = {grade_id(cell): cell.source for cell in assignment.solved.cells if utils.is_solution(cell)}
        self._reference = _reference(assignment, self._answers)
        self._turn, self._alone = threading.Lock(), threading.Lock()
        self._cancelled = False
        self._engines: set[Engine] = set()
        self._engine, self._in_place = self._patiently(self._proven)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """End the warm processes and all that came from them."""
        for engine in list(self._engines):
            engine.close()

    def cancel(self) -> None:
        """Stop every run: those in progress and those to come raise `Cancelled`."""
        self._cancelled = True
        self.close()

    def run(self, notebook: NotebookNode, *, seed: int) -> RunResult:
        """Run `notebook`'s cells, the student's in a sandbox and the tests in the judge.

        Parameters
        ----------
        notebook : NotebookNode
            As `autograde.align` makes it: roles in `metadata.autograde.role`. It is not changed.
        seed : int
            Decides what the tests draw, so that the same seed gives the same inputs. The student's code is not told it.

        Raises
        ------
        Cancelled
            If `cancel` was called meanwhile.
        CannotStart
            If this machine can grade nothing any more: no submission is at fault, and none is graded.
        EngineError
            If the warm processes fail at this notebook, also when nothing else is run by them.
        """
        started = time.monotonic()
        steps = self._plan(notebook)
        for step in steps:
            step.in_place = step.cell in self._in_place
        outcome = self._grade(steps, seed)
        # The cells' own dictionaries are copied, what is in them is shared: the outputs alone are replaced.
        graded = NotebookNode({**notebook, "cells": [NotebookNode(cell) for cell in notebook.cells]})
        graded.metadata = NotebookNode({**notebook.metadata, "language_info": {"name": "python"}})
        return RunResult(
            graded,
            _write_back(graded, outcome),
            time.monotonic() - started,
            outcome.cpu,
            outcome.megabytes,
            max(0, outcome.workers - 1),
            outcome.time_used_up,
            [i for i, cell in enumerate(graded.cells) if _name(cell) in outcome.cut],
        )

    def _grade(self, steps: list[Step], seed: int) -> Outcome:
        """Grade; should the warm processes fail at it, once more with others.

        Whose fault it was is not known: a submission beside this one may have ended them, or the machine may be short
        of something. So the second try is one that no neighbour can spoil.
        """
        engine = self._engine
        try:
            return engine.grade(steps, seed)
        except (EngineError, OSError):
            self._renew(engine)
        return self._grade_alone(steps, seed)

    def _renew(self, engine: Engine) -> None:
        """Put new warm processes in the place of those that have died, unless another thread has done so."""
        with self._turn:
            self._go_on()
            if engine is self._engine and engine.has_died():
                self._end(engine)
                self._engine = self._patiently(self._new)

    def _grade_alone(self, steps: list[Step], seed: int) -> Outcome:
        """Grade with warm processes that run nothing else; one such at a time, for the sake of memory."""
        with self._alone:
            engine = self._patiently(self._new)
            try:
                return engine.grade(steps, seed)
            except (EngineError, OSError) as error:
                failure = error
            finally:
                self._end(engine)
            self._go_on()
            # If others grade the reference answers, the fault is this submission's. Failures are not counted instead:
            # so many hostile submissions in a row would end the run for all.
            self._end(self._patiently(self._proven)[0])
            raise failure

    def _go_on(self) -> None:
        if self._cancelled:
            raise Cancelled from None

    def _patiently(self, start: Callable[[], _T]) -> _T:
        """What `start` returns, which no submission has a part in; `CannotStart` if it fails time and again."""
        for tried in count(1):
            self._go_on()
            try:
                return start()
            except (EngineError, OSError) as error:
                self._go_on()
                if tried == _STARTS:
                    raise CannotStart(f"the grader's own processes do not start: {error}") from error
            time.sleep(_PAUSE * tried)

    def _proven(self) -> tuple[Engine, frozenset[str]]:
        """New warm processes that have graded the reference answers, and the tests that change an argument in place."""
        engine = self._new()
        try:
            verdicts = engine.grade(self._plan(self._reference), seed=0).verdicts
        except BaseException:
            self._end(engine)
            raise
        return engine, frozenset(verdict["grade_id"] for verdict in verdicts if verdict["changed"])

    def _new(self) -> Engine:
        """New warm processes, which `cancel` ends."""
        engine = self._start()
        self._engines.add(engine)
        if self._cancelled:  # asked only now: whoever cancels from here on finds them in the set
            self._end(engine)
            raise Cancelled
        return engine

    def _end(self, engine: Engine) -> None:
        self._engines.discard(engine)
        engine.close()

    def _start(self) -> Engine:
        folder = self.assignment.resources
        course = {
            path.name: path for path in sorted(folder.iterdir()) if path.suffix != ".ipynb" and path.name not in JUNK
        }
        cells = [cell for cell in self._reference.cells if cell.metadata.autograde.role in ("given", "test")]
        return Engine(
            course,
            self._limits,
            self._walls,
            imported_modules(cells),
            _oracles(self._reference),
            cells=[cell.source for cell in cells if cell.cell_type == "code"],
        )

    def _plan(self, notebook: NotebookNode) -> list[Step]:
        return make_plan(notebook, self._defined, self.assignment.exercise_of, self.assignment.points, self._answers)


def _oracles(reference: NotebookNode) -> list[str]:
    """Packages that only tests import, such as SciPy: with them an answer could be had instead of written."""
    tests, others = set(), {"byhand", *sys.stdlib_module_names}
    for cell in reference.cells:
        packages = tests if cell.metadata.autograde.role == "test" else others
        packages.update(name.partition(".")[0] for name in imported_modules([cell]))
    return sorted(tests - others)


def _reference(assignment: Assignment, answers: dict[str, str]) -> NotebookNode:
    """The notebook with the reference answers, its cells' roles in `metadata.autograde.role`."""
    notebook = deepcopy(assignment.notebook)
    for cell in notebook.cells:
        role = "answer" if utils.is_solution(cell) else "test" if utils.is_grade(cell) else "given"
        cell.metadata["autograde"] = {"role": role}
        cell.source = answers.get(grade_id(cell), cell.source)
    return notebook


def _defined_by_reference(assignment: Assignment) -> dict[str, frozenset[str]]:
    """{answer cell: names that the reference answer defines and a test mentions}.

    Not `Assignment.asked`, by which a student's cell is recognised: for that, what the stub names is enough. But
    a name that the stub leaves out and a test uses has to come from the student as well.
    """
    return {
        grade_id(cell): bound_names(cell.source) & assignment.mentioned
        for cell in assignment.solved.cells
        if utils.is_solution(cell) and cell.cell_type == "code"
    }


def _write_back(notebook: NotebookNode, outcome: Outcome) -> list[CellOutcome | None]:
    """What became of each cell, and what it printed as its output."""
    verdicts = {verdict["grade_id"]: Verdict(**verdict) for verdict in outcome.verdicts}
    outcomes: list[CellOutcome | None] = []
    for cell in notebook.cells:
        if cell.cell_type != "code":
            outcomes.append(None)
            continue
        cell.outputs, name = [], _name(cell)
        if cell.metadata.get("autograde", {}).get("role") == "test":
            verdict = verdicts.get(name)
            found = _of_test(verdict) if verdict else None
            printed = verdict.printed if verdict else ""
        else:
            status, ename, evalue, line = outcome.failed.get(name, ("ok", "", "", None))
            found = CellOutcome(status, ename, evalue, line) if cell.source.strip() else None
            printed = outcome.printed.get(name, "")
            for png in outcome.figures.get(name, []):
                data = NotebookNode({"image/png": png})
                cell.outputs.append(NotebookNode(output_type="display_data", data=data, metadata=NotebookNode()))
        if printed:
            cell.outputs.append(NotebookNode(output_type="stream", name="stdout", text=printed))
        if found and found.status != "ok":
            error = {"ename": found.ename, "evalue": found.evalue, "traceback": []}
            cell.outputs.append(NotebookNode(output_type="error", **error))
        outcomes.append(found)
    return outcomes


def _of_test(verdict: Verdict) -> CellOutcome:
    return CellOutcome(
        verdict.status, verdict.ename, verdict.evalue, verdict.line,
        score=verdict.score if verdict.status == "ok" else None,
        misconception=verdict.misconception, hint=verdict.hint, on_copies=verdict.on_copies,
    )  # fmt: skip


def _name(cell: NotebookNode) -> str:
    """What the engine calls a cell: its grade id, else its cell id."""
    return cell.metadata.get("nbgrader", {}).get("grade_id") or cell.get("id", "")
