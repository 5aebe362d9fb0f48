"""`similar`: one HTML page for the instructor that shows answers of a class side by side where they are alike.

A hint and never a score. Nothing of it reaches feedback, records or the gradebook.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from autograde import atomic
from autograde.course import Course, UserError, find_course
from autograde.records import Record, add_records_argument

if TYPE_CHECKING:
    from autograde.likeness import Comparison


@dataclass(frozen=True)
class ExerciseView:
    """One exercise of which something is shown."""

    anchor: str
    label: str
    comparison: Comparison


@dataclass(frozen=True)
class ChapterView:
    """One chapter as the page shows it."""

    name: str
    title: str
    exercises: list[ExerciseView]  # those of which something is shown
    nothing: int  # exercises compared, and nothing found
    short: list[str]  # exercises whose answers are too short to be compared


def chapter_view(course: Course, name: str, records: Sequence[Record]) -> ChapterView:
    """Everything the page says about one chapter."""
    from autograde import source
    from autograde.assignment import grade_id, load_assignment
    from autograde.likeness import compare
    from autograde.progress import progress

    assignment = load_assignment(course, name)
    stubs = {grade_id(cell): cell.source for cell in assignment.released.cells}
    chapter = source.load(course, name) if name in course.chapter_names else None
    told = chapter.exercises if chapter else {}
    answers: dict[str, dict[str, str]] = defaultdict(dict)
    for record in records:
        for exercise, result in record.exercises.items():
            if result.answered and not result.manual and result.answer.strip():
                answers[exercise][record.student] = result.answer
    shown, short, nothing = [], [], 0
    order = [exercise for exercise in assignment.solutions if exercise in answers]
    for exercise in progress(order, f"comparing {name}", "exercise"):
        label = f"{told[exercise].number} {told[exercise].title}" if exercise in told else exercise
        found = compare(answers[exercise], stubs.get(exercise, ""))
        if found.same or found.pairs:
            shown.append(ExerciseView(f"{name}-{exercise}", label, found))
        elif found.compared < 2:
            short.append(label)
        else:
            nothing += 1
    return ChapterView(name, chapter.title if chapter else name, shown, nothing, short)


def build(course: Course, records: Sequence[Record], chapters: Sequence[str] = ()) -> tuple[str, int]:
    """The HTML of the page, and how many exercises it shows something of.

    Raises
    ------
    UserError
        If a chapter has no graded submission, or copydetect is not installed.
    """
    from autograde.likeness import ALIKE, FEWEST
    from autograde.pages import percent, render

    by_chapter: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        if record.status != "failed":
            by_chapter[record.chapter].append(record)
    for name in chapters:
        if name not in by_chapter:
            raise UserError(f"nothing of {name!r} is graded; there is {', '.join(sorted(by_chapter)) or 'nothing'}.")
    names = sorted(set(chapters) or by_chapter)
    views = [chapter_view(course, name, by_chapter[name]) for name in names]
    html = render(
        "similar.html",
        styles=("base.css", "report.css", "similar.css"),
        chapters=views,
        alike=percent(ALIKE),
        fewest=FEWEST,
        submissions=sum(len(by_chapter[name]) for name in names),
    )
    return html, sum(len(view.exercises) for view in views)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("chapters", nargs="*", metavar="CHAPTER", help="only these, such as 05_backpropagation")
    parser.add_argument(
        "--output", type=Path, metavar="FILE", help="where to write the page (default: _build/similar/index.html)"
    )
    add_records_argument(parser)


def run(args: argparse.Namespace) -> int:
    from autograde.gather import gather

    course = find_course()
    output = args.output or course.build / "similar" / "index.html"
    gathered = gather(course, args.records)
    html, shown = build(course, gathered, args.chapters)
    output.parent.mkdir(parents=True, exist_ok=True)
    atomic.write_text(output, html)
    print(f"{output}: {shown} exercises in which answers are alike. For you alone: being alike proves nothing.")
    return 1 if gathered.unreadable else 0
