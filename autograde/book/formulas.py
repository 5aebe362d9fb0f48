"""Formulas as MathML, written while the book is built: browsers show it without a script, screen readers read it.

Chosen by converting the book's 1200 formulas and looking at them beside MathJax: latex2mathml 3.81 lost every
`aligned`, spaced `max (0, z)` and `log0`; math-core 0.9 had each right. It refuses what it does not know.

A browser draws MathML well only in a font with a table of mathematical sizes, which few readers have. So the book
brings a part of STIX Two Math, inside its style sheet: browsers refuse font files on pages opened from a disk.
"""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

from docutils import nodes
from math_core import LatexError, LatexToMathML
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util import logging
from sphinx.writers.html import HTMLTranslator

FONT = Path(__file__).resolve().parent / "fonts" / "stix-two-math.woff2"
RENDERER = "mathml"
# The theme's script lets keys reach what has this class, as far as it is wider than its place.
REACHED = "pst-scrollable-table-container"
LONG = 40  # characters in a line of text that a telephone may be too narrow for
# A name with primes. The font's prime stands high already: as a superscript it would be tiny, and higher still.
PRIMED = re.compile(r"<msup>(<mi[^>]*>[^<]*</mi>|<mrow><mspace/><mi>[^<]*</mi></mrow>)<mo>([′″‴⁗])</mo></msup>")

logger = logging.getLogger(__name__)


class FormulaError(Exception):
    """A formula cannot be converted; the message says what in it is not known."""


@cache
def _converter() -> LatexToMathML:
    return LatexToMathML(fancy_error=False)


@cache
def mathml(tex: str, *, display: bool) -> str:
    """One formula as a `math` element.

    Parameters
    ----------
    tex
        What stands between the dollars. Rows (`\\\\`) need an environment, such as `aligned`.
    display
        Whether it stands by itself rather than in a line of text.

    Raises
    ------
    FormulaError
        If it holds a command that is not known, or braces that do not match.
    """
    try:
        made = _converter().convert_with_local_state(tex.strip(), displaystyle=display)
    except LatexError as error:
        place, _, what = str(error).partition(": ")
        near = tex.strip().encode()[int(place) if place.isdigit() else 0 :].decode(errors="ignore")[:20]
        raise FormulaError(f"{what} At: {near}") from None
    return PRIMED.sub(r'<mrow>\1<mo class="prime" lspace="0" rspace="0">\2</mo></mrow>', made)


def text_of(mathml: str) -> str:
    """The characters that a formula shows."""
    return re.sub("[\u2061-\u2064]", "", html.unescape(re.sub(r"<[^>]+>", "", mathml)))


def stylesheet() -> str:
    """The formulas' font and how they stand on the page."""
    font = base64.b64encode(FONT.read_bytes()).decode()
    return f"""@font-face {{
  font-family: "Book Math";
  src: url(data:font/woff2;base64,{font}) format("woff2");
}}
{FONT.with_name("formulas.css").read_text(encoding="utf-8")}"""


def connect(app: Sphinx, source_of: Callable[[str], Path | None]) -> None:
    """Make this the renderer of formulas; `source_of(page)` is the file in which an author mends one of a page."""

    def converted(translator: HTMLTranslator, node: nodes.Element, *, display: bool) -> str:
        tex = node.astext()
        try:
            return mathml(tex, display=display)
        except FormulaError as error:
            place = _place(source_of(translator.builder.current_docname), tex)
            logger.warning("The formula %r cannot be shown. %s", tex.strip(), error, location=place or node)
            return html.escape(tex)

    def inline(translator: HTMLTranslator, node: nodes.math) -> None:
        formula = converted(translator, node, display=False)
        kind = f"math long {REACHED}" if len(text_of(formula)) > LONG else "math"
        translator.body.append(f'<span class="{kind}">{formula}</span>')
        raise nodes.SkipNode

    def block(translator: HTMLTranslator, node: nodes.math_block) -> None:
        if node.get("label"):
            raise ExtensionError(f"Formulas have no numbers in this book; take away the label {node['label']!r}.")
        translator.body.append(translator.starttag(node, "div", CLASS=f"math {REACHED}"))
        translator.body.append(f"{converted(translator, node, display=True)}</div>\n")
        raise nodes.SkipNode

    app.add_html_math_renderer(RENDERER, (inline, None), (block, None))


def _place(source: Path | None, tex: str) -> str | None:
    """`file:line` of a formula in its source, or None where it is not found word for word."""
    if source is None:
        return None
    before, found, _ = source.read_text(encoding="utf-8").partition(tex.strip())
    return f"{source}:{before.count(chr(10)) + 1}" if found else None
