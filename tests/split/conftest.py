"""One pair of warm processes for all tests of the split grader, and a short way to write a lesson for it."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from autograde.split.engine import Engine
from autograde.split.limits import Limits
from autograde.split.walls import probe

BYHAND = Path(__file__).resolve().parents[2] / "chapters" / "byhand"

if sys.platform != "linux":
    collect_ignore_glob = ["test_*.py"]

QUICK = Limits(exercise_seconds=3.0, submission_seconds=20.0, memory=512 << 20)


@pytest.fixture(scope="session")
def engine():
    """An engine with all the walls that this machine has."""
    with Engine({"byhand": BYHAND}, QUICK, probe().walls(), hidden_packages=("scipy", "nbgrader")) as running:
        yield running


@pytest.fixture
def peek(engine):
    """What an expression is worth inside a worker, as the student's code sees it."""
    from lesson import Lesson

    def look(expression: str, before: str = ""):
        lesson = Lesson({"peek": "def peek(): pass"}, {"peek": "print(repr(peek()))"})
        answer = f"import os, sys\ndef peek():\n    {before}\n    return {expression}"
        verdict = lesson.grade(engine, peek=answer)["peek"]
        assert verdict.status == "ok", verdict
        return ast.literal_eval(verdict.printed)

    return look
