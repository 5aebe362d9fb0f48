"""Parcel: what lies in a submission's folder, as plain data that can be graded anywhere.

UNTRUSTED input. Regular files only, never through a link; bytes, entries and depth are capped before anything is
parsed. Of files that cannot be a notebook the digest alone is taken. Nothing here raises on what a folder holds.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from autograde.course import TIMESTAMP
from autograde.decode import MAX_BYTES
from autograde.flags import Flag
from autograde.junk import is_junk
from autograde.wording import shown

# Of one hand-in. `collect` refuses what is beyond them, so that nothing is collected that cannot be graded.
MAX_ENTRIES = 2_000  # files and folders
MAX_FOLDERS_DEEP = 8
MAX_PARCEL = 4 * MAX_BYTES  # of all that may be a notebook together; the smallest go in first
LONGEST_TIME = 200  # characters of a timestamp; one that nbgrader wrote has some 30

NOTEBOOK_NAMES = (".ipynb",)
ALMOST_NOTEBOOK_NAMES = (".ipynb.txt", ".ipynb.json", ".json")


@dataclass(frozen=True)
class Entry:
    """One thing in the folder.

    Parameters
    ----------
    name : str
        Relative to the submission's folder, with forward slashes.
    kind : str
        "file", "link", "folder", "closed" (a folder that cannot be looked into) or "other".
    modified : float
        Seconds since 1970.
    data : bytes
        What a file holds that may be a notebook, or that tells the time of the hand-in.
    failure : Flag or None
        Why there is no `data`.
    """

    name: str
    kind: str
    modified: float = 0.0
    data: bytes = b""
    failure: Flag | None = None

    @property
    def shown(self) -> str:
        """The name as it is said to a person."""
        return shown(self.name)


@dataclass(frozen=True)
class Parcel:
    """What was handed in.

    Parameters
    ----------
    entries : tuple of Entry
        In a fixed order.
    digest : str
        Changes whenever a file in the folder does.
    failure : Flag or None
        Why the folder could not be looked through; then there are no entries.
    """

    entries: tuple[Entry, ...] = field(default=())
    digest: str = ""
    failure: Flag | None = None

    def to_bytes(self) -> bytes:
        """A line of JSON on what is there, then the files' bytes."""
        head = {
            "entries": [
                [entry.name, entry.kind, entry.modified, len(entry.data), _plain(entry.failure)]
                for entry in self.entries
            ],
            "digest": self.digest,
            "failure": _plain(self.failure),
        }
        # ASCII, so that names which are no valid text survive.
        return b"".join([json.dumps(head).encode("ascii"), b"\n", *(entry.data for entry in self.entries)])

    @classmethod
    def from_bytes(cls, data: bytes) -> Parcel:
        """The parcel of `to_bytes`."""
        place = data.index(b"\n") + 1
        head, entries = json.loads(data[:place]), []
        for name, kind, modified, size, failure in head["entries"]:
            entries.append(Entry(name, kind, modified, data[place : place + size], _flag(failure)))
            place += size
        return cls(tuple(entries), head["digest"], _flag(head["failure"]))


def pack_folder(folder: Path) -> Parcel:
    """Everything in `folder` that grading needs."""
    try:
        found = list(_walk(folder))
    except _TooMany as error:
        return Parcel(failure=Flag("too_many_files", str(error)))
    except OSError as error:
        return Parcel(failure=Flag("unreadable_file", error.strerror or ""))
    hashes, full, room = {}, {}, MAX_PARCEL
    for one in sorted(found, key=lambda one: one.size):
        if one.entry.kind == "file":
            full[one.entry.name], hashes[one.entry.name] = _fill(one, room)
            if may_be_notebook(one.entry.name):
                room -= len(full[one.entry.name].data)
    entries = [full.get(one.entry.name, one.entry) for one in found]
    return Parcel(tuple(entries), _digest(entries, hashes))


def folder_digest(folder: Path) -> str:
    """The digest of `pack_folder(folder)`, "" if the folder cannot be looked through; keeps no file in memory."""
    try:
        found = list(_walk(folder))
    except (_TooMany, OSError):
        return ""
    hashes = {one.entry.name: _fill(one, 0)[1] for one in found if one.entry.kind == "file"}
    return _digest([one.entry for one in found], hashes)


def may_be_notebook(name: str) -> bool:
    return name.lower().endswith(NOTEBOOK_NAMES + ALMOST_NOTEBOOK_NAMES)


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


@dataclass(frozen=True)
class _Found:
    entry: Entry
    path: Path
    size: int = 0


def _walk(folder: Path) -> Iterator[_Found]:
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
            yield _Found(Entry(current.relative_to(folder).as_posix(), "closed"), current)
            continue
        for entry in entries:
            if is_junk(entry.name):
                continue
            seen += current != folder or entry.name != TIMESTAMP  # which `collect` may have put beside the rest
            if seen > MAX_ENTRIES:
                raise _TooMany(f"more than {MAX_ENTRIES} files and folders")
            path = Path(entry.path)
            name = path.relative_to(folder).as_posix()
            if entry.is_symlink():
                yield _Found(Entry(name, "link"), path)
            elif entry.is_dir(follow_symlinks=False):
                if depth + 1 > MAX_FOLDERS_DEEP:
                    raise _TooMany(f"more than {MAX_FOLDERS_DEEP} folders inside one another")
                yield _Found(Entry(name, "folder"), path)
                waiting.append((path, depth + 1))
            elif entry.is_file(follow_symlinks=False):
                known = entry.stat(follow_symlinks=False)
                yield _Found(Entry(name, "file", known.st_mtime), path, known.st_size)
            else:
                yield _Found(Entry(name, "other"), path)


def _fill(one: _Found, room: int) -> tuple[Entry, bytes]:
    """The entry of a file with its bytes, as far as they are wanted and there is room for them; and their hash."""
    entry = one.entry
    try:
        data = read_regular_file(one.path)
    except OSError as error:
        failed = Flag("unreadable_file", error.strerror or str(error))
        return replace(entry, failure=failed), f"error {error.errno}".encode()
    hashed = hashlib.sha256(data).digest()
    if entry.name == TIMESTAMP:
        return replace(entry, data=data[: LONGEST_TIME + 1]), hashed
    if not may_be_notebook(entry.name):
        return entry, hashed
    if len(data) > MAX_BYTES:
        failed = Flag("file_too_large", f"{len(data) / 2**20:.0f} MiB; at most {MAX_BYTES // 2**20} are read")
        return replace(entry, failure=failed), hashed
    if len(data) > room:
        failed = Flag("file_too_large", f"the notebooks have more than {MAX_PARCEL // 2**20} MiB together")
        return replace(entry, failure=failed), hashed
    return replace(entry, data=data), hashed


def _digest(entries: list[Entry], hashes: dict[str, bytes]) -> str:
    hashed = hashlib.sha256()
    for entry in sorted(entries, key=lambda entry: entry.name):
        hashed.update(f"\0{entry.kind} {entry.name}\0".encode("utf-8", "surrogateescape"))
        hashed.update(hashes.get(entry.name, b""))
    return hashed.hexdigest()


def _plain(flag: Flag | None) -> list[str] | None:
    return None if flag is None else [flag.code, flag.detail]


def _flag(plain: list[str] | None) -> Flag | None:
    return None if plain is None else Flag(*plain)
