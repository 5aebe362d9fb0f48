"""The gradebook in PostgreSQL says what the one in SQLite says, and losing the server loses nothing.

A real server, from the system's packages, started for these tests.
"""

from __future__ import annotations

import csv
import json
import os
import sys
import zipfile
from datetime import datetime

import pytest
from nbgrader.api import Gradebook
from small_course import CHAPTER, OTHER, RIGHT, hand_in, student_notebook
from sqlalchemy import create_engine, text
from stock import nbgrader

from autograde import __main__ as command
from autograde import gradebook, marks, record
from autograde.batch import grade
from autograde.course import Course, UserError, find_course
from autograde.personal import delete, export
from autograde.record import Writer
from tests.postgres import NO_POSTGRES, PASSWORD, Server, postgres

__all__ = ["NO_POSTGRES", "postgres"]
pytest.importorskip("psycopg", reason="make test installs autograde/requirements-postgres.txt")
DUE = datetime(2026, 5, 1)
LATE_IS_NOTHING = "\nc.LateSubmissionPlugin.penalty_method = 'zero'\n"


@pytest.fixture(autouse=True)
def no_other_gradebook(monkeypatch):
    monkeypatch.setenv(gradebook.VARIABLE, "")  # also undoes what a test's `--db` sets


@pytest.fixture
def in_postgres(course, postgres: Server, request, monkeypatch) -> Course:
    """The course with its gradebook in an empty database."""
    name = request.node.name[:40]
    monkeypatch.setenv(gradebook.VARIABLE, postgres.url(name))
    return course


def everything(url: str) -> dict[str, list]:
    """All that nbgrader keeps, without the random ids."""
    with Gradebook(url, "neural-networks-by-hand") as opened:
        rows: dict[str, list] = {"students": sorted(student.id for student in opened.students)}
        for assignment in opened.assignments:
            rows[assignment.name] = [assignment.duedate]
            for notebook in assignment.notebooks:
                rows[f"cells {notebook.name}"] = sorted(
                    (cell.name, str(cell.cell_type), cell.source, cell.checksum, cell.locked)
                    for cell in notebook.source_cells
                )
            for submission in assignment.submissions:
                key = f"{submission.student.id} {assignment.name}"
                rows[key] = [
                    submission.timestamp, submission.total_seconds_late, submission.score, submission.max_score,
                    submission.late_submission_penalty, submission.needs_manual_grade,
                ]  # fmt: skip
                for notebook in submission.notebooks:
                    rows[key].append(sorted(
                        (one.name, one.auto_score, one.manual_score, one.extra_credit, one.needs_manual_grade,
                         one.max_score, one.failed_tests) for one in notebook.grades
                    ))  # fmt: skip
                    rows[key].append(sorted(
                        (one.name, one.auto_comment or "", one.manual_comment or "") for one in notebook.comments
                    ))  # fmt: skip
    return rows


def fill(course: Course) -> None:
    hand_in(course, "ana", student_notebook(course, RIGHT))
    hand_in(course, "ana", "2026-05-03 10:00:00 UTC", "timestamp.txt")
    hand_in(course, "bob", student_notebook(course, RIGHT | {"double": "def double(x):\n    return x**2"}))
    hand_in(course, "carl", student_notebook(course, {}))
    hand_in(course, "dora", b"{")
    triple = {"triple": "def triple(x):\n    return 3 * x"}
    hand_in(course, "ana", student_notebook(course, triple, OTHER), chapter=OTHER)


def run(course: Course, **options: object):
    return grade(course, **{"jobs": 2, "seed": 3, "progress": False} | options)


def mark_by_hand(url: str) -> None:
    with Gradebook(url, "neural-networks-by-hand") as opened:
        opened.update_or_create_assignment(CHAPTER, duedate=DUE)
        opened.find_grade("why", CHAPTER, CHAPTER, "ana").manual_score = 1.5
        opened.find_comment("why", CHAPTER, CHAPTER, "ana").manual_comment = "Short, and right."
        opened.db.commit()


@pytest.mark.slow
def test_a_class_graded_into_either_gives_equal_gradebooks(course, postgres, monkeypatch):
    config = course.nbgrader / "nbgrader_config.py"
    config.write_text(config.read_text() + LATE_IS_NOTHING)
    fill(course)
    found, totals = {}, {}
    for url in (course.db_url, postgres.url("either")):
        monkeypatch.setenv(gradebook.VARIABLE, url)
        run(course, force=True)
        mark_by_hand(url)
        hand_in(course, "bob", student_notebook(course, RIGHT))
        run(course, force=True)  # a newer hand-in, marks by hand, and a date after which it is late
        hand_in(course, "bob", student_notebook(course, {}))
        found[url], totals[url] = everything(url), marks.read(course)
    first, second = found.values()
    assert first == second
    assert first[f"ana {CHAPTER}"][4] == first[f"ana {CHAPTER}"][2] > 0  # the penalty takes all of it
    one, other = totals.values()
    assert one == other
    with create_engine(url).begin() as connection:
        connection.execute(text("UPDATE grade SET auto_score = auto_score + 1 WHERE auto_score > 0"))
    assert everything(url) != first  # the comparison sees a difference


@pytest.mark.slow
def test_a_students_copy_holds_the_rows_and_deleting_them_leaves_the_others(in_postgres, tmp_path):
    fill(in_postgres)
    run(in_postgres)
    url = os.environ[gradebook.VARIABLE]
    before = everything(url)
    export(in_postgres, "ana", tmp_path / "ana.zip")
    with zipfile.ZipFile(tmp_path / "ana.zip") as archive:
        rows = json.loads(archive.read("gradebook.json"))
    assert {one["chapter"] for one in rows["submissions"]} == {CHAPTER, OTHER}
    assert "the gradebook's rows" in delete(in_postgres, "ana").removed
    after = everything(url)
    assert "ana" in before["students"]
    before["students"].remove("ana")
    assert after == {key: value for key, value in before.items() if not key.startswith("ana ")}
    with create_engine(url).begin() as connection:
        for part, whole, key in (
            ("submitted_assignment", "student", "student_id"),
            ("submitted_notebook", "submitted_assignment", "assignment_id"),
            ("grade", "submitted_notebook", "notebook_id"),
            ("comment", "submitted_notebook", "notebook_id"),
        ):
            orphans = f"SELECT count(*) FROM {part} WHERE {key} NOT IN (SELECT id FROM {whole})"
            assert connection.execute(text(orphans)).scalar() == 0


@pytest.mark.slow
@pytest.mark.parametrize("nbgraders", [False, pytest.param(True, marks=pytest.mark.thorough)])
def test_every_verb_and_nbgrader_itself_use_the_gradebook_that_is_named(
    course, postgres, monkeypatch, capsys, nbgraders
):
    fill(course)
    url = postgres.url(f"named_{nbgraders}")
    for module in ("grade", "export", "report", "feedback"):
        monkeypatch.setattr(__import__(f"autograde.{module}", fromlist=["x"]), "find_course", lambda: course)
    assert command.main(["grade", "--db", url, "--seed", "3"]) == 0
    assert os.environ[gradebook.VARIABLE] == url
    mark_by_hand(url)
    for verb in ("feedback", "report"):
        assert command.main([verb, "--db", url]) == 0
    page = (course.feedback / "ana" / CHAPTER / f"{CHAPTER}.html").read_text(encoding="utf-8")
    assert "Short, and right." in page
    assert command.main(["export", "--db", url, "--format", "moodle", "--output", str(course.root / "ours.csv")]) == 0
    assert "dora" in (course.root / "ours.csv").read_text()
    with Gradebook(course.db_url, "neural-networks-by-hand") as file:
        assert not file.students  # nothing went into the file
    assert PASSWORD not in "".join(capsys.readouterr())
    if not nbgraders:
        return
    table = course.root / "grades.csv"
    nbgrader(course, "export", f"--CsvExportPlugin.to={table}", "--to", str(table))
    with table.open(encoding="utf-8") as file:
        rows = {(row["student_id"], row["assignment"]): float(row["score"]) for row in csv.DictReader(file)}
    assert rows["ana", CHAPTER] == 7.5
    nbgrader(course, "generate_feedback", CHAPTER, "--force")
    nbgrader(course, "db", "student", "add", "late", "--last-name=Comer")
    assert "late" in nbgrader(course, "db", "student", "list").stdout
    with Gradebook(url, "neural-networks-by-hand") as opened:
        assert {student.id for student in opened.students} == {"ana", "bob", "carl", "dora", "late"}


@pytest.mark.slow
def test_a_server_that_stops_ends_the_run_in_plain_words_and_the_next_goes_on(
    in_postgres, postgres, monkeypatch
):
    fill(in_postgres)
    monkeypatch.setattr(record, "_PAUSES", (0.01, 0.01))
    undisturbed, saved = Writer.save, []

    def save(self, graded):
        if len(saved) == 2:
            postgres.stop()
        saved.append(graded.record.student)
        undisturbed(self, graded)

    monkeypatch.setattr(Writer, "save", save)
    with pytest.raises(UserError, match=r"cannot be written.*run the same command again") as told:
        run(in_postgres)
    assert PASSWORD not in str(told.value)
    assert not list(in_postgres.autograded.glob("*/.*"))
    assert len(list(in_postgres.autograded.glob("*/*/record.json"))) == 2
    monkeypatch.setattr(Writer, "save", undisturbed)
    with pytest.raises(UserError, match="Is the server running") as told:
        run(in_postgres)
    assert PASSWORD not in str(told.value)
    postgres.start()
    assert len(run(in_postgres).fresh) == 3
    url = gradebook.url_of(in_postgres)
    assert set(everything(url)["students"]) == {"ana", "bob", "carl", "dora"}


@pytest.mark.thorough
def test_a_server_that_comes_back_costs_a_pause(in_postgres, postgres, monkeypatch):
    fill(in_postgres)
    monkeypatch.setattr(record, "_PAUSES", (0.1,) * 5)
    undisturbed, saved = Writer.save, []

    def save(self, graded):
        if len(saved) == 2:
            postgres.stop()
            postgres.start()
        saved.append(graded.record.student)
        undisturbed(self, graded)

    monkeypatch.setattr(Writer, "save", save)
    assert len(run(in_postgres).fresh) == 5
    assert len(everything(gradebook.url_of(in_postgres))["students"]) == 4


def test_what_is_wrong_with_an_address_is_said_without_its_password(course, monkeypatch, capsys):
    for url in (
        f"postgresql://grader:{PASSWORD}/x@host:{PASSWORD}/db", f"postgresql://grader:a@b:{PASSWORD}/db", PASSWORD,
    ):
        assert command.main(["report", "--db", url]) == 2
        said = capsys.readouterr().err
        assert "address cannot be read" in said
        assert PASSWORD not in said
    shown = gradebook.shown(f"postgresql://grader:{PASSWORD}@db.example.org:5433/grades?password={PASSWORD}")
    assert shown == "grades (postgresql on db.example.org:5433)"
    monkeypatch.setenv(gradebook.VARIABLE, f"postgresql://grader:{PASSWORD}@127.0.0.1:1/grades")
    with pytest.raises(UserError, match=r"grades \(postgresql on 127\.0\.0\.1:1\) cannot be used") as told:
        marks.read(course)
    assert PASSWORD not in str(told.value)


def test_a_missing_driver_is_named(course, monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    monkeypatch.setenv(gradebook.VARIABLE, f"postgresql://grader:{PASSWORD}@127.0.0.1:1/grades")
    with pytest.raises(UserError, match=r"psycopg.*pip install -r autograde/requirements-postgres\.txt"):
        marks.read(course)
    with pytest.raises(UserError, match="psycopg"):
        Writer(course).__enter__()
    assert (find_course().root / gradebook.REQUIREMENTS).is_file()


@pytest.mark.thorough
def test_students_code_is_not_told_the_gradebooks_address(course, monkeypatch):
    """No warm process inherits the variable: what starts them gives them an environment of their own."""
    monkeypatch.setenv(gradebook.VARIABLE, course.db_url)
    looks = f"import os\ndef triple(x):\n    return 0 if {gradebook.VARIABLE!r} in os.environ else 3 * x"
    hand_in(course, "ana", student_notebook(course, {"triple": looks}, OTHER), chapter=OTHER)
    (one,) = run(course).records
    assert one.score == 3.0


@pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary user can start nothing else")
def test_the_tests_server_is_an_ordinary_users(postgres):
    assert os.stat(f"/proc/{postgres._process.pid}").st_uid != 0
