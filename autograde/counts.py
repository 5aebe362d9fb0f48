"""Counts what the course has: exercises, points, minutes and slider figures, chapter by chapter."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from autograde.source import Chapter
from autograde.syntax import parse

FIGURE_CALLS = {"explore", "explore_bars", "explore_field", "explore_network"}
HEADINGS = ("chapter", "exercises", "points", "minutes", "figures")


def figure_calls(source: str) -> int:
    """How many figures a cell asks for."""
    try:
        tree = parse(source)
    except SyntaxError:  # IPython's own syntax; such cells call no figure
        return 0
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return sum(getattr(function, "id", getattr(function, "attr", None)) in FIGURE_CALLS for function in calls)


def count(chapter: Chapter) -> tuple[int, float, int, int]:
    """Exercises, points, the minutes that the exercises say they take, and slider figures."""
    exercises = chapter.exercises.values()
    figures = sum(figure_calls(cell.source) for cell in chapter.notebook.cells if cell.cell_type == "code")
    points, minutes = sum(one.points for one in exercises), sum(one.minutes for one in exercises)
    return len(exercises), points, minutes, figures


def table(chapters: Sequence[Chapter]) -> str:
    """The counts as text in columns, with a last line for the whole course."""
    counts = [count(chapter) for chapter in chapters]
    named = [(chapter.name, *numbers) for chapter, numbers in zip(chapters, counts, strict=True)]
    rows = [HEADINGS, *named, ("all", *(sum(column) for column in zip(*counts, strict=True)))]
    width = max(len(row[0]) for row in rows)
    lines = []
    for name, *numbers in rows:
        words = [number if isinstance(number, str) else f"{number:g}" for number in numbers]
        lines.append(name.ljust(width) + "".join(word.rjust(11) for word in words))
    return "\n".join(lines)
