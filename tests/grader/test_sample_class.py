"""The sample class is graded as its table says, with the real chapters and the real grader."""

from __future__ import annotations

import shutil

import pytest

from autograde.batch import grade
from autograde.course import Course, UserError, find_course
from autograde.damage import DAMAGES
from autograde.flags import FAILURES, FLAGS
from autograde.generate import generate
from autograde.record import alone
from autograde.sample_class import (
    CHAPTERS,
    Expected,
    RealHandIns,
    expected,
    remove_sample_class,
    sample_class,
    write_sample_class,
)

ROWS = {"M01", "M02", "M03", "M09", "M11", "M22", "M25", "M26", "M31", "M33", "M37", "M45", "M55", "M63"}


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Course:
    """The course as it is in the sources now, generated beside the checkout."""
    real, root = find_course(), tmp_path_factory.mktemp("sample")
    shutil.copytree(real.solutions, root / "solutions")
    shutil.copytree(real.byhand, root / "chapters" / "byhand", ignore=shutil.ignore_patterns("__pycache__"))
    (root / "autograde").mkdir()
    shutil.copy(real.nbgrader / "nbgrader_config.py", root / "autograde")
    generate(Course(root))
    return Course(root)


def test_the_class_has_what_the_course_promises(course):
    table = expected(course)
    assert len(table) >= 24
    assert {one.case for one in table} >= ROWS == {damage.row for damage in DAMAGES}
    assert {one.chapter for one in table} == set(CHAPTERS)
    assert len({(one.student, one.chapter) for one in table}) == len(table)
    assert len({key for one in table for key in one.wrong.values()}) >= 15
    assert {flag for one in table for flag in one.flags} <= FLAGS.keys() | FAILURES.keys()


def test_the_same_sources_make_the_same_bytes(course):
    assert sample_class(course) == sample_class(course)


def test_a_real_class_is_never_touched(course, tmp_path):
    (tmp_path / "real.student" / "01_neurons").mkdir(parents=True)
    with pytest.raises(RealHandIns, match=r"real\.student"):
        write_sample_class(course, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["real.student"]


@pytest.fixture(scope="module")
def written(course, tmp_path_factory) -> Course:
    """The course with the class and a real student beside it."""
    root = tmp_path_factory.mktemp("written") / "course"
    shutil.copytree(course.root, root)
    write_sample_class(Course(root))
    submitted = Course(root).submitted
    shutil.copytree(submitted / "chen.wei", submitted / "real.student", symlinks=True)
    return Course(root)


@pytest.fixture
def copy(written, tmp_path) -> Course:
    shutil.copytree(written.root, tmp_path / "course", symlinks=True)
    return Course(tmp_path / "course")


def test_the_class_is_taken_out_and_a_real_student_stays(copy):
    (copy.feedback / "chen.wei").mkdir(parents=True)
    assert "chen.wei" in remove_sample_class(copy)
    assert [path.name for path in copy.submitted.iterdir()] == ["real.student"]
    assert list(copy.feedback.iterdir()) == []
    assert remove_sample_class(copy) == []


@pytest.mark.parametrize("name", ["01_neurons/01_neurons.ipynb", "05_backpropagation/05_backpropagation.ipynb"])
def test_a_real_student_with_a_name_of_the_sample_class_is_not_removed(copy, name):
    path = copy.submitted / "chen.wei" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"my own work")
    before = sorted(copy.submitted.rglob("*"))
    with pytest.raises(UserError, match=r"chen\.wei.*nothing was removed"):
        remove_sample_class(copy)
    assert sorted(copy.submitted.rglob("*")) == before


def test_nothing_is_taken_out_while_another_run_writes(copy):
    with alone(copy), pytest.raises(UserError, match="another run is writing"):
        remove_sample_class(copy)
    assert (copy.submitted / "chen.wei").is_dir()


def test_writing_the_class_again_changes_nothing(course, tmp_path):
    write_sample_class(course, tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    write_sample_class(course, tmp_path)
    assert before == {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def graded(course) -> dict:
    write_sample_class(course)
    outcome = grade(course, jobs=2, seed=2026, progress=False)
    return {(record.student, record.chapter): record for record in outcome.records}


@pytest.mark.slow
def test_each_submission_ends_as_the_table_says(course, graded):
    table = expected(course)
    assert graded.keys() == {(one.student, one.chapter) for one in table}
    wrong = {(one.student, one.case): differences(one, graded[one.student, one.chapter]) for one in table}
    assert not {key: found for key, found in wrong.items() if found}


def differences(one: Expected, record) -> list[str]:
    """What about `record` is not as `one` says."""
    found = []
    if record.status != one.status or set(record.flags) != set(one.flags):
        found.append(f"{record.status} {record.flags}, not {one.status} {list(one.flags)}: {record.reason}")
    for name, exercise in record.exercises.items():
        if exercise.manual:
            continue
        said = f"{name}: {exercise.score} of {exercise.max_score}, {exercise.misconception}: {exercise.message}"
        if name in one.right and exercise.score != exercise.max_score:
            found.append(f"right, but {said}")
        elif name in one.blank | one.lost and exercise.score:
            found.append(f"no points are due, but {said}")
        elif name in one.wrong and exercise.score >= exercise.max_score:
            found.append(f"wrong, but {said}")
        elif name in one.wrong and exercise.misconception != one.wrong[name]:
            found.append(f"{one.wrong[name]}, but {said}")
    return found


@pytest.mark.slow
def test_the_comparison_itself_bites(course, graded):
    """Planted: a table that says otherwise is found out."""
    one = next(one for one in expected(course) if one.wrong)
    record = graded[one.student, one.chapter]
    name = next(iter(one.wrong))
    assert differences(one, record) == []
    assert differences(Expected(one.student, one.chapter, "", "failed", wrong=one.wrong), record)
    assert differences(Expected(one.student, one.chapter, "", one.status, right=frozenset(one.wrong)), record)
    assert differences(Expected(one.student, one.chapter, "", one.status, wrong={name: "other_key"}), record)
    assert differences(Expected(one.student, one.chapter, "", one.status, blank=one.right), record)
