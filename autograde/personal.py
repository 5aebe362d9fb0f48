"""What is kept about one student, all of it: to hand over a copy, or to delete it and prove that it is gone."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import zipfile
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.api import Comment, Grade, Student, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from autograde import atomic, gradebook, marks
from autograde.course import ROSTER, STUDENT_ID, Course, UserError
from autograde.flags import ABOUT_OTHERS
from autograde.parcel import read_regular_file
from autograde.record import RECORD, alone, record_paths
from autograde.records import Record, read_record
from autograde.roster import read_roster

_LARGEST = 2**30  # bytes of one file that is copied or searched
_LARGEST_PACKED = 2**26  # the same of a file in a zip, which may say anything of its size
# What the course itself consists of; students are in none of it.
_NOT_SEARCHED = frozenset({".git", ".venv", "__pycache__", ".pytest_cache", ".ruff_cache", ".hypothesis"})
_COURSE = ("solutions", "chapters", "tests", "autograde/source", "autograde/release")
# The same of what is built: what is not named here may hold students, and is deleted where it names one.
_BUILT = (".doctrees", "executed", "frameworks", "guide", "html", "jupyter_execute", "pycache", "quality", "release",
          "stamps", "static")  # fmt: skip
_CODE = frozenset({".py", ".md", ".css", ".js", ".toml", ".cfg"})

README = """What the course keeps about {student}.

submitted/   what was handed in, as it arrived
feedback/    the pages of feedback
gradebook.json  the row of the list of students, and every score, comment and late penalty
records.json    what the grader noted: results of each exercise, flags, times, and the answers that it graded
roster.json     the row of the list of the class

Not in here: the executed notebooks of autograde/autograded/. They are what is in submitted/, run together with tests
that students do not see.
"""


@dataclass
class Deleted:
    """What was removed, and where the id still stands."""

    removed: list[str] = field(default_factory=list)
    rebuild: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def folders(course: Course, student: str) -> list[Path]:
    """The student's folders that exist."""
    if not STUDENT_ID.fullmatch(student):
        raise UserError(f"{student!r} is no student id.")
    places = (course.submitted / student, course.autograded / student, course.feedback / student)
    return [path for path in places if path.exists() or path.is_symlink()]


def export(course: Course, student: str, target: Path) -> list[str]:
    """Write everything that may be given to the student into the zip `target`; returns the names in it.

    Raises
    ------
    UserError
        If nothing is kept about the student, the roster or the gradebook cannot be read, or `target` exists.
    """
    if target.exists():
        raise UserError(f"{target} exists; name another file.")
    read_roster(course)  # says what is wrong with the file, if anything is
    found = folders(course, student)
    row, entries = _roster_row(course, student), _gradebook_rows(course, student)
    if not found and row is None and not entries:
        raise UserError(f"nothing is kept about {student!r}.")
    with atomic.written(target) as place, zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", README.format(student=student))
        archive.writestr("gradebook.json", _json(entries))
        archive.writestr("roster.json", _json(row))
        archive.writestr("records.json", _json([_for_the_student(record) for record in _records(course, student)]))
        for folder in found:
            if folder.parent == course.autograded:
                continue
            for path in _files(folder):
                name = f"{folder.parent.name}/{path.relative_to(folder).as_posix()}"
                archive.writestr(name.encode("utf-8", "replace").decode(), read_regular_file(path, _LARGEST))
        names = archive.namelist()
    return names


def delete(course: Course, *students: str) -> Deleted:
    """Remove everything that is kept about the students, and what was built from it, then look for the ids everywhere.

    Raises
    ------
    UserError
        If nothing is kept about any of them, the roster cannot be read, the gradebook cannot be written, or another
        run writes to the course: then nothing was deleted. Also if something of the rest cannot be: to run it again
        goes on from there.
    """
    with alone(course), _in_words():
        return _delete(course, students)


def _delete(course: Course, students: Collection[str]) -> Deleted:
    read_roster(course)
    done = Deleted()
    found = [folder for student in students for folder in folders(course, student)]
    # First, since other programs can keep the gradebook from being written: then all else is as it was.
    in_gradebook = _delete_from_gradebook(course, students)
    in_roster = _delete_from_roster(course, students)
    for folder in found:
        if folder.is_symlink():
            folder.unlink()
        else:
            shutil.rmtree(folder)
        done.removed.append(folder.relative_to(course.root).as_posix())
    _forget_in_others(course, students)
    # Last, since it can fail with the rows gone. Begun again, it is seen by the bytes that are still there.
    in_gradebook |= _write_gradebook_anew(course, students, in_gradebook)
    done.removed += ["the gradebook's rows"] * in_gradebook + [f"the row of {ROSTER}"] * in_roster
    for path in mentions(course, *students):
        name = path.relative_to(course.root).as_posix()
        if path.is_relative_to(course.build):  # whatever is there was made from the rest and can be made again
            path.unlink()
            done.rebuild.append(name)
        else:
            done.left.append(name)
    if not done.removed and not done.rebuild:
        raise UserError(
            f"nothing is kept about {' or '.join(map(repr, students))}"
            + (f", but {', '.join(done.left)} mention it." if done.left else ".")
        )
    return done


@contextmanager
def _in_words() -> Iterator[None]:
    """What the disk refuses, for a person to read."""
    try:
        yield
    except OSError as error:
        raise UserError(
            f"{error.filename} cannot be deleted or written ({error.strerror}). Put that right, then run the same "
            "command again: it goes on with what is left."
        ) from None


def mentions(course: Course, *students: str) -> list[Path]:
    """The files of the checkout, its code and chapters left out, in whose name or bytes one of the ids is a word."""
    if not students:  # an empty choice of words would be found everywhere
        return []
    word = _word(students)
    return [
        path
        for path in _searched(course)
        if _name_says(path.relative_to(course.root), word) or _bytes_say(path, word)
    ]


def _word(students: Collection[str]) -> re.Pattern[bytes]:
    ids = b"|".join(re.escape(student.encode()) for student in students)
    return re.compile(rb"(?<![A-Za-z0-9._-])(?:" + ids + rb")(?![A-Za-z0-9_-]|\.[A-Za-z0-9])")


def _name_says(name: Path, word: re.Pattern[bytes]) -> bool:
    return any(word.search(os.fsencode(one)) for one in (name, name.with_suffix("")))  # ana.zip is ana's


def _bytes_say(path: Path, word: re.Pattern[bytes]) -> bool:
    try:
        data = read_regular_file(path, _LARGEST)
    except OSError:
        return False
    if word.search(data):
        return True
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return False
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError):  # its directory is broken, or of a kind of its own
        return False
    with archive:
        return any(_packed_says(archive, inner, word) for inner in archive.infolist())


def _packed_says(archive: zipfile.ZipFile, inner: zipfile.ZipInfo, word: re.Pattern[bytes]) -> bool:
    if word.search(inner.filename.encode("utf-8", "replace")):
        return True
    if inner.file_size > _LARGEST_PACKED:
        return False
    try:
        return bool(word.search(archive.read(inner)))
    except (OSError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error):  # locked, or broken
        return False


def _searched(course: Course) -> Iterator[Path]:
    course_only = {course.root / name for name in _COURSE} | {course.build / name for name in _BUILT}
    for current, below, files in os.walk(course.root):
        here = Path(current)
        below[:] = [name for name in below if name not in _NOT_SEARCHED and here / name not in course_only]
        for name in files:
            path = here / name
            students = path.is_relative_to(course.submitted) or path.is_relative_to(course.build)
            if not path.is_symlink() and (students or path.suffix not in _CODE):
                yield path


def _files(folder: Path) -> Iterator[Path]:
    """Regular files below a folder, links not followed."""
    for current, _, files in os.walk(folder):
        for name in sorted(files):
            path = Path(current, name)
            if path.is_file() and not path.is_symlink():
                yield path


# ------------------------------------------------------------------------------------------------------ Gradebook

def _gradebook_rows(course: Course, student: str) -> dict:
    """Everything that the gradebook knows, as plain data; empty if it does not know the student."""
    if not marks.exists(course):
        return {}
    with gradebook.opened(course) as engine, Session(engine) as session:
        found = session.get(Student, student)
        if found is None:
            return {}
        return {"student": _columns(found), "submissions": [_submission(one) for one in found.submissions]}


def _submission(submission: SubmittedAssignment) -> dict:
    return {
        **_columns(submission),
        "chapter": submission.name,
        "late_seconds": submission.total_seconds_late,
        "notebooks": [
            {
                **_columns(notebook),
                "grades": [{"cell": grade.name, **_columns(grade)} for grade in notebook.grades],
                "comments": [{"cell": comment.name, **_columns(comment)} for comment in notebook.comments],
            }
            for notebook in submission.notebooks
        ],
    }


def _columns(row: object) -> dict:
    return {column.key: getattr(row, column.key) for column in type(row).__table__.columns}


def _delete_from_gradebook(course: Course, students: Collection[str]) -> bool:
    """Delete all their rows or none; nbgrader's own objects would commit after each submission."""
    if not marks.exists(course):
        return False
    submissions = select(SubmittedAssignment.id).where(SubmittedAssignment.student_id.in_(students))
    notebooks = select(SubmittedNotebook.id).where(SubmittedNotebook.assignment_id.in_(submissions))
    count = 0
    with gradebook.opened(course) as engine, engine.begin() as connection:
        for kind, theirs in (
            (Grade, Grade.notebook_id.in_(notebooks)),
            (Comment, Comment.notebook_id.in_(notebooks)),
            (SubmittedNotebook, SubmittedNotebook.assignment_id.in_(submissions)),
            (SubmittedAssignment, SubmittedAssignment.student_id.in_(students)),
            (Student, Student.id.in_(students)),
        ):
            count += connection.execute(kind.__table__.delete().where(theirs)).rowcount
    return count > 0


def _write_gradebook_anew(course: Course, students: Collection[str], changed: bool) -> bool:
    """SQLite leaves the bytes of deleted rows in its file until then; whether they said one of the ids."""
    path = gradebook.file_of(course)
    if path is None:
        return False
    word = _word(students)
    said = _bytes_say(path, word)
    if not (changed or said):
        return False
    with (
        gradebook.opened(course) as engine,
        engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection,
    ):
        connection.execute(text("VACUUM"))
    return said and not _bytes_say(path, word)


# --------------------------------------------------------------------------------------------- Roster and records

def _rows(course: Course) -> tuple[list[str], list[dict[str, str]]]:
    path = course.roster
    if not path.exists():
        return [], []
    with path.open(newline="", encoding="utf-8-sig") as file:
        reader = csv.DictReader(file)
        return list(reader.fieldnames or []), list(reader)


def _roster_row(course: Course, student: str) -> dict[str, str] | None:
    return next((row for row in _rows(course)[1] if (row.get("id") or "").strip() == student), None)


def _delete_from_roster(course: Course, students: Collection[str]) -> bool:
    names, rows = _rows(course)
    kept = [row for row in rows if (row.get("id") or "").strip() not in students]
    if len(kept) == len(rows):
        return False
    made = io.StringIO(newline="")
    writer = csv.DictWriter(made, names, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(kept)
    atomic.write_text(course.roster, made.getvalue())
    return True


def _records(course: Course, student: str) -> list[Record]:
    return [record for path in record_paths(course, student) if (record := read_record(path)) is not None]


def _for_the_student(record: Record) -> dict:
    """Without what tells of others or of hidden tests; the messages stand in the feedback."""
    data = json.loads(record.to_line())
    for name in ("trace", "seed", "source"):
        data.pop(name)
    data["notes"] = [note for note in data["notes"] if note["code"] not in ABOUT_OTHERS]
    for exercise in data["exercises"].values():
        exercise.pop("message")
        for test in exercise["tests"]:
            test.pop("message")
    return data


def _forget_in_others(course: Course, students: Collection[str]) -> None:
    """Another's record may say that one of these was the nearest name."""
    # Dotted folders too, unlike `record_paths`: what a killed run was about to write says it as well.
    for path in course.autograded.glob(f"*/*/{RECORD}"):
        record = read_record(path)
        about = [note for note in record.notes if note["code"] in ABOUT_OTHERS] if record else []
        if any(note["detail"].split(" ")[-1] in students for note in about):
            for note in about:
                note["detail"] = "no name is like it"
            atomic.write_text(path, record.to_line() + "\n")


def _json(data: object) -> str:
    return json.dumps(data, indent=1, ensure_ascii=False, default=str)
