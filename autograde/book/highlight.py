"""Code in colours, without an element around each name and each bracket that looks like the text beside it.

A long chapter has 3,000 of these among its 11,000 elements, and a browser works out the look of every one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from pygments.formatters import HtmlFormatter
from pygments.token import Name, Punctuation, Text
from sphinx.highlighting import PygmentsBridge

# What the theme's two styles give the colour of plain text. Their kinds, such as names of functions, have colours.
PLAIN = frozenset({Name, Punctuation, Text.Whitespace})


class Formatter(HtmlFormatter):
    """Pygments' own, but for what is plain."""

    def format_unencoded(self, tokensource: Iterable[tuple[object, str]], outfile: TextIO) -> None:
        super().format_unencoded(((Text if kind in PLAIN else kind, text) for kind, text in tokensource), outfile)


def install() -> None:
    """Have Sphinx use it for all code of a book."""
    PygmentsBridge.html_formatter = Formatter
