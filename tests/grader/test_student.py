"""What is kept about a student can be handed over, and deleted so that no file of the course names the student."""

from __future__ import annotations

import argparse
import csv
import json
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from small_course import CHAPTER, OTHER, RIGHT, hand_in, student_notebook
from sqlalchemy import event
from sqlalchemy.engine import Engine

from autograde import gradebook, personal
from autograde import student as verb
from autograde.assignment import Assignment
from autograde.batch import grade
from autograde.course import Course, UserError, find_course
from autograde.export import export as export_scores
from autograde.feedback import write_pages
from autograde.flags import Flag
from autograde.personal import delete, export, mentions
from autograde.record import Writer, alone
from autograde.records import failed_record
from autograde.submission import Graded

GONE, STAYS = "maria.r", "maria"  # one id is the beginning of the other


@pytest.fixture(scope="module")
def graded(made_course, tmp_path_factory) -> Course:
    """Two students, graded in two chapters, with a mark by hand, a roster, pages and exports."""
    root = tmp_path_factory.mktemp("graded") / "course"
    shutil.copytree(made_course.root, root)
    course = Course(root)
    (course.nbgrader / "students.csv").write_text(
        f"id,first_name,last_name,email\n{GONE},Maria,Rossi,m@example.org\n{STAYS},Maria,Silva,s@example.org\n"
    )
    for student in (GONE, STAYS, "maria.x"):
        hand_in(course, student, student_notebook(course, RIGHT))
    hand_in(course, GONE, student_notebook(course, {}, OTHER), chapter=OTHER)
    records = grade(course, jobs=1, seed=1, progress=False, records_file=course.build / "records.jsonl").records
    with Gradebook(course.db_url) as gradebook:
        comment = gradebook.find_comment("why", CHAPTER, CHAPTER, GONE)
        comment.manual_comment = "Well said."
        gradebook.db.commit()
    write_pages(course, records)
    export_scores(course, "generic", course.build / "grades" / "generic.csv")
    return course


@pytest.fixture
def kept(graded, tmp_path) -> Course:
    shutil.copytree(graded.root, tmp_path / "kept")
    return Course(tmp_path / "kept")


pytestmark = pytest.mark.slow


def everything_that_says(course: Course, student: str) -> list[str]:
    """Read again by other means than the product's: every file, every row."""
    found = []
    for path in course.root.rglob("*"):
        if student in path.name or (path.is_file() and student.encode() in path.read_bytes()):
            found.append(str(path))
    return found


def test_the_copy_holds_all_that_may_be_given_and_no_test(kept, tmp_path):
    export(kept, GONE, tmp_path / "copy.zip")
    with zipfile.ZipFile(tmp_path / "copy.zip") as archive:
        names = set(archive.namelist())
        everything = b"".join(archive.read(name) for name in names)
        gradebook = json.loads(archive.read("gradebook.json"))
        records = json.loads(archive.read("records.json"))
        roster = json.loads(archive.read("roster.json"))
    for chapter in (CHAPTER, OTHER):
        assert {f"submitted/{chapter}/{chapter}.ipynb", f"feedback/{chapter}/{chapter}.html"} <= names
    assert roster["email"] == "m@example.org"
    assert {one["chapter"] for one in gradebook["submissions"]} == {CHAPTER, OTHER}
    assert {record["chapter"] for record in records} == {CHAPTER, OTHER}
    assert b"Well said." in everything
    assert b"return x + x" in everything
    assert b"checks.rng()" not in everything, "a hidden test"
    assert b'"maria"' not in everything, "somebody else"


def test_the_planted_hidden_test_is_in_what_the_copy_leaves_out(kept):
    assert b"checks.rng()" in (kept.autograded / GONE / CHAPTER / f"{CHAPTER}.ipynb").read_bytes()


@pytest.fixture
def careless_sqlite():
    """SQLite as many systems have it: deleted rows stay in the file, as this system's build may not let them."""

    def connected(connection, _) -> None:
        connection.execute("PRAGMA secure_delete = OFF")

    event.listen(Engine, "connect", connected)
    yield
    event.remove(Engine, "connect", connected)


@pytest.mark.usefixtures("careless_sqlite")
def test_after_deletion_no_file_names_the_student_and_the_others_are_as_they_were(kept):
    others = {path: path.read_bytes() for path in kept.nbgrader.glob(f"*/{STAYS}/**/*") if path.is_file()}
    assert len(others) > 3
    assert len(everything_that_says(kept, GONE)) > 8
    done = delete(kept, GONE)
    assert everything_that_says(kept, GONE) == []
    assert done.left == []
    assert {"_build/records.jsonl", "_build/grades/generic.csv"} <= set(done.rebuild)
    assert {path: path.read_bytes() for path in others} == others
    with Gradebook(kept.db_url) as gradebook:
        assert {student.id for student in gradebook.students} == {STAYS, "maria.x"}
        assert gradebook.find_submission(CHAPTER, STAYS).score == 6.0
    with sqlite3.connect(kept.nbgrader / "gradebook.db") as database:
        assert database.execute("select count(*) from comment where manual_comment = 'Well said.'").fetchone() == (0,)
        orphans = "select count(*) from grade where notebook_id not in (select id from submitted_notebook)"
        assert database.execute(orphans).fetchone() == (0,)
    with (kept.nbgrader / "students.csv").open() as file:
        assert [row["id"] for row in csv.DictReader(file)] == [STAYS]
    records = grade(kept, jobs=1, progress=False)
    assert records.fresh == set(), "nothing of the others has to be graded again"


def test_what_is_built_without_students_is_not_searched_and_what_is_not_known_to_be_is(kept):
    for name in ("html/page.html", "frameworks/lib/code.py", "stamps/book", "report/index.html", "unheard_of/x"):
        path = kept.build / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"the name {GONE} stands here")
    done = delete(kept, GONE)
    assert {"_build/report/index.html", "_build/unheard_of/x"} <= set(done.rebuild)
    assert all((kept.build / name).exists() for name in ("html/page.html", "frameworks/lib/code.py", "stamps/book"))


def test_another_record_that_named_the_student_as_the_nearest_forgets_it(kept):
    path = kept.autograded / "maria.x" / CHAPTER / "record.json"
    assert GONE in path.read_text() or STAYS in path.read_text()
    path.write_text(path.read_text().replace(f"the nearest name is {STAYS}", f"the nearest name is {GONE}"))
    assert GONE in path.read_text()
    unfinished = path.parent.with_name(f".{OTHER}.part")
    shutil.copytree(path.parent, unfinished)
    assert delete(kept, GONE).left == []
    assert GONE not in path.read_text()
    assert GONE not in (unfinished / "record.json").read_text(), "nor what a killed run was about to write"


def test_what_the_page_says_to_keep_safe_is_enough_to_restore_everything(kept, made_course, tmp_path):
    page = (find_course().root / "autograde" / "OPERATING.md").read_text(encoding="utf-8")
    table = page.split("## What to keep safe")[1].split("\n## ")[0]
    paths = re.findall(r"^\| `(autograde/[^`]+)` \|", table, re.MULTILINE)
    assert len(paths) == 5
    before = everything_graded(kept)
    assert before[-1] == "Well said."
    for missing in (None, "autograde/autograded/"):
        shutil.copytree(made_course.root, tmp_path / str(paths.index(missing) if missing else "all") / "course")
        restored = Course(tmp_path / str(paths.index(missing) if missing else "all") / "course")
        for path in paths:
            if path == missing:
                continue
            if (kept.root / path).is_dir():
                shutil.rmtree(restored.root / path, ignore_errors=True)
                shutil.copytree(kept.root / path, restored.root / path)
            else:
                shutil.copy(kept.root / path, restored.root / path)
        fresh = grade(restored, jobs=1, progress=False).fresh
        if missing is None:
            assert fresh == set()
            assert everything_graded(restored) == before
        else:
            assert len(fresh) == 4, f"without {missing} everything is graded anew"


def everything_graded(course: Course) -> list:
    with Gradebook(course.db_url) as gradebook:
        found = [
            (submission.student.id, submission.name, grade.name, grade.auto_score, grade.needs_manual_grade)
            for assignment in gradebook.assignments
            for submission in assignment.submissions
            for notebook in submission.notebooks
            for grade in notebook.grades
        ]
        return [*sorted(found, key=str), gradebook.find_comment("why", CHAPTER, CHAPTER, GONE).manual_comment]


@pytest.mark.parametrize(
    "name",
    [f"autograde/{GONE}.txt", "autograde/notes.txt", "old.csv", "autograde/gradebook.db.2026-01-01", "autograde/m.zip"],
)
def test_what_is_left_over_is_found_and_named(kept, name):
    path = kept.root / name
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(f"{GONE}/x.ipynb", b"")
    else:
        path.write_bytes(b"\0\0seen with " + GONE.encode() + b", twice\0")
    assert delete(kept, GONE).left == [name]


def test_a_copy_that_was_made_to_hand_over_is_found_under_any_name(kept):
    for name in (f"{GONE}.zip", "copy.zip"):
        export(kept, GONE, kept.root / name)
    assert sorted(delete(kept, GONE).left) == ["copy.zip", f"{GONE}.zip"]


@pytest.mark.parametrize("broken", ["member", "directory"])
def test_a_zip_that_cannot_be_opened_stops_nothing(kept, broken):
    path = kept.root / "broken.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"x" * 1000)
    data = bytearray(path.read_bytes())
    place = 40 if broken == "member" else data.index(b"PK\x01\x02")
    data[place : place + 4] = b"\xff" * 4
    path.write_bytes(data)
    assert zipfile.is_zipfile(path)
    assert delete(kept, GONE).left == []


@pytest.mark.parametrize("action", ["delete", "export"])
def test_a_roster_that_cannot_be_read_is_told_before_anything_is_deleted(kept, tmp_path, action):
    roster = kept.nbgrader / "students.csv"
    roster.write_bytes(roster.read_bytes() + "josé,José,Gómez,j@example.org\n".encode("cp1252"))
    before = {path: path.read_bytes() for path in kept.nbgrader.rglob("*") if path.is_file()}
    with pytest.raises(UserError, match=r"students\.csv cannot be read"):
        delete(kept, GONE) if action == "delete" else export(kept, GONE, tmp_path / "copy.zip")
    assert {path: path.read_bytes() for path in kept.nbgrader.rglob("*") if path.is_file()} == before
    assert not list(tmp_path.glob("*copy.zip*"))


def test_several_are_deleted_at_once(kept):
    (kept.root / "notes.txt").write_text(f"{STAYS} asked")
    done = delete(kept, GONE, STAYS)
    assert {name.split("/")[2] for name in done.removed if name.count("/") == 2} == {GONE, STAYS}
    assert done.left == ["notes.txt"]
    assert mentions(kept, GONE) == []
    with pytest.raises(UserError, match=f"'{GONE}' or '{STAYS}', but notes.txt"):
        delete(kept, GONE, STAYS)


def test_nobody_is_mentioned_nowhere(kept):
    assert mentions(kept) == []


def test_a_longer_id_is_not_taken_for_the_shorter_one(kept):
    (kept.root / "other.txt").write_text(f"{GONE} and maria.x and maria_2, xmaria")
    (kept.root / "end.txt").write_text(f"It was {STAYS}.")
    found = [path.name for path in mentions(kept, STAYS)]
    assert "end.txt" in found
    assert "other.txt" not in found


def test_nothing_is_deleted_without_the_id_typed(kept, monkeypatch, capsys):
    monkeypatch.setattr(verb, "find_course", lambda: kept)
    parser = argparse.ArgumentParser()
    verb.add_arguments(parser)
    arguments = parser.parse_args([GONE, "--delete"])
    with pytest.raises(UserError, match="--yes"):
        verb.run(arguments)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _: STAYS)
    with pytest.raises(UserError, match="nothing was deleted"):
        verb.run(arguments)
    assert (kept.submitted / GONE).is_dir()
    monkeypatch.setattr("builtins.input", lambda _: GONE)
    assert verb.run(arguments) == 0
    assert "python -m autograde report" in capsys.readouterr().out
    assert not (kept.submitted / GONE).exists()


def export_somewhere(course: Course, student: str) -> None:
    export(course, student, Path("/nonexistent/x.zip"))


@pytest.mark.parametrize("action", [delete, export_somewhere])
@pytest.mark.parametrize("student", ["nobody", "..", "../maria", ""])
def test_an_unknown_id_is_told_and_touches_nothing(kept, action, student):
    with pytest.raises(UserError, match=r"nothing is kept|no student id"):
        action(kept, student)
    assert (kept.submitted / STAYS).is_dir()


def test_links_in_a_hand_in_are_neither_copied_nor_followed(kept, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("not the student's")
    (kept.submitted / GONE / CHAPTER / "link.txt").symlink_to(secret)
    export(kept, GONE, tmp_path / "copy.zip")
    with zipfile.ZipFile(tmp_path / "copy.zip") as archive:
        assert all(b"not the student's" not in archive.read(name) for name in archive.namelist())
    delete(kept, GONE)
    assert secret.exists()


# --------------------------------------------------------------------------------- What keeps it from being deleted

@pytest.fixture
def recorded(course: Course, small: Assignment) -> Course:
    """Two students with a folder, a line in the roster and rows in the gradebook; nothing was run for it."""
    course.roster.write_text(f"id\n{GONE}\n{STAYS}\n")
    with Writer(course) as writer:
        writer.prepare(small)
        for student in (GONE, STAYS):
            hand_in(course, student, b"{")
            writer.save(Graded(failed_record(student, CHAPTER, Flag("broken_json"))))
    return course


@pytest.fixture
def impatient_sqlite():
    """SQLite that does not wait five seconds for another program to go away."""

    def connected(connection, _) -> None:
        connection.execute("PRAGMA busy_timeout = 0")

    event.listen(Engine, "connect", connected)
    yield
    event.remove(Engine, "connect", connected)


def all_files(course: Course) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in course.root.rglob("*") if path.is_file()}


def students_of(url: str) -> dict[str, int]:
    """{student: rows of grades}, read by SQL of our own."""
    query = (
        "select student_id, count(*) from submitted_assignment join submitted_notebook on submitted_assignment.id = "
        "submitted_notebook.assignment_id join grade on grade.notebook_id = submitted_notebook.id group by student_id"
    )
    with sqlite3.connect(url.removeprefix("sqlite:///")) as database:
        return dict(database.execute(query).fetchall())


def test_nothing_is_deleted_while_another_run_writes(recorded):
    before = all_files(recorded)
    with alone(recorded), pytest.raises(UserError, match="another run is writing to this course"):
        delete(recorded, GONE)
    assert all_files(recorded) == before
    assert delete(recorded, GONE).left == []
    with Writer(recorded):
        pass


@pytest.mark.usefixtures("impatient_sqlite")
@pytest.mark.parametrize("holds", ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE", "BEGIN; SELECT id FROM student LIMIT 1"])
def test_a_gradebook_that_another_program_holds_is_said_and_nothing_is_half_deleted(recorded, holds):
    before = all_files(recorded)
    with sqlite3.connect(recorded.nbgrader / "gradebook.db", isolation_level=None) as formgrader:
        for statement in holds.split("; "):
            cursor = formgrader.execute(statement)
        cursor.fetchone()
        with pytest.raises(UserError, match=r"gradebook\.db cannot be used: database is locked\. Close other programs"):
            delete(recorded, GONE)
        formgrader.rollback()
    assert all_files(recorded) == before
    assert students_of(recorded.db_url).keys() == {GONE, STAYS}
    assert delete(recorded, GONE).left == []
    assert students_of(recorded.db_url).keys() == {STAYS}
    assert everything_that_says(recorded, GONE) == []


@pytest.mark.usefixtures("careless_sqlite", "impatient_sqlite")
def test_a_file_that_could_not_be_written_anew_is_when_the_command_is_run_again(recorded, monkeypatch):
    formgrader = sqlite3.connect(recorded.nbgrader / "gradebook.db", isolation_level=None)

    def open_the_formgrader(*_) -> None:
        formgrader.execute("BEGIN")
        formgrader.execute("SELECT id FROM student").fetchone()

    with monkeypatch.context() as patched:
        patched.setattr(personal, "_forget_in_others", open_the_formgrader)
        with pytest.raises(UserError, match=r"database is locked.*run the same command again"):
            delete(recorded, GONE)
    formgrader.close()
    assert everything_that_says(recorded, GONE) == [str(recorded.nbgrader / "gradebook.db")]
    assert delete(recorded, GONE).removed == ["the gradebook's rows"]
    assert everything_that_says(recorded, GONE) == []
    with pytest.raises(UserError, match="nothing is kept"):
        delete(recorded, GONE)


def test_a_word_of_the_gradebook_that_is_no_students_is_not_said_to_be_deleted(recorded):
    with pytest.raises(UserError, match=r"nothing is kept about 'parts', but autograde/gradebook\.db"):
        delete(recorded, "parts")


def test_a_folder_that_cannot_be_deleted_is_said_and_the_next_run_goes_on(recorded, monkeypatch):
    def refuse(path, *_, **__) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    with monkeypatch.context() as patched:
        patched.setattr(shutil, "rmtree", refuse)
        with pytest.raises(UserError, match=f"{GONE} cannot be deleted .*run the same command again"):
            delete(recorded, GONE)
    assert delete(recorded, GONE).left == []
    assert everything_that_says(recorded, GONE) == []


def test_the_rows_are_deleted_and_copied_where_all_verbs_look_for_them(recorded, tmp_path, monkeypatch):
    """Also in a course whose settings name one gradebook, whatever the variable says."""
    elsewhere = f"sqlite:///{tmp_path / 'elsewhere.db'}"
    shutil.copy(recorded.nbgrader / "gradebook.db", tmp_path / "elsewhere.db")
    with (recorded.nbgrader / "nbgrader_config.py").open("a") as file:
        file.write(f"\nc.CourseDirectory.db_url = {recorded.db_url!r}\n")
    with Gradebook(elsewhere) as opened:
        opened.update_or_create_student(GONE, last_name="Rossi")
    monkeypatch.setenv(gradebook.VARIABLE, elsewhere)
    export(recorded, GONE, tmp_path / "copy.zip")
    with zipfile.ZipFile(tmp_path / "copy.zip") as archive:
        assert json.loads(archive.read("gradebook.json"))["student"]["last_name"] == "Rossi"
    delete(recorded, GONE)
    assert students_of(elsewhere).keys() == {STAYS}
    assert students_of(recorded.db_url).keys() == {GONE, STAYS}


@pytest.mark.parametrize("module", ["personal", "inbox", "sorting", "feedback"])
def test_what_only_reads_or_sorts_does_not_load_the_sandbox(module):
    program = f"import sys, autograde.{module}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], cwd=find_course().root, capture_output=True, check=True)
    assert b"autograde.course" in done.stdout
    assert b"autograde.split" not in done.stdout
