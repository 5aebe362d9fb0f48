"""A fresh tiny course for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograde.course import Course
from tests.authoring.tiny_course import make_course


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return make_course(tmp_path / "course")
