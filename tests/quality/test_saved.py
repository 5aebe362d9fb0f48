"""What was measured is shown for as long as nothing has changed that decides it."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograde.course import Course
from autograde.quality import saved as module
from autograde.quality.saved import save, saved
from tests.authoring.tiny_course import make_course

NAME = "01_doubling"


@pytest.fixture
def course(tmp_path: Path, measured) -> Course:
    """A tiny course, and something that was measured of it."""
    made = make_course(tmp_path)
    (made.answers / NAME).mkdir(parents=True)
    (made.answers / NAME / "double.py").write_text("# %% right: a sum\ndef double(x):\n    return x + x\n")
    save(made, NAME, [measured()], with_mutants=False)
    assert list(saved(made, NAME)) == ["weighted_sum"]
    return made


@pytest.mark.parametrize(
    "decides", [f"solutions/{NAME}.md", f"solutions/answers/{NAME}/double.py", "chapters/byhand/__init__.py"]
)
def test_a_change_of_a_file_that_decides_it_makes_it_old(course, decides):
    path = course.root / decides
    path.write_text(path.read_text() + "\n")
    assert saved(course, NAME) is None


def test_another_name_of_an_answer_makes_it_old(course):
    (course.answers / NAME / "double.py").rename(course.answers / NAME / "triple.py")
    assert saved(course, NAME) is None


@pytest.mark.parametrize("part", ["the grader", "Python", "numpy"])
def test_a_change_of_what_grades_makes_it_old(course, monkeypatch, part):
    now = module.versions()
    monkeypatch.setattr(module, "versions", lambda: now | {part: "another"})
    assert saved(course, NAME) is None


def test_what_running_leaves_behind_changes_nothing(course):
    (course.byhand / "__pycache__").mkdir()
    (course.byhand / "__pycache__" / "x.pyc").write_bytes(b"left by Python")
    assert saved(course, NAME) is not None
