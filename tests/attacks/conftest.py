"""One honest class, and one class for each group of attacks; each is graded once."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

import pytest

import tests.gradebooks  # noqa: F401 (nbgrader's program is asked once a process)

sys.path.insert(0, str(Path(__file__).parent))

if sys.platform != "linux":
    collect_ignore_glob = ["test_*.py"]


@pytest.fixture(scope="session")
def honest(tmp_path_factory):
    """The class without any cheat."""
    from attacked_course import make_course
    from class_runs import run_class

    return run_class(make_course(tmp_path_factory.mktemp("honest")), [])


@pytest.fixture(scope="session")
def class_of(tmp_path_factory):
    """The class in which a group of attacks was graded."""
    from attacked_course import make_course
    from class_runs import TIME_LIMITS, all_attacks, run_class

    @cache
    def graded(group: str):
        attacks = [attack for attack in all_attacks() if attack.run == group]
        return run_class(make_course(tmp_path_factory.mktemp(group)), attacks, TIME_LIMITS.get(group, 20))

    return graded
