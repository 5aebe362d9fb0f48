"""The files inside one hand-in: a folder, a zip, or a single file. UNTRUSTED input; nothing is unpacked to disk.

Links, devices and names that lead outside are left out and reported; an archive that would unpack to too much
is refused as a whole.
"""

from __future__ import annotations

import io
import os
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath

from autograde.assignment import JUNK
from autograde.decode import MAX_BYTES
from autograde.parcel import read_regular_file

MAX_FILES = 2_000
MAX_TOTAL = 256 * 2**20  # bytes of one hand-in, unpacked
MAX_RATIO = 200  # unpacked to packed; a notebook full of figures has 2, one full of zeros in its output 50
SMALL = 2**20  # what unpacks to less than this may have any ratio
MAX_NESTED = 2  # a zip in a zip is a student's slip; a third level is not


class Refused(Exception):
    """An archive that is not unpacked at all; the text says why."""


@dataclass(frozen=True)
class HandedFile:
    """One file of a hand-in: its path inside it, its bytes, and when it was last changed (seconds since 1970)."""

    name: PurePosixPath
    data: bytes
    modified: float


@dataclass
class Contents:
    """The files of a hand-in and, in words, what was left out of it."""

    files: list[HandedFile] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    total: int = 0

    def add(self, file: HandedFile) -> None:
        self.files.append(file)
        self.total += len(file.data)
        if len(self.files) > MAX_FILES:
            raise Refused(f"it holds more than {MAX_FILES} files")
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
            _add(name, read_regular_file(entry), entry.stat().st_mtime, contents, 0)
    else:
        data = read_regular_file(path, MAX_TOTAL)
        if len(data) > MAX_TOTAL:
            raise Refused(f"it is larger than {MAX_TOTAL // 2**20} MiB")
        _add(PurePosixPath(path.name), data, path.stat().st_mtime, contents, 0)
    return contents


def safe_name(name: str) -> PurePosixPath | None:
    """`name` of an archive's member as a relative path; None if it leads outside or cannot be a file name."""
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or not path.parts or ".." in path.parts or "\0" in name or ":" in path.parts[0]:
        return None
    return path


def is_zip(path: PurePosixPath | Path) -> bool:
    return path.suffix.lower() == ".zip"


def is_junk(path: PurePosixPath) -> bool:
    return bool(JUNK.intersection(path.parts)) or path.name.startswith("._")


def members(archive: zipfile.ZipFile, contents: Contents) -> Iterator[tuple[zipfile.ZipInfo, PurePosixPath]]:
    """The regular files of a zip under safe names."""
    for info in archive.infolist():
        name = safe_name(info.filename)
        kind = stat.S_IFMT(info.external_attr >> 16)
        if name is None:
            contents.left_out.append(f"{info.filename[:100]!a}: the name leads outside")
        elif kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            contents.left_out.append(f"{info.filename[:100]}: a link or a device")
        elif not info.is_dir() and not is_junk(name):
            yield info, name


def read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """The bytes of one member, one more than a notebook may have at most; what the header claims is not believed."""
    limit = MAX_TOTAL if info.filename.lower().endswith(".zip") else MAX_BYTES
    try:
        with archive.open(info) as file:
            data = file.read(limit + 1)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise Refused(f"{info.filename[:100]} cannot be unpacked: {error}") from None
    if len(data) > SMALL and len(data) > MAX_RATIO * max(1, info.compress_size):
        raise Refused(f"{info.filename[:100]} unpacks to more than {MAX_RATIO} times its size")
    return data


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
        contents.add(HandedFile(name, data, modified))
        return
    if depth == MAX_NESTED:
        raise Refused(f"archives are nested more than {MAX_NESTED} deep")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if len(archive.infolist()) > MAX_FILES:
                raise Refused(f"it holds more than {MAX_FILES} files")
            for info, inner in members(archive, contents):
                _add(name.parent / inner, read_member(archive, info), when(info), contents, depth + 1)
    except zipfile.BadZipFile:
        raise Refused(f"{name.name} is not a whole zip file") from None


def _walk(folder: Path, inside: PurePosixPath, contents: Contents) -> Iterator[tuple[Path, PurePosixPath]]:
    if len(inside.parts) > 8:
        raise Refused("it holds more than 8 folders inside one another")
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        name = inside / entry.name
        if is_junk(name):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path), name, contents)
        elif entry.is_file(follow_symlinks=False):
            yield Path(entry.path), name
        else:
            contents.left_out.append(f"{name}: a link or a device")
