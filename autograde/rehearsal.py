"""A course in a folder of its own, for trying a chapter's tests: laid out as `generate` does, answers handed in."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import nbformat

from autograde.assignment import Assignment, grade_id
from autograde.course import Course
from autograde.generate import package_files
from autograde.source import Chapter, dumps


def write_chapter(course: Course, copy: Course, chapter: Chapter) -> Course:
    """Lay out in `copy` what the grader reads of one chapter; returns `copy`."""
    folder = copy.source / chapter.name
    folder.mkdir(parents=True)
    (folder / f"{chapter.name}.ipynb").write_text(dumps(chapter.notebook), encoding="utf-8")
    for path, content in package_files(course.byhand).items():
        target = folder / "byhand" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    copy.nbgrader.mkdir(parents=True, exist_ok=True)
    (copy.nbgrader / "nbgrader_config.py").write_bytes((course.nbgrader / "nbgrader_config.py").read_bytes())
    return copy


def hand_in_answers(assignment: Assignment, answers: dict[str, str], folder: Path) -> None:
    """Write into `folder` the notebook of a student who gives these {exercise: answer} and leaves the rest as it is."""
    notebook = deepcopy(assignment.released)
    for cell in notebook.cells:
        cell.source = answers.get(grade_id(cell), cell.source)
    folder.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, folder / f"{assignment.name}.ipynb")
