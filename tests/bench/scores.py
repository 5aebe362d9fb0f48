"""Whether two graders gave the same scores, and where stock nbgrader is known to be unfair."""

from __future__ import annotations

import nbformat
from nbgrader.api import Gradebook

from autograde.course import Course

Scores = dict[tuple[str, str], float | None]  # (student, grade id): points given by the tests


def read_scores(course: Course) -> Scores:
    """All automatic scores in a course's gradebook; None waits for a person."""
    with Gradebook(course.db_url) as gradebook:
        return {
            (submission.student.id, grade.name): grade.auto_score
            for assignment in gradebook.assignments
            for submission in assignment.submissions
            for notebook in submission.notebooks
            for grade in notebook.grades
        }


def unfair(course: Course) -> set[tuple[str, str]]:
    """(student, grade id) of tests that stock gave nothing for, only because something was printed to stderr."""
    found = set()
    for path in course.autograded.glob("*/*/*.ipynb"):
        for cell in nbformat.read(path, as_version=4).cells:
            kinds = {output.get("name", output.output_type) for output in cell.get("outputs", [])}
            if "stderr" in kinds and "error" not in kinds and cell.metadata.get("nbgrader", {}).get("grade"):
                found.add((path.parent.parent.name, cell.metadata.nbgrader.grade_id))
    return found
