"""TRUSTED. Which cell runs where, and whose each name is: read off the instructor's notebook before anything runs.

Going through the notebook in order, a name belongs to the student from the answer cell on that has to define it,
and so does every name that given code computes from such a name. All other names are the judge's own. A test gets
stand-ins for the student's names that it uses, and nothing else of the student's can reach it.
"""

from __future__ import annotations

import ast
import builtins
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # importing nbformat takes longer than grading a submission
    from nbformat import NotebookNode

_MAGIC = re.compile(r"^[ \t]*[%!].*$", re.MULTILINE)
_CLASS_NAME = re.compile(r"_?[A-Z]\w*[a-z]\w*")


@dataclass
class Step:
    """One cell.

    Parameters
    ----------
    cell : str
        Its grade id, else its cell id.
    role : str
        "answer", "test", "given" or "extra".
    source : str
    exercise : str or None
        The exercise that pays for its time.
    judge, worker : bool
        Where a given cell runs. Answer and extra cells run in the worker, tests in the judge.
    stands : list of str
        The student's names that a test uses.
    classes : list of str
        Those of them that are classes, by the convention for names.
    points : float
    in_place : bool
        Whether the test is about changing an argument in place; see `judge`.
    """

    cell: str
    role: str
    source: str
    exercise: str | None = None
    judge: bool = False
    worker: bool = False
    stands: list[str] = field(default_factory=list)
    classes: list[str] = field(default_factory=list)
    points: float = 0.0
    in_place: bool = True


@dataclass(frozen=True)
class Names:
    """What one cell uses and binds, at its top level or, for `uses`, anywhere."""

    uses: frozenset[str]
    binds: frozenset[str]


def make_plan(
    notebook: NotebookNode, asked: dict[str, frozenset[str]], exercise_of: dict[str, str], points: dict[str, float]
) -> list[Step]:
    """The steps of one aligned notebook (see `autograde.align.Aligned`).

    Parameters
    ----------
    notebook : NotebookNode
        Each code cell says its role in `metadata.autograde.role`.
    asked : dict of str to frozenset of str
        {grade id of an answer cell: names that it has to define}.
    exercise_of, points : dict
        For each grade id of a test.
    """
    steps, students, names = [], set(), {}
    for cell in notebook.cells:
        if cell.cell_type != "code" or not cell.source.strip():
            continue
        role = cell.metadata["autograde"]["role"]
        grading = cell.metadata.get("nbgrader", {})
        step = Step(grading.get("grade_id") or cell.get("id", ""), role, cell.source)
        found = names[id(step)] = names_of(cell.source)
        if role == "answer":
            step.exercise, step.worker = step.cell, True
            students |= asked.get(step.cell, frozenset())
        elif role == "extra":
            step.worker = True
        elif role == "test":
            step.exercise, step.points = exercise_of[step.cell], points[step.cell]
            step.stands = sorted(found.uses & students)
            step.classes = [name for name in step.stands if _CLASS_NAME.fullmatch(name)]
            students -= found.binds
        elif found.uses & students:
            step.worker = True
            students |= found.binds
        else:
            step.worker = step.judge = True
            students -= found.binds
        steps.append(step)
    locked = {
        cell.metadata["nbgrader"].get("grade_id")
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("locked")
    }
    _leave_out(steps, names, locked, "judge")
    _leave_out(steps, names, locked, "worker")
    return steps


def _leave_out(steps: list[Step], names: dict[int, Names], locked: set[str], side: str) -> None:
    """Given cells that bind nothing which is used later, such as figures, need not run; locked ones always do."""
    wanted: set[str] = set()
    for step in reversed(steps):
        found = names[id(step)]
        if step.role == "given":
            if not getattr(step, side) or not (step.cell in locked or found.binds & wanted):
                setattr(step, side, False)
                continue
            wanted |= found.uses
        elif side == "judge":
            wanted |= found.uses if step.role == "test" else set()
        else:
            wanted |= set(step.stands) if step.role == "test" else found.uses


def imported_modules(notebook: NotebookNode) -> list[str]:
    """The modules that given and test cells import, in order."""
    modules: dict[str, None] = {}
    for cell in notebook.cells:
        if cell.cell_type != "code" or cell.metadata["autograde"]["role"] not in ("given", "test"):
            continue
        try:
            nodes = list(ast.walk(ast.parse(plain_python(cell.source))))
        except SyntaxError:
            continue
        for node in nodes:
            if isinstance(node, ast.Import):
                modules.update(dict.fromkeys(alias.name for alias in node.names))
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                modules[node.module] = None
    return list(modules)


def plain_python(source: str) -> str:
    """A given or test cell without IPython's magics, which mean nothing to the judge."""
    return _MAGIC.sub("", source)


def names_of(source: str) -> Names:
    """The names that a cell uses and binds; all words of it if it cannot be parsed."""
    try:
        tree = ast.parse(plain_python(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        words = frozenset(re.findall(r"[^\W\d]\w*", source))
        return Names(words, frozenset())
    uses = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Store)}
    binds = set().union(*(_bound_by(node) for node in tree.body))
    return Names(frozenset(uses - set(vars(builtins))), frozenset(binds))


def _bound_by(statement: ast.stmt) -> set[str]:
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return {statement.name}
    bound = set()
    for node in ast.walk(statement):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            bound |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            bound.add(node.name)
        elif isinstance(node, (ast.Name, ast.Attribute, ast.Subscript)) and isinstance(node.ctx, ast.Store):
            while not isinstance(node, ast.Name):  # `params["W1"] = ...` changes what `params` is
                if not isinstance(node, (ast.Attribute, ast.Subscript)):
                    break
                node = node.value
            else:
                bound.add(node.id)
    return bound
