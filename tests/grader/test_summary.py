"""What `grade` says at its end."""

from __future__ import annotations

import re

from autograde.batch import GradeRun
from autograde.course import Course
from autograde.records import Record
from autograde.summary import summary

CHAPTER = "01_neurons"


def record(student: str, status: str = "graded", digest: str = "1f3c") -> Record:
    flags = [] if digest else ["too_many_files"]
    return Record(student, CHAPTER, status, score=1.0, max_score=2.0, submitted=digest, seconds=0.5, flags=flags)


def test_what_was_not_graded_again_is_counted_and_what_has_no_digest_is_not(tmp_path):
    """A folder with too many files is refused before it is read, so that no digest tells whether it has changed."""
    outcome = GradeRun(Course(tmp_path))
    for number in range(10):
        outcome.note(record(f"old-{number}"))
    for number in range(3):
        outcome.note(record(f"full-{number}", "failed", digest=""), fresh=True)
    outcome.note(record("new"), fresh=True)
    row = next(line for line in summary(outcome) if line.startswith(CHAPTER))
    assert re.split(r"\s{2,}", row) == [CHAPTER, "11", "0", "3", "10", "50%", "0.5"]
