"""The record of one graded submission: plain data, and the one line of JSON that it is stored as.

A record is all that feedback pages, the class report and exports need:

student, chapter    the folder names
status              "graded", "flagged" (graded, with something to look at) or "failed" (no grade; see `reason`)
score, max_score    points by the tests; written answers count 0 until they are marked by hand
flags               codes of `autograde.flags`, each once, in the order in which they arose
notes               [{"code", "detail"}]: every repair on its own, such as which cell was restored
reason              why a submission failed, else ""
exercises           {exercise's grade id: ExerciseResult}
seconds, seed       how long grading took; the seed of the random inputs (BYHAND_SEED)
file                the notebook that was graded, relative to the submission's folder
submitted, source   digests of what was handed in and of the instructor's copy: equal digests need no regrade
timestamp           when it was handed in (ISO, UTC) if timestamp.txt says so, else ""
unprotected         protections that were done without, because the machine does not give them (`doctor` names them)
trace               the traceback of a grader_error, for whoever mends the grader, else ""
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import overload

from autograde import atomic
from autograde.course import UserError
from autograde.flags import FAILURES, Flag, student_text

# What became of a test cell. "partial" is anything between none and all of the points.
OUTCOMES = (
    "passed", "partial", "failed", "error", "not_answered", "not_defined", "syntax_error", "timeout",
    "killed", "exited", "asked_for_input", "not_run", "manual", "blank",
)  # fmt: skip
# The message of an answer that is as it was given out: no more than its outcome's own words, so pages leave it away.
NOT_ANSWERED = "Not answered yet."


@dataclass
class TestResult:
    """One graded cell: a test, or a written answer (outcome "manual", or "blank" if left as it was)."""

    grade_id: str
    score: float
    max_score: float
    outcome: str
    message: str = ""
    misconception: str | None = None
    hint: int | None = None

    __test__ = False  # pytest: not a test case, in spite of its name


@dataclass
class ExerciseResult:
    """One exercise: its test cells summed; message, misconception and hint are those of the first test lost.

    `answered` is False when the answer cell is as it was given out; `answer` is the source that was graded.
    `message` of an exercise whose answer cell itself failed says how.
    """

    score: float
    max_score: float
    misconception: str | None = None
    hint: int | None = None
    message: str = ""
    manual: bool = False
    answered: bool = True
    answer: str = ""
    tests: list[TestResult] = field(default_factory=list)


@dataclass
class Record:
    """One submission; the module's docstring describes each field."""

    student: str
    chapter: str
    status: str
    score: float = 0.0
    max_score: float = 0.0
    flags: list[str] = field(default_factory=list)
    notes: list[dict[str, str]] = field(default_factory=list)
    reason: str = ""
    exercises: dict[str, ExerciseResult] = field(default_factory=dict)
    seconds: float = 0.0
    seed: int = 0
    file: str = ""
    submitted: str = ""
    source: str = ""
    timestamp: str = ""
    unprotected: list[str] = field(default_factory=list)
    trace: str = ""

    def note(self, flags: Iterable[Flag]) -> None:
        """Add what was noticed, in this order; a code stands among the flags once."""
        for flag in flags:
            self.notes.append({"code": flag.code, "detail": flag.detail})
            if flag.code not in self.flags:
                self.flags.append(flag.code)

    def fail(self, failure: Flag) -> None:
        """Say that the submission has no grade, and why."""
        self.status = "failed"
        self.note([failure])
        self.reason = student_text(failure.code) + (f" ({failure.detail})" if failure.detail else "")

    def to_line(self) -> str:
        """One line of JSON, without a line break, that can be written as UTF-8: half a character becomes "?"."""
        line = json.dumps(vars(self), default=vars, ensure_ascii=False, allow_nan=False)
        return line.encode("utf-8", "replace").decode("utf-8")

    @classmethod
    def from_line(cls, line: str) -> Record:
        """The record that `to_line` wrote.

        Raises
        ------
        ValueError, TypeError, KeyError, AttributeError
            If `line` is no record of this version.
        """
        data = json.loads(line)
        exercises = {}
        for name, values in data.pop("exercises").items():
            tests = [TestResult(**test) for test in values.pop("tests")]
            exercises[name] = ExerciseResult(**values, tests=tests)
        return cls(**data, exercises=exercises)


@dataclass(frozen=True, slots=True)
class Row:
    """What is told of a submission at the end of a run: a record without its exercises, which take the memory."""

    student: str
    chapter: str
    status: str
    score: float
    max_score: float
    flags: tuple[str, ...]
    details: tuple[str, ...]
    seconds: float
    handed_in: bool
    waiting: int
    fresh: bool

    @classmethod
    def of(cls, record: Record, fresh: bool) -> Row:
        """`fresh`: whether it was graded in this run."""
        tests = [test for exercise in record.exercises.values() for test in exercise.tests]
        return cls(
            record.student,
            sys.intern(record.chapter),
            sys.intern(record.status),
            record.score,
            record.max_score,
            tuple(map(sys.intern, record.flags)),
            tuple(next((note["detail"] for note in record.notes if note["code"] == code), "") for code in record.flags),
            record.seconds,
            bool(record.submitted),
            sum(test.outcome == "manual" for test in tests),
            fresh,
        )


class Records(Sequence[Record]):
    """Records that are read one at a time, whenever one is asked for.

    Parameters
    ----------
    places : list of Path or Record
        Where each is kept; or a record itself, of which no file is kept.
    """

    def __init__(self, places: list[Path | Record]) -> None:
        self._places = places

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, index: int) -> Record: ...

    @overload
    def __getitem__(self, index: slice) -> Records: ...

    def __getitem__(self, index: int | slice) -> Record | Records:
        if isinstance(index, slice):
            return Records(self._places[index])
        place = self._places[index]
        if isinstance(place, Record):
            return place
        record = read_record(place)
        if record is None:
            raise UserError(f"{place} is gone, or another version of the grader wrote it; grade again")
        return record

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(one == two for one, two in zip(self, other, strict=True))

    __hash__ = None


def failed_record(student: str, chapter: str, failure: Flag) -> Record:
    """The record of a folder that belongs to no student or no chapter."""
    record = Record(student, chapter, "failed")
    record.fail(failure)
    return record


def failure_code(record: Record | Row) -> str:
    """The code of `FAILURES` that a failed record has, "" for any other."""
    return next((code for code in record.flags if code in FAILURES), "") if record.status == "failed" else ""


def read_record(path: Path) -> Record | None:
    """The record kept at `path`; None if there is none or another version of the grader wrote it."""
    try:
        return Record.from_line(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def add_records_argument(parser: argparse.ArgumentParser) -> None:
    """`--records`, for a verb that reads what was graded."""
    parser.add_argument(
        "--records",
        type=Path,
        metavar="FILE",
        help="records that `grade --records` wrote (default: those kept in autograde/autograded/)",
    )


def write_records(path: Path, records: Iterable[Record]) -> None:
    """One JSON line per submission, in the order in which they come; only one of them is in memory."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with atomic.written(path) as place, place.open("w", encoding="utf-8") as file:
        for record in records:
            file.write(record.to_line() + "\n")
