"""How our HTML pages are made safe: one Jinja environment in which nothing can be printed unescaped.

Feedback and report are built from what students handed in, so the rules hold for every expression of every
template and not for those that somebody remembered: HTML is escaped, characters that hide or reorder text are
shown by their code, lone surrogates cannot break the encoding, and the page's Content-Security-Policy allows
only the style and script written here.
"""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path

import nh3
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup, escape
from mdit_py_plugins.dollarmath import dollarmath_plugin

TEMPLATES = Path(__file__).resolve().parent / "templates"

# Categories that show nothing or change how neighbours are shown: control, format (bidi overrides, zero-width
# characters, tags), surrogate, private use, unassigned, line and paragraph separators.
HIDING_CATEGORIES = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
# Letters and marks that are blank by design: fillers and variation selectors.
BLANK_CHARACTERS = (
    {0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0}
    | set(range(0xFE00, 0xFE10))
    | set(range(0xE0100, 0xE01F0))
)
# More than this many combining marks on one letter paint over the lines above and below.
MARKS_PER_LETTER = 3


def _hides(character: str) -> bool:
    return character not in "\n\t" and (
        unicodedata.category(character) in HIDING_CATEGORIES or ord(character) in BLANK_CHARACTERS
    )


def visible(text: str, limit: int = 4000) -> str:
    """The text with every character that hides or reorders shown as `[U+202E]`, cut at `limit` characters.

    Line ends are `\\n` and tabs stay. The result can always be encoded as UTF-8. It is not HTML: the templates
    escape it.
    """
    if len(text) > limit:
        text = text[:limit] + " ... (cut)"
    if text.isascii() and text.isprintable():
        return text
    kept, marks = [], 0
    for character in text.replace("\r\n", "\n"):
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= MARKS_PER_LETTER:
            kept.append(f"[U+{ord(character):04X}]" if _hides(character) else character)
    return "".join(kept)


def _finalize(value: object) -> object:
    """Jinja calls this for every `{{ expression }}`; only HTML that our own code has made passes as it is."""
    return value if isinstance(value, Markup) else visible(str(value))


def number(value: float) -> str:
    """A score as people write it: at most two decimals, no trailing zeros (`2.50` is 2.5, `3.0` is 3)."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"


def percent(fraction: float) -> str:
    """A fraction as a whole percentage; what is not all is never rounded up to 100%, nor some down to 0%."""
    rounded = round(100 * fraction)
    if rounded == 100 and fraction < 1:
        rounded = 99
    if rounded == 0 and fraction > 0:
        return "<1%"
    return f"{rounded}%"


def plain_phrase(identifier: str) -> str:
    """A misconception's id in words: `missing_bias` is "missing bias"."""
    return identifier.replace("_", " ").strip()


def bar(fraction: float) -> Markup:
    """A small horizontal bar for a table; the number stands beside it, so screen readers skip it.

    An SVG with a presentation attribute, because the page's policy forbids `style` attributes.
    """
    width = 100 * min(max(fraction, 0.0), 1.0)
    return Markup(
        '<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="track" width="100" height="8"/><rect class="fill" width="{:.1f}" height="8"/></svg>'
    ).format(width)


def message(text: str) -> Markup:
    """A message of a test: each line a paragraph, `code` between backticks; lines laid out as a table stay so.

    The text may quote what a student's code said, so that nothing in it is Markdown or HTML.
    """
    html = []
    for laid_out, lines in groupby(visible(text).split("\n"), key=lambda line: line.startswith((" ", "\t", "["))):
        shown = [line for line in lines if line.strip()]
        if laid_out:
            html += [Markup("<pre>{}</pre>").format("\n".join(shown))] if shown else []
        else:
            html += [Markup("<p>{}</p>").format(_inline_code(line)) for line in shown]
    return Markup("").join(html)


def _inline_code(line: str) -> Markup:
    pieces = re.split(r"`([^`]+)`", line)
    return Markup("").join(
        Markup("<code>{}</code>").format(piece) if place % 2 else escape(piece)
        for place, piece in enumerate(pieces)
    )


# ---------------------------------------------------------------------------------------------------- Markdown

def _math(content: str, options: dict) -> str:
    """TeX as MathML, which browsers show without a script; TeX that the converter does not know stays text."""
    # Slow to import and needed only where a hint holds a formula.
    from latex2mathml.converter import convert

    try:
        return convert(content, display="block" if options.get("display_mode") else "inline")
    except Exception:  # the converter raises its own and builtin errors on TeX that it does not know
        return f"<code>{escape(content)}</code>"


MATHML_TAGS = {
    "math", "mfrac", "mi", "mn", "mo", "mover", "mpadded", "mphantom", "mroot", "mrow", "mspace", "msqrt", "mstyle",
    "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover",
}  # fmt: skip
PROSE_TAGS = {
    "blockquote", "br", "code", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "strong", "table", "tbody",
    "td", "th", "thead", "tr", "ul", "details", "summary",
}  # fmt: skip
# No href and no src: a page of feedback asks nothing of the network, and links between chapters lead nowhere in it.
ATTRIBUTES = {"math": {"display"}, "mo": {"stretchy", "fence", "form", "separator"}, "mtd": {"columnalign"}}


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table").use(dollarmath_plugin, renderer=_math)


@lru_cache(maxsize=4096)
def markdown(text: str) -> Markup:
    """Markdown of the course (a hint) as HTML without links, images, raw HTML or scripts; formulas as MathML."""
    html = _markdown().render(visible(text, limit=20_000))
    return Markup(nh3.clean(html, tags=PROSE_TAGS | MATHML_TAGS, attributes=ATTRIBUTES, link_rel=None))


@lru_cache(maxsize=4096)
def markdown_line(text: str) -> Markup:
    """A title of the course as HTML: code and formulas, no block elements."""
    html = _markdown().renderInline(visible(text))
    tags = {"code", "em", "strong"} | MATHML_TAGS
    return Markup(nh3.clean(html, tags=tags, attributes=ATTRIBUTES, link_rel=None))


# ----------------------------------------------------------------------------------------------------- The page

def _digest(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


def policy(style: str, script: str = "") -> str:
    """A Content-Security-Policy under which a page runs exactly this style and this script and loads nothing."""
    directives = ["default-src 'none'", f"style-src {_digest(style)}", "base-uri 'none'", "form-action 'none'"]
    if script:
        directives.append(f"script-src {_digest(script)}")
    return "; ".join(directives)


@cache
def environment() -> Environment:
    """The Jinja environment of all our pages."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        finalize=_finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        number=number, percent=percent, phrase=plain_phrase, markdown=markdown, line=markdown_line, bar=bar,
        message=message,
    )
    return made


@cache
def asset(*names: str) -> Markup:
    """The text of our own style sheets or scripts, joined; ready to stand in `<style>` or `<script>`."""
    return Markup("\n".join((TEMPLATES / name).read_text(encoding="utf-8") for name in names))


def render(template: str, *, styles: tuple[str, ...], scripts: tuple[str, ...] = (), **context: object) -> str:
    """One whole page. The template puts `style`, `script` and `policy` into its head."""
    style, script = asset(*styles), asset(*scripts)
    return environment().get_template(template).render(
        style=style, script=script, policy=policy(style, script), **context
    )
