"""`python -m tests.malformed`: grades the class of malformed hand-ins and prints what became of each row."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "grader"))
sys.path.insert(0, str(Path(__file__).parent))

from malformed_class import CASES, GradedClass, grade_class, neighbours_of, without_time
from rows_around import CANNOT_OCCUR, OWN_TESTS
from small_course import CHAPTER, make_course


def unaffected(graded: GradedClass, undisturbed: GradedClass, student: str) -> bool:
    """Whether a right hand-in has the record and the gradebook rows that it has in a class of right hand-ins."""
    key = (student, CHAPTER)
    return without_time(graded.records[key]) == without_time(undisturbed.records[key]) and (
        graded.rows[student] == undisturbed.rows[student]
    )


def table(graded: GradedClass, undisturbed: GradedClass) -> list[str]:
    """One line for each row: its number, what came in, verdict, points by the tests, flags, neighbours."""
    lines = ["| row | handed in | verdict | points of 6 | flags | neighbours unaffected |", "|---|---|---|---|---|---|"]
    for case in CASES:
        chapter = "" if "invalid_student_id" in case.flags else case.chapter
        found = graded.records[case.folder, chapter]
        flags = ", ".join(found.flags) or "none"
        same = all(unaffected(graded, undisturbed, student) for student in neighbours_of(case))
        lines.append(
            f"| {case.row} | {case.title} | {found.status} | {found.score:g} | {flags} | {'yes' if same else 'NO'} |"
        )
    lines += [f"| {row} | | | | | {name} |" for row, name in OWN_TESTS.items()]
    lines += [f"| {row} | cannot occur: {reason} | | | | |" for row, reason in CANNOT_OCCUR.items()]
    return lines


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        made = make_course(Path(name) / "course")
        graded, undisturbed = grade_class(made, Path(name) / "class"), grade_class(made, Path(name) / "calm", ())
        print("\n".join(table(graded, undisturbed)))


if __name__ == "__main__":
    main()
