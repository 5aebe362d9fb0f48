"""The files inside one hand-in: a folder, a zip, or a single file. UNTRUSTED input; nothing is unpacked to disk.

Links, devices and names that lead outside are left out and reported; an archive that would unpack to too much
is refused as a whole.
"""

from __future__ import annotations

import io
import lzma
import os
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath

from autograde.decode import MAX_BYTES
from autograde.junk import is_junk
from autograde.parcel import MAX_ENTRIES, MAX_FOLDERS_DEEP, read_regular_file
from autograde.wording import shown

MAX_TOTAL = 256 * 2**20  # bytes of one hand-in, unpacked
MAX_RATIO = 200  # unpacked to packed; a notebook full of figures has 2, one full of zeros in its output 50
SMALL = 2**20  # what unpacks to less than this may have any ratio
MAX_NESTED = 2  # a zip in a zip is a student's slip; a third level is not
MAX_TOPS = 100_000  # entries of a whole class's folder, or members of its zip
_DRIVE = re.compile(r"[A-Za-z]:")  # a disk of Windows; in other places there may be a colon, as in a time
_TOO_MANY = f"it holds more than {MAX_ENTRIES} files and folders"
# What `zipfile` raises on a damaged or strange list of members, and on such a member.
_NO_ZIP = (zipfile.BadZipFile, NotImplementedError, ValueError)
_NO_MEMBER = (*_NO_ZIP, RuntimeError, EOFError, OSError, zlib.error, lzma.LZMAError)


class Refused(Exception):
    """An archive that is not unpacked at all; the text says why."""


@dataclass(frozen=True)
class HandedFile:
    """One file of a hand-in: its path inside it, its bytes, and when it was last changed (seconds since 1970).

    `packed` says that it was in a zip of the student's own.
    """

    name: PurePosixPath
    data: bytes
    modified: float
    packed: bool = False


@dataclass
class Contents:
    """The files of a hand-in and, in words, what was left out of it."""

    files: list[HandedFile] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    total: int = 0
    _folders: set[PurePosixPath] = field(default_factory=set, init=False)

    def add(self, file: HandedFile) -> None:
        """Enter one more file; it, and the folders that it lies in, count as they do when it is graded."""
        _check_depth(file.name.parent)
        self.files.append(file)
        self.total += len(file.data)
        self._folders.update(file.name.parents[:-1])  # the last is the hand-in itself
        if len(self.files) + len(self._folders) > MAX_ENTRIES:
            raise Refused(_TOO_MANY)
        if self.total > MAX_TOTAL:
            raise Refused(f"it unpacks to more than {MAX_TOTAL // 2**20} MiB")


def read_path(path: Path) -> Contents:
    """The files of `path`: a folder, a zip file, or one file by itself.

    Raises
    ------
    Refused
        If a cap is exceeded, or a zip is damaged.
    OSError
        If `path` cannot be read.
    """
    contents = Contents()
    if path.is_symlink():
        raise Refused("it is a link")
    if path.is_dir():
        for entry, name in _walk(path, PurePosixPath(), contents):
            _add(name, read_regular_file(entry, _limit(name)), entry.stat().st_mtime, contents, 0)
    else:
        data = read_regular_file(path, MAX_TOTAL)
        if len(data) > MAX_TOTAL:
            raise Refused(f"it is larger than {MAX_TOTAL // 2**20} MiB")
        _add(PurePosixPath(path.name), data, path.stat().st_mtime, contents, 0)
    return contents


def safe_name(name: str) -> PurePosixPath | None:
    """`name` of an archive's member as a relative path; None if it leads outside or cannot be a file name."""
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or not path.parts or ".." in path.parts or "\0" in name or _DRIVE.match(path.parts[0]):
        return None
    return path


def is_zip(path: PurePosixPath | Path) -> bool:
    return path.suffix.lower() == ".zip"


def members(archive: zipfile.ZipFile, contents: Contents) -> Iterator[tuple[zipfile.ZipInfo, PurePosixPath]]:
    """The regular files of a zip under safe names."""
    seen = set()
    for info in archive.infolist():
        written = _written_name(info)
        name = safe_name(written)
        kind = stat.S_IFMT(info.external_attr >> 16)
        if name is None:
            contents.left_out.append(f"{written[:100]!a}: the name leads outside")
        elif kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            contents.left_out.append(f"{shown(written[:100])}: a link or a device")
        elif name in seen:
            contents.left_out.append(f"{shown(written[:100])}: a second file of this name")
        elif written.endswith(("/", "\\")) or any(map(is_junk, name.parts)):  # a folder, also as Windows may write it
            continue
        else:
            seen.add(name)
            yield info, name


def _written_name(info: zipfile.ZipInfo) -> str:
    """The name as it was meant: some programs (Canvas's, macOS's) write UTF-8 without saying so."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """The bytes of one member, one more than a notebook may have at most; what the header claims is not believed."""
    try:
        with archive.open(info) as file:
            data = file.read(_limit(PurePosixPath(info.filename)) + 1)
    except _NO_MEMBER as error:
        raise Refused(f"{shown(info.filename[:100])} cannot be unpacked ({error}); ask for the file again") from None
    if len(data) > SMALL and len(data) > MAX_RATIO * max(1, info.compress_size):
        raise Refused(f"{shown(info.filename[:100])} unpacks to more than {MAX_RATIO} times its size")
    return data


def _limit(name: PurePosixPath) -> int:
    """How many bytes of a file are read; what it unpacks to is counted by `Contents`."""
    return MAX_TOTAL if is_zip(name) else MAX_BYTES


def when(info: zipfile.ZipInfo) -> float:
    """When a member was last changed; 0 if its date is none."""
    try:
        return datetime(*info.date_time).timestamp()
    except (ValueError, OverflowError, OSError):
        return 0.0


def add_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: PurePosixPath, contents: Contents) -> None:
    """Put one member into `contents` under `name`; a zip inside is opened."""
    _add(name, read_member(archive, info), when(info), contents, 0)


def _add(name: PurePosixPath, data: bytes, modified: float, contents: Contents, depth: int) -> None:
    if not is_zip(name):
        contents.add(HandedFile(name, data, modified, packed=depth > 0))
        return
    if depth == MAX_NESTED:
        raise Refused(f"archives are nested more than {MAX_NESTED} deep")
    if len(data) > MAX_TOTAL:
        raise Refused(f"{shown(name.name)} is larger than {MAX_TOTAL // 2**20} MiB")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if len(archive.infolist()) > MAX_ENTRIES:
                raise Refused(_TOO_MANY)
            for info, inner in members(archive, contents):
                # The zip's own time: those in it are the student's clock's, and older than the hand-in.
                _add(name.parent / inner, read_member(archive, info), modified, contents, depth + 1)
    except _NO_ZIP as error:
        raise Refused(f"{shown(name.name)} is not a whole zip file ({error}); ask for it again") from None


@dataclass(frozen=True)
class Top:
    """One thing at the top of a class's folder or zip.

    Parameters
    ----------
    name, label : str
        What it is called, and how to speak of it.
    is_folder : bool
    load : callable
        Reads it; names are relative to it if it is a folder.
    path : Path or None
        Where it lies on the disk; None inside a zip.
    """

    name: str
    label: str
    is_folder: bool
    load: Callable[[], Contents]
    path: Path | None = None


@dataclass
class Tree:
    """A class's folder or zip, what is at its top, and in words what was left out.

    `inner` is the same one level down where one folder holds everything, as a downloaded zip often has it.
    """

    path: Path
    is_zip: bool
    tops: list[Top]
    left_out: list[str] = field(default_factory=list)
    inner: Tree | None = None


def open_tree(path: Path) -> Tree:
    """What is at the top of `path`, a folder or a zip.

    Raises
    ------
    Refused
        If it holds too much, or a zip is damaged.
    OSError
        If it cannot be read.
    """
    return _zip_tree(path) if path.is_file() else _folder_tree(path, depth=1)


def _folder_tree(path: Path, depth: int) -> Tree:
    entries = sorted(entry for entry in path.iterdir() if not is_junk(entry.name))
    if len(entries) > MAX_TOPS:
        raise Refused(f"it holds more than {MAX_TOPS} entries")
    tops = [
        Top(entry.name, shown(str(entry)), entry.is_dir(), lambda entry=entry: read_path(entry), entry)
        for entry in entries
    ]
    only = entries[0] if len(entries) == 1 and entries[0].is_dir() and not entries[0].is_symlink() else None
    return Tree(path, False, tops, inner=_folder_tree(only, depth - 1) if only and depth else None)


def _zip_tree(path: Path) -> Tree:
    left_out = Contents()
    try:
        # Stays open as long as the tree is used: opening it for each hand-in reads the whole list each time.
        archive = zipfile.ZipFile(path)
    except _NO_ZIP as error:
        raise Refused(f"it is not a whole zip file ({error}); download it again") from None
    if len(archive.infolist()) > MAX_TOPS:
        raise Refused(f"it holds more than {MAX_TOPS} entries")
    inside = list(members(archive, left_out))
    tree = Tree(path, True, _zip_tops(path, archive, inside, 0), left_out.left_out)
    if len(tree.tops) == 1 and all(len(name.parts) > 1 for _, name in inside):
        tree.inner = Tree(path, True, _zip_tops(path, archive, inside, 1), left_out.left_out)
    return tree


def _zip_tops(
    path: Path, archive: zipfile.ZipFile, inside: list[tuple[zipfile.ZipInfo, PurePosixPath]], strip: int
) -> list[Top]:
    groups: dict[str, list[tuple[zipfile.ZipInfo, PurePosixPath]]] = {}
    for info, name in inside:
        groups.setdefault(name.parts[strip], []).append((info, PurePosixPath(*name.parts[strip:])))
    return [
        Top(
            top,
            f"{path.name}/{shown(top)}",
            any(len(name.parts) > 1 for _, name in own),
            lambda own=own: _load_members(archive, own),
        )
        for top, own in sorted(groups.items())
    ]


def _load_members(archive: zipfile.ZipFile, own: list[tuple[zipfile.ZipInfo, PurePosixPath]]) -> Contents:
    contents = Contents()
    if len(own) > MAX_ENTRIES:
        raise Refused(_TOO_MANY)
    for info, name in own:
        inner = PurePosixPath(*name.parts[1:]) if len(name.parts) > 1 else name
        add_member(archive, info, inner, contents)
    return contents


def _walk(folder: Path, inside: PurePosixPath, contents: Contents) -> Iterator[tuple[Path, PurePosixPath]]:
    _check_depth(inside)
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        name = inside / entry.name
        if is_junk(entry.name):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path), name, contents)
        elif entry.is_file(follow_symlinks=False):
            yield Path(entry.path), name
        else:
            contents.left_out.append(f"{shown(str(name))}: a link or a device")


def _check_depth(folder: PurePosixPath) -> None:
    if len(folder.parts) > MAX_FOLDERS_DEEP:
        raise Refused(f"it holds more than {MAX_FOLDERS_DEEP} folders inside one another")
