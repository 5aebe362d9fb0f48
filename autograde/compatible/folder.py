"""BOTH ENDS. The files beside a notebook: packed into one file in memory, unpacked, and what changed brought back.

The format is as plain as can be, because one end of it is the student's: eight bytes, the length of an index in JSON,
the index, and then the files' contents one after another.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

_MAX_INDEX = 4 << 20
_MAX_FILES = 2000


class FolderError(Exception):
    """A folder cannot be packed or unpacked; the message says why."""


def files_of(folder: Path) -> Iterator[tuple[str, os.stat_result]]:
    """(path relative to `folder`, its status) of each regular file; links are neither given nor followed."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = os.path.join(place, name)
            status = os.lstat(path)
            if stat.S_ISREG(status.st_mode):
                yield os.path.relpath(path, folder), status


def pack(file: BinaryIO, folder: Path, paths: Iterable[str], limit: int, **more: Any) -> None:
    """Write these files of `folder`, and `more` for the index, into `file`.

    Raises
    ------
    FolderError
        If they are too many, or together larger than `limit` bytes.
    """
    sizes = [[path, os.path.getsize(folder / path), os.access(folder / path, os.X_OK)] for path in paths]
    total = sum(size for _, size, _ in sizes)
    if len(sizes) > _MAX_FILES or total > limit:
        raise FolderError(f"{len(sizes)} files of {total} bytes; at most {_MAX_FILES} of {limit} bytes are copied")
    index = json.dumps({"files": sizes, **more}).encode()
    file.seek(0)
    file.truncate()
    file.write(len(index).to_bytes(8, "little") + index)
    for path, size, _ in sizes:
        data = (folder / path).read_bytes()[:size]
        file.write(data.ljust(size, b"\0"))  # it may have shrunk meanwhile
    file.flush()


def read_index(file: BinaryIO) -> dict[str, Any]:
    """The index of a packed folder, with "files" a list of (path, size, executable).

    Raises
    ------
    FolderError
        If it is not one.
    """
    size = os.fstat(file.fileno()).st_size
    file.seek(0)
    length = int.from_bytes(file.read(8), "little")
    if length > min(_MAX_INDEX, size):
        raise FolderError("the index is cut off")
    try:
        index = json.loads(file.read(length))
        files = [(_plain(path), int(count), bool(executable)) for path, count, executable in index["files"]]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise FolderError(f"not a packed folder: {error}") from None
    if len(files) > _MAX_FILES or any(count < 0 for _, count, _ in files):
        raise FolderError("not a packed folder")
    if 8 + length + sum(count for _, count, _ in files) > size:
        raise FolderError("a file is cut off")
    return {**index, "files": files}


def unpack(file: BinaryIO, folder: Path, *, keep: Iterable[str] = (), links: bool = True) -> list[str]:
    """Write the files of a packed folder below `folder`; returns their paths.

    Parameters
    ----------
    file : binary file
    folder : Path
    keep : iterable of str
        Paths that are left as they are.
    links : bool
        Whether links in `folder` may be there. Without, a path through a link is an error: nothing is written outside.

    Raises
    ------
    FolderError
    """
    files, kept, written = read_index(file)["files"], set(keep), []
    for path, size, executable in files:
        data = file.read(size)
        if path in kept:
            continue
        target = folder / path
        if not links:
            _refuse_links(folder, path)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.exists():
                target.unlink()
            target.write_bytes(data)
        except OSError as error:
            raise FolderError(f"{path}: {error.strerror}") from None
        if executable:
            target.chmod(0o755)
        written.append(path)
    return written


def _plain(path: Any) -> str:
    """A path that stays below its folder, or FolderError."""
    parts = PurePosixPath(path).parts if isinstance(path, str) else ()
    if not parts or path.startswith("/") or ".." in parts or "\0" in path or len(path) > 1000:
        raise FolderError(f"not a path below the folder: {str(path)[:100]!r}")
    return str(PurePosixPath(*parts))


def _refuse_links(folder: Path, path: str) -> None:
    place = folder
    for part in PurePosixPath(path).parts:
        place /= part
        if place.is_symlink():
            raise FolderError(f"{path} goes through a link")
