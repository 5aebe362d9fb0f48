"""What a way is, and what it makes of a class's folder or zip."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from autograde.archive import Contents, HandedFile, Top, Tree
from autograde.roster import Handle


@dataclass(frozen=True)
class HandIn:
    """What one person handed in, once.

    Parameters
    ----------
    who : Handle
        What the way tells of the person.
    fallback : str
        Under which id to collect a person whom the roster does not know; "" if nothing of the kind exists.
    key : str
        Tells two persons of one zip apart who have the same name.
    chapter : str
        Only where the way tells it.
    when : float or None
        When it was handed in, in seconds since 1970; None if the way does not tell.
    older : tuple of str
        Earlier attempts that are not used, in words.
    believes_timestamps : bool
        Whether a `timestamp.txt` was written by a program that the teacher runs, not by the student.
    """

    who: Handle
    fallback: str
    key: str
    label: str
    load: Callable[[], Contents]
    chapter: str = ""
    when: float | None = None
    older: tuple[str, ...] = ()
    believes_timestamps: bool = False


@dataclass
class Found:
    """What one PATH holds: hand-ins, what could not be told whose it is, and what a teacher should know."""

    hand_ins: list[HandIn] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Route:
    """One way: how it is called, how it is recognised, how its files are told apart.

    Parameters
    ----------
    sort : callable
        From the tree, the names of the chapters, and the ids of the roster. Raises UserError if nothing can be told.
    """

    name: str
    title: str
    fits: Callable[[Tree], bool]
    sort: Callable[[Tree, list[str], Collection[str]], Found]


def most(tree: Tree, matches: Callable[[Top], object]) -> bool:
    """Whether more than half of what is at the top is named as a way names it."""
    return 2 * sum(bool(matches(top)) for top in tree.tops) > len(tree.tops) > 0


def together(files: Sequence[tuple[Top, str]]) -> Contents:
    """The files of one person, each under the name that the person gave it."""
    contents = Contents()
    for top, own in files:
        loaded = top.load()
        contents.left_out += loaded.left_out
        for file in loaded.files:
            name = PurePosixPath(own.replace("\\", "_")).name if str(file.name) == top.name else file.name
            contents.add(HandedFile(PurePosixPath(name), file.data, file.modified))
    return contents
