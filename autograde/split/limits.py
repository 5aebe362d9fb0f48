"""What one submission may use. Everything is counted per submission, so that nobody pays for a neighbour."""

from __future__ import annotations

from dataclasses import dataclass

TIME_LIMIT = 30.0  # seconds for one exercise; nbgrader's own default for one cell
# A whole notebook may take so many times what one exercise may.
EXERCISES_WORTH = 10


@dataclass(frozen=True)
class Limits:
    """The bounds within which a student's code runs.

    Parameters
    ----------
    exercise_seconds : float
        Wall time for one exercise: its answer cell and all its tests together.
    submission_seconds : float
        Wall time for the whole submission.
    memory : int
        Bytes of address space that a worker may add to what the warm process has. Since it can start no second
        process (see `seccomp`), that bounds its memory in all, but for its files (`disk_bytes`) and the kernel's
        buffers for its `open_files`, some 300 MB at most; where there are cgroups, these count towards one bound.
    judge_memory : int
        The same for the judge, which reads what the worker sends.
    processes : int
        Threads of one worker at one time (and processes, where seccomp is missing).
    file_bytes, disk_bytes : int
        The largest file that can be written, and all files together (they live in memory).
    open_files : int
    printed : int
        Characters of what a cell prints that are kept.
    figures : int
        Figures of one cell that are drawn and kept; drawing is most of what many cells cost.
    """

    exercise_seconds: float = TIME_LIMIT
    submission_seconds: float = EXERCISES_WORTH * TIME_LIMIT
    memory: int = 1 << 30
    judge_memory: int = 2 << 30
    processes: int = 32
    file_bytes: int = 32 << 20
    disk_bytes: int = 64 << 20
    open_files: int = 256
    printed: int = 20_000
    figures: int = 0
