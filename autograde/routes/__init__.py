"""The ways on which hand-ins reach a teacher: one module a way, which knows how files are named there.

A way says of each hand-in whose it is as far as the names tell, and when it was handed in if that is known at all.
It opens nothing: what is inside is read later, one hand-in after another. UNTRUSTED: students choose file names.
"""

from __future__ import annotations

from autograde.archive import Tree
from autograde.routes import canvas, checkouts, exchange, folder, gradescope, moodle
from autograde.routes.way import Route


def routes() -> dict[str, Route]:
    """All ways, the plainest last: the first that fits is taken."""
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
