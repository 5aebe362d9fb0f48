"""What the tests of compatible mode share."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import tests.gradebooks  # noqa: F401 (nbgrader's program is asked once a process)

sys.path.insert(0, str(Path(__file__).parent))

if sys.platform != "linux":
    collect_ignore_glob = ["test_*.py"]


@pytest.fixture
def course(tmp_path):
    """A foreign course in a folder of its own."""
    from foreign import Course

    return Course(tmp_path / "course")
