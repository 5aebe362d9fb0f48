"""Read: from the folder that a student handed in to the cells of the one notebook that is graded.

UNTRUSTED input. Regular files only, never through a link; bytes, entries and depth are capped before anything
is parsed. Nothing here raises: the outcome is a `Reading` with cells, or with the failure that says why not.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from nbgrader.utils import parse_utc

from autograde.assignment import JUNK, Assignment, grade_id
from autograde.decode import MAX_BYTES, StudentCell, Unreadable, decode
from autograde.flags import Flag, few_of_each, instructor_text

MAX_ENTRIES = 2_000
MAX_FOLDERS_DEEP = 8
MAX_NOTEBOOKS = 50
# What an instructor calls a copy of a broken hand-in that was mended by hand, laid beside it: NAME.mended.ipynb.
MENDED = ".mended.ipynb"

# In which order to explain a folder without a readable notebook: what is most like a notebook comes first.
_NOTEBOOK_NAMES = (".ipynb",)
_ALMOST_NOTEBOOK_NAMES = (".ipynb.txt", ".ipynb.json", ".json")


@dataclass
class Reading:
    """What was found in one submission's folder.

    Parameters
    ----------
    cells : list of StudentCell, or None
        The notebook that is graded; None if there is none, and then `failure` says why.
    file : str
        Its path relative to the folder.
    digest : str
        Changes whenever a file in the folder does.
    timestamp : datetime or None
        When it was handed in (UTC, naive as nbgrader keeps it), as far as timestamp.txt says.
    """

    cells: list[StudentCell] | None = None
    flags: list[Flag] = field(default_factory=list)
    failure: Flag | None = None
    file: str = ""
    digest: str = ""
    timestamp: datetime | None = None


@dataclass(frozen=True)
class _Entry:
    path: Path
    name: str  # relative to the submission's folder, with forward slashes
    kind: str  # "file", "link", "folder", "closed" (a folder that cannot be looked into) or "other"
    modified: float = 0.0

    @property
    def shown(self) -> str:
        """The name without anything that could hide or turn round what is read."""
        return "".join(c if c.isprintable() else f"<{ord(c):02x}>" for c in self.name)


@dataclass
class _Candidate:
    entry: _Entry
    cells: list[StudentCell] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)
    failure: Flag | None = None


def read_submission(folder: Path, assignment: Assignment, known_elsewhere: frozenset[str] = frozenset()) -> Reading:
    """Find and read the notebook of `assignment` in `folder`.

    Parameters
    ----------
    known_elsewhere : frozenset of str
        The grade ids of all other chapters, to tell a notebook of another chapter from a damaged one.
    """
    reading = Reading()
    try:
        entries = list(_walk(folder))
    except _TooMany as error:
        reading.failure = Flag("too_many_files", str(error))
        return reading
    except OSError as error:
        reading.failure = Flag("unreadable_file", error.strerror or "")
        return reading
    reading.digest = _digest(entries)
    _read_timestamp(entries, reading)
    named = [entry for entry in entries if entry.kind == "file" and _may_be_notebook(entry.name)]
    named.sort(key=lambda entry: (not entry.name.endswith(MENDED), Path(entry.name).name != f"{assignment.name}.ipynb"))
    candidates = [_open(entry) for entry in named[:MAX_NOTEBOOKS]]
    if len(named) > MAX_NOTEBOOKS:
        reading.flags.append(Flag("file_ignored", f"{len(named) - MAX_NOTEBOOKS} notebooks more than are looked into"))
    for entry in entries:
        if entry.kind in ("link", "other"):
            reading.flags.append(Flag("link_ignored", entry.shown))
        elif entry.kind == "closed":
            reading.flags.append(Flag("file_ignored", f"the folder {entry.shown} cannot be opened"))
        elif entry.kind == "folder" and entry.name.lower().endswith(_NOTEBOOK_NAMES):
            reading.flags.append(Flag("file_ignored", f"{entry.shown} is a folder"))
    _choose(candidates, entries, assignment, known_elsewhere, reading)
    reading.flags = few_of_each(reading.flags)
    return reading


def folder_digest(folder: Path) -> str:
    """The digest that `read_submission` would give; "" if the folder cannot be looked through."""
    try:
        return _digest(list(_walk(folder)))
    except (_TooMany, OSError):
        return ""


def read_regular_file(path: Path, limit: int = MAX_BYTES) -> bytes:
    """The bytes of `path`, one more than `limit` at most; never follows a link, never waits on a pipe.

    Raises
    ------
    OSError
        Also if `path` is not a regular file.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(f"{path.name} is not a regular file")
        return file.read(limit + 1)


class _TooMany(Exception):
    pass


def _walk(folder: Path) -> Iterator[_Entry]:
    """Everything in `folder` except junk, in a fixed order, links not followed."""
    waiting, seen = [(folder, 0)], 0
    while waiting:
        current, depth = waiting.pop()
        try:
            with os.scandir(current) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except PermissionError:
            if current == folder:
                raise
            yield _Entry(current, current.relative_to(folder).as_posix(), "closed")
            continue
        for entry in entries:
            if entry.name in JUNK or entry.name.startswith("._"):
                continue
            seen += 1
            if seen > MAX_ENTRIES:
                raise _TooMany(f"more than {MAX_ENTRIES} files and folders")
            path = Path(entry.path)
            name = path.relative_to(folder).as_posix()
            if entry.is_symlink():
                yield _Entry(path, name, "link")
            elif entry.is_dir(follow_symlinks=False):
                if depth + 1 > MAX_FOLDERS_DEEP:
                    raise _TooMany(f"more than {MAX_FOLDERS_DEEP} folders inside one another")
                yield _Entry(path, name, "folder")
                waiting.append((path, depth + 1))
            elif entry.is_file(follow_symlinks=False):
                yield _Entry(path, name, "file", entry.stat(follow_symlinks=False).st_mtime)
            else:
                yield _Entry(path, name, "other")


def _digest(entries: list[_Entry]) -> str:
    hashed = hashlib.sha256()
    for entry in sorted(entries, key=lambda entry: entry.name):
        hashed.update(f"\0{entry.kind} {entry.name}\0".encode("utf-8", "surrogateescape"))
        if entry.kind == "file":
            try:
                hashed.update(hashlib.sha256(read_regular_file(entry.path)).digest())
            except OSError as error:
                hashed.update(f"error {error.errno}".encode())
    return hashed.hexdigest()


def _read_timestamp(entries: list[_Entry], reading: Reading) -> None:
    entry = next((entry for entry in entries if entry.name == "timestamp.txt" and entry.kind == "file"), None)
    if entry is None:
        return
    try:
        text = read_regular_file(entry.path, 200).decode("utf-8-sig").strip()
        reading.timestamp = parse_utc(text) if text else None
    except (OSError, ValueError, OverflowError, AttributeError, TypeError):
        reading.timestamp = None
    if reading.timestamp is None:
        reading.flags.append(Flag("bad_timestamp"))


def _may_be_notebook(name: str) -> bool:
    return name.lower().endswith(_NOTEBOOK_NAMES + _ALMOST_NOTEBOOK_NAMES)


def _open(entry: _Entry) -> _Candidate:
    candidate = _Candidate(entry)
    try:
        candidate.cells, candidate.flags = decode(read_regular_file(entry.path))
    except Unreadable as error:
        candidate.failure = error.flag
    except OSError as error:
        candidate.failure = Flag("unreadable_file", error.strerror or str(error))
    return candidate


def _choose(
    candidates: list[_Candidate],
    entries: list[_Entry],
    assignment: Assignment,
    known_elsewhere: frozenset[str],
    reading: Reading,
) -> None:
    """Pick the notebook that is graded: of those of this chapter, the one with the most answered cells."""
    right_name = f"{assignment.name}.ipynb"
    readable = [one for one in candidates if one.failure is None]
    ours = [one for one in readable if belongs(one.cells, assignment)]
    if not ours:  # damaged beyond recognition, but named as it should be: align does what can be done
        ours = [
            one
            for one in readable
            if Path(one.entry.name).name == right_name
            and not any(cell.grade_id in known_elsewhere for cell in one.cells)
        ]
    if not ours:
        reading.failure = _explain(candidates, readable, entries, right_name)
        return
    best = max(
        ours,
        key=lambda one: (
            one.entry.name.endswith(MENDED),
            answered(one.cells, assignment),
            one.entry.name == right_name,
            -one.entry.name.count("/"),
            one.entry.modified,
            one.entry.name,
        ),
    )
    reading.cells, reading.file = best.cells, best.entry.shown
    reading.flags += best.flags
    path, shown = Path(best.entry.name), best.entry.shown
    if path.name.endswith(MENDED):
        reading.flags.append(Flag("mended_by_instructor", shown))
    elif path.name != right_name:
        reading.flags.append(Flag("wrong_name", shown.rpartition("/")[2]))
    if len(path.parts) > 1:
        reading.flags.append(Flag("found_in_subfolder", shown))
    others = [one.entry.shown for one in ours if one is not best]
    if others and not path.name.endswith(MENDED):
        reading.flags.append(Flag("several_notebooks", f"graded {shown}, not {_listed(others)}"))
    for one in candidates:
        if one.failure is not None and one.entry.name.lower().endswith(_NOTEBOOK_NAMES):
            reading.flags.append(Flag("file_ignored", f"{one.entry.shown}: {instructor_text(one.failure.code)}"))


def _listed(names: list[str]) -> str:
    return ", ".join(names[:5]) + (" ..." if len(names) > 5 else "")


def belongs(cells: list[StudentCell], assignment: Assignment) -> int:
    """How many cells of `assignment` the notebook holds, by grade id or by unchanged source."""
    by_id = {cell.grade_id for cell in cells} & assignment.known_ids
    sources = {cell.source.strip() for cell in cells}
    by_source = sum(
        grade_id(cell) is not None and len(cell.source) > 20 and cell.source.strip() in sources
        for cell in assignment.released.cells
    )
    return len(by_id) + by_source


def answered(cells: list[StudentCell], assignment: Assignment) -> tuple[int, int]:
    """How many answer cells the notebook has filled in, and how many cells are not as they were given."""
    given = {cell.source.strip() for cell in assignment.released.cells} | {""}
    own = [cell for cell in cells if cell.source.strip() not in given]
    return len({cell.grade_id for cell in own} & set(assignment.solutions)), len(own)


def _explain(candidates: list[_Candidate], readable: list[_Candidate], entries: list[_Entry], right_name: str) -> Flag:
    """Why nothing in the folder can be graded: what is said of the file that was most likely meant."""
    broken = [one for one in candidates if one.failure is not None]
    broken.sort(
        key=lambda one: (
            Path(one.entry.name).name != right_name,
            not one.entry.name.lower().endswith(_NOTEBOOK_NAMES),
            one.entry.name,
        )
    )
    if broken and broken[0].failure is not None and broken[0].entry.name.lower().endswith(_NOTEBOOK_NAMES):
        failure = broken[0].failure
        return Flag(failure.code, f"{broken[0].entry.shown}: {failure.detail}".removesuffix(": "))
    if readable:
        return Flag("other_chapter", _listed([one.entry.shown for one in readable]))
    files = [entry.shown for entry in entries if entry.kind == "file" and entry.name != "timestamp.txt"]
    links = [entry.shown for entry in entries if entry.kind in ("link", "other")]
    if links and not files:
        return Flag("link_only", _listed(links))
    if files:
        return Flag("no_notebook", "found " + _listed(files))
    closed = [entry.shown for entry in entries if entry.kind == "closed"]
    if closed:
        return Flag("unreadable_file", f"the folder {closed[0]} cannot be opened")
    folders = [entry.shown for entry in entries if entry.name.lower().endswith(_NOTEBOOK_NAMES)]
    if folders:
        return Flag("no_notebook", f"{folders[0]} is a folder")
    return Flag("nothing_submitted")
