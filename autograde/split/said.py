"""TRUSTED. How much of what the student's code says about itself may be told: the text of an exception, names, lines.

Once a test has called the student's code, that code may have hidden inputs, and whatever it says afterwards could
spell them out: `raise ValueError(repr(x))`, `int(repr(x))`, a class made with `type(repr(x), ...)`. Only this is told:

- the class of an exception: a builtin one, or one whose `class` statement stands in the notebook, else the builtin one
  that it derives from;
- its text, if it is one of `sentences`, which Python and NumPy say most often, or stands word for word in the
  notebook (`raise ValueError("z must have two axes")`). In a sentence, a name or text in quotes is told if it
  stands in the notebook, and a number if it has at most three digits; for anything else there is an ellipsis;
- the line, if it is a line of the answer cell.

What is left to spell with, once for each test that is lost in a hand-in, is a choice of one from a few hundred, and
at most eight short numbers of which four are different: less than one float. Inputs that are drawn anew for each run
are worth nothing by then. Nothing that is printed reaches the feedback at all. The student sees the whole text when
the same mistake is made in the notebook.
"""

from __future__ import annotations

import ast
import io
import keyword
import re
import tokenize
from collections.abc import Iterable
from contextlib import suppress
from functools import cache, lru_cache
from typing import NamedTuple

from autograde.split.sentences import SENTENCES
from autograde.syntax import parse

UNTOLD = "its text is not repeated here; run the tests in your notebook to read it"
ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
_MAX_NUMBERS, _MAX_DIFFERENT = 8, 4
_MAX_LITERAL = 300

_PLACES = {
    "Q": r"(?P<Q{}>'(?:[^'\\]|\\.){{0,200}}'|\"[^\"]{{0,200}}\"|<class '[\w.]{{1,80}}'>|[\w.<>]{{1,120}})",
    "N": r"(?P<N{}>[-+]?\d{{1,40}})",
    "S": r"(?P<S{}>\([\d,\- ]{{0,80}}\))",
    "O": r"(?:[-+*/%@&|^~]|//|\*\*|<<|>>|\*\* or pow\(\)|[-+*/%@&|^]=|//=|\*\*=|divmod\(\)|abs\(\))",
}
_TYPE_NAMES = (
    "int float complex bool str bytes list tuple dict set frozenset NoneType function method type object module slice "
    "range generator builtin_function_or_method method-wrapper numpy.ndarray numpy.float64 numpy.float32 numpy.int64 "
    "numpy.int32 numpy.bool numpy.str_ float64 float32 int64 int32 bool_ ndarray same_kind safe unsafe O <U1 map zip "
    "filter enumerate reversed dict_keys dict_values dict_items list_iterator iterator coroutine partial deque "
    "ufunc numpy.ufunc NotImplementedType ellipsis <lambda> None abs < > <= >= == !="
)
_TYPES = frozenset(_TYPE_NAMES.split()) | frozenset(keyword.kwlist)


class Said:
    """What the student could know before any test has run: the words and texts of the notebook.

    Parameters
    ----------
    sources : iterable of str
        The given cells, the answers and the student's own cells. They are read when something is asked, in this
        order, so those that are known already should come first.
    """

    def __init__(self, sources: Iterable[str]) -> None:
        self._sources = tuple(sources)

    def text(self, said: str) -> str:
        """As much of an exception's text as may be told, `UNTOLD` if nothing of it may."""
        said = said.strip()
        if not said or self._has_text(said):
            return said
        for pattern in patterns():
            found = pattern.fullmatch(said)
            if found:
                return self._masked(said, found)
        return UNTOLD

    def name(self, said: str, instead: str) -> str:
        """The name of a class or function if the notebook has it."""
        return said if len(said) <= 80 and self._has_word(said) else instead

    def exception(self, names: Iterable[str], builtin: Iterable[str]) -> str:
        """The first of an exception's classes, from its own on, that may be named."""
        builtin = frozenset(builtin)
        return next((name for name in names if name in builtin or self._has_class(name)), "Exception")

    def _has_word(self, word: str) -> bool:
        return word in _TYPES or any(word in read(source).words for source in self._sources)

    def _has_text(self, text: str) -> bool:
        return any(text in read(source).texts for source in self._sources)

    def _has_class(self, name: str) -> bool:
        return any(name in read(source).classes for source in self._sources)

    def _masked(self, said: str, found: re.Match[str]) -> str:
        parts, at, numbers = [], 0, list[str]()
        for group in sorted(found.groupdict(), key=found.start):
            start, end = found.span(group)
            parts.append(said[at:start])
            part, at = said[start:end], end
            if group[0] == "Q":
                parts.append(self._quoted(part))
                continue
            digits = re.findall(r"\d+", part)
            few = len(numbers) + len(digits) <= _MAX_NUMBERS and len({*numbers, *digits}) <= _MAX_DIFFERENT
            short = few and all(len(number) <= 3 for number in digits)
            numbers += digits if short else []
            parts.append(part if short else f"({ELLIPSIS})" if group[0] == "S" else ELLIPSIS)
        return "".join([*parts, said[at:]])

    def _quoted(self, part: str) -> str:
        quote = part[0] if part[0] in "'\"" else ""
        inner = part[1:-1] if quote else part
        bare = inner.removeprefix("<class '").removesuffix("'>")
        if bare in _TYPES or self._has_text(inner) or all(self._has_word(word) for word in bare.split(".")):
            return part
        return quote + ELLIPSIS + quote


class Words(NamedTuple):
    """What stands in one cell: its names, its texts, the classes that it defines."""

    words: frozenset[str]
    texts: frozenset[str]
    classes: frozenset[str]


@lru_cache(maxsize=1024)  # the warm judge has read the instructor's cells before the first submission
def read(source: str) -> Words:
    """What stands in a cell; of one that cannot be parsed, the words before the mistake."""
    words, texts, classes = set[str](), set[str](), set[str]()
    with suppress(tokenize.TokenError, SyntaxError):
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.NAME:
                words.add(token.string)
    with suppress(SyntaxError, ValueError, RecursionError, MemoryError):
        for node in ast.walk(parse(source)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) <= _MAX_LITERAL:
                texts.add(node.value.strip())
            elif isinstance(node, ast.ClassDef):
                classes.add(node.name)
    return Words(frozenset(words), frozenset(texts), frozenset(classes))


@cache
def patterns() -> list[re.Pattern[str]]:
    """One for each of the known sentences; making them takes as long as many a submission."""
    compiled = []
    for sentence in filter(None, SENTENCES.splitlines()):
        parts = re.split(r"(?<![\w'])([QNSO])(?![\w'])", sentence)
        pattern = "".join(_PLACES[part].format(i) if i % 2 else re.escape(part) for i, part in enumerate(parts))
        compiled.append(re.compile(pattern))
    return compiled
