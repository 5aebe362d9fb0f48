"""Sorts hand-ins into one folder per student and chapter: whose they are, and of which chapter. UNTRUSTED input."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from autograde.archive import MAX_FILES, Contents, HandedFile, Refused, add_member, is_junk, is_zip, members, read_path
from autograde.assignment import Assignment, chapters_with_source, load_assignment
from autograde.course import Course, UserError
from autograde.decode import Unreadable, decode
from autograde.inbox import STUDENT_ID
from autograde.progress import progress
from autograde.read import belongs

# Reads one hand-in; called only when its turn comes, so that a class's zip is never in memory as a whole.
Load = Callable[[], Contents]


@dataclass
class Attempt:
    """What one hand-in holds for one chapter; `label` says where it came from."""

    student: str
    chapter: str
    label: str
    files: dict[PurePosixPath, bytes] = field(default_factory=dict)
    modified: float = 0.0


@dataclass
class Collected:
    """What `collect` did, as lines for a person to read."""

    new: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    superseded: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def collect(course: Course, paths: list[Path], *, chapter: str | None = None, dry_run: bool = False) -> Collected:
    """Sort the hand-ins in `paths` into `course.submitted`.

    Raises
    ------
    UserError
        If a path does not exist, or the chapter is unknown.
    """
    known = chapters_with_source(course)
    if not known:
        raise UserError(f"there is no chapter in {course.source}. Run `python -m autograde generate` first.")
    if chapter is not None and chapter not in known:
        raise UserError(f"there is no chapter {chapter!r}; there are {', '.join(known)}")
    for path in paths:
        if not path.exists():
            raise UserError(f"{path} does not exist")
    sorter = _Sorter({name: load_assignment(course, name) for name in known}, chapter)
    result = Collected()
    attempts: dict[tuple[str, str], list[Attempt]] = {}
    hand_ins = [hand_in for path in paths for hand_in in _hand_ins(path, known, result)]
    for student, label, load in progress(hand_ins, "collecting", "hand-in"):
        for attempt in sorter.sort(student, label, load, result):
            attempts.setdefault((attempt.student, attempt.chapter), []).append(attempt)
    for found in attempts.values():
        found.sort(key=lambda attempt: (attempt.modified, attempt.label))
        newest = found[-1]
        result.superseded += [f"{one.student} {one.chapter}: {one.label}" for one in found[:-1]]
        _put(course, newest, result, dry_run)
    return result


def _hand_ins(path: Path, known: list[str], result: Collected) -> Iterator[tuple[str, str, Load]]:
    """(student, label, how to read it) of each hand-in in `path`."""
    if path.is_dir():
        entries = sorted(entry for entry in path.iterdir() if not is_junk(PurePosixPath(entry.name)))
        if any(_is_chapters(entry.name, known) for entry in entries):  # one student's folder, not a class's
            entries = [path]
        for entry in entries:
            yield from _named(entry.name, entry.is_dir(), str(entry), lambda entry=entry: read_path(entry), result)
    elif is_zip(path):
        yield from _in_zip(path, known, result)
    else:
        yield from _named(path.name, False, str(path), lambda: read_path(path), result)


def _in_zip(path: Path, known: list[str], result: Collected) -> Iterator[tuple[str, str, Load]]:
    left_out = Contents()
    try:
        with zipfile.ZipFile(path) as archive:
            inside = list(members(archive, left_out))
    except (zipfile.BadZipFile, OSError) as error:
        raise UserError(f"{path} is not a whole zip file: {error}") from None
    tops = {name.parts[0] for _, name in inside}
    if any(_is_chapters(top, known) for top in tops):
        yield from _named(path.name, False, str(path), lambda: read_path(path), result)
        return
    result.problems += [f"{path.name}: {line}" for line in left_out.left_out]
    strip = 0
    if len(tops) == 1 and all(len(name.parts) > 2 for _, name in inside):  # the class's folder was zipped as a whole
        strip = 1
        tops = {name.parts[1] for _, name in inside}
    for top in sorted(tops):
        own = [(info, PurePosixPath(*name.parts[strip:])) for info, name in inside if name.parts[strip] == top]

        def load(own: list = own) -> Contents:
            contents = Contents()
            with zipfile.ZipFile(path) as archive:
                if len(own) > MAX_FILES:
                    raise Refused(f"it holds more than {MAX_FILES} files")
                for info, name in own:
                    add_member(archive, info, name, contents)
            return contents

        is_folder = any(len(name.parts) > 1 for _, name in own)
        yield from _named(top, is_folder, f"{path.name}/{top}", load, result)


def _named(name: str, is_folder: bool, label: str, load: Load, result: Collected) -> Iterator[tuple[str, str, Load]]:
    student = name if is_folder else Path(name).stem
    if not is_folder and Path(name).suffix.lower() != ".zip":
        student = student.split("_")[0].split(" ")[0]
    if STUDENT_ID.fullmatch(student):
        yield student, label, load
    else:
        result.problems.append(f"{label!a}: {student!a} is no student id; rename it to ID or ID_....ipynb")


def _is_chapters(name: str, known: list[str]) -> bool:
    return any(name.startswith(chapter) for chapter in known)


class _Sorter:
    """Recognises chapters."""

    def __init__(self, assignments: dict[str, Assignment], chapter: str | None) -> None:
        self.assignments, self.chapter = assignments, chapter

    def sort(self, student: str, label: str, load: Load, result: Collected) -> list[Attempt]:
        try:
            contents = load()
        except (Refused, OSError) as error:
            result.problems.append(f"{label}: refused, {error}")
            return []
        result.problems += [f"{label}: {line}" for line in contents.left_out]
        attempts: dict[str, Attempt] = {}
        homeless = []
        for file in contents.files:
            if file.name.name == "timestamp.txt":  # the student's own word on when it was handed in
                continue
            chapter = self._chapter_of(file)
            if chapter is None:
                homeless.append(file.name)
                continue
            attempt = attempts.setdefault(chapter, Attempt(student, chapter, label))
            attempt.files[_inside(file.name, student, chapter)] = file.data
            attempt.modified = max(attempt.modified, file.modified)
        if not attempts:
            shown = ", ".join(str(name) for name in homeless[:3]) or "it holds no file"
            result.problems.append(f"{label}: no chapter recognised ({shown}); --chapter NAME puts it there")
        return list(attempts.values())

    def _chapter_of(self, file: HandedFile) -> str | None:
        """By the cells, else by the names of the file and its folders, else by --chapter."""
        if file.name.suffix.lower() in (".ipynb", ".json", ".txt"):
            try:
                cells, _ = decode(file.data)
            except Unreadable:
                cells = []
            scores = {name: belongs(cells, assignment) for name, assignment in self.assignments.items()}
            best = max(scores, key=scores.__getitem__)
            if scores[best]:
                return best
        named = [name for name in self.assignments if any(name in part for part in file.name.parts)]
        return named[0] if len(named) == 1 else self.chapter


def _inside(name: PurePosixPath, student: str, chapter: str) -> PurePosixPath:
    """Where a file stands below submitted/<student>/<chapter>/: without the folders of these names."""
    parts = list(name.parts)
    for leading in (student, chapter):
        if len(parts) > 1 and parts[0] == leading:
            parts.pop(0)
    return PurePosixPath(*parts)


def _put(course: Course, attempt: Attempt, result: Collected, dry_run: bool) -> None:
    final = course.submitted / attempt.student / attempt.chapter
    what = f"{attempt.student} {attempt.chapter}"
    old = {
        PurePosixPath(path.relative_to(final).as_posix()): path
        for path in (final.rglob("*") if final.is_dir() else [])
        if path.is_file() and not path.is_symlink()
    }
    if (
        old
        and old.keys() == attempt.files.keys()
        and all(path.read_bytes() == attempt.files[name] for name, path in old.items())
    ):
        result.unchanged.append(what)
        return
    if old and max(path.stat().st_mtime for path in old.values()) > attempt.modified:
        result.superseded.append(f"{what}: {attempt.label} (what was collected before is newer)")
        return
    (result.replaced if old else result.new).append(f"{what}: {attempt.label}")
    if dry_run:
        return
    stage = final.with_name(f".{attempt.chapter}.part")
    shutil.rmtree(stage, ignore_errors=True)
    for name, data in attempt.files.items():
        path = stage / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        os.utime(path, (attempt.modified, attempt.modified))
    if final.exists():
        shutil.rmtree(final)
    os.replace(stage, final)
