"""`generate` writes what changed, and nothing else; what lost its source goes."""

from __future__ import annotations

import pytest

from autograde.course import UserError
from autograde.generate import generate
from tests.authoring.tiny_course import CHAPTER, write_chapter


def relative(course, paths):
    return sorted(path.relative_to(course.root).as_posix() for path in paths)


def test_everything_is_made_from_the_source(course):
    assert relative(course, generate(course)) == [
        "autograde/release/01_doubling/01_doubling.ipynb",
        "autograde/release/01_doubling/byhand/__init__.py",
        "autograde/source/01_doubling/01_doubling.ipynb",
        "autograde/source/01_doubling/byhand/__init__.py",
        "chapters/01_doubling.ipynb",
    ]
    chapter, release = course.chapters / "01_doubling.ipynb", course.release / "01_doubling" / "01_doubling.ipynb"
    assert chapter.read_bytes() == release.read_bytes()
    assert "doubled_secretly" in (course.source / "01_doubling" / "01_doubling.ipynb").read_text()


def test_a_second_run_writes_nothing(course):
    generate(course)
    assert generate(course) == []


def test_an_edit_of_a_hidden_test_leaves_students_files_alone(course):
    generate(course)
    write_chapter(course, CHAPTER.replace("-7.25", "-8.25").replace("-14.5", "-16.5"))
    assert relative(course, generate(course)) == ["autograde/source/01_doubling/01_doubling.ipynb"]


def test_an_edited_notebook_is_put_right(course):
    generate(course)
    (course.chapters / "01_doubling.ipynb").write_text("{}")
    assert relative(course, generate(course)) == ["chapters/01_doubling.ipynb"]


def test_what_python_and_jupyter_leave_behind_is_not_copied(course):
    for folder in ("__pycache__", ".ipynb_checkpoints"):
        (course.byhand / folder).mkdir()
        (course.byhand / folder / "left.txt").write_text("left")
    generate(course)
    assert not list(course.nbgrader.rglob("left.txt"))


def test_what_has_no_source_any_more_is_removed(course):
    second = CHAPTER.replace("Exercise 1.", "Exercise 2.").replace("_01", "_02").replace("double", "again")
    write_chapter(course, second.replace("why_adding", "why_again"), "02_again")
    generate(course)
    (course.release / "01_doubling" / "stray.md").write_text("nbgrader would hand this out")
    (course.solutions / "02_again.md").unlink()
    gone = relative(course, generate(course))
    assert "chapters/02_again.ipynb" in gone
    assert "autograde/release/01_doubling/stray.md" in gone
    assert not (course.release / "02_again").exists()
    assert not (course.source / "02_again").exists()
    assert (course.chapters / "01_doubling.ipynb").exists()


def test_a_mistake_in_one_chapter_writes_nothing(course):
    write_chapter(course, CHAPTER.replace("### END SOLUTION", ""), "02_broken")
    with pytest.raises(UserError, match=r"02_broken\.md"):
        generate(course)
    assert not list(course.chapters.glob("*.ipynb"))
