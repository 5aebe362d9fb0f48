"""Worked solutions: which chapters the instructor has released, and the page of each in the book.

The file autograde/released_solutions.txt names the chapters, one a line; without it nothing is released. A page holds
the reference answers with the text of their exercises. Hidden tests and mark schemes are never put on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from nbformat import NotebookNode
from nbgrader import utils

from autograde.course import Course, UserError
from autograde.exercises import HEADING, HINT
from autograde.markers import REGIONS, regions
from autograde.source import Chapter

HEADER = """\
# Chapters whose worked solutions are a page of the book, one a line, such as 03_losses.
# `python -m autograde release --solutions 3` adds a line and `--withdraw 3` removes it; you may also edit this file.
# The book shows what stands here as soon as it is built again.
"""
TOP = """\
---
nosearch: true
---

# Solutions to chapter {number}: {title}

One right answer to each exercise of [{title}]({name}.ipynb); yours may differ and be as right.
Each answer to a coding exercise has passed all tests of the exercise.
"""
LINK = "**Solutions.** The [worked solutions](solutions_{name}.md) of this chapter have been released."


def state_file(course: Course) -> Path:
    return course.nbgrader / "released_solutions.txt"


def page_of(name: str) -> str:
    """The page of a chapter's solutions as Sphinx names it."""
    return f"chapters/solutions_{name}"


def released(course: Course) -> list[str]:
    """The chapters whose solutions are released, in reading order.

    Raises
    ------
    UserError
        If the file names a chapter that does not exist.
    """
    path = state_file(course)
    if not path.is_file():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    named = {line.partition("#")[0].strip() for line in lines} - {""}
    unknown = sorted(named - set(course.chapter_names))
    if unknown:
        where = path.relative_to(course.root)
        raise UserError(f"{where} names {', '.join(unknown)}; the chapters are {', '.join(course.chapter_names)}.")
    return sorted(named)


def change(course: Course, add: Sequence[str] = (), remove: Sequence[str] = ()) -> list[str]:
    """Release or withdraw chapters, given as `3` or `03_losses`; returns all that are released now.

    Raises
    ------
    UserError
        If there is no such chapter.
    """
    names = set(released(course))
    names |= {_chapter(course, word) for word in add}
    names -= {_chapter(course, word) for word in remove}
    # Kept when it is empty: `make` sees that it has changed, and builds the book without the pages.
    state_file(course).parent.mkdir(exist_ok=True)
    state_file(course).write_text(HEADER + "".join(f"{name}\n" for name in sorted(names)), encoding="utf-8")
    return sorted(names)


def _chapter(course: Course, word: str) -> str:
    found = [
        name for name in course.chapter_names if name == word or (word.isdigit() and int(word) == int(name[:2]))
    ]
    if not found:
        raise UserError(f"There is no chapter {word!r}. The chapters are {', '.join(course.chapter_names)}.")
    return found[0]


def write_pages(course: Course, chapters: Iterable[Chapter], outputs: dict[str, dict[str, list]]) -> None:
    """Write the pages of these chapters, and remove those of all others.

    Parameters
    ----------
    outputs : dict
        {chapter: what its cells print, by cell id}, as autograde.execute keeps it.
    """
    wanted = {
        course.root / f"{page_of(chapter.name)}.md": page_text(chapter, outputs[chapter.name]) for chapter in chapters
    }
    for path in course.chapters.glob("solutions_*.md"):
        if path not in wanted:
            path.unlink()
    for path, text in wanted.items():
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def page_text(chapter: Chapter, outputs: dict[str, list]) -> str:
    """The page in Markdown: each exercise's text without its hints, its reference answer, and what that prints."""
    parts = [TOP.format(number=int(chapter.name[:2]), title=chapter.title, name=chapter.name)]
    answers = {cell["id"]: cell for cell in chapter.notebook.cells if utils.is_solution(cell)}
    for exercise in chapter.exercises.values():
        cell = answers[exercise.name]
        parts += [f"## Exercise {exercise.number}: {exercise.title}", _question(chapter, cell), "**Answer.**"]
        if exercise.manual:
            parts.append(reference_answer(cell))
        else:
            parts.append(_fenced("python", reference_answer(cell)))
            printed = "".join(output.get("text", "") for output in outputs.get(cell["id"], [])).strip("\n")
            parts += ["It prints:", _fenced("text", printed)] if printed else []
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def reference_answer(cell: NotebookNode) -> str:
    """The reference answer in an answer cell: without markers, and without the mark scheme of a written one."""
    return "\n".join(text for region, text in regions(cell.source) if region != REGIONS["manual"]).strip("\n")


def _question(chapter: Chapter, answer: NotebookNode) -> str:
    """The text between an exercise's heading and its answer cell, without hints."""
    texts = []
    for cell in chapter.notebook.cells:
        if cell is answer:
            return HINT.sub("", "\n\n".join(texts)).strip()
        if cell.cell_type == "markdown":
            headings = list(HEADING.finditer(cell.source))
            if headings:
                texts = [cell.source[headings[-1].end() :]]
            else:
                texts.append(cell.source)
    raise AssertionError("an exercise without its answer cell is refused when the chapter is read")


def _fenced(language: str, text: str) -> str:
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
    return f"{fence}{language}\n{text}\n{fence}"
