"""Measures the tiny exercise, with planted changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from tiny_exercise import SOLUTION, TEST, bank, grade_here

from autograde.quality.exceptions import Exceptions
from autograde.quality.measure import Row, Task, measure


@pytest.fixture
def measured():
    """Measures the tiny exercise with planted changes: `measured(test=..., bank=..., solution=..., ...)`."""

    def run(test: str = TEST, answers=None, solution: str = SOLUTION, exceptions=None, with_mutants=False) -> Row:
        task = Task("weighted_sum", 2.0, solution, (test,))
        chosen = bank() if answers is None else answers
        excused = exceptions or Exceptions(Path("exceptions.toml"))
        return measure([task], chosen, excused, grade_here({"weighted_sum": test}), with_mutants)[0]

    return run
