"""Run: execute an aligned notebook and say what became of each cell. Starts UNTRUSTED code.

nbgrader's own execution (its `Execute` preprocessor on a Jupyter kernel), one cell at a time, in a throw-away
folder of its own. A cell that ends the kernel or runs out of time costs itself only: a new kernel replays the
answers without it and goes on, and results so far are kept. What a cell prints, to stdout or stderr, decides
nothing.

Plain data in, plain data out, so that a run can happen in another process, on another machine, or in another
engine: a notebook and options in, a `RunResult` out.
"""

from __future__ import annotations

import shutil
import time
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode
from nbgrader import utils

from autograde.kernel import LIVE, CellOutcome, Kernel, new_folder, prepare_folder

TIME_LIMIT = 30  # seconds; nbgrader's own default for one cell
MAX_RESTARTS = 12


@dataclass
class RunResult:
    """What became of a notebook: `outcomes[i]` is that of `notebook.cells[i]`, None where nothing runs."""

    notebook: NotebookNode
    outcomes: list[CellOutcome | None]
    seconds: float
    restarts: int = 0
    time_used_up: bool = False
    output_cut: list[int] = field(default_factory=list)


class Cancelled(Exception):
    """The grading run is being stopped; the submission at hand is to be forgotten."""


def run(
    notebook: NotebookNode,
    *,
    resources_dir: Path,
    seed: int,
    time_limit: float = TIME_LIMIT,
    exercise_of: dict[str, str] | None = None,
    total_limit: float | None = None,
) -> RunResult:
    """Execute `notebook` from top to bottom.

    Parameters
    ----------
    notebook : NotebookNode
        As `align` makes it: roles in `metadata.autograde.role`. It is not changed.
    resources_dir : Path
        The instructor's folder; what stands in it beside notebooks (the `byhand` package) is copied along.
    seed : int
        Becomes BYHAND_SEED, so that running again with the same seed draws the same inputs.
    time_limit : float
        Seconds for each exercise: its answer and its tests share them. A test that comes late still gets a
        sixth of it, so that one slow test does not decide about the next. Other cells have as much each.
    exercise_of : dict, optional
        {grade id of a test: grade id of its exercise}, to know which cells share their time.
    total_limit : float, optional
        Seconds for the whole notebook, by default ten times `time_limit`.

    Raises
    ------
    Cancelled
        If `cancel_all` was called meanwhile.
    """
    return _Run(deepcopy(notebook), resources_dir, seed, time_limit, exercise_of or {}, total_limit).run()


_cancelled = False


def cancel_all() -> None:
    """Stop every run of this process: their kernels are killed and they raise `Cancelled`."""
    global _cancelled
    _cancelled = True
    for kernel in list(LIVE):
        kernel.kill_group()


def allow_runs() -> None:
    """Undo `cancel_all`."""
    global _cancelled
    _cancelled = False


class _Run:
    """The state of one run: one folder, one kernel at a time."""

    def __init__(
        self,
        notebook: NotebookNode,
        resources_dir: Path,
        seed: int,
        time_limit: float,
        exercise_of: dict[str, str],
        total_limit: float | None,
    ) -> None:
        self.notebook, self.resources_dir, self.seed = notebook, resources_dir, seed
        self.time_limit, self.exercise_of = time_limit, exercise_of
        self.total_limit = total_limit or 10 * time_limit
        self.outcomes: list[CellOutcome | None] = [None] * len(notebook.cells)
        self.kernel: Kernel | None = None
        self.kernels = 0
        self.harmful: set[int] = set()  # cells that ended a kernel: never run again
        self.spent: dict[str, float] = {}
        self.cut: list[int] = []

    def run(self) -> RunResult:
        self.started = time.monotonic()
        self.folder = new_folder()
        try:
            self.environment = prepare_folder(self.folder, self.resources_dir, self.seed)
            used_up = self._run_cells()
        finally:
            if self.kernel is not None:
                self.kernel.close()
            shutil.rmtree(self.folder, ignore_errors=True)
        self.notebook.metadata["language_info"] = {"name": "python"}
        seconds = time.monotonic() - self.started
        return RunResult(self.notebook, self.outcomes, seconds, max(0, self.kernels - 1), used_up, self.cut)

    def _run_cells(self) -> bool:
        """Run all cells; True if time or patience ended before the notebook did."""
        used_up = False
        for index, cell in enumerate(self.notebook.cells):
            if cell.cell_type != "code" or not cell.source.strip():
                continue
            used_up = used_up or time.monotonic() - self.started > self.total_limit
            if used_up or not self._ready(index):
                used_up = True
                self.outcomes[index] = CellOutcome("not_run")
                cell.outputs = []
                continue
            outcome = self._execute(cell, index, self._limit(cell))
            self.outcomes[index] = outcome
            self.spent[self._exercise(cell)] = self.spent.get(self._exercise(cell), 0.0) + outcome.seconds
            if self.kernel is not None and self.kernel.was_cut:
                self.cut.append(index)
            if outcome.status in ("timeout", "killed"):
                self._drop_kernel(index)
        return used_up

    def _ready(self, index: int) -> bool:
        """A kernel in which all that stands before `index`, tests excepted, has run. False if that is hopeless."""
        if self.kernel is not None and self.kernel.is_dead:
            self._drop_kernel(index - 1)
        while self.kernel is None:
            if self.kernels > MAX_RESTARTS or time.monotonic() - self.started > self.total_limit:
                return False
            self.kernel = Kernel(self.notebook, self.folder, self.environment, self.kernels)
            self.kernels += 1
            try:
                self.kernel.open()
            except RuntimeError as error:  # it died while starting
                self._drop_kernel(None)
                if _cancelled:
                    raise Cancelled from error
                continue
            self._replay(index)
        return True

    def _replay(self, index: int) -> None:
        for earlier in range(index):
            cell = self.notebook.cells[earlier]
            if earlier in self.harmful or self.outcomes[earlier] is None or _role(cell) == "test":
                continue
            outcome = self._execute(deepcopy(cell), earlier, self.time_limit)
            if outcome.status in ("timeout", "killed"):
                self._drop_kernel(earlier)
                return

    def _execute(self, cell: NotebookNode, index: int, limit: float) -> CellOutcome:
        if _cancelled:
            raise Cancelled
        # nbclient stores an executed cell back into the notebook; a replayed copy must not take that place.
        kept = self.notebook.cells[index]
        outcome = self.kernel.execute_one(cell, index, limit)
        self.notebook.cells[index] = kept
        if _cancelled:
            raise Cancelled
        return outcome

    def _drop_kernel(self, harmful: int | None) -> None:
        if harmful is not None:
            self.harmful.add(harmful)
        if self.kernel is not None:
            self.kernel.close()
        self.kernel = None

    def _limit(self, cell: NotebookNode) -> float:
        left = self.total_limit - (time.monotonic() - self.started)
        if _role(cell) not in ("answer", "test"):
            return max(1.0, min(self.time_limit, left))
        spent = self.spent.get(self._exercise(cell), 0.0)
        return max(1.0, min(max(self.time_limit - spent, self.time_limit / 6), left))

    def _exercise(self, cell: NotebookNode) -> str:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        return self.exercise_of.get(name, name)


def _role(cell: NotebookNode) -> str:
    return cell.metadata.get("autograde", {}).get("role", "test" if utils.is_grade(cell) else "given")
