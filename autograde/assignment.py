"""The instructor's copy of a chapter, as the grader works from it: stubs, whole tests, who tests what."""

from __future__ import annotations

import hashlib
import json
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.converters import GenerateAssignment
from nbgrader.preprocessors import SaveCells
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from autograde.course import Course, UserError
from autograde.junk import JUNK
from autograde.names import bound_names, words


def nbgrader_config(course: Course) -> Config:
    """The settings that `nbgrader` commands use in this course."""
    path = course.nbgrader / "nbgrader_config.py"
    return PyFileConfigLoader(path.name, path=str(path.parent)).load_config()


@dataclass(frozen=True)
class Assignment:
    """One chapter.

    Parameters
    ----------
    name : str
        The chapter's name, which is also the notebook's: `01_neurons`.
    notebook : NotebookNode
        Answer cells hold their stubs, test cells their hidden parts; checksums are those of the gradebook.
    released : NotebookNode
        The same cells as students got them.
    solved : NotebookNode
        The same cells with the reference answers.
    asked : dict of str to frozenset of str
        {grade id of an answer cell: the names that it has to define for the tests}.
    resources : Path
        The folder whose other files (the `byhand` package, data) stand beside the notebook when it runs.
    digest : str
        Changes with the notebook and with every file beside it.
    """

    name: str
    notebook: NotebookNode
    released: NotebookNode
    solved: NotebookNode
    asked: dict[str, frozenset[str]]
    resources: Path
    digest: str

    @cached_property
    def solutions(self) -> list[str]:
        """Grade ids of the answer cells, written answers included, in order."""
        return [grade_id(cell) for cell in self.notebook.cells if utils.is_solution(cell)]

    @cached_property
    def graded(self) -> list[NotebookNode]:
        """The cells that carry points, in order."""
        return [cell for cell in self.notebook.cells if utils.is_grade(cell)]

    @cached_property
    def mentioned(self) -> frozenset[str]:
        """Every word of every test."""
        return frozenset().union(*(words(cell.source) for cell in self.graded if cell.cell_type == "code"))

    @cached_property
    def known_ids(self) -> frozenset[str]:
        """Every grade id of the chapter."""
        return frozenset(filter(None, map(grade_id, self.notebook.cells)))

    @cached_property
    def exercise_of(self) -> dict[str, str]:
        """{grade id of a cell with points: the exercise that it belongs to}.

        `test-NAME` and `test-NAME-ASPECT` belong to NAME. In other people's notebooks, whose ids follow no
        rule, a test belongs to the answer cell before it.
        """
        owner, last = {}, None
        for cell in self.notebook.cells:
            name = grade_id(cell)
            if utils.is_solution(cell):
                last = name
            if utils.is_grade(cell):
                parts = name.split("-")
                by_name = parts[1] if parts[0] == "test" and len(parts) > 1 else None
                owner[name] = (
                    name if utils.is_solution(cell) else (by_name if by_name in self.solutions else last or name)
                )
        return owner

    @cached_property
    def points(self) -> dict[str, float]:
        """{grade id: points} of the cells that carry points."""
        return {grade_id(cell): float(cell.metadata.nbgrader["points"]) for cell in self.graded}


def grade_id(cell: NotebookNode) -> str | None:
    """The grade id of one of the instructor's cells, None if it has none."""
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def load_assignment(course: Course, chapter: str) -> Assignment:
    """Read `autograde/source/<chapter>/<chapter>.ipynb` and prepare it with nbgrader's own preprocessors.

    Raises
    ------
    UserError
        If `generate` has not made the chapter.
    """
    folder = course.source / chapter
    path = folder / f"{chapter}.ipynb"
    try:
        with path.open(encoding="utf-8") as file:
            solved = nbformat.read(file, as_version=4)
    except FileNotFoundError:
        raise UserError(f"there is no {path}. Run `python -m autograde generate` first.") from None
    config = nbgrader_config(course)
    # The gradebook keeps the notebook as it is at the step SaveCells; the steps after it cut out hidden tests.
    steps = list(GenerateAssignment.preprocessors.default())
    here = steps.index(SaveCells)
    whole = _apply(deepcopy(solved), config, steps[:here])
    released = _apply(deepcopy(whole), config, steps[here + 1 :])
    return Assignment(chapter, whole, released, solved, _asked(solved, whole), folder, _digest(folder, whole))


def grade_ids(course: Course, chapter: str) -> frozenset[str]:
    """Every grade id of a chapter, at a fraction of the cost of `load_assignment`."""
    cells = json.loads((course.source / chapter / f"{chapter}.ipynb").read_text(encoding="utf-8"))["cells"]
    return frozenset(cell["metadata"].get("nbgrader", {}).get("grade_id") for cell in cells) - {None}


def chapters_with_source(course: Course) -> list[str]:
    """The chapters that `generate` has made for the grader, in order."""
    return sorted(path.stem for path in course.source.glob("*/*.ipynb") if path.stem == path.parent.name)


def _apply(notebook: NotebookNode, config: Config, steps: list[type]) -> NotebookNode:
    resources = {"nbgrader": {}}
    for preprocessor in steps:
        notebook, resources = preprocessor(config=config)(notebook, resources)
    return notebook


def _asked(solved: NotebookNode, whole: NotebookNode) -> dict[str, frozenset[str]]:
    """What the stub defines, else what the reference answer does; only what a test mentions, so no helpers."""
    tests = [cell for cell in solved.cells if utils.is_grade(cell) and cell.cell_type == "code"]
    mentioned = frozenset().union(*(words(cell.source) for cell in tests))
    return {
        grade_id(cell): (bound_names(stub.source) & mentioned) or (bound_names(cell.source) & mentioned)
        for cell, stub in zip(solved.cells, whole.cells, strict=True)
        if utils.is_solution(cell) and cell.cell_type == "code"
    }


def _digest(folder: Path, whole: NotebookNode) -> str:
    """Over names and bytes of all files in `folder`, and over the stubs, which the settings shape too."""
    hashed = hashlib.sha256(nbformat.writes(whole).encode())
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not JUNK.intersection(path.relative_to(folder).parts):
            hashed.update(f"\0{path.relative_to(folder).as_posix()}\0".encode())
            hashed.update(hashlib.sha256(path.read_bytes()).digest())
    return hashed.hexdigest()
