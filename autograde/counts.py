"""Counts what the course has: exercises, points, minutes, slider figures and questions, chapter by chapter."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from autograde.source import Chapter
from autograde.syntax import parse

FIGURES = frozenset({"explore", "explore_bars", "explore_field", "explore_network"})
PREDICTIONS, QUIZZES = frozenset({"predict"}), frozenset({"quiz"})
HEADINGS = ("chapter", "exercises", "points", "minutes", "figures", "predictions", "quizzes")


def calls_of(names: frozenset[str], source: str) -> int:
    """How many calls of `byhand` with one of these names a cell makes."""
    try:
        tree = parse(source)
    except SyntaxError:  # IPython's own syntax; such cells call none
        return 0
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return sum(getattr(function, "id", _of_byhand(function)) in names for function in calls)


def _of_byhand(function: ast.expr) -> str | None:
    """`explore` of `byhand.explore`; another object's method may have the same name."""
    value = getattr(function, "value", None)
    return function.attr if isinstance(value, ast.Name) and value.id == "byhand" else None


def count(chapter: Chapter) -> tuple[int, float, int, int, int, int]:
    """Exercises, points, the minutes that the exercises say they take, slider figures, predictions and quizzes."""
    exercises = chapter.exercises.values()
    sources = [cell.source for cell in chapter.notebook.cells if cell.cell_type == "code"]
    called = (sum(calls_of(names, source) for source in sources) for names in (FIGURES, PREDICTIONS, QUIZZES))
    points, minutes = sum(one.points for one in exercises), sum(one.minutes for one in exercises)
    return len(exercises), points, minutes, *called


def table(chapters: Sequence[Chapter]) -> str:
    """The counts as text in columns, with a last line for the whole course."""
    counts = [count(chapter) for chapter in chapters]
    named = [(chapter.name, *numbers) for chapter, numbers in zip(chapters, counts, strict=True)]
    rows = [HEADINGS, *named, ("all", *(sum(column) for column in zip(*counts, strict=True)))]
    width = max(len(row[0]) for row in rows)
    lines = []
    for name, *numbers in rows:
        words = [number if isinstance(number, str) else f"{number:g}" for number in numbers]
        lines.append(name.ljust(width) + "".join(word.rjust(12) for word in words))
    return "\n".join(lines)
