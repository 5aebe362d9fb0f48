"""Which names a cell of code defines, without running it. UNTRUSTED input.

The time that this takes grows with the length of a cell and with nothing else, whatever is in it.
"""

from __future__ import annotations

import ast
import re

from autograde.syntax import parse

_MAX_PARSED = 200_000  # characters; no answer is longer
_DEFINITION = re.compile(r"^(?:(?:async\s+)?(?:def|class)\s+([A-Za-z_]\w*)|([A-Za-z_]\w*)\s*=(?!=))", re.MULTILINE)
# IPython's own syntax: a magic that runs the cell as Python, another one, a line, and the right side of `x = !ls`.
_PYTHON_MAGIC = re.compile(r"\A\s*%%(?:time|timeit|capture|prun)\b.*\n?")
_OTHER_MAGIC = re.compile(r"\A\s*%%\w")
_MAGIC_LINE = re.compile(r"^([ \t]*+)(?:[%!?].*|\w[\w.]*+\?{1,2}[ \t]*+)$", re.MULTILINE)
_MAGIC_VALUE = re.compile(r"^([ \t]*+[\w, ]++=[ \t]*+)[%!](?!=).*$", re.MULTILINE)


def bound_names(source: str) -> frozenset[str]:
    """The names that a cell defines at its top level: functions, classes, variables, imports.

    A cell that cannot be parsed (a syntax error in an answer) still shows what it starts to define.
    """
    tree = _parse(source)
    if tree is None:
        return defined_names(source)
    names: set[str] = set()
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            names.update((alias.asname or alias.name).split(".")[0] for alias in node.names)
        else:
            names.update(part.id for part in ast.walk(node) if _is_assigned(part))
    return frozenset(names)


def defined_names(source: str) -> frozenset[str]:
    """The names that lines without indentation seem to define; much quicker than `bound_names`."""
    return frozenset(one or other for one, other in _DEFINITION.findall(source[:_MAX_PARSED]))


def called_names(source: str) -> frozenset[str]:
    """The last parts of the names that a cell calls: {"input", "set_trace"} for `input(); pdb.set_trace()`."""
    tree = _parse(source)
    if tree is None:
        return frozenset()
    called = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return frozenset(
        part.id if isinstance(part, ast.Name) else part.attr
        for part in called
        if isinstance(part, (ast.Name, ast.Attribute))
    )


def words(source: str) -> frozenset[str]:
    """All words of a cell, code or not."""
    return frozenset(re.findall(r"\w+", source))


def _parse(source: str) -> ast.Module | None:
    """The syntax tree of a cell without IPython's own syntax; None if it has none."""
    if len(source) > _MAX_PARSED:
        return None
    source = _PYTHON_MAGIC.sub("", source)
    if _OTHER_MAGIC.match(source):
        source = ""  # another language
    # Magic lines are looked for only where Python alone does not do: they may stand inside a string.
    for text in (source, _MAGIC_VALUE.sub(r"\1None", _MAGIC_LINE.sub(r"\1pass", source))):
        try:
            return parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
    return None


def _is_assigned(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
