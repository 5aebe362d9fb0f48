"""One submission on its way: read, align, run, judge. What comes out is a record; nothing is written here."""

from __future__ import annotations

import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from nbformat import NotebookNode

from autograde.align import align
from autograde.assignment import Assignment
from autograde.flags import FAILURES, Flag, student_text
from autograde.outcome import Cancelled, RunResult
from autograde.read import read_submission
from autograde.records import Record
from autograde.split.run import Runner
from autograde.verdict import judge, unread


@dataclass
class Graded:
    """A record, and what else the gradebook keeps of a submission.

    Parameters
    ----------
    record : Record
    notebook : NotebookNode or None
        As it was executed, for the instructor's eyes; None if the submission failed.
    blank : frozenset of str
        Answer cells that are as they were given out.
    timestamp : datetime or None
        When it was handed in, as far as that is known.
    """

    record: Record
    notebook: NotebookNode | None = None
    blank: frozenset[str] = field(default_factory=frozenset)
    timestamp: datetime | None = None


def grade_submission(
    student: str,
    folder: Path,
    assignment: Assignment,
    runner: Runner,
    *,
    seed: int,
    known_elsewhere: frozenset[str] = frozenset(),
    noted: Sequence[Flag] = (),
) -> Graded:
    """Grade what `student` handed in for one chapter, whose warm processes are `runner`.

    Every outcome is a record, also a mistake of the grader itself: one submission cannot stop the others.

    Raises
    ------
    Cancelled
        If the whole run is being stopped.
    """
    started = time.monotonic()
    record = Record(student, assignment.name, "graded", seed=seed, source=assignment.digest)
    _note(record, noted)
    try:
        graded = _grade(record, folder, assignment, runner, known_elsewhere)
    except Cancelled:
        raise
    except Exception as error:
        graded = Graded(record)
        record.trace = traceback.format_exc()
        _fail(record, Flag("grader_error", f"{type(error).__name__}: {error}"[:500]), assignment)
    record.seconds = round(time.monotonic() - started, 3)
    return graded


def _grade(
    record: Record, folder: Path, assignment: Assignment, runner: Runner, known_elsewhere: frozenset[str]
) -> Graded:
    reading = read_submission(folder, assignment, known_elsewhere)
    record.submitted, record.file = reading.digest, reading.file
    record.timestamp = reading.timestamp.isoformat() if reading.timestamp else ""
    if reading.cells is None:
        _note(record, reading.flags)
        _fail(record, reading.failure or Flag("no_notebook"), assignment)
        return Graded(record, timestamp=reading.timestamp)
    aligned = align(reading.cells, assignment)
    result = runner.run(aligned.notebook, seed=record.seed)
    record.exercises = judge(aligned, result, assignment)
    record.score = sum(exercise.score for exercise in record.exercises.values())
    record.max_score = sum(exercise.max_score for exercise in record.exercises.values())
    _note(record, [*reading.flags, *aligned.flags, *_flags_of_run(result)])
    record.status = "flagged" if record.flags else "graded"
    return Graded(record, result.notebook, aligned.blank, reading.timestamp)


def failed_record(student: str, chapter: str, failure: Flag) -> Record:
    """The record of a folder that belongs to no chapter."""
    record = Record(student, chapter, "failed")
    _fail(record, failure, None)
    return record


def _fail(record: Record, failure: Flag, assignment: Assignment | None) -> None:
    record.status = "failed"
    _note(record, [failure])
    record.reason = student_text(failure.code) + (f" ({failure.detail})" if failure.detail else "")
    record.exercises = unread(assignment) if assignment is not None else {}
    record.score = 0.0
    record.max_score = sum(exercise.max_score for exercise in record.exercises.values())


def _note(record: Record, flags: Sequence[Flag]) -> None:
    for flag in flags:
        record.notes.append({"code": flag.code, "detail": flag.detail})
        if flag.code not in record.flags:
            record.flags.append(flag.code)


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


def failure_code(record: Record) -> str:
    """The code of `FAILURES` that a failed record has, "" for any other."""
    return next((code for code in record.flags if code in FAILURES), "") if record.status == "failed" else ""
