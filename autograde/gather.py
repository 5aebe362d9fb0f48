"""What was graded, for the verbs that tell of it: the newest record of each submission, and which are unreadable."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from autograde import atomic
from autograde.course import Course, UserError
from autograde.progress import progress
from autograde.record import RECORD, record_paths
from autograde.records import Record, read_record
from autograde.wording import listed


class Gathered(list[Record]):
    """The records of a course, and of whom (student/chapter) there is one that cannot be read."""

    def __init__(self, records: Iterable[Record], unreadable: list[str]) -> None:
        super().__init__(records)
        self.unreadable = unreadable


def from_file(path: Path) -> list[Record]:
    """The records of a file that `grade --records` wrote; of several for one submission the last counts.

    Raises
    ------
    UserError
        If the file cannot be read or a line is no record.
    """
    try:
        # Not splitlines(), which also cuts at signs that an answer may hold, such as U+2028.
        lines = path.read_text(encoding="utf-8").split("\n")
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


def from_course(course: Course) -> Gathered:
    """The record kept beside each graded notebook in autograde/autograded/; none is no error.

    Those that cannot be read are named on standard error, and are the list's `unreadable`.
    """
    found, unreadable = [], _lost(course)
    for path in progress(record_paths(course), "reading records", "record"):
        record = read_record(path)
        if record is not None:
            found.append(record)
        else:
            unreadable.append(f"{path.parent.parent.name}/{path.parent.name}")
    unreadable.sort()
    if unreadable:
        print(
            f"autograde: left out, because their record is gone or cannot be read: {listed(unreadable)}. "
            "Run `python -m autograde grade` again: it grades them anew.",
            file=sys.stderr,
        )
    return Gathered(_in_order(found), unreadable)


def _lost(course: Course) -> list[str]:
    """The student/chapter that `grade` was about to replace when it was killed, so that the old record is gone.

    Any other folder without a record is none of ours: nbgrader's own `autograde` writes such folders.
    """
    hidden = (path for path in course.autograded.glob("*/.*") if path.is_dir())
    places = (path.with_name(name) for path in hidden if (name := atomic.become(path.name)))
    return [f"{place.parent.name}/{place.name}" for place in places if place.is_dir() and not (place / RECORD).exists()]


def gather(course: Course, records: Path | None = None) -> Gathered:
    """The records of the file, or without one those of the course, by student and chapter."""
    return Gathered(from_file(records), []) if records else from_course(course)


def _in_order(records: Iterable[Record]) -> list[Record]:
    return sorted(records, key=lambda record: (record.student, record.chapter))
