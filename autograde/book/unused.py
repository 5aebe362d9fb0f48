"""The theme's style sheet without the rules that nothing in this book can match.

The theme styles every part that any book may have; a browser reads all of it before it shows the first letter. A rule
stays if each class and id that its selector needs is a word of some page or script, wherever it stands there: scripts
make names, too, and a rule too many costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

import tinycss2
from tinycss2.ast import AtRule, Node, QualifiedRule

WORD = re.compile(r"[\w-]+")
NESTING = {"media", "supports"}  # hold rules of their own; all other at-rules stay as they are
# Classes whose names Bootstrap puts together, so that they are no words of its script.
COMPOSED = {"bs-tooltip-auto", "bs-popover-auto"}


def words(texts: Iterable[str]) -> set[str]:
    """All words of pages and scripts: what may be the name of a class or an id there."""
    found = set(COMPOSED)
    for text in texts:
        found.update(WORD.findall(text))
    return found


def without_unused(sheet: str, known: set[str]) -> str:
    """A style sheet, less the selectors that need a class or an id that is not among the `known` words.

    Rules keep their order and their text; comments that are no licence (`/*!`) go.
    """
    return "".join(_kept(tinycss2.parse_stylesheet(sheet, skip_whitespace=True), known))


def _kept(rules: Iterable[Node], known: set[str]) -> Iterator[str]:
    for rule in rules:
        if isinstance(rule, QualifiedRule):
            selectors = [one for one in _selectors(rule.prelude) if _needed(one) <= known]
            if selectors:
                yield f"{','.join(map(tinycss2.serialize, selectors))}{{{tinycss2.serialize(rule.content)}}}"
        elif isinstance(rule, AtRule) and rule.lower_at_keyword in NESTING:
            inner = "".join(_kept(tinycss2.parse_rule_list(rule.content, skip_whitespace=True), known))
            if inner:
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inner}}}"
        elif rule.type != "comment" or rule.value.startswith("!"):
            yield tinycss2.serialize([rule])


def _selectors(prelude: list[Node]) -> Iterator[list[Node]]:
    """A list of selectors, one by one. Commas within brackets are parts of them."""
    one: list[Node] = []
    for token in prelude:
        if token == ",":
            yield one
            one = []
        else:
            one.append(token)
    yield one


def _needed(selector: list[Node]) -> set[str]:
    """Classes and ids without which it matches nothing. What stands in `:not(...)` or `:is(...)` is not needed."""
    classes = {name.value for dot, name in pairwise(selector) if dot == "." and name.type == "ident"}
    ids = {token.value for token in selector if token.type == "hash"}
    return {name for name in classes | ids if WORD.fullmatch(name)}
