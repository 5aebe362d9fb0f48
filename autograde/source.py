"""Reads a chapter's one source, solutions/NN_topic.md, into the solved nbgrader notebook.

An author writes one compact tag a graded cell (`exercise:NAME`, `test:NAME:POINTS`, `manual:NAME:POINTS`,
`readonly:NAME`); here it becomes nbgrader's metadata. Every mistake an author can make is told with its
file and line, before nbgrader or a student meets it.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograde.course import Course, UserError
from autograde.exercises import Exercise, ExerciseError, read_exercises
from autograde.facts import BadFact, Fact, take_out
from autograde.markers import ALMOST_MARKER, MARKER, REGIONS

# What nbgrader calls each kind of cell.
KINDS = {
    "exercise": {"grade": False, "solution": True, "locked": False, "task": False},
    "test": {"grade": True, "solution": False, "locked": True, "task": False},
    "manual": {"grade": True, "solution": True, "locked": False, "task": False},
    "readonly": {"grade": False, "solution": False, "locked": True, "task": False},
}
TAG_FORMS = "exercise:NAME, test:NAME:POINTS, test:NAME-ASPECT:POINTS, manual:NAME:POINTS, readonly:NAME"
TAG = re.compile(
    r"(?P<kind>exercise|test|manual|readonly)"
    r":(?P<name>[A-Za-z][A-Za-z0-9_]*)(?P<aspect>-[A-Za-z0-9_]+)?(?::(?P<points>\d+(?:\.\d+)?))?"
)
# Tags that change how a cell of exposition is shown, and nothing else.
DISPLAY_TAGS = {"hide-input", "hide-output", "remove-input", "remove-output", "raises-exception"}

# Directives and roles that only the book would understand.
MYST = re.compile(r"^\s*(?:`{3,}|~{3,}|:{3,})\s*\{|(?<!`)\{[a-z][a-z:-]*\}`", re.MULTILINE)

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"file_extension": ".py", "name": "python", "pygments_lexer": "ipython3"},
}


@dataclass(frozen=True)
class Chapter:
    """One chapter as its source tells it.

    Parameters
    ----------
    name : str
        `NN_topic`: the file's name, the assignment's and the notebook's.
    path : Path
        The source file.
    title : str
        Its first heading.
    notebook : NotebookNode
        The solved notebook with nbgrader's metadata, without facts and without outputs.
    exercises : dict of str to Exercise
        By grade id, in the order of the text.
    facts : tuple of Fact
        What the prose states and the build proves.
    lines : tuple of int
        The line in the source file at which each cell starts.
    """

    name: str
    path: Path
    title: str
    notebook: NotebookNode
    exercises: dict[str, Exercise]
    facts: tuple[Fact, ...]
    lines: tuple[int, ...]


def load(course: Course, chapter: str) -> Chapter:
    """Read one chapter.

    Raises
    ------
    UserError
        If there is no such chapter, or its source holds a mistake; the message names file and line.
    """
    path = course.solutions / f"{chapter}.md"
    if not path.is_file():
        known = ", ".join(course.chapter_names) or "none"
        raise UserError(f"There is no chapter {chapter!r} in solutions/. The chapters are: {known}.")
    shown = path.relative_to(course.root)
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise UserError(f"{shown}: not UTF-8 text (byte {error.start}). Save it as UTF-8.") from None
    return read(text, path, str(shown))


def load_all(course: Course) -> list[Chapter]:
    """Read every chapter in reading order; grade ids are unique over the whole course."""
    chapters, owner = [], {}
    for name in course.chapter_names:
        chapter = load(course, name)
        chapters.append(chapter)
        for cell, line in zip(chapter.notebook.cells, chapter.lines, strict=True):
            grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
            if grade_id in owner:
                raise UserError(
                    f"{chapter.path.relative_to(course.root)}:{line}: the name {grade_id!r} is taken by "
                    f"{owner[grade_id]}. Names are unique over the whole course; choose another."
                )
            if grade_id:
                owner[grade_id] = chapter.name
    return chapters


def read(text: str, path: Path, shown: str) -> Chapter:
    """Read a chapter from its text; `shown` is how messages name the file."""
    cells, lines = _parse(text, shown)

    def fail(index: int, message: str, line: int = 0) -> UserError:
        return UserError(f"{shown}:{lines[index] + line}: {message}")

    facts, ids, seen = [], {}, {}
    for index, cell in enumerate(cells):
        tag = _tag(cell, lambda message, index=index: fail(index, message))
        kind = tag["kind"] if tag else None
        if cell.cell_type == "markdown":
            try:
                cell.source, found = take_out(cell.source)
            except BadFact as error:
                raise fail(index, str(error), error.line) from None
            facts += [Fact(expression, index, lines[index] + line) for expression, line in found]
        _check_markers(cell, kind, lambda message, line, index=index: fail(index, message, line))
        if tag:
            grade_id = _expand(cell, tag, lambda message, index=index: fail(index, message))
            if grade_id in ids:
                first = lines[ids[grade_id]]
                raise fail(index, f"the name {grade_id!r} is used twice; it first stands on line {first}")
            ids[grade_id] = index
            cell["id"] = grade_id
        else:
            _check_prose(cell, lambda message, line, index=index: fail(index, message, line))
            cell["id"] = _content_id(cell, seen)

    notebook = nbformat.from_dict(
        {"nbformat": 4, "nbformat_minor": 5, "metadata": METADATA, "cells": cells}
    )
    nbformat.validate(notebook)
    try:
        title, exercises = read_exercises(notebook.cells, chapter_number=int(path.stem.split("_")[0]))
    except ExerciseError as error:
        raise fail(error.cell, str(error), error.line) from None
    return Chapter(path.stem, path, title, notebook, exercises, tuple(facts), tuple(lines))


def dumps(notebook: NotebookNode) -> str:
    """A notebook's bytes as nbgrader itself writes them."""
    text = nbformat.writes(notebook, version=4)
    return text if text.endswith("\n") else text + "\n"


def _parse(text: str, shown: str) -> tuple[list[NotebookNode], list[int]]:
    """Split MyST text into cells, with the line at which each starts."""
    from jupytext.myst import MystMetadataParsingError, myst_to_notebook

    try:
        parsed = myst_to_notebook(text, add_source_map=True)
    except MystMetadataParsingError as error:
        raise UserError(f"{shown}: {error}") from None
    except nbformat.ValidationError as error:
        problem = error.message.splitlines()[0]
        raise UserError(f"{shown}: a cell's tags must be a list of words: {problem}") from None
    if not parsed.cells:
        raise UserError(f"{shown}: the file holds no cells")
    # jupytext counts from the line above a cell's first; blank lines at a cell's start are not kept.
    source, lines = text.splitlines(), []
    for cell, start in zip(parsed.cells, parsed.metadata["source_map"], strict=True):
        first = cell.source.split("\n", 1)[0]
        while start < len(source) - 1 and source[start].strip() != first.strip():
            start += 1
        lines.append(start + 1)
    return parsed.cells, lines


def _tag(cell: NotebookNode, fail) -> re.Match | None:
    """The compact tag of a cell, or None; anything else in its metadata is a mistake."""
    extra = set(cell.metadata) - {"tags"}
    if extra:
        raise fail(f"cell metadata {sorted(extra)} would reach students; only tags are allowed")
    tags = cell.metadata.pop("tags", [])
    graded = [tag for tag in tags if tag not in DISPLAY_TAGS]
    if not graded:
        if tags:
            cell.metadata["tags"] = tags
        if "remove-input" in tags:
            # So that a quiz does not show its answers in a notebook: JupyterLab and Notebook, then Colab.
            cell.metadata |= {"jupyter": {"source_hidden": True}, "cellView": "form"}
        return None
    if len(tags) > 1:
        # A tag such as skip-execution on a test cell gives full marks under nbgrader.
        raise fail(f"a graded cell has one tag and no other; this one has {tags}")
    match = TAG.fullmatch(tags[0])
    if match is None:
        raise fail(f"unknown tag {tags[0]!r}; tags are {TAG_FORMS}, or one of {sorted(DISPLAY_TAGS)}")
    return match


def _expand(cell: NotebookNode, tag: re.Match, fail) -> str:
    """Write nbgrader's metadata for a compact tag; returns the grade id."""
    kind, name, aspect, points = tag["kind"], tag["name"], tag["aspect"] or "", tag["points"]
    graded = KINDS[kind]["grade"]
    if aspect and kind != "test":
        raise fail(f"only a test has an aspect after a dash; write {kind}:{name}")
    if graded and points is None:
        raise fail(f"the points are missing; write {kind}:{name}{aspect}:POINTS")
    if not graded and points is not None:
        raise fail(f"points belong to the test cell, not here; write {kind}:{name}")
    if kind == "manual" and cell.cell_type != "markdown":
        raise fail("a manual answer is a Markdown cell; for code use exercise: and test:")
    if kind in ("exercise", "test") and cell.cell_type != "code":
        raise fail(f"{kind}: belongs on a code cell; for a written answer use manual:")
    grade_id = f"test-{name}{aspect}" if kind == "test" else name
    cell.metadata["nbgrader"] = {**KINDS[kind], "grade_id": grade_id, "schema_version": 3}
    if graded:
        cell.metadata["nbgrader"]["points"] = float(points) if "." in points else int(points)
    return grade_id


def _check_markers(cell: NotebookNode, kind: str | None, fail) -> None:
    """BEGIN and END markers pair up, hold something, and stand in the kind of cell they are for."""
    opened, content, regions = None, 0, 0
    for number, line in enumerate(cell.source.split("\n")):
        marker = MARKER.fullmatch(line)
        if marker is None:
            if ALMOST_MARKER.search(line):
                raise fail(
                    f"{line.strip()!r} is almost a marker; markers are a line of their own, exactly "
                    "'### BEGIN SOLUTION', '### BEGIN HIDDEN TESTS', '### BEGIN MARK SCHEME' and their END",
                    number,
                )
            content += opened is not None and bool(line.strip())
            continue
        region = marker["region"]
        if REGIONS.get(kind) != region:
            where = next(kind for kind, its in REGIONS.items() if its == region)
            raise fail(f"### {marker['edge']} {region} belongs in a cell tagged {where}:", number)
        if marker["edge"] == "BEGIN":
            if opened is not None:
                raise fail(f"### BEGIN {region} inside a region that is still open", number)
            opened, content, regions = number, 0, regions + 1
        else:
            if opened is None:
                raise fail(f"### END {region} without its BEGIN", number)
            if not content:
                raise fail(f"nothing stands between ### BEGIN {region} and ### END {region}", number)
            opened = None
    if opened is not None:
        raise fail(f"### BEGIN {REGIONS[kind]} without its END", opened)
    if kind == "exercise" and not regions:
        raise fail("the answer cell holds no ### BEGIN SOLUTION and ### END SOLUTION", 0)
    if not cell.source.strip():
        raise fail("the cell is empty", 0)


def _check_prose(cell: NotebookNode, fail) -> None:
    """Prose is plain Markdown, so that it reads the same in Jupyter, Colab, GitHub and the book."""
    if cell.cell_type == "markdown":
        found = MYST.search(cell.source)
        if found:
            line = cell.source.count("\n", 0, found.start() + 1)
            raise fail(
                "MyST directives and roles do not show in Jupyter, Colab or GitHub (and a code cell inside a "
                "list is no cell); use plain Markdown",
                line,
            )
    elif cell.cell_type == "raw":
        raise fail("raw cells are not published anywhere; use Markdown", 0)


def _content_id(cell: NotebookNode, seen: dict[str, int]) -> str:
    """A cell id that depends on the cell alone, so that regenerating gives the same bytes."""
    digest = hashlib.sha256(f"{cell.cell_type}\0{cell.source}".encode()).hexdigest()[:10]
    seen[digest] = seen.get(digest, 0) + 1
    return digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"
