"""Grades the reference answers of a chapter as a student's: they must get full marks.

What a test asks for that cannot cross to the student's process, and that `autograde.crossing` cannot see in the test's
text, shows here.
"""

from __future__ import annotations

import tempfile
import threading
from pathlib import Path

from nbgrader import utils

from autograde.assignment import grade_id, load_assignment
from autograde.course import Course
from autograde.parcel import pack_folder
from autograde.rehearsal import hand_in_answers, write_chapter
from autograde.source import Chapter
from autograde.split.run import Runner
from autograde.submission import grade_submission

# What stands before the cause in a message to a student.
_TO_STUDENTS = "Your code stops with "
# Grading is made for threads; what reads a chapter is not.
_turn = threading.Lock()


def lost_by_reference(course: Course, chapter: Chapter, seed: int = 1) -> list[str]:
    """One line for each test of the chapter that takes points from its own reference answer, with the cause.

    May be called from several threads, for a chapter each.

    Parameters
    ----------
    seed : int
        Decides what the tests draw.
    """
    with tempfile.TemporaryDirectory(prefix="reference-") as name:
        with _turn:
            copy = write_chapter(course, Course(Path(name)), chapter)
            assignment = load_assignment(copy, chapter.name)
            answers = {grade_id(cell): cell.source for cell in assignment.solved.cells if utils.is_solution(cell)}
            folder = Path(name) / "reference"
            hand_in_answers(assignment, answers, folder)
        with Runner(assignment) as runner:
            record = grade_submission("reference", pack_folder(folder), assignment, runner, seed=seed).record
    if record.status == "failed":
        return [f"solutions/{chapter.name}.md: the reference answers could not be graded: {record.reason}"]
    lines = {cell["id"]: line for cell, line in zip(chapter.notebook.cells, chapter.lines, strict=True)}
    lost = []
    for exercise in record.exercises.values():
        for test in [] if exercise.manual else exercise.tests:
            if test.score < test.max_score:
                place = f"solutions/{chapter.name}.md:{lines.get(test.grade_id, 1)}: {test.grade_id}"
                cause = " ".join(test.message.removeprefix(_TO_STUDENTS).split()) or test.outcome
                lost.append(f"{place} gives the reference answer {test.score:g} of {test.max_score:g} points: {cause}")
    return lost
