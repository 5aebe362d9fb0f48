"""A plain folder or zip: a folder, a zip or a notebook for each student, named by the id, or begun with it and "_"."""

from __future__ import annotations

from pathlib import Path

from autograde.archive import Top, Tree, read_path, shown
from autograde.inbox import STUDENT_ID
from autograde.roster import Handle
from autograde.routes import Found, HandIn, Route


def sort(tree: Tree, known: list[str]) -> Found:
    found = Found()
    if any(_is_chapters(top.name, known) for top in tree.tops):  # one student's folder, not a class's
        add(Top(tree.path.name, shown(str(tree.path)), tree.path.is_dir(), lambda: read_path(tree.path)), found)
        return found
    deep = tree.is_zip and tree.inner is not None and all(top.is_folder for top in tree.inner.tops)
    for top in tree.inner.tops if deep else tree.tops:  # the class's folder was zipped as a whole
        add(top, found)
    return found


def add(top: Top, found: Found) -> None:
    """Enter one file or folder that is named by its student."""
    student = top.name if top.is_folder else Path(top.name).stem
    if not top.is_folder and Path(top.name).suffix.lower() != ".zip":
        student = student.split("_")[0].split(" ")[0]
    if STUDENT_ID.fullmatch(student):
        found.hand_ins.append(HandIn(Handle(id=student), student, student, top.label, top.load))
    else:
        found.problems.append(f"{top.label!a}: {student!a} is no student id; rename it to ID or ID_....ipynb")


def _is_chapters(name: str, known: list[str]) -> bool:
    return any(name.startswith(chapter) for chapter in known)


ROUTE = Route("folder", "folder of hand-ins", lambda tree: True, sort)
