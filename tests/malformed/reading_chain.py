"""The way of a hand-in through the trusted process, but for the run: read, align, plan, judge, record, page."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
from nbgrader import utils
from small_course import CHAPTER

from autograde.align import MAX_EXTRA
from autograde.assignment import Assignment, grade_id
from autograde.feedback import ChapterText, page
from autograde.flags import FAILURES, FLAGS
from autograde.outcome import CellOutcome, RunResult
from autograde.parcel import pack_folder
from autograde.records import Record
from autograde.split.plan import make_plan
from autograde.submission import Graded, grade_submission

STATUSES = ("graded", "flagged", "failed")
MOST_CODE = 2_000_000  # characters that leave the reader, whatever comes in
MOST_RECORD = 200_000  # bytes of a record


class NothingRuns:
    """Stands for the engine: plans the run as it does, and says of every cell that it ended well."""

    def __init__(self, chapter: Assignment) -> None:
        self.chapter = chapter

    def run(self, notebook: nbformat.NotebookNode, *, seed: int) -> RunResult:
        make_plan(notebook, self.chapter.asked, self.chapter.exercise_of, self.chapter.points)
        done = [CellOutcome("ok") if cell.cell_type == "code" else None for cell in notebook.cells]
        return RunResult(notebook, done, 0.0)


def through(files: dict[str, bytes], folder: Path, chapter: Assignment) -> Graded:
    """What becomes of a folder with these files, after checking all that has to hold of any hand-in."""
    for name, content in files.items():
        (folder / name).write_bytes(content)
    graded = grade_submission("ana", pack_folder(folder), chapter, NothingRuns(chapter), seed=1)
    check(graded, chapter)
    return graded


def check(graded: Graded, chapter: Assignment) -> None:
    """What holds whatever was handed in.

    Raises
    ------
    AssertionError
        Says what does not hold.
    """
    record = graded.record
    assert record.status in STATUSES
    assert "grader_error" not in record.flags, record.trace
    assert (record.status == "failed") == any(code in FAILURES for code in record.flags)
    assert bool(record.reason) == (record.status == "failed")
    assert (record.status == "graded") == (not record.flags)
    assert set(record.flags) <= FLAGS.keys() | FAILURES.keys()
    assert [test.grade_id for exercise in record.exercises.values() for test in exercise.tests] == list(chapter.points)
    line = record.to_line()
    assert len(line.encode()) < MOST_RECORD
    assert Record.from_line(line) == record
    page(record, ChapterText(CHAPTER, {}, frozenset())).encode()
    assert (graded.notebook is None) == (record.status == "failed")
    if graded.notebook is not None:
        _check_notebook(nbformat.from_dict(json.loads(graded.notebook)), chapter)


def _check_notebook(notebook: nbformat.NotebookNode, chapter: Assignment) -> None:
    """The instructor's cells in the instructor's order, nothing of theirs changed but answers; little besides."""
    assert [name for cell in notebook.cells if (name := grade_id(cell))] == [
        name for cell in chapter.notebook.cells if (name := grade_id(cell))
    ]
    theirs = iter(chapter.notebook.cells)
    for cell in notebook.cells:
        if cell.metadata["autograde"]["role"] == "extra":
            continue
        original = next(theirs)
        assert (cell.cell_type, grade_id(cell)) == (original.cell_type, grade_id(original))
        assert utils.is_solution(cell) or cell.source == original.source
    assert next(theirs, None) is None
    assert len(notebook.cells) <= len(chapter.notebook.cells) + MAX_EXTRA
    assert sum(len(cell.source) for cell in notebook.cells if cell.cell_type == "code") < MOST_CODE
    nbformat.validate(notebook)
