"""The gradebook and the files after a submission is recorded. No kernel runs here."""

from __future__ import annotations

import errno
import fcntl
import shutil
import subprocess
import sys
from datetime import datetime

import pytest
from nbgrader.api import Gradebook, InvalidEntry
from small_course import CHAPTER, RIGHT, solution, solved_small, test_cell, write_source
from sqlalchemy.exc import DataError, IntegrityError, InternalError, OperationalError, ProgrammingError

from autograde import record as record_module
from autograde.assignment import Assignment, load_assignment
from autograde.course import Course, UserError
from autograde.flags import Flag
from autograde.record import Writer, record_path
from autograde.records import Record, Records, TestResult, failed_record, read_record, write_records
from autograde.rows import Rows
from autograde.submission import Graded, notebook_bytes
from autograde.verdict import unread

COURSE_ID = "neural-networks-by-hand"


def graded(assignment: Assignment, student: str = "ana", **scores: float) -> Graded:
    """A submission with these scores by grade id (dashes as underscores); tests not named lose all points."""
    record = Record(student, assignment.name, "graded", exercises=unread(assignment), source=assignment.digest)
    for exercise in record.exercises.values():
        for test in exercise.tests:
            test.score = scores.get(test.grade_id.replace("-", "_"), 0.0)
            test.outcome = "manual" if exercise.manual else "passed" if test.score else "failed"
        exercise.score = sum(test.score for test in exercise.tests)
    record.score = sum(exercise.score for exercise in record.exercises.values())
    record.max_score = sum(exercise.max_score for exercise in record.exercises.values())
    return Graded(record, notebook_bytes(assignment.notebook))


def failed(assignment: Assignment, student: str = "ana") -> Graded:
    record = failed_record(student, assignment.name, Flag("empty_file"))
    record.exercises = unread(assignment)
    return Graded(record)


def rows(course: Course, student: str = "ana", chapter: str = CHAPTER) -> dict[str, tuple]:
    """{grade id: (auto score, manual score, needs manual grade)} as nbgrader reads it."""
    with Gradebook(course.db_url, COURSE_ID) as gradebook:
        notebook = gradebook.find_submission_notebook(chapter, chapter, student)
        return {
            grade.name: (grade.auto_score, grade.manual_score, grade.needs_manual_grade) for grade in notebook.grades
        }


def mark_by_hand(course: Course, name: str, score: float) -> None:
    with Gradebook(course.db_url, COURSE_ID) as gradebook:
        gradebook.find_grade(name, CHAPTER, CHAPTER, "ana").manual_score = score
        gradebook.db.commit()


@pytest.fixture
def writer(course, small):
    with Writer(course) as writer:
        writer.prepare(small)
        yield writer


def test_scores_reach_the_gradebook_and_written_answers_wait(course, small, writer):
    writer.save(graded(small, test_double=2, test_parts=1.5))
    assert rows(course) == {
        "test-double": (2, None, False), "test-double-array": (0, None, False), "test-predict_sign": (0, None, False),
        "test-parts": (1.5, None, False), "why": (None, None, True),
    }  # fmt: skip


def test_a_wrong_resubmission_loses_the_old_score(course, small, writer):
    writer.save(graded(small, test_double=2, test_double_array=1, test_parts=2))
    writer.save(graded(small, test_parts=1))
    assert {name: row[0] for name, row in rows(course).items()} == {
        "test-double": 0, "test-double-array": 0, "test-predict_sign": 0, "test-parts": 1, "why": None,
    }  # fmt: skip


def test_a_resubmission_that_fails_loses_the_old_score_and_waits_for_nobody(course, small, writer):
    writer.save(graded(small, test_double=2))
    writer.save(failed(small))
    assert set(rows(course).values()) == {(0, None, False)}
    assert not (course.autograded / "ana" / CHAPTER / f"{CHAPTER}.ipynb").exists()
    assert read_record(record_path(course, "ana", CHAPTER)).status == "failed"


def test_marks_given_by_hand_stay_and_are_to_be_looked_at_again(course, small, writer):
    writer.save(graded(small, test_double=2))
    mark_by_hand(course, "why", 1.5)
    writer.save(graded(small))
    assert rows(course)["why"] == (None, 1.5, True)


def test_one_students_record_touches_no_other(course, small, writer):
    writer.save(graded(small, "ana", test_double=2))
    before = rows(course)
    writer.save(failed(small, "bob"))
    assert rows(course) == before


def test_a_write_that_fails_leaves_the_old_scores_and_the_old_record(course, small, writer, monkeypatch):
    writer.save(graded(small, test_double=2))
    before, record = rows(course), record_path(course, "ana", CHAPTER).read_text()

    def fail(*_):
        raise RuntimeError("power cut")

    monkeypatch.setattr(Writer, "_enter_penalties", fail)
    with pytest.raises(RuntimeError):
        writer.save(graded(small))
    assert rows(course) == before
    assert record_path(course, "ana", CHAPTER).read_text() == record


def test_a_second_run_on_the_course_is_refused_and_takes_nothing_from_the_first(course, small, writer):
    stage = writer._stage(graded(small))
    with pytest.raises(UserError, match="another run is writing to this course: wait for it, or stop it"):
        Writer(course).__enter__()
    writer._publish(stage, graded(small).record)
    assert read_record(record_path(course, "ana", CHAPTER)).status == "graded"


def test_the_lock_ends_with_the_run_also_with_one_that_could_not_begin(course, monkeypatch):
    shutil.rmtree(course.autograded)
    with Writer(course):
        assert [path.name for path in course.autograded.iterdir()] == [".lock"]
    with monkeypatch.context() as patch:
        patch.setattr(record_module, "Rows", lambda db: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            Writer(course).__enter__()
    with Writer(course):
        pass


@pytest.mark.slow
def test_the_lock_ends_with_a_killed_process(course):
    program = (
        "import sys, time; from pathlib import Path; from autograde.course import Course; "
        "from autograde.record import Writer; writer = Writer(Course(Path(sys.argv[1]))); writer.__enter__(); "
        "print('in', flush=True); time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(course.root)], stdout=subprocess.PIPE) as other:
        try:
            assert other.stdout.readline() == b"in\n"
            with pytest.raises(UserError, match="another run"):
                Writer(course).__enter__()
        finally:
            other.kill()
    with Writer(course):
        pass


@pytest.mark.parametrize("taken", ["", ".lock"])
def test_a_folder_that_cannot_be_written_is_told_in_plain_words(course, taken):
    shutil.rmtree(course.autograded)
    if taken:
        (course.autograded / taken).mkdir(parents=True)
    else:
        course.autograded.write_text("a file")
    with pytest.raises(UserError, match=r"\.lock cannot be written"):
        Writer(course).__enter__()


def test_a_disk_without_locks_can_be_graded_on(course, small, monkeypatch):
    def no_locks(*_):
        raise OSError(errno.ENOLCK, "no locks")

    monkeypatch.setattr(fcntl, "flock", no_locks)
    with Writer(course) as writer:
        writer.prepare(small)
        writer.save(graded(small, test_double=2))
    assert rows(course)["test-double"] == (2, None, False)


@pytest.mark.parametrize("kind", [IntegrityError, InternalError, OperationalError])
def test_what_another_machine_or_the_server_spoils_is_written_when_it_is_tried_again(
    course, small, writer, monkeypatch, kind
):
    monkeypatch.setattr(record_module, "_PAUSES", (0, 0))
    undisturbed, tried = Rows.write, []

    def spoilt_once(self, *args, **options):
        tried.append(args)
        written = undisturbed(self, *args, **options)
        if len(tried) == 1:
            raise kind("INSERT", {}, Exception("duplicate key"))
        return written

    monkeypatch.setattr(Rows, "write", spoilt_once)
    writer.save(graded(small, test_double=2))
    assert rows(course)["test-double"] == (2, None, False)
    assert len(tried) == 2


@pytest.mark.parametrize("kind", [IntegrityError, InternalError, DataError, ProgrammingError])
def test_what_the_database_refuses_is_said_without_the_statement_and_its_values(
    course, small, writer, monkeypatch, kind
):
    monkeypatch.setattr(record_module, "_PAUSES", (0, 0))

    def refuse(*_, **__):
        raise kind("INSERT INTO student VALUES (?)", {"id": "ana's id"}, Exception("no\nDETAIL: ana's id"))

    monkeypatch.setattr(Rows, "write", refuse)
    with pytest.raises(UserError, match=r"cannot be (written|used): no\.") as told:
        writer.save(graded(small))
    assert "ana's id" not in str(told.value)
    assert told.value.__suppress_context__
    assert not list(course.autograded.glob("*/.*.part"))


def test_no_transaction_waits_for_the_first_submission(course, small, writer):
    writer.save(graded(small))
    assert writer.recorded() == {("ana", CHAPTER)}
    assert not writer.gradebook.db().in_transaction()


def test_an_error_that_nbgrader_wraps_is_told_as_the_databases_own(course, small, writer, monkeypatch):
    def refuse(*_, **__):
        try:
            raise IntegrityError("INSERT INTO assignment", {"name": "secret"}, Exception("duplicate key"))
        except IntegrityError as error:
            raise InvalidEntry(*error.args)  # noqa: B904 (as nbgrader does)

    monkeypatch.setattr(writer.gradebook, "update_or_create_assignment", refuse)
    with pytest.raises(UserError, match="cannot be used: duplicate key"):
        writer.prepare(small)


def test_blank_answers_get_nbgraders_comment(course, small, writer):
    one = graded(small)
    one.blank = frozenset({"double", "why"})
    writer.save(one)
    with Gradebook(course.db_url, COURSE_ID) as gradebook:
        comments = gradebook.find_submission_notebook(CHAPTER, CHAPTER, "ana").comments
        assert {comment.name: comment.auto_comment for comment in comments} == {
            "double": "No response.", "why": "No response.", "predict_sign": None, "parts": None,
        }  # fmt: skip


def test_a_late_hand_in_gets_the_penalty_of_the_courses_settings(course, small):
    config = course.nbgrader / "nbgrader_config.py"
    config.write_text(config.read_text() + "\nc.LateSubmissionPlugin.penalty_method = 'zero'\n")
    with Writer(course) as writer:
        writer.prepare(small)
        writer.gradebook.update_or_create_assignment(CHAPTER, duedate="2026-05-01 00:00:00 UTC")
        for student, day in (("ana", 2), ("bob", 1)):
            one = graded(small, student, test_double=2)
            one.timestamp = datetime(2026, 4, 30 if day == 1 else 1) if day == 1 else datetime(2026, 5, day)
            writer.save(one)
    with Gradebook(course.db_url, COURSE_ID) as gradebook:
        late = {
            student: gradebook.find_submission(CHAPTER, student).late_submission_penalty for student in ("ana", "bob")
        }
    assert late == {"ana": 2, "bob": 0}


def test_a_chapter_that_gains_and_loses_cells_is_followed(course, small, writer):
    writer.save(graded(small, test_double=2))
    cells = [cell for cell in solved_small() if cell["id"] != "test-parts"]
    cells += [solution("half", "def half(x):\n    ### BEGIN SOLUTION\n    return x / 2\n    ### END SOLUTION")]
    cells += [test_cell("test-half", 4, "assert half(2) == 1")]
    write_source(course, CHAPTER, cells)
    changed = load_assignment(course, CHAPTER)
    assert changed.digest != small.digest
    writer.prepare(changed)
    assert rows(course)["test-half"] == (None, None, True)
    writer.save(graded(changed, test_half=4))
    assert rows(course)["test-half"] == (4, None, False)
    assert "test-parts" not in rows(course)


def test_a_cell_with_marks_given_by_hand_is_not_dropped_silently(course, small, writer):
    writer.save(graded(small))
    mark_by_hand(course, "why", 2)
    write_source(course, CHAPTER, [cell for cell in solved_small() if cell["id"] != "why"])
    with pytest.raises(UserError, match="marked by hand"):
        writer.prepare(load_assignment(course, CHAPTER))


@pytest.mark.slow
def test_the_gradebook_says_what_nbgrader_itself_would_have_stored_of_the_chapter(course, small, writer):
    def cells(db_url: str) -> dict:
        with Gradebook(db_url, COURSE_ID) as gradebook:
            notebook = gradebook.find_notebook(CHAPTER, CHAPTER)
            source = {
                cell.name: (cell.source, cell.checksum, cell.locked, cell.cell_type) for cell in notebook.source_cells
            }
            points = {cell.name: cell.max_score for cell in notebook.grade_cells}
            return {"source": source, "points": points, "kernelspec": notebook.kernelspec}

    ours = cells(course.db_url)
    stock = f"sqlite:///{course.root / 'stock.db'}"
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", CHAPTER, f"--CourseDirectory.db_url={stock}"]
    done = subprocess.run(command, cwd=course.root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert cells(stock) == ours


def test_a_record_survives_its_line_of_json():
    record = Record("ana", CHAPTER, "flagged", 1.5, 3.0, flags=["bom_removed"], seed=7)
    record.exercises = unread_exercises()
    assert Record.from_line(record.to_line()) == record
    assert "\n" not in record.to_line()
    record.reason = "half a character: \ud800"
    assert Record.from_line(record.to_line()).reason == "half a character: ?"


def unread_exercises() -> dict:
    from autograde.records import ExerciseResult

    tests = [TestResult("test-double", 1.5, 3.0, "partial", "Zeile\nzwei é", "squared", 2)]
    return {"double": ExerciseResult(1.5, 3.0, "squared", 2, "Zeile\nzwei é", tests=tests, answer=RIGHT["double"])}


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"student": "ana"}', "not json", "null"])
def test_a_record_of_another_kind_counts_as_none(tmp_path, text):
    path = tmp_path / "record.json"
    path.write_text(text)
    assert read_record(path) is None


def test_records_are_written_one_a_line_and_read_when_they_are_asked_for(tmp_path):
    path = tmp_path / "deep" / "records.jsonl"
    made = [Record("ana", CHAPTER, "failed"), Record("zoe", CHAPTER, "graded")]
    write_records(path, iter(made))
    assert [Record.from_line(line) for line in path.read_text().splitlines()] == made
    kept = tmp_path / "record.json"
    kept.write_text(made[0].to_line())
    found = Records([kept, made[1]])
    assert (len(found), found == made, list(found[1:])) == (2, True, made[1:])
    kept.write_text(made[1].to_line())
    assert found != made
    kept.unlink()
    with pytest.raises(UserError, match="is gone"):
        list(found)
    assert [entry.name for entry in path.parent.iterdir()] == ["records.jsonl"]
