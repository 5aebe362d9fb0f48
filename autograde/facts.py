"""Facts: numbers in prose that the build proves, written `<!-- true: EXPRESSION -->` beside the number.

A fact is taken out of everything that is published. When the solved notebook is executed, each becomes
a code cell at its place, so that a number in the text cannot go stale.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from autograde.syntax import parse

FACT = re.compile(r"<!--\s*true:(?P<expression>.*?)-->", re.DOTALL)
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
CODE = re.compile(r"^(?P<fence>`{3,}|~{3,}).*?^(?P=fence)|(?P<ticks>`+)[^`].*?(?P=ticks)", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Fact:
    """A Python expression that must be true at one place of the solved notebook.

    Parameters
    ----------
    expression : str
        Evaluated in the notebook's namespace, with NumPy as `np`.
    cell : int
        Index of the Markdown cell that states it, in the solved notebook.
    line : int
        Line in the chapter's source file, counted from 1.
    """

    expression: str
    cell: int
    line: int


class BadFact(ValueError):
    """A fact that cannot be read; `line` counts from 0 within the Markdown cell."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def take_out(markdown: str) -> tuple[str, list[tuple[str, int]]]:
    """Remove the facts from one Markdown cell.

    Returns
    -------
    (str, list of (expression, line))
        The cell as it is published, and the facts with their line in the cell, counted from 0.

    Raises
    ------
    BadFact
        If a fact is not a Python expression, or another HTML comment would be published with the cell.
    """
    code = [match.span() for match in CODE.finditer(markdown)]
    published, facts, position = "", [], 0
    for comment in COMMENT.finditer(markdown):
        if any(start <= comment.start() < end for start, end in code):
            continue
        line = markdown.count("\n", 0, comment.start())
        fact = FACT.fullmatch(comment.group())
        if fact is None:
            raise BadFact(
                line,
                "an HTML comment that is no fact would be published with the cell; "
                "write <!-- true: EXPRESSION --> or take it out",
            )
        expression = " ".join(fact["expression"].split())
        try:
            parse(expression, mode="eval")
        except SyntaxError as error:
            raise BadFact(line, f"the fact {expression!r} is not a Python expression: {error.msg}") from None
        facts.append((expression, line))
        published += markdown[position : comment.start()].rstrip(" \t")
        position = comment.end()
        rest_of_line = re.match(r"[ \t]*(\n|\Z)", markdown[position:])
        if rest_of_line and (not published or published.endswith("\n")):
            position += rest_of_line.end()  # the fact had the line to itself: the line goes with it
    return (published + markdown[position:]).strip("\n"), facts


def assertion(fact: Fact) -> str:
    """The code cell that proves a fact; it defines nothing in the notebook's namespace."""
    expression = parse(fact.expression, mode="eval").body
    namespace = "{**globals(), 'np': __import__('numpy')}"
    message = repr(f"not true: {fact.expression}")
    if isinstance(expression, ast.Compare):
        for side in (expression.left, *expression.comparators):
            if not isinstance(side, ast.Constant):
                text = ast.unparse(side)
                message += f" + {f'; {text} is '!r} + repr(eval({text!r}, {namespace}))"
    return f"assert eval({fact.expression!r}, {namespace}), {message}"
