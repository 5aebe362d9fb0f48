"""Collects what one class has handed in: the newest record of each submission."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from autograde.course import Course, UserError
from autograde.progress import progress
from autograde.record import RECORD
from autograde.records import Record, read_record


def from_file(path: Path) -> list[Record]:
    """The records of a file that `grade --records` wrote; of several for one submission the last counts.

    Raises
    ------
    UserError
        If the file cannot be read or a line is no record.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"the records in {path} cannot be read ({error}).") from error
    newest: dict[tuple[str, str], Record] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            record = Record.from_line(line)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise UserError(
                f"{path}, line {number} is not a record of this version; write the file anew with "
                "`python -m autograde grade --records FILE`."
            ) from error
        newest[record.student, record.chapter] = record
    return _in_order(newest.values())


def from_course(course: Course) -> list[Record]:
    """The record kept beside each graded notebook in autograde/autograded/; none is no error."""
    found = []
    for path in progress(sorted(course.autograded.glob(f"*/*/{RECORD}")), "reading records", "record"):
        record = read_record(path)
        if record is not None:
            found.append(record)
    return _in_order(found)


def gather(course: Course, records: Path | None = None) -> list[Record]:
    """The records of the file, or without one those of the course, by student and chapter."""
    return from_file(records) if records else from_course(course)


def _in_order(records: Iterable[Record]) -> list[Record]:
    return sorted(records, key=lambda record: (record.student, record.chapter))
