"""What lies in autograde/submitted/: one job per student and chapter, and a word on everything else."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

from autograde import atomic
from autograde.course import STUDENT_ID, Course, UserError
from autograde.flags import Flag
from autograde.junk import is_junk
from autograde.records import Record, failed_record
from autograde.roster import read_roster
from autograde.wording import shown


@dataclass(frozen=True, slots=True)
class Job:
    """One submission that can be graded; `noted` is what is known of it before it is looked into."""

    student: str
    chapter: str
    submitted: Path
    noted: tuple[Flag, ...] = ()

    @property
    def folder(self) -> Path:
        """Made when it is asked for: ten thousand paths would take as much memory as all else that is kept."""
        return self.submitted / self.student / self.chapter


@dataclass
class Inbox:
    """`jobs` can be graded, `failed` have a record that says why not, `strays` are files between the folders."""

    jobs: list[Job] = field(default_factory=list)
    failed: list[Record] = field(default_factory=list)
    strays: list[str] = field(default_factory=list)


def find_submissions(course: Course, known: list[str], chapters: list[str], students: list[str]) -> Inbox:
    """Sort what is in `submitted`; `chapters` and `students` narrow it down if they are not empty.

    Raises
    ------
    UserError
        If a student who was asked for has handed in nothing, or if the roster cannot be read.
    """
    inbox, folder = Inbox(), course.submitted
    if not folder.is_dir():
        raise UserError(
            f"there is nothing to grade: {folder} does not exist. `python -m autograde collect` fills it, "
            "or put each hand-in into submitted/STUDENT/CHAPTER/."
        )
    for name in students:
        if not STUDENT_ID.fullmatch(name) or not (folder / name).is_dir():
            raise UserError(f"student {name!r} has handed in nothing: there is no folder of this name in {folder}")
    roster = read_roster(course)
    for path in map(folder.joinpath, _entries(folder)):
        if not _real_folder(path):
            inbox.strays.append(f"submitted/{shown(path.name)}: not a student's folder")
        elif not STUDENT_ID.fullmatch(path.name):
            name = path.name.encode("ascii", "backslashreplace").decode()
            inbox.failed.append(failed_record(name, "", Flag("invalid_student_id", name)))
        elif not students or path.name in students:
            _look_into(folder, path, known, chapters, inbox, roster.unknown(path.name))
    return inbox


def _look_into(
    submitted: Path, student: Path, known: list[str], chapters: list[str], inbox: Inbox, unknown: Flag | None
) -> None:
    try:
        entries = _entries(student)
    except OSError as error:
        inbox.failed.append(failed_record(student.name, "", Flag("unreadable_file", error.strerror or "")))
        return
    for path in map(student.joinpath, entries):
        if not _real_folder(path):
            inbox.strays.append(
                f"submitted/{student.name}/{shown(path.name)}: lies outside a chapter's folder, so it was not graded"
            )
        elif atomic.become(path.name):
            continue
        elif path.name not in known:
            name = path.name.encode("ascii", "backslashreplace").decode()
            failure = Flag("unknown_chapter", f"{name}; there are {', '.join(known)}")
            inbox.failed.append(failed_record(student.name, name, failure))
        elif not chapters or path.name in chapters:
            inbox.jobs.append(Job(student.name, path.name, submitted, (unknown,) if unknown else ()))
    unfinished = set(filter(None, map(atomic.become, entries)))
    inbox.strays += [
        f"submitted/{student.name}/{shown(name)}: `collect` was stopped before it was done, so that it was not graded; "
        "collect again"
        for name in sorted(unfinished.difference(entries))
        if not chapters or name in chapters
    ]
    if not entries:
        inbox.strays.append(f"submitted/{student.name}: empty, no chapter's folder in it")


def _entries(folder: Path) -> list[str]:
    """Names, which take a third of the memory of paths where ten thousand hand in."""
    return sorted(name for name in os.listdir(folder) if not is_junk(name))


def _real_folder(path: Path) -> bool:
    """A link to a folder could point anywhere, so it is not followed."""
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except OSError:  # the folder above may be read, but not entered
        return False
