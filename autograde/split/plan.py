"""TRUSTED. Which cell runs where, and whose each name is: read off the instructor's notebook before anything runs.

Going through the notebook in order, a name belongs to the student from the answer cell on that has to define it,
and so does every name that given code computes from such a name. All other names are the judge's own. A test gets
stand-ins for the student's names that it uses, and nothing else of the student's can reach it.

A given cell that uses a student's name runs in the worker as a whole. Its statements that do not use one, such as
imports, functions and data made before, run in the judge as well, so that what they define stays the judge's.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from autograde.split.scopes import (
    Known,
    Names,
    classes_in,
    imports_in,
    names_of,
    plain_python,
    read_by,
    statements,
    together,
)
from autograde.syntax import parse

if TYPE_CHECKING:  # importing nbformat takes longer than grading a submission
    from nbformat import NotebookNode


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
        Those of them that are classes in the reference answers.
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


class Planner:
    """Whose each name is, while the notebook is gone through from top to bottom."""

    def __init__(self, defined: Mapping[str, frozenset[str]], reference: Mapping[str, str]) -> None:
        self.defined, self.reference = defined, reference
        self.steps: list[tuple[Step, Names]] = []
        self.students: set[str] = set()
        self._classes: set[str] = set()
        self._stateful: set[str] = set()  # random generators and iterators of the judge's
        self._known = Known()
        self._late: dict[str, frozenset[str]] = {}  # {function of the judge's: names it reads when called}

    def answer(self, step: Step) -> None:
        """An answer cell: what it has to define is the student's. What the reference imports is no answer."""
        step.exercise, step.worker = step.cell, True
        source, theirs = self.reference.get(step.cell, ""), self.defined.get(step.cell, frozenset())
        for statement, bound in imports_in(source):
            if bound & theirs:
                self.steps.append((replace(step, role="given", source=statement, worker=False, judge=True), _ANYTHING))
            theirs -= bound
        self.students |= theirs
        self._classes = (self._classes - theirs) | (classes_in(source) & theirs)
        self.steps.append((step, Names(uses=read_by(step.source))))

    def test(self, step: Step) -> None:
        found = names_of(step.source)
        step.stands = sorted(self._reached(found.uses) & self.students)
        step.classes = [name for name in step.stands if name in self._classes]
        self._take(found)
        self.steps.append((step, found))

    def given(self, step: Step) -> None:
        parts, whole = statements(step.source, self._known), names_of(step.source, self._known)
        step.worker = True
        if parts is None:  # no Python, such as a cell of another language
            step.judge = not whole.uses & self.students
            self.steps.append((step, whole))
            return
        clean, students = self._split([names for _, names in parts])
        if len(clean) == len(parts):
            step.judge = True
        elif clean:
            source = "\n".join(ast.unparse(parts[i][0]) for i in clean)
            own = replace(step, source=source, judge=True, worker=False)
            self.steps.append((own, together(parts[i][1] for i in clean)))
        for i in clean:
            self._take(parts[i][1])
        self.students = students
        self.steps.append((step, whole))

    def _split(self, parts: list[Names]) -> tuple[list[int], set[str]]:
        """The statements of a given cell that the judge runs, and all names that are the student's afterwards."""
        here = frozenset().union(*(names.binds - names.defines for names in parts))
        defined = self._known.defines.union(*(names.defines for names in parts))
        drawn = self._stateful.union(*(names.stateful for names in parts))
        forced: set[str] = set()
        while True:
            students, clean, known = set(self.students), [], len(forced)
            for i, names in enumerate(parts):
                if names.uses & students or (names.binds | names.changes) & forced:
                    # What the student's code was handed may be changed by it: the cell's own data, and generators.
                    forced |= ((names.uses & (here | drawn)) | names.changes) - defined
                    students |= names.binds | (names.changes - defined) | forced
                else:
                    students -= names.binds
                    clean.append(i)
            if len(forced) == known:
                return clean, students

    def _take(self, names: Names) -> None:
        """What the judge has run binds names of its own."""
        self.students -= names.binds
        self._stateful = (self._stateful - names.binds) | names.stateful
        self._known = self._known.after(names)
        for name in names.binds:
            self._late[name] = names.late

    def _reached(self, uses: frozenset[str]) -> set[str]:
        """Names that a test uses, itself or through functions of the judge's that it calls."""
        reached, todo = set(uses), list(uses)
        while todo:
            name = todo.pop()
            new = set() if name in self.students else set(self._late.get(name, ())) - reached
            reached |= new
            todo += new
        return reached


# Of a step that is never left out.
_ANYTHING = Names(effects=True)


def make_plan(
    notebook: NotebookNode,
    defined: Mapping[str, frozenset[str]],
    exercise_of: Mapping[str, str],
    points: Mapping[str, float],
    reference: Mapping[str, str] | None = None,
) -> list[Step]:
    """The steps of one aligned notebook (see `autograde.align.Aligned`).

    Parameters
    ----------
    notebook : NotebookNode
        Each code cell says its role in `metadata.autograde.role`.
    defined : dict of str to frozenset of str
        {grade id of an answer cell: names that are the student's from there on, if a test uses them}.
    exercise_of, points : dict
        For each grade id of a test.
    reference : dict of str to str, optional
        {grade id of an answer cell: the reference answer}, which says which names are classes and which are imports.
    """
    planner = Planner(defined, reference or {})
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        role = cell.metadata["autograde"]["role"]
        if not cell.source.strip() and role != "answer":  # an emptied answer still had to define its names
            continue
        step = Step(cell.metadata.get("nbgrader", {}).get("grade_id") or cell.get("id", ""), role, cell.source)
        if role == "answer":
            planner.answer(step)
        elif role == "extra":
            step.worker = True
            planner.steps.append((step, Names(uses=read_by(step.source))))
        elif role == "test":
            step.exercise, step.points = exercise_of[step.cell], points[step.cell]
            planner.test(step)
        else:
            planner.given(step)
    locked = {
        cell.metadata["nbgrader"].get("grade_id")
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("locked")
    }
    _leave_out(planner.steps, locked, "judge")
    _leave_out(planner.steps, locked, "worker")
    return [step for step, _ in planner.steps]


def _leave_out(steps: list[tuple[Step, Names]], locked: set[str], side: str) -> None:
    """Given cells that do nothing to what is used later, such as figures, need not run; locked ones always do."""
    wanted: set[str] = set()
    for step, found in reversed(steps):
        if step.role == "given":
            needed = step.cell in locked or found.effects or (found.binds | found.changes) & wanted
            if not (getattr(step, side) and needed):
                setattr(step, side, False)
                continue
            wanted |= found.uses
        elif side == "judge":
            wanted |= found.uses if step.role == "test" else set()
        else:
            wanted |= set(step.stands) if step.role == "test" else found.uses


def imported_modules(cells: Iterable[NotebookNode]) -> list[str]:
    """The modules that these cells import, in order; among them names that may be no modules."""
    modules: dict[str, None] = {}
    for cell in cells:
        if cell.cell_type != "code":
            continue
        try:
            nodes = list(ast.walk(parse(plain_python(cell.source))))
        except SyntaxError:
            continue
        for node in nodes:
            if isinstance(node, ast.Import):
                modules.update(dict.fromkeys(alias.name for alias in node.names))
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                modules[node.module] = None
                # What is imported from a package may be a module of it.
                modules.update(dict.fromkeys(f"{node.module}.{alias.name}" for alias in node.names))
    return list(modules)
