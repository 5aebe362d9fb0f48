"""Where the pinned theme is, and the error when it is not what this book's build expects."""

from __future__ import annotations

from pathlib import Path

import pydata_sphinx_theme

STATIC = Path(pydata_sphinx_theme.__file__).parent / "theme" / "pydata_sphinx_theme" / "static"


class ThemeError(Exception):
    """The theme holds or does something in another way than expected; whoever changed its pin has to look."""
