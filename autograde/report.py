"""The class report: one HTML file for the instructor, with what needs attention first and the evidence below."""

from __future__ import annotations

import argparse
import os
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from markupsafe import Markup

from autograde import atomic, marks, source
from autograde.analysis import FEWEST, WEAK, ChapterSummary, Item, quantile, summarise
from autograde.course import STUDENT_ID, Course, find_course
from autograde.feedback import OUTCOME_WORDS, details_of
from autograde.flags import FAILURES, FLAGS
from autograde.gather import gather
from autograde.marks import Gradebook
from autograde.pages import percent, render
from autograde.plots import item_plot, score_histogram, time_histogram
from autograde.progress import progress
from autograde.records import Record, add_records_argument

# An exercise that fewer than this fraction of the class gets fully right, though most tried, is worth a lesson.
HARD = 0.4
# How many of the slowest submissions are listed.
SLOWEST = 5
# How many students are laid out at once: a browser needs seconds for ten thousand rows.
SHOWN = 500


@dataclass(frozen=True)
class ItemView:
    """One row of a chapter's table of exercises, and the mistakes made in it."""

    label: str
    title: str
    item: Item
    remark: str


@dataclass(frozen=True)
class ChapterView:
    """One chapter's section."""

    title: str
    summary: ChapterSummary
    median: float
    mean: float
    scores_figure: Markup | None
    score_rows: list[tuple[str, int]]
    items_figure: Markup | None
    items: list[ItemView]


@dataclass(frozen=True)
class FlagView:
    """One kind of flag and everybody who has it."""

    code: str
    text: str
    cases: list[tuple[str, str, str]]  # student, chapter, details


@dataclass(frozen=True)
class Cell:
    """One chapter in a student's row."""

    status: str  # "graded", "flagged", "failed" or "" for nothing handed in
    score: float
    max_score: float
    link: str


def remark(item: Item) -> str:
    """What to look at in an exercise, or nothing."""
    # The upper end of the interval decides, so that chance in a small class does not accuse an exercise.
    most = item.discrimination.high
    if item.count and item.mean == 0:
        return "Nobody has a point: try the reference answer, then read the text again."
    if most is not None and most < 0:
        return "Those who do well elsewhere do worse here: look for an ambiguous text or a wrong test."
    if most is not None and most < WEAK:
        return "Hardly tells those who know the chapter from those who do not."
    if item.full < HARD:
        return "Few have all points: worth ten minutes in class."
    return ""


def chapter_view(name: str, chapter: source.Chapter | None, records: Sequence[Record]) -> ChapterView | None:
    """One chapter's section; None if nothing of it was graded. `chapter` is None if the course has no such one."""
    told = chapter.exercises if chapter else {}
    summary = summarise(name, records, list(told), OUTCOME_WORDS)
    if not summary.count:
        return None
    items = [
        ItemView(
            label=told[item.name].number if item.name in told else item.name,
            title=told[item.name].title if item.name in told else item.name,
            item=item,
            remark=remark(item),
        )
        for item in summary.items
    ]
    figure, rows = score_histogram(summary) if summary.max_score else (None, [])
    return ChapterView(
        title=chapter.title if chapter else name,
        summary=summary,
        median=quantile(summary.scores, 0.5),
        mean=float(summary.scores.mean()),
        scores_figure=figure,
        score_rows=rows,
        items_figure=item_plot(summary, [view.label for view in items]) if items else None,
        items=items,
    )


def flag_views(records: Sequence[Record]) -> list[FlagView]:
    """Every flag that did not prevent grading, the most frequent first."""
    cases: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for record in records:
        for code in record.flags:
            if code not in FAILURES:
                cases[code].append((record.student, record.chapter, "; ".join(details_of(record, code))))
    views = [
        FlagView(code, FLAGS[code][1] if code in FLAGS else "This version does not know the flag.", found)
        for code, found in cases.items()
    ]
    return sorted(views, key=lambda view: (-len(view.cases), view.code))


def failed_views(records: Sequence[Record]) -> list[dict]:
    """Every submission without a grade: what happened, and what the student is told to do."""
    views = []
    for record in records:
        if record.status != "failed":
            continue
        code = next((code for code in record.flags if code in FAILURES), "")
        student, instructor = FAILURES.get(code, ("", ""))
        details = "; ".join(details_of(record, code))
        happened = instructor or record.reason
        views.append({"record": record, "student": student, "happened": happened, "details": details})
    return views


def waiting_marks(records: Sequence[Record], gradebook: Gradebook | None) -> dict[tuple[str, str], list[str]]:
    """Written answers without a mark: (chapter, grade id) to the students.

    The gradebook knows what has been marked since; without one every written answer that is not blank waits.
    """
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    if gradebook:
        for (student, chapter), cells in gradebook.marks.items():
            for cell, mark in cells.items():
                if mark.waiting:
                    found[chapter, cell].append(student)
    else:
        for record in records:
            for name, result in record.exercises.items():
                if result.manual and result.answered and record.status != "failed":
                    found[record.chapter, name].append(record.student)
    return {key: sorted(students) for key, students in sorted(found.items())}


def tested_points(record: Record) -> tuple[float, float]:
    """Points by the tests and how many there were: written answers are in neither."""
    tested = [result for result in record.exercises.values() if not result.manual]
    return sum(result.score for result in tested), sum(result.max_score for result in tested)


def student_rows(
    records: Sequence[Record], chapters: Sequence[str], links: Mapping[tuple[str, str], str]
) -> list[tuple[str, list[Cell], float]]:
    """Each student's cell per chapter and total, by student."""
    rows: dict[str, dict[str, Cell]] = defaultdict(dict)
    for record in records:
        score, most = tested_points(record)
        link = links.get((record.student, record.chapter), "")
        rows[record.student][record.chapter] = Cell(record.status, score, most, link)
    nothing = Cell("", 0.0, 0.0, "")
    return [
        (student, [cells.get(chapter, nothing) for chapter in chapters], sum(cell.score for cell in cells.values()))
        for student, cells in sorted(rows.items())
    ]


def feedback_links(course: Course, records: Sequence[Record], output: Path) -> dict[tuple[str, str], str]:
    """Relative links from the report to the feedback pages that exist."""
    start = os.path.relpath(course.feedback.resolve(), output.parent.resolve())
    links = {}
    for record in records:
        student, chapter = record.student, record.chapter
        if not (STUDENT_ID.fullmatch(student) and STUDENT_ID.fullmatch(chapter)):
            continue
        if (course.feedback / student / chapter / f"{chapter}.html").is_file():
            links[student, chapter] = quote(Path(start, student, chapter, f"{chapter}.html").as_posix())
    return links


def todo(
    chapters: Sequence[ChapterView],
    failed: Sequence[dict],
    waiting: Mapping[tuple[str, str], list[str]],
) -> list[tuple[str, str]]:
    """What needs the instructor, as (anchor, sentence)."""
    found = []
    if failed:
        count = "1 submission" if len(failed) == 1 else f"{len(failed)} submissions"
        found.append(("failed", f"{count} could not be graded: tell the students what to hand in."))
    answers = sum(len(students) for students in waiting.values())
    if answers:
        subject = "1 written answer waits" if answers == 1 else f"{answers} written answers wait"
        found.append(("manual", f"{subject} for a mark by hand."))
    for chapter in chapters:
        remarks: dict[str, list[str]] = defaultdict(list)
        for view in chapter.items:
            if view.remark:
                remarks[view.remark].append(view.label)
        for text, labels in remarks.items():
            found.append((f"items-{chapter.summary.name}-table", f"Exercise {', '.join(labels)}: {text}"))
    return found


def build(course: Course, records: Sequence[Record], output: Path) -> str:
    """The HTML of the report for a class of any size, also an empty one."""
    gradebook = marks.read(course) if marks.exists(course) else None
    handed_in = {record.chapter for record in records}
    names = [name for name in course.chapter_names if name in handed_in]
    names += sorted(handed_in - set(names))
    by_chapter: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        by_chapter[record.chapter].append(record)
    sources = {name: source.load(course, name) for name in names if name in course.chapter_names}
    exercises = {
        (name, exercise.name): f"{exercise.number} {exercise.title}"
        for name, chapter in sources.items()
        for exercise in chapter.exercises.values()
    }
    chapters = [
        view
        for name in progress(names, "report", "chapter")
        if (view := chapter_view(name, sources.get(name), by_chapter[name]))
    ]
    failed = failed_views(records)
    waiting = waiting_marks(records, gradebook)
    timed = sorted((record for record in records if record.seconds > 0), key=lambda record: -record.seconds)
    seconds = [record.seconds for record in timed]
    time_figure, time_rows = time_histogram(seconds) if seconds else (None, [])
    return render(
        "report.html",
        styles=("base.css", "report.css"),
        scripts=("report.js",),
        made=datetime.now().strftime("%d %B %Y, %H:%M"),
        records=records,
        students=len({record.student for record in records}),
        statuses={status: sum(r.status == status for r in records) for status in ("graded", "flagged", "failed")},
        todo=todo(chapters, failed, waiting),
        chapters=chapters,
        columns=names,
        flags=flag_views(records),
        failed=failed,
        waiting=waiting,
        titles=exercises,
        from_gradebook=gradebook is not None,
        time_figure=time_figure,
        time_rows=time_rows,
        slowest=timed[:SLOWEST],
        median_seconds=quantile(seconds, 0.5) if seconds else 0.0,
        slow_seconds=quantile(seconds, 0.95) if seconds else 0.0,
        all_seconds=sum(seconds),
        rows=student_rows(records, names, feedback_links(course, records, output)),
        shown=SHOWN,
        fewest=FEWEST,
        weak=WEAK,
        hard=percent(HARD),
    )


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--output", type=Path, metavar="FILE", help="where to write the page (default: _build/report/index.html)"
    )
    add_records_argument(parser)


def run(args: argparse.Namespace) -> int:
    course = find_course()
    output = args.output or course.build / "report" / "index.html"
    records = gather(course, args.records)
    html = build(course, records, output)
    output.parent.mkdir(parents=True, exist_ok=True)
    atomic.write_text(output, html)
    print(f"{output}: {len(records)} submissions")
    if not records:
        print("Nothing was graded yet: `python -m autograde grade` comes first.")
    return 1 if records.unreadable else 0
