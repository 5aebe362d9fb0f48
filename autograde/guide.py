"""The instructor's guide: what each exercise catches, how good its tests are, marking schemes, a plan of weeks.

Made from the chapters' sources and from what grading the answer bank showed. It holds wrong answers and marking
schemes, so it is written to `_build/guide/`, which is no part of the book.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

from autograde import atomic, source
from autograde.assignment import grade_id
from autograde.course import Course, find_course
from autograde.exercises import Exercise
from autograde.markers import REGIONS, regions
from autograde.pages import render
from autograde.progress import progress
from autograde.quality.grader import measure_chapter
from autograde.quality.saved import save, saved

# (what the week is about, chapters, what to do when the class meets)
WEEKS = (
    ("Set-up and one neuron", ("00_introduction", "01_neurons"),
     "Hand in the introduction together, so that every set-up works. Draw a decision line by hand before the slider."),
    ("Activations", ("02_activations",),
     "Let everybody predict where the sigmoid saturates, then move the slider on one screen."),
    ("Losses", ("03_losses",),
     "Derive the gradient of cross-entropy from logits at the board; collect where factors of 2 and n can hide."),
    ("Forward propagation", ("04_forward_propagation",),
     "Trace shapes in pairs. Show a bug that broadcasting hides, and ask who would have noticed."),
    ("Backpropagation", ("05_backpropagation",),
     "One backward pass with chalk and numbers; then each pair plants a bug for another pair's gradient checker."),
    ("Gradient descent", ("06_gradient_descent",),
     "Vote on the largest rate that still converges before the slider shows it."),
    ("Five programs, put right", ("07_five_programs",),
     "Give each group one program to diagnose without running it; compare with what running it shows."),
    ("Digits", ("08_digits",),
     "Compare honest test accuracies; look at the images that every network got wrong. Mark the written answers."),
)  # fmt: skip
UNPLANNED = "Not planned yet: WEEKS in autograde/guide.py does not name this chapter."


@dataclass(frozen=True)
class ExerciseView:
    """One exercise as the page shows it.

    Parameters
    ----------
    exercise : Exercise
    measured : dict or None
        As `quality.saved` keeps it; None for a written answer.
    scheme : str
        The marking scheme of a written answer, as Markdown.
    """

    exercise: Exercise
    measured: dict | None
    scheme: str


@dataclass(frozen=True)
class ChapterView:
    """One chapter as the page shows it."""

    name: str
    title: str
    points: float
    minutes: int
    exercises: list[ExerciseView]


def measurements(course: Course, chapter: source.Chapter) -> dict:
    """What is kept of the chapter, or what grading its answer bank now shows (without mutants)."""
    kept = saved(course, chapter.name)
    if kept is None:
        save(course, chapter.name, measure_chapter(course, chapter, with_mutants=False), with_mutants=False)
        kept = saved(course, chapter.name)
    return kept


def chapter_view(course: Course, name: str) -> ChapterView:
    """Everything the page says about one chapter."""
    chapter = source.load(course, name)
    measured = measurements(course, chapter)
    cells = {grade_id(cell): cell for cell in chapter.notebook.cells if grade_id(cell)}
    views = [
        ExerciseView(
            exercise,
            measured.get(exercise.name),
            "\n\n".join(text for region, text in regions(cells[exercise.name].source) if region == REGIONS["manual"]),
        )
        for exercise in chapter.exercises.values()
    ]
    return ChapterView(
        name,
        chapter.title,
        sum(view.exercise.points for view in views),
        sum(view.exercise.minutes for view in views),
        views,
    )


def build(course: Course) -> str:
    """The HTML of the guide."""
    chapters = [chapter_view(course, name) for name in progress(course.chapter_names, "guide", "chapter")]
    styles = ("base.css", "report.css", "guide.css")
    return render("guide.html", styles=styles, chapters=chapters, weeks=plan(chapters))


def plan(chapters: list[ChapterView]) -> list[tuple[str, list[ChapterView], str]]:
    """The weeks as the page shows them: as in `WEEKS`, then one for each chapter that was forgotten there."""
    left = {chapter.name: chapter for chapter in chapters}
    weeks = [(what, [left.pop(name) for name in names if name in left], meeting) for what, names, meeting in WEEKS]
    return [week for week in weeks if week[1]] + [(chapter.title, [chapter], UNPLANNED) for chapter in left.values()]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--output", type=Path, metavar="FILE", help="where to write the page (default: _build/guide/index.html)"
    )


def run(args: argparse.Namespace) -> int:
    course = find_course()
    output = args.output or course.build / "guide" / "index.html"
    html = build(course)
    output.parent.mkdir(parents=True, exist_ok=True)
    atomic.write_text(output, html)
    print(f"{output}: keep it to yourself, it holds wrong answers and marking schemes")
    return 0
