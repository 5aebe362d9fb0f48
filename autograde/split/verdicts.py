"""TRUSTED. What the judge says of one test, as plain data; imported by the driver too, which needs no NumPy."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Verdict:
    """What became of one test.

    Parameters
    ----------
    grade_id : str
    score, max_score : float
    status : str
        "ok" (the cell ran to its end), "error", "timeout", "killed" or "not_run".
    ename, evalue, line
        The exception, and the line of the student's cell that it comes from.
    misconception, hint
        What a failed check named (`byhand.checks.CheckFailed`).
    printed : str
        What the test itself printed.
    changed : bool
        Whether the student's code changed an argument in place.
    on_copies : bool
        Whether the test holds only because of such a change, so that what it says of copies is the verdict.
    """

    grade_id: str
    score: float
    max_score: float
    status: str = "error"
    ename: str = ""
    evalue: str = ""
    line: int | None = None
    misconception: str | None = None
    hint: int | None = None
    printed: str = ""
    changed: bool = False
    on_copies: bool = False
