"""Where the pinned theme is, and how it is changed: with an error where it is not what this book's build expects."""

from __future__ import annotations

import re
from pathlib import Path

import pydata_sphinx_theme

STATIC = Path(pydata_sphinx_theme.__file__).parent / "theme" / "pydata_sphinx_theme" / "static"


class ThemeError(Exception):
    """The theme holds or does something in another way than expected; whoever changed its pin has to look."""


def replaced(what: re.Pattern[str], by: str, text: str, does: str) -> str:
    """A text of the theme in which `what` stands once, with `by` in its place.

    Raises
    ------
    ThemeError
        If it does not stand there once; `does` says in words what the theme no longer does so.
    """
    text, found = what.subn(by, text)
    if found != 1:
        raise ThemeError(f"The theme {does} in another way than this book's build expects.")
    return text
