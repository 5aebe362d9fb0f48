"""One pair of warm processes for the constructs that are tried both ways."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "split")]

if sys.platform != "linux":
    collect_ignore_glob = ["test_both_ways.py"]


@pytest.fixture(scope="session")
def engine():
    """The judge and its workers, for one exercise at a time."""
    from autograde.split.engine import Engine
    from autograde.split.limits import Limits
    from autograde.split.walls import probe

    limits = Limits(exercise_seconds=10.0, submission_seconds=60.0)
    with Engine({"byhand": HERE.parents[1] / "chapters" / "byhand"}, limits, probe().walls()) as running:
        yield running
