"""One submission on its way: read, align, run, judge. What comes out is a record; nothing is written here."""

from __future__ import annotations

import json
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from nbformat import NotebookNode

from autograde.align import align
from autograde.assignment import Assignment
from autograde.flags import Flag
from autograde.outcome import Cancelled, RunResult
from autograde.parcel import Parcel
from autograde.read import handed_in_at, read_submission
from autograde.records import Record
from autograde.split.client import CannotStart
from autograde.split.run import Runner
from autograde.verdict import judge, unread


@dataclass
class Graded:
    """A record, and what else the gradebook keeps of a submission.

    Parameters
    ----------
    record : Record
    notebook : bytes or None
        The file of the notebook as it was executed, for the instructor's eyes; None if the submission failed.
    blank : frozenset of str
        Answer cells that are as they were given out.
    timestamp : datetime or None
        When it was handed in, as far as that is known.
    """

    record: Record
    notebook: bytes | None = None
    blank: frozenset[str] = field(default_factory=frozenset)
    timestamp: datetime | None = None

    def to_bytes(self) -> bytes:
        """A line for what the gradebook keeps besides, a line for the record, and the notebook."""
        besides = {
            "blank": sorted(self.blank),
            "timestamp": self.timestamp.isoformat() if self.timestamp else None,
            "notebook": self.notebook is not None,
        }
        lines = f"{json.dumps(besides)}\n{self.record.to_line()}\n".encode()
        return lines + (self.notebook or b"")

    @classmethod
    def from_bytes(cls, data: bytes) -> Graded:
        """What `to_bytes` was called on."""
        first, record, notebook = data.split(b"\n", 2)
        besides = json.loads(first)
        return cls(
            Record.from_line(record.decode()),
            notebook if besides["notebook"] else None,
            frozenset(besides["blank"]),
            datetime.fromisoformat(besides["timestamp"]) if besides["timestamp"] else None,
        )


def grade_submission(
    student: str,
    parcel: Parcel,
    assignment: Assignment,
    runner: Runner,
    *,
    seed: int,
    known_elsewhere: frozenset[str] = frozenset(),
    noted: Sequence[Flag] = (),
) -> Graded:
    """Grade what `student` handed in for one chapter, whose warm processes are `runner`.

    Every outcome is a record, also a mistake of the grader itself: one submission cannot stop the others. What stops
    them all is not recorded as anybody's.

    Raises
    ------
    Cancelled
        If the whole run is being stopped.
    CannotStart
        If this machine can grade no submission.
    """
    started = time.monotonic()
    record = Record(student, assignment.name, "graded", seed=seed, source=assignment.digest)
    record.note(noted)
    try:
        graded = _grade(record, parcel, assignment, runner, known_elsewhere)
    except (Cancelled, CannotStart):
        raise
    except Exception as error:
        graded = Graded(record)
        record.trace = traceback.format_exc()
        _fail(record, Flag("grader_error", f"{type(error).__name__}: {error}"[:500]), assignment)
    record.seconds = round(time.monotonic() - started, 3)
    return graded


def _grade(
    record: Record, parcel: Parcel, assignment: Assignment, runner: Runner, known_elsewhere: frozenset[str]
) -> Graded:
    reading = read_submission(parcel, assignment, known_elsewhere)
    record.submitted, record.file = reading.digest, reading.file
    record.timestamp = reading.timestamp.isoformat() if reading.timestamp else ""
    if reading.cells is None:
        record.note(reading.flags)
        _fail(record, reading.failure or Flag("no_notebook"), assignment)
        return Graded(record, timestamp=reading.timestamp)
    aligned = align(reading.cells, assignment)
    result = runner.run(aligned.notebook, seed=record.seed)
    record.exercises = judge(aligned, result, assignment)
    record.score = sum(exercise.score for exercise in record.exercises.values())
    record.max_score = sum(exercise.max_score for exercise in record.exercises.values())
    record.note([*reading.flags, *aligned.flags, *_flags_of_run(result)])
    record.status = "flagged" if record.flags else "graded"
    return Graded(record, notebook_bytes(result.notebook), aligned.blank, reading.timestamp)


def ended_its_workers(
    student: str, parcel: Parcel, assignment: Assignment, *, seed: int, noted: Sequence[Flag] = ()
) -> Graded:
    """What becomes of a submission that nobody could grade, because whoever tried was gone. It is not looked into."""
    record = Record(student, assignment.name, "graded", seed=seed, source=assignment.digest, submitted=parcel.digest)
    record.note(noted)
    timestamp, unreadable = handed_in_at(parcel)
    record.timestamp = timestamp.isoformat() if timestamp else ""
    record.note([Flag("bad_timestamp")] if unreadable else [])
    _fail(record, Flag("ended_its_workers"), assignment)
    return Graded(record, timestamp=timestamp)


def _fail(record: Record, failure: Flag, assignment: Assignment) -> None:
    record.fail(failure)
    record.exercises = unread(assignment)
    record.score = 0.0
    record.max_score = sum(exercise.max_score for exercise in record.exercises.values())


def _flags_of_run(result: RunResult) -> list[Flag]:
    flags = []
    ended = sum(outcome is not None and outcome.status == "killed" for outcome in result.outcomes)
    if result.restarts or ended:
        flags.append(Flag("process_ended", f"{max(result.restarts, ended)} times"))
    if result.time_used_up:
        flags.append(Flag("time_used_up"))
    if result.output_cut:
        flags.append(Flag("output_cut", "cells " + ", ".join(str(i + 1) for i in result.output_cut)))
    return flags


def notebook_bytes(notebook: NotebookNode) -> bytes:
    """A notebook of format 4 as a file holds it, one cell a line; half a character becomes "?".

    The grader made it from the instructor's valid copy. `nbformat.write` would check it once more, only to log what
    it finds, and writes line by line in Python: four times the time.
    """
    top = {key: value for key, value in notebook.items() if key != "cells"}
    transient = ("signature", "orig_nbformat", "orig_nbformat_minor")  # which `nbformat.write` leaves out as well
    top["metadata"] = {key: value for key, value in notebook.metadata.items() if key not in transient}
    rest = json.dumps(top, ensure_ascii=False, sort_keys=True)
    cells = ",\n".join(json.dumps(cell, ensure_ascii=False, sort_keys=True) for cell in notebook.cells)
    return f'{{"cells": [\n{cells}\n],\n{rest[1:]}\n'.encode("utf-8", "replace")
