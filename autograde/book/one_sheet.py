"""All style sheets of a page as one, so that a browser asks once and not one after another before it shows a word.

With the processor slowed 4 times, eleven sheets (one of which fetched a twelfth) took 0.3 of the 1.3 seconds until a
chapter was painted.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from autograde.book.theme import ThemeError

NAME = "book.css"
LINK = re.compile(
    r'\s*<link\b(?=[^>]*\brel="stylesheet")[^>]*\bhref="(?P<root>[^"]*_static/)(?P<name>[^"?]+)[^"]*"[^>]*>'
)
ANY_LINK = re.compile(r'<link\b[^>]*\brel="stylesheet"[^>]*>')
# Sphinx writes only those pages again that changed: the one sheet says itself what it was made of.
HEAD = "/* Made of: {names} */\n"
MADE_OF = re.compile(r"/\* Made of: (.*) \*/\n")
IMPORT = re.compile(r"""@import\s+(["'])([^"']+)\1\s*;""")
CHARSET = re.compile(r'@charset "utf-8";', re.IGNORECASE)
ADDRESS = re.compile(r"""url\(\s*(["']?)(?!data:|#|/|[a-z]+:)([^"')]+)\1\s*\)""")
COMMENT = re.compile(r"(?s)/\*.*?\*/")


def sheets_of(page: str) -> tuple[str, ...]:
    """The style sheets that a page loads, in their order, as names in `_static`; empty if it loads none.

    Raises
    ------
    ThemeError
        If one of them is not in `_static`.
    """
    links = ANY_LINK.findall(page)
    names = tuple(found["name"] for found in LINK.finditer(page))
    if len(names) != len(links):
        raise ThemeError("A page loads a style sheet from elsewhere: " + ", ".join(links))
    return names


def sheets_of_all(pages: Iterable[str], static: Path) -> tuple[str, ...]:
    """What pages load as Sphinx writes them; where it wrote none since the last time, what `NAME` was made of then.

    Raises
    ------
    ThemeError
        If pages differ, or nothing says what `NAME` was made of.
    """
    lists = {sheets_of(page) for page in pages} - {(), (NAME,)}
    if not lists and (static / NAME).is_file():
        made_of = MADE_OF.match((static / NAME).read_text(encoding="utf-8"))
        lists = {tuple(made_of[1].split())} if made_of else lists
    if len(lists) != 1:
        raise ThemeError(f"What style sheets pages load is not clear ({len(lists)} lists); remove _build, build again.")
    return lists.pop()


def one_sheet(static: Path, names: Sequence[str]) -> str:
    """What these sheets say, one after the other, with what they import; to be put into `static` itself.

    Raises
    ------
    ThemeError
        If one of them is missing, or imports another in a way that is not understood.
    """
    return HEAD.format(names=" ".join(names)) + "\n".join(_read(static, name) for name in names)


def _read(static: Path, name: str) -> str:
    if not (static / name).is_file():
        raise ThemeError(f"A style sheet is missing: _static/{name}")
    folder = posixpath.dirname(name)

    def beside(path: str) -> str:
        return posixpath.normpath(posixpath.join(folder, path))

    sheet = CHARSET.sub("", (static / name).read_text(encoding="utf-8"))
    sheet = ADDRESS.sub(lambda found: f"url({found[1]}{beside(found[2])}{found[1]})", sheet)
    sheet = IMPORT.sub(lambda found: _read(static, beside(found[2])), sheet)
    if "@import" in COMMENT.sub("", sheet):
        raise ThemeError(f"_static/{name} imports a style sheet in another way than this book's build expects.")
    return sheet


def with_one_sheet(page: str) -> str:
    """A page that loads `NAME` in place of all that it loads; one that does already stays as it is."""
    first = LINK.search(page)
    if first is None or first["name"] == NAME:
        return page
    link = f'\n<link rel="stylesheet" href="{first["root"]}{NAME}?v=0">'
    return page[: first.start()] + link + LINK.sub("", page[first.start() :])
