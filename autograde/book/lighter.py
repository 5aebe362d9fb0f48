"""What the theme makes every page load or do, and this book does without or more cheaply.

The theme is pinned; where it holds something in another way than expected here, the build stops and says so.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import zlib
from pathlib import Path

from autograde.book import icons, unused
from autograde.book.theme import STATIC, ThemeError

SCRIPT = "scripts/pydata-sphinx-theme.js"
SHEET = "styles/pydata-sphinx-theme.css"
LINK_TO_SHEET = re.compile(rf"({re.escape(SHEET)}\?digest=)[0-9a-f]+")
LINK_TO_FILE = re.compile(r'(?P<link>["/]_static/(?P<name>[^"?]+)\?v=)[0-9a-f]+')
UNDECIDED = re.compile(r'(<html\b[^>]*\bdata-theme=)"auto"')
# Wait until the page is there.
LATER = {"sphinx_highlight.js", "clipboard.min.js", "copybutton.js", "sphinx-book-theme.js"}
SEARCH_SCRIPTS = re.compile(r'\s*<script src="[^"]*(?:searchtools|language_data|searchindex)\.js[^"]*"></script>')
# What the first lines of a page take for its theme, until the theme's own script decides.
THEME = 'localStorage.getItem("theme") || "auto"'
THEME_AT_ONCE = (
    '{light: "light", dark: "dark"}[document.documentElement.dataset.mode] '
    '|| (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")'
)
# Where a browser is told to store nothing, asking it for its storage is an error, which stops the theme's scripts and
# the search. They get a storage that lasts as long as the page.
STORAGE = """\
<script>
    for (const name of ["localStorage", "sessionStorage"]) {
      try {
        window[name];
      } catch {
        const kept = new Map();
        const value = {
          getItem: (key) => kept.get(key) ?? null,
          setItem: (key, item) => void kept.set(key, String(item)),
          removeItem: (key) => void kept.delete(key),
        };
        Object.defineProperty(window, name, { value });
      }
    }
  </script>
"""
# Measures every box of the page, one after the other, and changes each before it measures the next.
MEASURING = re.compile(r',"complete"===document\.readyState\?(\w)\(\):window\.addEventListener\("load",\1\)')


def without_search_scripts(head: str) -> str:
    """A page's head without the scripts and the index of a search box that shows results while one types."""
    return SEARCH_SCRIPTS.sub("", head)


def with_theme_at_once(head: str) -> str:
    """A page's head that says "dark" or "light" before anything is shown, also where nothing may be stored.

    The theme says "auto" first, which looks light, and decides when the whole page is there: a flash for readers in
    the dark, and all styles computed once more for everybody.

    Raises
    ------
    ThemeError
        If the head does it in another way than expected.
    """
    if head.count(THEME) != 1:
        raise ThemeError("The theme chooses between light and dark in another way than this book's build expects.")
    return STORAGE + head.replace(THEME, THEME_AT_ONCE)


def light_without_scripts(page: str) -> str:
    """A page that is light until its head says what else: no colour of the theme is defined for "auto"."""
    return UNDECIDED.sub(r'\1"light"', page, count=1)


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


def without_measuring(script: str) -> str:
    """The theme's script, which no longer looks which boxes scroll sideways; `scrollers.js` does.

    With the processor slowed 4 times, the theme's way took more than 2 seconds of a long chapter's opening.

    Raises
    ------
    ThemeError
        If the script does it in another way than expected.
    """
    less, taken = MEASURING.subn("", script)
    if taken != 1:
        raise ThemeError("The theme looks for boxes that scroll in another way than this book's build expects.")
    return less


def lighten_sheet(outdir: Path) -> None:
    """Write the theme's style sheet with the rules that pages and scripts may need, and its digest into the pages.

    The digest in its address tells a browser that has an older one that this is another. What else changes on
    every page in the end changes here, too, so that each is written once.

    Raises
    ------
    ThemeError
        If no page loads the sheet as expected.
    """
    lite = outdir / "lite"
    files = [path for path in sorted(outdir.rglob("*")) if path.suffix in (".html", ".js") and lite not in path.parents]
    texts = {path: path.read_text(encoding="utf-8") for path in files}
    theme = icons.without_letters((STATIC / SHEET).read_text(encoding="utf-8"))
    sheet = unused.without_unused(theme, unused.words(texts.values()))
    (outdir / "_static" / SHEET).write_text(sheet, encoding="utf-8")
    which = digest(sheet)
    told = {path: LINK_TO_SHEET.sub(rf"\g<1>{which}", text) for path, text in texts.items()}
    for path in files:
        if path.suffix == ".html":
            told[path] = light_without_scripts(with_versions(told[path], outdir / "_static"))
    if not any(which in text for text in told.values()):
        raise ThemeError("The theme loads its style sheet in another way than this book's build expects.")
    for path, text in told.items():
        if text != texts[path]:
            path.write_text(text, encoding="utf-8")


def digest(sheet: str) -> str:
    """What tells this sheet from others, in its address."""
    return hashlib.sha256(sheet.encode()).hexdigest()[:20]


def slim(outdir: Path, pages: set[str]) -> None:
    """Remove from a built site what no page loads, and what is left of chapters that are gone."""
    for path in (outdir / "chapters").glob("*.html"):
        if f"chapters/{path.name}" not in pages:
            path.unlink()
            for source in (outdir / "_sources" / "chapters").glob(f"{path.stem}.*"):
                source.unlink()
    static = outdir / "_static"
    icons.slim(static)
    script = without_measuring((STATIC / SCRIPT).read_text(encoding="utf-8"))
    if (static / SCRIPT).read_text(encoding="utf-8") != script:
        (static / SCRIPT).write_text(script, encoding="utf-8")
    for path in [*static.rglob("*.map"), *static.rglob("*.ttf"), *static.rglob("*macros.html")]:
        path.unlink()
    shutil.rmtree(static / "locales", ignore_errors=True)
    lighten_sheet(outdir)  # when all is gone that is no page and no script of the book
