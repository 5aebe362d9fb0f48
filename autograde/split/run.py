"""TRUSTED. Run an aligned notebook with tests and answers in processes of their own; what `autograde.grade` calls.

Takes and gives what `autograde.run.run` takes and gives, so that either can execute a submission.
"""

from __future__ import annotations

import atexit
import os
import time
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from weakref import WeakKeyDictionary

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader import utils

from autograde.assignment import JUNK
from autograde.kernel import CellOutcome
from autograde.names import bound_names, words
from autograde.run import TIME_LIMIT, RunResult
from autograde.split.engine import Engine, Outcome
from autograde.split.judge import Verdict
from autograde.split.limits import Limits
from autograde.split.plan import Step, imported_modules, make_plan
from autograde.split.walls import probe

_engines: dict[tuple, Engine] = {}
_in_place_of: WeakKeyDictionary[Engine, dict[int, frozenset[str]]] = WeakKeyDictionary()


def run(
    notebook: NotebookNode,
    *,
    resources_dir: Path,
    seed: int,
    time_limit: float = TIME_LIMIT,
    exercise_of: dict[str, str] | None = None,
    total_limit: float | None = None,
) -> RunResult:
    """Run `notebook`'s cells, the student's in a sandbox and the tests in the judge.

    Parameters are those of `autograde.run.run`. The warm processes are started at the first call for a chapter and
    used by those that follow, until `close_engines` or the end of this process.

    Raises
    ------
    EngineError
        If the grader itself is at fault, such as a wall that cannot be put up.
    """
    started = time.monotonic()
    resources_dir = Path(resources_dir).resolve()
    limits = Limits(exercise_seconds=time_limit, submission_seconds=total_limit or 10 * time_limit)
    owner = exercise_of or {}
    reference = _reference(resources_dir)
    steps = _plan(notebook, reference, owner)
    engine = _engine(resources_dir, limits, tuple(imported_modules(notebook)))
    in_place = _in_place(engine, notebook, reference, owner)
    for step in steps:
        step.in_place = step.cell in in_place
    outcome = engine.grade(steps, seed)
    graded = deepcopy(notebook)
    graded.metadata["language_info"] = {"name": "python"}
    outcomes = _write_back(graded, outcome)
    return RunResult(graded, outcomes, time.monotonic() - started, max(0, outcome.workers - 1))


def close_engines() -> None:
    """End the warm processes of this process."""
    for engine in _engines.values():
        if engine.owner == os.getpid():  # not those of a process that this one was forked from
            engine.close()
    _engines.clear()


atexit.register(close_engines)


def _engine(resources_dir: Path, limits: Limits, modules: tuple[str, ...]) -> Engine:
    """The warm processes for one chapter; those of another chapter end."""
    key = (resources_dir, limits, modules, os.getpid())
    if key not in _engines:
        close_engines()
        course = {
            path.name: path
            for path in sorted(resources_dir.iterdir())
            if path.suffix != ".ipynb" and path.name not in JUNK
        }
        _engines[key] = Engine(course, limits, probe().walls(), modules)
    return _engines[key]


def _plan(notebook: NotebookNode, reference: Reference, owner: dict[str, str]) -> list[Step]:
    tests = [cell for cell in notebook.cells if _role(cell) == "test" and cell.cell_type == "code"]
    points = {cell.metadata.nbgrader["grade_id"]: float(cell.metadata.nbgrader["points"]) for cell in tests}
    return make_plan(notebook, reference.asked, {name: owner.get(name, name) for name in points}, points)


def _in_place(engine: Engine, notebook: NotebookNode, reference: Reference, owner: dict[str, str]) -> frozenset[str]:
    """The tests during which the reference answers change an argument in place, found by grading them once."""
    key = hash(tuple(cell.source for cell in notebook.cells if _role(cell) in ("test", "given")))
    known = _in_place_of.setdefault(engine, {})
    if key not in known:
        solved = deepcopy(notebook)
        solved.cells = [cell for cell in solved.cells if _role(cell) != "extra"]
        for cell in solved.cells:
            if _role(cell) == "answer":
                cell.source = reference.sources.get(cell.metadata.nbgrader["grade_id"], cell.source)
        verdicts = engine.grade(_plan(solved, reference, owner), seed=0).verdicts
        known[key] = frozenset(verdict["grade_id"] for verdict in verdicts if verdict["changed"])
    return known[key]


@dataclass(frozen=True)
class Reference:
    """The instructor's answers: {answer cell: source}, and {answer cell: names it defines that a test mentions}."""

    sources: dict[str, str]
    asked: dict[str, frozenset[str]]


def _reference(resources_dir: Path) -> Reference:
    path = resources_dir / f"{resources_dir.name}.ipynb"
    return _read_reference(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _read_reference(path: Path, changed: int) -> Reference:
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    mentioned = frozenset().union(*(words(cell.source) for cell in cells if utils.is_grade(cell)))
    answers = {cell.metadata.nbgrader["grade_id"]: cell.source for cell in cells if utils.is_solution(cell)}
    return Reference(answers, {name: bound_names(source) & mentioned for name, source in answers.items()})


def _write_back(notebook: NotebookNode, outcome: Outcome) -> list[CellOutcome | None]:
    """What became of each cell, and what it printed as its output."""
    verdicts = {verdict["grade_id"]: Verdict(**verdict) for verdict in outcome.verdicts}
    outcomes: list[CellOutcome | None] = []
    for cell in notebook.cells:
        if cell.cell_type != "code":
            outcomes.append(None)
            continue
        cell.outputs, name = [], cell.metadata.get("nbgrader", {}).get("grade_id") or cell.get("id", "")
        if _role(cell) == "test":
            verdict = verdicts.get(name)
            found = _of_test(verdict) if verdict else None
            printed = verdict.printed if verdict else ""
        else:
            status, ename, evalue, line = outcome.failed.get(name, ("ok", "", "", None))
            found = CellOutcome(status, ename, evalue, line) if cell.source.strip() else None
            printed = outcome.printed.get(name, "")
        if printed:
            cell.outputs.append(new_output("stream", name="stdout", text=printed))
        if found and found.status != "ok":
            cell.outputs.append(new_output("error", ename=found.ename, evalue=found.evalue, traceback=[]))
        outcomes.append(found)
    return outcomes


def _of_test(verdict: Verdict) -> CellOutcome:
    found = CellOutcome(verdict.status, verdict.ename, verdict.evalue, verdict.line)
    if verdict.status == "ok" and verdict.score < verdict.max_score:
        return replace(found, result=repr(verdict.score))
    return found


def _role(cell: NotebookNode) -> str:
    return cell.metadata.get("autograde", {}).get("role", "")
