"""What can be said of pages only when all of them are there: the last words on each, written once.

The theme's style sheet is cut down to what any page needs, all sheets become one, links name it and the scripts as they
are now, and icons hold their shapes.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from pathlib import Path

from autograde.book import icons, lighter, one_sheet, unused
from autograde.book.theme import STATIC, ThemeError

SHEET = "styles/pydata-sphinx-theme.css"
LINK_TO_FILE = re.compile(r'(?P<link>["/]_static/(?P<name>[^"?]+)\?v=)[0-9a-f]+')
UNDECIDED = re.compile(r'(<html\b[^>]*\bdata-theme=)"auto"')


def finish_pages(outdir: Path) -> None:
    """Write the theme's style sheet as small as the site allows, and every page as readers get it.

    To be called when all is gone from the site that is no page and no script of the book: what is in it counts as used.

    Raises
    ------
    ThemeError
        If pages do not load the sheet as expected.
    """
    lite = outdir / "lite"
    files = [path for path in sorted(outdir.rglob("*")) if path.suffix in (".html", ".js") and lite not in path.parents]
    texts = {path: path.read_text(encoding="utf-8") for path in files}
    static = outdir / "_static"
    pages = {path: text for path, text in texts.items() if path.suffix == ".html"}
    names = one_sheet.sheets_of_all(pages.values(), static)
    if SHEET not in names:
        raise ThemeError("The theme loads its style sheet in another way than this book's build expects.")
    (static / SHEET).write_text(smallest_sheet(texts.values()), encoding="utf-8")
    (static / one_sheet.NAME).write_text(one_sheet.one_sheet(static, names), encoding="utf-8")
    for path, text in pages.items():
        finished = light_without_scripts(with_versions(one_sheet.with_one_sheet(text), static))
        finished = lighter.with_pictures_when_seen(icons.with_shapes(finished))
        if finished != text:
            path.write_text(finished, encoding="utf-8")


def smallest_sheet(texts: Iterable[str]) -> str:
    """The theme's style sheet without letters of icon fonts, and without rules that nothing in these texts needs."""
    theme = icons.without_letters((STATIC / SHEET).read_text(encoding="utf-8"))
    return unused.without_unused(theme, unused.words(texts))


def with_versions(page: str, static: Path) -> str:
    """A page whose links to style sheets and scripts name what these hold now.

    Sphinx does that when it writes a page, and writes none again because a style sheet changed; a browser would go
    on with the one that it has.
    """

    def version(link: re.Match[str]) -> str:
        path = static / link["name"]
        return link["link"] + checksum(path) if path.is_file() else link[0]

    return LINK_TO_FILE.sub(version, page)


def checksum(path: Path) -> str:
    """What Sphinx puts into the address of a file."""
    return f"{zlib.crc32(path.read_bytes().translate(None, bytes([13]))):08x}"


def light_without_scripts(page: str) -> str:
    """A page that is light until its head says what else: no colour of the theme is defined for "auto"."""
    return UNDECIDED.sub(r'\1"light"', page, count=1)
