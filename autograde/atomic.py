"""Files and folders that are whole or not there: written beside their place, under a hidden name, then moved.

A run that is killed leaves such a name behind; from it can be told what it was to become.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

_HIDDEN = re.compile(r"\.(.+?)(?:\.old)?\.part")


def stage(final: Path) -> Path:
    """Where what will be `final` is written."""
    return final.with_name(f".{final.name}.part")


def former(final: Path) -> Path:
    """Where the folder that was `final` waits until the new one stands in its place."""
    return final.with_name(f".{final.name}.old.part")


def become(name: str) -> str | None:
    """What a file or folder of this name was to become, or was; None if the name is an ordinary one."""
    found = _HIDDEN.fullmatch(name)
    return found and found[1]


@contextlib.contextmanager
def written(final: Path) -> Iterator[Path]:
    """A place for a file; it becomes `final` if the block ends well. A reader sees the old file or the new one."""
    place = stage(final)
    try:
        yield place
    except BaseException:
        place.unlink(missing_ok=True)
        raise
    os.replace(place, final)


def write_text(final: Path, text: str) -> None:
    """Write `text` as UTF-8, whole or not at all."""
    with written(final) as place:
        place.write_text(text, encoding="utf-8")
