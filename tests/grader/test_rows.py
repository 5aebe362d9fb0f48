"""The gradebook's rows are those that nbgrader itself would make, column by column."""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime

import nbformat
import pytest
from nbformat.v4 import new_output
from nbgrader.api import Base, Gradebook, MissingEntry
from nbgrader.preprocessors import AssignLatePenalties, SaveAutoGrades
from small_course import CHAPTER, solution, solved_small, test_cell, write_source
from sqlalchemy import event, select
from test_record import COURSE_ID, failed, graded

from autograde.assignment import load_assignment, nbgrader_config
from autograde.record import Writer
from autograde.rows import Rows
from autograde.submission import notebook_bytes

ON_TIME, LATE = datetime(2026, 4, 30, 12), datetime(2026, 5, 2, 12)
TABLES = ("student", "submitted_assignment", "submitted_notebook", "grade", "comment")


@pytest.fixture
def config(course):
    path = course.nbgrader / "nbgrader_config.py"
    path.write_text(path.read_text() + "\nc.LateSubmissionPlugin.penalty_method = 'zero'\n")
    return nbgrader_config(course)


@pytest.fixture
def writer(course, small, config):
    with Writer(course) as writer:
        writer.prepare(small)
        writer.gradebook.update_or_create_assignment(CHAPTER, duedate="2026-05-01 00:00:00 UTC")
        yield writer


def tables(gradebook: Gradebook, student: str) -> dict[str, list]:
    """Every column of every row about one student; numbers of rows are replaced by what they stand for."""
    data = Base.metadata.tables
    names = {"base_cell": lambda row: (row.name, row.type), "notebook": lambda row: row.name}
    meant = {student: "the student"}
    for table, name in names.items():
        meant |= {row.id: name(row) for row in gradebook.db.execute(select(data[table]))}
    submission = gradebook.find_submission(CHAPTER, student)
    meant |= {submission.id: "the submission", submission.assignment.id: "the chapter"}
    meant |= {notebook.id: "the student's " + notebook.name for notebook in submission.notebooks}
    found: dict[str, list] = {}
    for table in TABLES:
        rows = [dict(row._mapping) for row in gradebook.db.execute(select(data[table]))]
        rows = [row for row in rows if set(row.values()) & mine(submission)]
        for row in rows:
            if row["id"] not in mine(submission):
                assert len(row.pop("id")) == 32
        found[table] = sorted(
            ([(column, meant.get(v, v) if isinstance(v, str) else v) for column, v in row.items()] for row in rows),
            key=repr,
        )
    return found


def mine(submission) -> set[str]:
    return {submission.student.id, submission.id, *(notebook.id for notebook in submission.notebooks)}


def stock(writer: Writer, small, timestamp: datetime, executed: nbformat.NotebookNode, student: str) -> None:
    """What `nbgrader autograde` does to the gradebook after it has executed the notebook."""
    with Gradebook(writer.db_url, COURSE_ID) as gradebook:
        gradebook.update_or_create_student(student)
        gradebook.update_or_create_submission(CHAPTER, student, timestamp=str(timestamp))
    resources = {
        "nbgrader": {"notebook": CHAPTER, "assignment": CHAPTER, "student": student, "db_url": writer.db_url}
    }
    for step in (SaveAutoGrades, AssignLatePenalties):
        step(config=writer.config)(deepcopy(executed), resources)


def executed(small, broken: set[str], partial: dict[str, str], changed: set[str]) -> nbformat.NotebookNode:
    notebook = deepcopy(small.notebook)
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if name in broken:
            cell.outputs = [new_output("error", ename="E", evalue="", traceback=[])]
        if name in partial:
            cell.outputs = [new_output("execute_result", {"text/plain": partial[name]}, execution_count=1)]
        if name in changed:
            cell.source = "answered"
    return notebook


@pytest.mark.parametrize("timestamp", [ON_TIME, LATE], ids=["on time", "late"])
def test_every_column_is_as_nbgraders_own_steps_write_it(small, writer, timestamp):
    answers = {"double", "predict_sign"}
    notebook = executed(small, {"test-double", "test-predict_sign"}, {"test-parts": "1.5"}, answers)
    stock(writer, small, timestamp, notebook, "stock")
    one = graded(small, "ours", test_double_array=1, test_parts=1.5)
    # As nbgrader's step, which counts a written answer that was left as it was as answered with nothing: 0 points.
    why = one.record.exercises["why"].tests[0]
    why.outcome, one.blank = "blank", frozenset({"why", "parts"})
    one.timestamp = timestamp
    writer.save(one)
    with Gradebook(writer.db_url, COURSE_ID) as gradebook:
        theirs, ours = tables(gradebook, "stock"), tables(gradebook, "ours")
    assert ours == theirs
    assert {table: len(rows) for table, rows in ours.items()} == {
        "student": 1, "submitted_assignment": 1, "submitted_notebook": 1, "grade": 5, "comment": 4,
    }  # fmt: skip
    penalty = dict(ours["submitted_notebook"][0])["late_submission_penalty"]
    assert penalty == (2.5 if timestamp == LATE else None)


def test_every_column_of_a_regrade_is_as_nbgraders_own_steps_write_it(small, writer):
    for student in ("stock", "ours"):
        one = graded(small, student, test_double=2)
        one.timestamp, one.blank = LATE, frozenset({"double", "why"})
        writer.save(one)
        with Gradebook(writer.db_url, COURSE_ID) as gradebook:
            grade = gradebook.find_grade("test-parts", CHAPTER, CHAPTER, student)
            grade.manual_score, grade.extra_credit = 1.0, 0.5
            gradebook.find_comment("why", CHAPTER, CHAPTER, student).manual_comment = "Well."
            gradebook.db.commit()
    stock(writer, small, ON_TIME, executed(small, {"test-double"}, {}, {"double", "why", "parts"}), "stock")
    one = graded(small, "ours", test_double_array=1, test_predict_sign=1, test_parts=2)
    one.timestamp, one.blank = ON_TIME, frozenset({"predict_sign"})
    writer.save(one)
    with Gradebook(writer.db_url, COURSE_ID) as gradebook:
        assert tables(gradebook, "ours") == tables(gradebook, "stock")


def test_the_comparison_sees_a_single_wrong_column(small, writer):
    for student in ("one", "two"):
        writer.save(graded(small, student))
    with Gradebook(writer.db_url, COURSE_ID) as gradebook:
        assert tables(gradebook, "one") == tables(gradebook, "two")
        gradebook.find_grade("why", CHAPTER, CHAPTER, "two").extra_credit = 0.0
        gradebook.db.commit()
        assert tables(gradebook, "one") != tables(gradebook, "two")


def test_a_submission_takes_a_bounded_number_of_statements_however_many_cells_there_are(course, small, writer):
    cells = solved_small()
    for number in range(40):
        cells += [solution(f"f{number}", "x = 1"), test_cell(f"test-f{number}", 1, "assert True")]
    write_source(course, CHAPTER, cells)
    large = load_assignment(course, CHAPTER)
    sent = []
    event.listen(writer.gradebook.engine, "before_cursor_execute", lambda *args: sent.append(args[2]))
    counts = []
    for assignment in (small, large):
        writer.prepare(assignment)
        writer.save(graded(assignment, "first"))
        sent.clear()
        writer.save(graded(assignment, f"new-{assignment.digest}"))
        writer.save(graded(assignment, f"new-{assignment.digest}"))
        counts.append(len(sent))
    assert counts[0] == counts[1] < 30


def whole_class_read_by(writer: Writer, work) -> set[str]:
    """The tables that grow with the class and that `work` makes SQLite read from end to end."""
    sent = []

    def note(connection, cursor, statement, parameters, context, many) -> None:
        sent.append((statement, parameters[0] if many else parameters))

    event.listen(writer.gradebook.engine, "before_cursor_execute", note)
    work()
    event.remove(writer.gradebook.engine, "before_cursor_execute", note)
    found = set()
    with writer.gradebook.engine.connect() as connection:
        for statement, parameters in sent:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            found |= {step[1] for *_, what in plan if (step := what.split())[0] == "SCAN" and step[1] in TABLES}
    return found


@pytest.mark.parametrize("timestamp", [ON_TIME, LATE], ids=["on time", "late"])
def test_no_submission_makes_the_database_read_the_whole_class(small, writer, timestamp):
    one = graded(small, "ana", test_double=2)
    one.timestamp = timestamp
    for _ in ("new", "again"):
        assert whole_class_read_by(writer, lambda: writer.save(one)) == set()
    by_notebook = select(Base.metadata.tables["grade"]).where(Base.metadata.tables["grade"].c.notebook_id == "x")
    assert whole_class_read_by(writer, lambda: writer.gradebook.db.execute(by_notebook).all()) == {"grade"}


def test_nothing_is_committed_before_the_end(small, writer):
    writer.save(graded(small, "ana", test_double=2))
    rows = Rows(writer.gradebook.db)
    rows.write("ana", CHAPTER, scores={}, blank=(), readable=True, timestamp=None, keep_timestamp=True)
    with Gradebook(writer.db_url, COURSE_ID) as gradebook:
        assert gradebook.find_grade("test-double", CHAPTER, CHAPTER, "ana").auto_score == 2
    writer.gradebook.db.rollback()


def test_a_mark_given_in_the_formgrader_meanwhile_is_kept_and_looked_at_again(small, writer):
    writer.save(graded(small, "ana", test_double=2))
    with Gradebook(writer.db_url, COURSE_ID) as formgrader:
        formgrader.find_grade("test-double", CHAPTER, CHAPTER, "ana").manual_score = 1
        formgrader.db.commit()
    writer.save(failed(small))
    writer.save(graded(small, "ana"))
    with Gradebook(writer.db_url, COURSE_ID) as gradebook:
        grade = gradebook.find_grade("test-double", CHAPTER, CHAPTER, "ana")
        assert (grade.auto_score, grade.manual_score, grade.needs_manual_grade) == (0, 1, True)


def test_a_chapter_that_the_gradebook_does_not_know_is_an_error(small, writer):
    one = graded(small)
    one.record.chapter = "99_unknown"
    with pytest.raises(MissingEntry, match="99_unknown"):
        writer.save(one)


def test_the_notebook_that_is_kept_is_what_nbformat_would_have_written(small, tmp_path):
    notebook = executed(small, {"test-double"}, {"test-parts": "1.5"}, {"double"})
    notebook.cells[0].source = "zwei\nZeilen é \u2028 \U0001f600 \"quoted\" \\"
    notebook.metadata["signature"] = "sha256:1"
    data = notebook_bytes(notebook)
    (tmp_path / "ours.ipynb").write_bytes(data)
    nbformat.write(notebook, tmp_path / "theirs.ipynb")
    ours, theirs = (nbformat.read(tmp_path / f"{name}.ipynb", as_version=4) for name in ("ours", "theirs"))
    assert ours == theirs
    nbformat.validate(ours)
    assert data.count(b"\n") == len(notebook.cells) + 3
    notebook.cells[0].source = "half a character: \ud800"
    assert b"half a character: ?" in notebook_bytes(notebook)
