"""The ways on which hand-ins reach a teacher: one module a way, which knows how files are named there.

A way says of each hand-in whose it is as far as the names tell, and when it was handed in if that is known at all.
It opens nothing: what is inside is read later, one hand-in after another. UNTRUSTED: students choose file names.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from autograde.archive import Contents, Top, Tree
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
    """One way: how it is called, how it is recognised, how its files are told apart."""

    name: str
    title: str
    fits: Callable[[Tree], bool]
    sort: Callable[[Tree, list[str]], Found]


def most(tree: Tree, matches: Callable[[Top], object]) -> bool:
    """Whether more than half of what is at the top is named as a way names it."""
    return 2 * sum(bool(matches(top)) for top in tree.tops) > len(tree.tops) > 0


def routes() -> dict[str, Route]:
    """All ways, the plainest last: the first that fits is taken."""
    from autograde.routes import canvas, checkouts, exchange, folder, gradescope, moodle

    found = (gradescope.ROUTE, moodle.ROUTE, canvas.ROUTE, exchange.INBOUND, exchange.SUBMITTED, checkouts.ROUTE,
             folder.ROUTE)  # fmt: skip
    return {route.name: route for route in found}


def recognise(tree: Tree, forced: str = "") -> tuple[Route, Tree]:
    """The way on which `tree` came, and the tree or the one folder in it that its names begin at."""
    known = routes()
    levels = [level for level in (tree, tree.inner) if level is not None]
    if forced:
        route = known[forced]
        return route, next((level for level in levels if route.fits(level)), tree)
    for route in known.values():
        for level in levels:
            if route.fits(level):
                return route, level
    raise AssertionError("a plain folder fits everything")
