"""What the theme makes every page load or do, and this book does without or more cheaply.

The theme is pinned; where it holds something in another way than expected here, the build stops and says so.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from autograde.book import icons
from autograde.book.theme import STATIC, ThemeError, replaced

SCRIPT = "scripts/pydata-sphinx-theme.js"
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
LOADS = "loads Bootstrap's script"
PRELOAD = re.compile(r'\s*<link rel="preload" as="script" href="[^"]*_static/scripts/bootstrap\.js[^"]*"[^>]*>')
BOOTSTRAP_TAG = re.compile(r'<script defer src="(?P<root>[^"]*_static/)(?P<name>scripts/bootstrap\.js[^"]*)"></script>')
WHEN_NEEDED = r'<script defer src="\g<root>when_needed.js?v=0" data-src="\g<root>\g<name>"></script>'
# A logo in a menu.
PICTURE = re.compile(r'(<span class="btn__icon-container">\s*<img )(?!loading=)')
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


def without_preload(head: str) -> str:
    """A page's head that does not ask for Bootstrap's script before anything else.

    Raises
    ------
    ThemeError
        If the head does it in another way than expected.
    """
    return replaced(PRELOAD, "", head, LOADS)


def with_bootstrap_when_needed(end: str) -> str:
    """The scripts at the end of a page, of which `when_needed.js` fetches Bootstrap's.

    With the processor slowed 4 times, Bootstrap kept it for 60 milliseconds on each page, for seven buttons and two
    menus that most readers never come to.

    Raises
    ------
    ThemeError
        If the page loads it in another way than expected.
    """
    return replaced(BOOTSTRAP_TAG, WHEN_NEEDED, end, LOADS)


def with_pictures_when_seen(page: str) -> str:
    """A page that fetches the pictures in its menus when these open; each drawing is a page of its own to a browser."""
    return PICTURE.sub(r'\1loading="lazy" ', page)


def without_measuring(script: str) -> str:
    """The theme's script, which no longer looks which boxes scroll sideways; `scrollers.js` does.

    With the processor slowed 4 times, the theme's way took more than 2 seconds of a long chapter's opening.

    Raises
    ------
    ThemeError
        If the script does it in another way than expected.
    """
    return replaced(MEASURING, "", script, "looks for boxes that scroll")


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
