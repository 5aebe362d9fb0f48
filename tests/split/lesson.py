"""A small chapter for tests of the split grader: given cells, exercises with one test each, a student's answers."""

from __future__ import annotations

import os
import re
from pathlib import Path

from nbformat.v4 import new_code_cell, new_notebook

from autograde.names import bound_names
from autograde.split.engine import Engine, Outcome
from autograde.split.plan import Step, make_plan
from autograde.split.verdicts import Verdict

POINTS = 3.0
GIVEN = "import numpy as np\nfrom byhand import checks"
_INCLUDE = re.compile(r"^# include: (.+)$", re.MULTILINE)


class Lesson:
    """A chapter.

    Parameters
    ----------
    solutions : dict of str to str
        {exercise: the reference answer}.
    tests : dict of str to str
        {exercise: its test}.
    given : str
        The first cell.
    """

    def __init__(self, solutions: dict[str, str], tests: dict[str, str], given: str = GIVEN) -> None:
        self.solutions, self.tests, self.given = solutions, tests, given

    def steps(self, **answers: str) -> list[Step]:
        """The plan for a student's answers; an exercise that is left out gets the reference answer."""
        cells = [_cell("setup", "given", self.given)]
        for name, solution in self.solutions.items():
            cells.append(_cell(name, "answer", answers.get(name, solution)))
            cells.append(_cell(f"test-{name}", "test", self.tests[name]))
        return make_plan(
            new_notebook(cells=cells),
            {name: bound_names(solution) for name, solution in self.solutions.items()},
            {f"test-{name}": name for name in self.solutions},
            {f"test-{name}": POINTS for name in self.solutions},
            self.solutions,
        )

    def run(self, engine: Engine, seed: int | None = 1, in_place: bool = True, **answers: str) -> Outcome:
        steps = self.steps(**answers)
        for step in steps:
            step.in_place = in_place
        return engine.grade(steps, seed)

    def grade(
        self, engine: Engine, seed: int | None = 1, in_place: bool = True, **answers: str
    ) -> dict[str, Verdict]:
        """{exercise: verdict} of a student's answers."""
        verdicts = (Verdict(**verdict) for verdict in self.run(engine, seed, in_place, **answers).verdicts)
        return {verdict.grade_id.removeprefix("test-"): verdict for verdict in verdicts}


def read_cells(name: str) -> dict[str, str]:
    """The cells of a text file in this folder: each begins with `# %% NAME`; `# include: NAME` is another's text."""
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    cells = dict(part.split("\n", 1) for part in text.split("# %% ")[1:])
    return {name: _INCLUDE.sub(lambda found: cells[found.group(1)], source) for name, source in cells.items()}


def below(pid: int) -> set[int]:
    """A process and its descendants, as the machine counts them."""
    parents = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            parents[int(name)] = int(Path(f"/proc/{name}/stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found, size = {pid}, 0
    while len(found) != size:
        size = len(found)
        found |= {child for child, parent in parents.items() if parent in found}
    return found


def processes_of(engine: Engine) -> set[int]:
    """The engine's own processes and all that they started and that are still there."""
    return set().union(*(below(process.pid) for process in engine._processes))


def _cell(name: str, role: str, source: str):
    nbgrader = {"grade_id": name, "locked": role != "answer"}
    return new_code_cell(source, metadata={"autograde": {"role": role}, "nbgrader": nbgrader})
