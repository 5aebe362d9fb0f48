"""Which names a cell of code defines, without running it. UNTRUSTED input."""

from __future__ import annotations

import ast
import re

from IPython.core.inputtransformer2 import TransformerManager

_MAX_PARSED = 200_000  # characters; no answer is longer
_DEFINITION = re.compile(r"^(?:(?:async\s+)?(?:def|class)\s+([A-Za-z_]\w*)|([A-Za-z_]\w*)\s*=(?!=))", re.MULTILINE)


def bound_names(source: str) -> frozenset[str]:
    """The names that a cell defines at its top level: functions, classes, variables, imports.

    A cell that cannot be parsed (a syntax error in an answer) still shows what it starts to define.
    """
    try:
        if len(source) > _MAX_PARSED:
            raise ValueError("too long to parse")
        tree = ast.parse(TransformerManager().transform_cell(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset(one or other for one, other in _DEFINITION.findall(source[:_MAX_PARSED]))
    names: set[str] = set()
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            names.update((alias.asname or alias.name).split(".")[0] for alias in node.names)
        else:
            names.update(part.id for part in ast.walk(node) if _is_assigned(part))
    return frozenset(names)


def words(source: str) -> frozenset[str]:
    """All words of a cell, code or not."""
    return frozenset(re.findall(r"\w+", source))


def _is_assigned(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
