"""Sorts hand-ins into one folder per student and chapter: whose they are, and of which chapter. UNTRUSTED input."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path, PurePosixPath

from autograde import atomic
from autograde.archive import HandedFile, Refused, Top, open_tree, read_path
from autograde.assignment import Assignment, chapters_with_source, load_assignment
from autograde.course import STUDENT_ID, TIMESTAMP, Course, UserError
from autograde.decode import Unreadable, decode
from autograde.parcel import LONGEST_TIME
from autograde.progress import progress
from autograde.read import belongs
from autograde.roster import Ambiguous, Roster, read_roster
from autograde.routes import folder, recognise
from autograde.routes.exchange import moment_of
from autograde.routes.way import HandIn
from autograde.wording import listed, shown

_FAR = datetime(2100, 1, 1, tzinfo=UTC).timestamp()


@dataclass
class Attempt:
    """What one hand-in holds for one chapter; `label` says where it came from, `when` when it was handed in."""

    student: str
    chapter: str
    label: str
    files: dict[PurePosixPath, bytes] = field(default_factory=dict)
    modified: float = 0.0
    when: float | None = None

    @property
    def age(self) -> float:
        """What attempts are ordered by: when it was handed in, else when its newest file was changed."""
        return self.modified if self.when is None else self.when


@dataclass
class Collected:
    """What `collect` did, as lines for a person to read."""

    routes: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    superseded: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def collect(
    course: Course, paths: list[Path], *, chapter: str | None = None, route: str = "", dry_run: bool = False
) -> Collected:
    """Sort the hand-ins in `paths` into `course.submitted`.

    Parameters
    ----------
    route : str
        A key of `routes.routes()` on which they came; "" recognises it.

    Raises
    ------
    UserError
        If a path does not exist or is a damaged zip, the chapter is unknown, or only a roster can tell who is who.
    """
    known = chapters_with_source(course)
    if not known:
        raise UserError(f"there is no chapter in {course.source}. Run `python -m autograde generate` first.")
    if chapter is not None and chapter not in known:
        raise UserError(f"there is no chapter {chapter!r}; there are {', '.join(known)}")
    for path in paths:
        if not path.exists():
            raise UserError(f"{path} does not exist")
    # A way may be recognised by the folder's name, and "." and ".." have none.
    paths = [path if path.name.strip(".") else path.resolve() for path in paths]
    roster, result = read_roster(course), Collected()
    hand_ins = [one for path in paths for one in hand_ins_of(path, known, route, roster, result)]
    sorter = _Sorter({name: load_assignment(course, name) for name in known}, chapter)
    hand_ins.sort(key=itemgetter(0))
    # One student after another, so that a class's files are never in memory all at once.
    for student, own in groupby(progress(hand_ins, "collecting", "hand-in"), itemgetter(0)):
        attempts: dict[str, list[Attempt]] = {}
        for _, hand_in in own:
            for attempt in sorter.sort(student, hand_in, result):
                attempts.setdefault(attempt.chapter, []).append(attempt)
        for found in attempts.values():
            found.sort(key=lambda attempt: (attempt.age, attempt.label))
            result.superseded += [f"{one.student} {one.chapter}: {one.label}" for one in found[:-1]]
            _put(course, found[-1], result, dry_run)
    return result


def hand_ins_of(
    path: Path, known: list[str], route: str, roster: Roster, result: Collected
) -> list[tuple[str, HandIn]]:
    """(student, hand-in) of everything in one PATH; what there is to say about it is added to `result`.

    Raises
    ------
    UserError
        If it is a damaged zip, or if only a roster can tell who is who.
    """
    if path.is_file() and path.suffix.lower() != ".zip":
        found = folder.sort_file(Top(path.name, shown(str(path)), False, lambda: read_path(path)), known)
    else:
        try:
            tree = open_tree(path)
        except (Refused, OSError) as error:
            raise UserError(f"{path} cannot be collected: {error}") from None
        way, tree = recognise(tree, route)
        found = way.sort(tree, known, roster.ids)
        count = len(found.hand_ins)
        kind = "zip" if tree.is_zip else "folder"
        result.routes.append(f"{shown(path.name)}: {way.title} ({kind}), {count} hand-in{'' if count == 1 else 's'}")
        result.problems += [f"{shown(path.name)}: {line}" for line in tree.left_out]
    result.notes += found.notes
    result.problems += found.problems
    return _with_ids(found.hand_ins, roster, result)


def _with_ids(hand_ins: list[HandIn], roster: Roster, result: Collected) -> list[tuple[str, HandIn]]:
    """Each hand-in with the student whose it is. Whoever cannot be told for sure is left out and named."""
    told = []
    for one in hand_ins:
        try:
            student, fact = roster.find(one.who)
        except Ambiguous as error:
            result.problems.append(
                f"{one.label}: {str(one.who)!a} may be {' or '.join(error.ids)}; put it into a folder named by the id"
            )
            continue
        if student and not STUDENT_ID.fullmatch(student):
            result.problems.append(
                f"{one.label}: the roster calls this student {student!a}, which cannot be a folder's name: letters, "
                "digits, dot, dash and underscore are allowed"
            )
        elif not student and one.fallback in roster.ids:
            result.problems.append(
                f"{one.label}: {str(one.who)!a} is not in the roster, and the number {one.fallback} is the id of "
                "another student there; put it into a folder named by the id"
            )
        elif student or one.fallback:
            told.append((student or one.fallback, fact, one))
        else:
            result.problems.append(f"{one.label}: {str(one.who)!a} is not in the roster and has no student id")
    # Two people of one name, of whom the roster knows one: which of them it is, nobody can tell.
    keys: dict[str, set[str]] = {}
    for student, _, one in told:
        keys.setdefault(student, set()).add(one.key)
    by_name = {student for student, fact, _ in told if fact == "name" and len(keys[student]) > 1}
    kept = []
    for student, fact, one in told:
        if student in by_name and fact == "name":
            others = ", ".join(sorted(keys[student] - {one.key}))
            result.problems.append(
                f"{one.label}: several have the name of {student} (numbers {one.key}, {others}); put each into a "
                "folder named by the id"
            )
        else:
            kept.append((student, one))
    if roster.ids:
        unknown = {student: one for student, one in kept if student not in roster.ids}
        result.unknown += [f"{student}: {one.label}" for student, one in sorted(unknown.items())]
    return kept


class _Sorter:
    """Recognises chapters."""

    def __init__(self, assignments: dict[str, Assignment], chapter: str | None) -> None:
        self.assignments, self.chapter = assignments, chapter

    def sort(self, student: str, hand_in: HandIn, result: Collected) -> list[Attempt]:
        label = hand_in.label
        try:
            contents = hand_in.load()
        except (Refused, OSError) as error:
            result.problems.append(f"{label}: refused, {shown(str(error))}")
            return []
        result.superseded += [f"{student}: {line}" for line in hand_in.older]
        result.problems += [f"{label}: {line}" for line in contents.left_out]
        sorted_in, homeless = self._by_chapter(hand_in, contents.files)
        if len(sorted_in) == 1:  # a notebook that is cut off belongs to what it came with; the grader flags it
            next(iter(sorted_in.values())).extend(file for file in homeless if _is_notebook(file))
        else:
            result.problems += _not_placed(label, homeless, bool(sorted_in))
        attempts = {chapter: Attempt(student, chapter, label, when=hand_in.when) for chapter in sorted_in}
        for chapter, attempt in attempts.items():
            for name in _fill(attempt, sorted_in[chapter]):
                result.problems.append(f"{label}: a second file would be called {shown(str(name))}; it is left out")
            if hand_in.believes_timestamps:
                attempt.when = _timestamp(contents.files, chapter)
            if attempt.when is not None and not 0 < attempt.when < _FAR:
                result.problems.append(f"{label}: the time at which it was handed in cannot be right; it is left out")
                attempt.when = None
            if attempt.when is not None:
                moment = datetime.fromtimestamp(attempt.when, UTC).replace(tzinfo=None)
                attempt.files[PurePosixPath(TIMESTAMP)] = f"{moment.isoformat(' ')} UTC\n".encode()
        return list(attempts.values())

    def _by_chapter(
        self, hand_in: HandIn, files: list[HandedFile]
    ) -> tuple[dict[str, list[HandedFile]], list[HandedFile]]:
        """The files of each chapter, and those that tell none."""
        by_chapter: dict[str, list[HandedFile]] = {}
        homeless = []
        for file in files:
            if file.name.name == TIMESTAMP:  # without the way's word, the student's own on when it was handed in
                continue
            chapter = hand_in.chapter or self._chapter_of(file)
            if chapter is None:
                homeless.append(file)
            else:
                by_chapter.setdefault(chapter, []).append(file)
        return by_chapter, homeless

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


def _is_notebook(file: HandedFile) -> bool:
    """By its name, also as a browser saves it: x.ipynb.txt."""
    return ".ipynb" in file.name.name.lower()


def _not_placed(label: str, homeless: list[HandedFile], others: bool) -> list[str]:
    """A problem's line on files of no chapter; beside `others` that have one, only notebooks are worth it."""
    names = [shown(str(file.name)) for file in homeless if not others or _is_notebook(file)]
    if others and not names:
        return []
    seen = listed(names, 3) or "it holds no file"
    return [f"{label}: no chapter recognised ({seen}); --chapter NAME puts it there"]


def _timestamp(files: list[HandedFile], chapter: str) -> float | None:
    """What nbgrader wrote directly into the chapter's folder; any other file of this name is the student's own."""
    for file in files:
        if file.name.parts == (chapter, TIMESTAMP) and not file.packed:
            return moment_of(file.data[: LONGEST_TIME + 1].decode("utf-8", "replace"))
    return None


def _fill(attempt: Attempt, files: list[HandedFile]) -> list[PurePosixPath]:
    """Put the files into the attempt; returns the names that were taken already."""
    taken = []
    # The shortest first, so that of two with one name the deeper one can keep its folders; the grader chooses.
    for file in sorted(files, key=lambda file: len(file.name.parts)):
        inside = _inside(file.name, attempt.student, attempt.chapter)
        if inside in attempt.files:
            inside = file.name
        if inside in attempt.files:
            taken.append(inside)
            continue
        attempt.files[inside] = file.data
        attempt.modified = max(attempt.modified, file.modified)
    return taken


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
    if not dry_run:
        _clear(final)
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
    undated = attempt.when is not None and PurePosixPath(TIMESTAMP) not in old  # its files' times may be a download's
    if old and not undated and max(path.stat().st_mtime for path in old.values()) > attempt.age:
        result.superseded.append(f"{what}: {attempt.label} (what was collected before is newer)")
        return
    if not dry_run:
        try:
            _write(attempt, final)
        except OSError as error:
            _clear(final)
            with suppress(OSError):  # else it would look as if the student had handed something in
                final.parent.rmdir()
            name = shown(Path(error.filename or final).name)
            result.problems.append(
                f"{attempt.label}: cannot be written ({error.strerror}: {name}); put that right and collect again"
            )
            return
    (result.replaced if old else result.new).append(f"{what}: {attempt.label}")


def _clear(final: Path) -> None:
    """Undo what a run left that was killed or failed."""
    stage, before = atomic.stage(final), atomic.former(final)
    if before.exists() and not final.exists():
        os.replace(before, final)
    for leftover in (stage, before):
        shutil.rmtree(leftover, ignore_errors=True)


def _write(attempt: Attempt, final: Path) -> None:
    """Put the attempt's files where `final` is; at every moment the old or the new ones are whole.

    Raises
    ------
    OSError
        Such as on a name that is too long, or on a file and a folder of one name.
    """
    stage, before = atomic.stage(final), atomic.former(final)
    for name, data in attempt.files.items():
        path = stage / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        os.utime(path, (attempt.age, attempt.age))
    if final.exists():
        os.replace(final, before)
    os.replace(stage, final)
    shutil.rmtree(before, ignore_errors=True)
