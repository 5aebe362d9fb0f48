"""What came of running one notebook: plain data, whoever ran it and wherever."""

from __future__ import annotations

from dataclasses import dataclass, field

from nbformat import NotebookNode


@dataclass
class CellOutcome:
    """What became of one code cell.

    Parameters
    ----------
    status : str
        "ok", "error", "timeout", "killed" (it ended its process) or "not_run".
    ename, evalue : str
        The exception that ended it.
    line : int or None
        The line of the cell at which it was raised.
    score : float or None
        The points that a test gave which ran to its end; None for all of them.
    misconception, hint : str, int or None
        What a failed check named.
    on_copies : bool
        Whether the test holds only because the student's code changed the test's own objects.
    """

    status: str
    ename: str = ""
    evalue: str = ""
    line: int | None = None
    score: float | None = None
    misconception: str | None = None
    hint: int | None = None
    on_copies: bool = False


@dataclass
class RunResult:
    """What became of a notebook.

    Parameters
    ----------
    notebook : NotebookNode
        As it was run, with what its cells printed.
    outcomes : list of CellOutcome or None
        `outcomes[i]` is that of `notebook.cells[i]`, None where nothing runs.
    seconds, cpu : float
        Wall time, and processor time of the student's and the tests' processes together.
    megabytes : float
        The largest memory of one of those processes.
    restarts : int
        How often the student's code ended its process and was given a new one.
    time_used_up : bool
        Whether the time for a whole notebook ended before its last test.
    output_cut : list of int
        The cells that printed more than is kept.
    """

    notebook: NotebookNode
    outcomes: list[CellOutcome | None]
    seconds: float
    cpu: float = 0.0
    megabytes: float = 0.0
    restarts: int = 0
    time_used_up: bool = False
    output_cut: list[int] = field(default_factory=list)


class Cancelled(Exception):
    """The grading run is being stopped; the submission at hand is to be forgotten."""
