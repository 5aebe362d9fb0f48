"""Rows M73 to M79: what lies around the notebook; and the rows that are no fixture of the class."""

from __future__ import annotations

from malformed_case import NAME, Case, beside, files

from autograde.damage import pack

CASES = (
    Case("M73", "timestamp that is no date", beside("timestamp.txt", b"yesterday"), ("bad_timestamp",)),
    Case("M73b", "timestamp that is no text", beside("timestamp.txt", b"\xff\xfe\0"), ("bad_timestamp",)),
    Case("M74", "impossible date", beside("timestamp.txt", b"9999-99-99 00:00:00 UTC"), ("bad_timestamp",)),
    Case("M75", "empty timestamp", beside("timestamp.txt", b""), ("bad_timestamp",)),
    Case("M76", "no submission_secret.txt", beside("timestamp.txt", b"2026-05-01 12:00:00 UTC")),
    Case("M77", "one chapter broken, the other right", files(lambda _: {NAME: b""}), ("empty_file",)),
    Case("M77b", "notebook of another chapter", files(lambda s: {NAME: pack(_other(s))}), ("other_chapter",)),
)


def _other(solved: dict) -> dict:
    """A notebook whose one cell belongs to the other chapter."""
    cell = {"cell_type": "code", "source": "def triple(x): return 3 * x", "outputs": [], "execution_count": None}
    return {**solved, "cells": [cell | {"metadata": {"nbgrader": {"grade_id": "triple", "solution": True}}}]}


# Rows with a test of their own, because one submission in a class does not show them.
OWN_TESTS = {
    "M29": "test_of_several_attempts_in_one_zip_the_newest_is_taken_and_the_others_are_listed",
    "M79": "test_cells_that_the_teacher_adds_or_removes_after_release_are_graded_again",
}

# Rows that cannot occur here, with the reason: none.
CANNOT_OCCUR: dict[str, str] = {}

# Flags that no fixture of the class produces, with the reason.
FLAGS_ELSEWHERE = {
    "grader_error": "a mistake of the grader itself, which no hand-in may cause; tests/grader/test_grade.py plants one",
    "ended_its_workers": "no hand-in is known to do that; tests/grader/test_cluster.py has a plugin do it",
}
