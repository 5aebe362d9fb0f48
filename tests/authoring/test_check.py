"""`check` says which notebooks are not what their sources give, and what to run."""

from __future__ import annotations

import argparse
import shutil
import sys

import pytest

from autograde import check
from autograde.course import UserError, find_course
from autograde.generate import generate
from tests.authoring.tiny_course import CHAPTER, write_chapter


def run(course, monkeypatch, capsys, no_leaks=True, no_grading=True):
    monkeypatch.setattr(check, "find_course", lambda: course)
    status = check.run(argparse.Namespace(no_leaks=no_leaks, no_grading=no_grading))
    return status, capsys.readouterr().out


def test_what_was_generated_passes(course, monkeypatch, capsys):
    generate(course)
    status, said = run(course, monkeypatch, capsys, no_leaks=False)
    assert status == 0
    assert "1 notebooks are what their sources give." in said
    assert "0 leaks: looked for" in said


def test_an_edited_source_is_told_with_what_to_run(course, monkeypatch, capsys):
    generate(course)
    write_chapter(course, CHAPTER.replace("You can double.", "You can."))
    status, said = run(course, monkeypatch, capsys)
    assert status == 1
    assert "chapters/01_doubling.ipynb differs from what solutions/01_doubling.md gives" in said
    assert "python -m autograde generate" in said


def test_all_that_is_wrong_is_told_at_once(course, monkeypatch, capsys):
    generate(course)
    write_chapter(course, CHAPTER.replace("assert double(3) == 6", "assert double.__doc__ is None"))
    status, said = run(course, monkeypatch, capsys)
    assert status == 1
    assert "python -m autograde generate" in said
    assert "1 places in 2 tests use what cannot cross" in said


def test_one_byte_is_enough(course, monkeypatch, capsys):
    generate(course)
    with (course.chapters / "01_doubling.ipynb").open("a") as notebook:
        notebook.write("\n")
    assert run(course, monkeypatch, capsys)[0] == 1


def test_missing_and_orphaned_notebooks_are_told(course, monkeypatch, capsys):
    generate(course)
    (course.chapters / "01_doubling.ipynb").rename(course.chapters / "03_old.ipynb")
    status, said = run(course, monkeypatch, capsys)
    assert status == 1
    assert "chapters/01_doubling.ipynb is missing" in said
    assert "chapters/03_old.ipynb has no source" in said


def test_a_leak_fails_the_check_and_its_text_is_not_printed(course, monkeypatch, capsys):
    generate(course)
    (course.chapters / "notes.md").write_text("    doubled_secretly = x + x\n")
    status, said = run(course, monkeypatch, capsys, no_leaks=False)
    assert status == 1
    assert "LEAK chapters/notes.md: the solution of 'double' in 01_doubling" in said
    assert "doubled_secretly" not in said


def test_a_course_without_chapters_cannot_pass(course, monkeypatch, capsys):
    (course.solutions / "01_doubling.md").unlink()
    with pytest.raises(UserError, match="no chapters"):
        run(course, monkeypatch, capsys)


def test_a_test_that_cannot_cross_fails_the_check(course, monkeypatch, capsys):
    write_chapter(course, CHAPTER.replace("assert double(3) == 6", "assert double.__doc__ is None"))
    generate(course)
    status, said = run(course, monkeypatch, capsys)
    assert status == 1
    assert "test-double (exercise 1.1): `double.__doc__` looks inside an object of the student's" in said
    assert "1 places in 2 tests use what cannot cross" in said


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the grader needs Linux")
def test_a_test_that_its_own_reference_answer_fails_fails_the_check(course, monkeypatch, capsys):
    course.nbgrader.mkdir(parents=True, exist_ok=True)
    shutil.copy(find_course().nbgrader / "nbgrader_config.py", course.nbgrader)
    generate(course)
    status, said = run(course, monkeypatch, capsys, no_grading=False)
    assert (status, "0 of 2 tests take points from the reference answers." in said) == (0, True)
    write_chapter(course, CHAPTER.replace("assert isinstance(double(1), int)", "assert double(1) == 3, 'three'"))
    generate(course)
    status, said = run(course, monkeypatch, capsys, no_grading=False)
    assert status == 1
    assert "test-double-type gives the reference answer 0 of 1 points: three" in said
