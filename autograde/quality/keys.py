"""Finds the misconceptions that a test cell can name, by reading its source."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from autograde.syntax import parse

# checks.unchanged names this one by itself.
CHANGED_INPUT = "changed_input"


def misconceptions(source: str) -> set[str]:
    """The keys in a test's `because` and `mistake`, and `changed_input` where `checks.unchanged` is called.

    A `because` need not stand in the call: every dictionary of pairs whose second part is a text counts, with
    those of its keys that are written out.
    """
    return set(_keys(parse(source)))


def _keys(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if _is_text(key) and isinstance(value, ast.Tuple) and len(value.elts) == 2 and _is_text(value.elts[1]):
                    yield key.value
        elif isinstance(node, ast.keyword) and node.arg == "mistake" and _is_text(node.value):
            yield node.value.value
        elif isinstance(node, ast.Attribute) and node.attr == "unchanged":
            yield CHANGED_INPUT


def _is_text(node: ast.AST | None) -> bool:
    if isinstance(node, ast.JoinedStr):
        return True
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
