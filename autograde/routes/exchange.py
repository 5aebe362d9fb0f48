"""nbgrader's own folders: its exchange's `inbound/STUDENT+CHAPTER+TIME+RANDOM/`, and `submitted/STUDENT/CHAPTER/`.

Taken from nbgrader's `exchange/default/submit.py`, which makes the names, and `collect.py`, which takes them apart
from the right, since a user's name may hold a "+". As there, the time in the folder's name counts, and a folder that
does not belong to the user in its name is taken, with a warning.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from datetime import UTC
from pathlib import Path

from autograde.archive import Top, Tree
from autograde.course import STUDENT_ID
from autograde.read import time_of
from autograde.roster import Handle
from autograde.routes.way import Found, HandIn, Route, most
from autograde.wording import listed, shown


def _parts(top: Top) -> tuple[str, str, float] | None:
    parts = top.name.rsplit("+", 3)
    if not top.is_folder or len(parts) < 3:
        return None
    moment = moment_of(parts[2])
    return None if moment is None else (parts[0], parts[1], moment)


def moment_of(text: str) -> float | None:
    """The time that nbgrader wrote, in seconds since 1970; None if it is none."""
    found = time_of(text)
    return None if found is None else found.replace(tzinfo=UTC).timestamp()


def _owner(path: Path) -> str:
    try:
        import pwd

        return pwd.getpwuid(os.lstat(path).st_uid).pw_name
    except (ImportError, KeyError, OSError):
        return ""


def inbound(tree: Tree, known: list[str], ids: Collection[str]) -> Found:
    found = Found()
    doubtful = []
    for top in tree.tops:
        parts = _parts(top)
        if parts is None:
            found.problems.append(f"{top.label}: not named as nbgrader names hand-ins")
            continue
        student, chapter, moment = parts
        if top.path is not None and _owner(top.path) != student:
            doubtful.append(shown(student))
        found.hand_ins.append(
            HandIn(
                Handle(id=student),
                fallback=student if STUDENT_ID.fullmatch(student) else "",
                key=student,
                label=top.label,
                load=top.load,
                chapter=chapter if chapter in known else "",
                when=moment,
            )
        )
    if doubtful:
        found.notes.append(
            f"these folders belong to another user than their name says, so that whose they are cannot be proved: "
            f"{listed(sorted(set(doubtful)))}"
        )
    return found


def submitted(tree: Tree, known: list[str], ids: Collection[str]) -> Found:
    found = Found()
    for top in tree.tops:
        if not top.is_folder:
            found.problems.append(f"{top.label}: not a student's folder")
            continue
        fallback = top.name if STUDENT_ID.fullmatch(top.name) else ""
        found.hand_ins.append(
            HandIn(Handle(id=top.name), fallback, top.name, top.label, top.load, believes_timestamps=True)
        )
    return found


INBOUND = Route("exchange", "nbgrader's exchange", lambda tree: most(tree, _parts), inbound)
# Looks like any folder of students; only its name tells that nbgrader's collector filled it.
SUBMITTED = Route("nbgrader", "nbgrader's submitted folder", lambda tree: tree.path.name == "submitted", submitted)
