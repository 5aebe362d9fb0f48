"""A plain folder or zip: a folder, a zip or a notebook for each student, named by the id, or begun with it and "_".

The same shape can be a class's, a folder around the class's, or one student's own. The roster and the names of the
chapters tell which; where they do not, nothing is collected and the teacher is asked, and what was concluded is said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from pathlib import Path

from autograde.archive import Top, Tree, read_path
from autograde.course import ROSTER, STUDENT_ID
from autograde.roster import Handle, id_in_front
from autograde.routes.way import Found, HandIn, Route
from autograde.wording import listed, shown


class _Unclear(Exception):
    """The names do not tell whose the hand-ins are; the text says what to do."""


def sort(tree: Tree, known: list[str], ids: Collection[str]) -> Found:
    """`ids` are those of the roster; with them it is clear what is named by a student."""
    found = Found()
    try:
        tops = _by_roster(tree, known, ids, found) or _by_shape(tree, known, found)
    except _Unclear as error:
        found.problems.append(str(error))
        return found
    for top in tops:
        add(top, found)
    if not ids:
        found.notes += _joined(tops)
    return found


def sort_file(top: Top, known: list[str]) -> Found:
    """One file on its own, which must be named by its student."""
    found = Found()
    for named in _without_chapters([top], known, found):
        add(named, found)
    return found


def add(top: Top, found: Found) -> None:
    """Enter one file or folder that is named by its student."""
    student, who = _stem(top), Handle(id=_stem(top))
    if _may_be_cut(top):
        student, who = _first_part(student), Handle(stem=student)
    if STUDENT_ID.fullmatch(student):
        found.hand_ins.append(HandIn(who, student, student, top.label, top.load))
    else:
        found.problems.append(f"{top.label!a}: {student!a} is no student id; rename it to ID or ID_....ipynb")


def _by_roster(tree: Tree, known: list[str], ids: Collection[str], found: Found) -> list[Top]:
    """What is a student's each, where the roster knows one of the names; else nothing."""
    inner = tree.inner.tops if tree.inner else []
    whole = _whole(tree)
    others = {_known_id(top, ids) for top in (*tree.tops, *inner)} - {"", _stem(whole)}
    if _stem(whole) in ids:
        if others:
            raise _Unclear(
                f"{whole.label}: its name is the id of a student, and what is named by {_listed(others)} is in it. "
                f"If all of it is from {_stem(whole)}, put it into a folder and collect that folder; else rename it"
            )
        return [whole]
    for level in (tree.tops, inner):
        if any(_known_id(top, ids) for top in level):
            if level is inner:
                found.notes.append(_around(whole, tree.tops[0]))
            return _without_chapters(level, known, found)
    return []


def _by_shape(tree: Tree, known: list[str], found: Found) -> list[Top]:
    """What is a student's each, as far as a folder's shape tells it."""
    whole = _whole(tree)
    if any(_is_chapter(top, known) for top in tree.tops):
        return _beside_chapters(tree, known, whole, found)
    if len(tree.tops) != 1:
        return tree.tops
    (top,) = tree.tops
    inner = tree.inner.tops if tree.inner else []
    one_students = any(_is_chapter(below, known) for below in inner)
    below = [] if one_students else [below for below in inner if _may_be_a_hand_in(below)]
    if tree.is_zip and sum(one.is_folder or _is_zip(one) for one in below) > 1:  # the class's folder, zipped as a whole
        found.notes.append(_around(whole, top))
        return inner
    if tree.is_zip and _may_be_student(whole, known) and _stem(whole) != _first_part(_stem(top)):
        raise _Unclear(
            f"{whole.label}: it holds only {shown(top.name)}, and nothing tells whether it is the zip of one student "
            f"or of the class. If the zip's name is the student's id, put it into a folder and collect that folder; "
            f"if it is the class's, unpack it and collect what was in it; or list the class in {ROSTER}"
        )
    if len(below) > 1:
        raise _Unclear(
            f"{whole.label}: it holds only {shown(top.name)}, and nothing tells whether that is the class's folder or "
            f"one student's. If it is the class's, collect {top.label}; else list the student in {ROSTER}"
        )
    if inner:
        found.notes.append(f"{whole.label}: {shown(top.name)}, the only folder in it, is taken for one student's")
    return tree.tops


def _beside_chapters(tree: Tree, known: list[str], whole: Top, found: Found) -> list[Top]:
    """As `_by_shape`, where something is named by its chapter, as in a folder of one student."""
    tops = tree.tops
    others = [top for top in tops if _may_be_a_hand_in(top) and not _is_chapter(top, known)]
    if tree.inner:  # a chapter's folder of one student, or of the class
        tops = tree.inner.tops
        others = [top for top in tops if _may_be_a_hand_in(top) and not _is_chapter(top, known)]
        others = others if len(others) > 1 else []
    named = ", ".join(shown(top.name) for top in tree.tops if _is_chapter(top, known))
    if not _may_be_student(whole, known):
        if others:
            return _without_chapters(tops, known, found)
        raise _Unclear(f"{whole.label}: {named} tells the chapter and not the student; rename {whole.label} to the id")
    if others:
        raise _Unclear(
            f"{whole.label}: it holds {named}, as the folder of one student does, and "
            f"{_listed(top.name for top in others)}, as that of a class does. If it is the class's, move what is named "
            f"by a chapter away; if it is one student's, name it by the id, list the id in {ROSTER} and collect again"
        )
    found.notes.append(f"{whole.label}: taken for one student's, {shown(_stem(whole))}, since it holds {named}")
    return [whole]


def _without_chapters(tops: list[Top], known: list[str], found: Found) -> list[Top]:
    """Those that students are named by; the others are told."""
    found.problems += [
        f"{top.label}: named by its chapter and not by a student; rename it to the id, or move it away"
        for top in tops
        if _is_chapter(top, known)
    ]
    return [top for top in tops if not _is_chapter(top, known)]


def _whole(tree: Tree) -> Top:
    """All of it, as one student's."""
    return Top(tree.path.name, shown(str(tree.path)), not tree.is_zip, lambda: read_path(tree.path))


def _around(whole: Top, top: Top) -> str:
    return f"{whole.label}: {shown(top.name)}, the only folder in it, is taken for the class's, not for a student's"


def _joined(tops: list[Top]) -> list[str]:
    """A note on files that are taken for several attempts of one student only by how their names begin."""
    count = Counter(_first_part(_stem(top)) for top in tops if _may_be_cut(top))
    several = [student for student, files in sorted(count.items()) if files > 1]
    if not several:
        return []
    return [
        f"several files are taken for attempts of one student, since the id ends at the first _ or space: "
        f"{_listed(several)}. If they are of several students, list the class in {ROSTER} and collect again"
    ]


def _listed(names: Collection[str]) -> str:
    return listed(sorted(shown(name) for name in names))


def _stem(top: Top) -> str:
    return top.name if top.is_folder else Path(top.name).stem


def _first_part(stem: str) -> str:
    return stem.split("_")[0].split(" ")[0]


def _is_zip(top: Top) -> bool:
    return not top.is_folder and Path(top.name).suffix.lower() == ".zip"


def _may_be_cut(top: Top) -> bool:
    """Whether more than the id may be in the name."""
    return not top.is_folder and not _is_zip(top)


def _may_be_a_hand_in(top: Top) -> bool:
    return top.is_folder or _is_zip(top) or ".ipynb" in top.name.lower()


def _known_id(top: Top, ids: Collection[str]) -> str:
    """The roster's id by which it is named, or ""."""
    if _may_be_cut(top):
        return id_in_front(_stem(top), ids)
    return _stem(top) if _stem(top) in ids else ""


def _may_be_student(top: Top, known: list[str]) -> bool:
    return bool(STUDENT_ID.fullmatch(_stem(top))) and not _is_chapter(top, known)


def _is_chapter(top: Top, known: list[str]) -> bool:
    return any(top.name.startswith(chapter) for chapter in known)


ROUTE = Route("folder", "folder of hand-ins", lambda tree: True, sort)
