"""One page of feedback per student and chapter, made from the grader's verdict and never from the notebook.

A page says, exercise by exercise, what was checked, what was found in the course's own words, and which hint to
read next. It holds no test code and nothing from the submission that could run or hide something.
"""

from __future__ import annotations

import argparse
import re
import secrets
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from autograde import atomic, markers, marks, moodle_feedback, source
from autograde.course import STUDENT_ID, TIMESTAMP, Course, UserError, find_course
from autograde.flags import ABOUT_OTHERS, FAILURES, FLAGS
from autograde.gather import gather
from autograde.marks import Gradebook, Mark
from autograde.pages import number, render
from autograde.parcel import read_regular_file
from autograde.progress import progress
from autograde.records import NOT_ANSWERED, ExerciseResult, Record, TestResult, add_records_argument, failure_code
from autograde.wording import listed

# What each outcome of `autograde.records.OUTCOMES` is called on the page.
OUTCOME_WORDS = {
    "passed": "Right",
    "partial": "Partly right",
    "failed": "Not right yet",
    "error": "Stopped with an error",
    "not_answered": "Not answered",
    "not_defined": "The name that is asked for does not exist",
    "syntax_error": "Python cannot read the answer",
    "timeout": "Ran too long",
    "killed": "Ended the program",
    "exited": "Left the program",
    "asked_for_input": "Waited for keyboard input",
    "not_run": "Not run",
    "manual": "Waits for a mark by hand",
    "blank": "Left blank",
}

# A sign beside the words, for those who scan the page; it repeats what the words say.
SIGNS = {"passed": "✓", "marked": "✓", "partial": "◐", "manual": "✎", "not_answered": "○", "blank": "○", "not_run": "○"}

# Shorter lines of a hidden test, such as `)` or `x = 1`, are no secret and occur everywhere.
SHORTEST_SECRET = 12
# A longer one is looked for inside other lines too.
LONG_SECRET = 40

MOST_SEEN = 5  # details of one flag
_SMALL = 1024  # bytes of a file that nbgrader writes beside a submission


@dataclass(frozen=True)
class CheckView:
    """One graded cell as the page shows it."""

    label: str
    sign: str
    outcome: str
    words: str
    score: float
    max_score: float
    message: str
    misconception: str
    comment: str
    earned: float  # the score without extra credit


@dataclass(frozen=True)
class ExerciseView:
    """One exercise as the page shows it."""

    anchor: str
    number: str
    title: str
    difficulty: str
    score: float
    max_score: float
    state: str  # "full", "part", "none", "waiting"
    manual: bool
    answered: bool
    answer: str
    message: str
    checks: list[CheckView]
    hints: list[tuple[int, str]]
    hint_count: int

    @property
    def brief(self) -> bool:
        """Whether a line is enough: everything is right, and nobody wrote anything about it."""
        return self.state == "full" and not any(
            check.message or check.comment or check.score != check.earned for check in self.checks
        )


@dataclass(frozen=True)
class ChapterText:
    """What a page takes from the chapter's source; empty for a chapter that the course does not have."""

    title: str
    exercises: dict[str, source.Exercise]
    secrets: frozenset[str]


def chapter_text(course: Course, name: str) -> ChapterText:
    """Titles, hints and the lines that must never reach a student."""
    if name not in course.chapter_names:
        return ChapterText(name, {}, frozenset())
    chapter = source.load(course, name)
    return ChapterText(chapter.title, chapter.exercises, hidden_lines(chapter.notebook.cells))


def hidden_lines(cells: Sequence[dict]) -> frozenset[str]:
    """Every distinctive line between the markers of hidden tests, without its indentation."""
    hidden = (
        text for cell in cells for region, text in markers.regions(cell["source"]) if region == markers.REGIONS["test"]
    )
    lines = (line.strip() for text in hidden for line in text.splitlines())
    return frozenset(line for line in lines if len(line) >= SHORTEST_SECRET)


def without_secrets(message: str, hidden: frozenset[str]) -> str:
    """The message without lines of hidden tests, however a traceback decorates them.

    Verdicts hold no test code to begin with; this is for the day on which a test raises something unforeseen.
    """
    kept = []
    for line in message.splitlines():
        # A traceback writes `----> 3 code`, `   3 code` or `E   code`.
        bare = re.sub(r"^(?:[-=]*>|E\b)?\s*\d*\s*", "", line.strip()).strip()
        if line.strip() in hidden or bare in hidden:
            continue
        if any(secret in line for secret in hidden if len(secret) >= LONG_SECRET):
            continue
        kept.append(line)
    return "\n".join(kept)


def _said(message: str, hidden: frozenset[str]) -> str:
    """A test's message as the student may see it."""
    lines = without_secrets(message, hidden).strip("\n").split("\n")
    if lines[-1].startswith("[check"):  # a test may quote a failed check, whose text ends in a line for programs
        lines.pop()
    return "\n".join(lines)


def _aspect(exercise: str, grade_id: str) -> str:
    """What a test cell is about: the word after the dash in its grade id."""
    aspect = grade_id.removeprefix(f"test-{exercise}").lstrip("-").replace("_", " ")
    return aspect[:1].upper() + aspect[1:] if aspect and aspect != exercise else "The answer"


def details_of(record: Record, code: str) -> list[str]:
    """What exactly was seen when the code was given: a file name, a position."""
    return [note["detail"] for note in record.notes if note.get("code") == code and note.get("detail")]


def _seen(record: Record, code: str) -> str:
    """What a flag was given for, as far as it is the student's: a cell, a file, how often."""
    details = [] if code in ABOUT_OTHERS else details_of(record, code)
    return "; ".join(details[:MOST_SEEN]) + ("; …" if len(details) > MOST_SEEN else "")


def _check(name: str, test: TestResult, mark: Mark | None, hidden: frozenset[str]) -> CheckView:
    score, words, outcome = test.score, OUTCOME_WORDS.get(test.outcome, test.outcome), test.outcome
    if mark and mark.score is not None:
        score, outcome = mark.score, "marked"
        words = "Marked by hand; to be looked at again since you handed in anew" if mark.waiting else "Marked by hand"
    extra = mark.extra if mark else 0.0
    if extra:
        words += f"; extra credit: {number(extra)}"
    message = _said(test.message, hidden)
    return CheckView(
        label=_aspect(name, test.grade_id),
        sign=SIGNS.get(outcome, "✗"),
        outcome=outcome,
        words=words,
        score=score + extra,
        max_score=test.max_score,
        message="" if message == NOT_ANSWERED else message,
        misconception=test.misconception or "",
        comment=(mark.comment or "") if mark else "",
        earned=score,
    )


def _hints(result: ExerciseResult, available: Sequence[str], lost: bool) -> list[tuple[int, str]]:
    """The hints that the lost tests name; for an exercise left blank the first one."""
    numbers = {test.hint for test in result.tests if test.hint and test.score < test.max_score}
    if result.hint and lost:
        numbers.add(result.hint)
    if not numbers and lost and not result.answered:
        numbers = {1}
    return [(number, available[number - 1]) for number in sorted(numbers) if 1 <= number <= len(available)]


def _exercise(
    place: int, name: str, result: ExerciseResult, text: ChapterText, marked: dict[str, Mark]
) -> ExerciseView:
    told = text.exercises.get(name)
    checks = [_check(name, test, marked.get(test.grade_id), text.secrets) for test in result.tests]
    message = _said(result.message, text.secrets)
    # An answer that does not run fails every test in the same words; once is enough.
    said = [check.message for check in checks]
    checks = [replace(check, message="") if check.message in said[:i] else check for i, check in enumerate(checks)]
    score = sum(check.score for check in checks)
    waiting = any(check.outcome == "manual" for check in checks)
    # Extra credit makes up for no mistake: what is wrong is to be mended all the same.
    lost = sum(check.earned for check in checks) < result.max_score and not waiting
    state = "waiting" if waiting else "full" if not lost else "part" if score > 0 else "none"
    hints = told.hints if told else []
    return ExerciseView(
        anchor=f"exercise-{place}",
        number=told.number if told else "",
        title=told.title if told else name,
        difficulty=told.difficulty if told else "",
        score=score,
        max_score=result.max_score,
        state=state,
        manual=result.manual,
        answered=result.answered,
        answer=result.answer,
        message="" if message in said or message == NOT_ANSWERED else message,
        checks=checks,
        hints=_hints(result, hints, lost),
        hint_count=len(hints),
    )


def page(record: Record, text: ChapterText, gradebook: Gradebook | None = None) -> str:
    """The HTML of one page.

    Parameters
    ----------
    record : Record
        The verdict.
    text : ChapterText
        Titles and hints of its chapter.
    gradebook : Gradebook, optional
        Where manual marks, comments and late penalties stand; without it the page shows the tests' points alone.
    """
    key = (record.student, record.chapter)
    marked = gradebook.marks.get(key, {}) if gradebook else {}
    total = gradebook.totals.get(key) if gradebook else None
    order = {name: place for place, name in enumerate(text.exercises)}
    names = sorted(record.exercises, key=lambda name: order.get(name, len(order)))
    exercises = [
        _exercise(place, name, record.exercises[name], text, marked) for place, name in enumerate(names, start=1)
    ]
    failure = failure_code(record)
    score = sum(exercise.score for exercise in exercises)
    penalty = min(total.penalty, score) if total else 0.0
    return render(
        "feedback.html",
        styles=("base.css", "feedback.css"),
        record=record,
        title=text.title,
        exercises=exercises,
        score=score - penalty,
        penalty=penalty,
        max_score=sum(exercise.max_score for exercise in exercises),
        waiting=sum(exercise.max_score for exercise in exercises if exercise.state == "waiting"),
        next_steps=[exercise for exercise in exercises if exercise.state in ("part", "none")],
        failure_text=FAILURES[failure][0] if failure else record.reason,
        # What made the grader stumble is for the instructor; it may show the grader's own code.
        failure_details=[] if failure == "grader_error" else details_of(record, failure),
        flags=[(FLAGS[code][0], _seen(record, code)) for code in record.flags if code in FLAGS],
    )


# ------------------------------------------------------------------------------------------------ beside the page

def _small_text(path: Path) -> str | None:
    """The beginning of a regular file of the submission; None for anything else. A link is never followed."""
    try:
        return read_regular_file(path, _SMALL)[:_SMALL].decode("utf-8", errors="replace")
    except OSError:
        return None


def write_release_files(folder: Path, submission: Path) -> None:
    """Write the two files that `nbgrader release_feedback` reads beside a page.

    It stops for the whole class where one is missing. A submission that did not come through nbgrader's exchange
    has no secret: it gets a random one, so that its page is released under a name that nobody can find.
    """
    atomic.write_text(folder / TIMESTAMP, _small_text(submission / TIMESTAMP) or "")
    secret = _small_text(submission / "submission_secret.txt")
    if secret:
        atomic.write_text(folder / "submission_secret.txt", secret)
    elif not (folder / "submission_secret.txt").exists():
        atomic.write_text(folder / "submission_secret.txt", secrets.token_hex(32))


def write_pages(course: Course, records: Sequence[Record]) -> tuple[int, list[str]]:
    """Write one page per record into autograde/feedback/; returns how many, and the names that were left out."""
    gradebook = marks.read(course) if marks.exists(course) else None
    texts: dict[str, ChapterText] = {}
    refused = []
    for record in progress(records, "feedback", "page"):
        # Both become part of a path, so that a chapter's name has to be as plain as a student's.
        if not (STUDENT_ID.fullmatch(record.student) and STUDENT_ID.fullmatch(record.chapter)):
            refused.append(f"{record.student}/{record.chapter}")
            continue
        if record.chapter not in texts:
            texts[record.chapter] = chapter_text(course, record.chapter)
        folder = course.feedback / record.student / record.chapter
        folder.mkdir(parents=True, exist_ok=True)
        atomic.write_text(folder / f"{record.chapter}.html", page(record, texts[record.chapter], gradebook))
        write_release_files(folder, course.submitted / record.student / record.chapter)
    return len(records) - len(refused), refused


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--student", action="append", metavar="ID", help="only this student; may be repeated")
    parser.add_argument("--chapter", action="append", metavar="NAME", help="only this chapter; may be repeated")
    parser.add_argument(
        "--moodle-zip",
        type=Path,
        metavar="FILE",
        help="with one --chapter: Moodle's \"Download all submissions\"; the pages are packed for it to hand back",
    )
    add_records_argument(parser)


def run(args: argparse.Namespace) -> int:
    course = find_course()
    if args.moodle_zip and len(args.chapter or ()) != 1:
        raise UserError("--moodle-zip is of one assignment: say which with --chapter.")
    gathered = gather(course, args.records)
    records = [
        record
        for record in gathered
        if (not args.student or record.student in args.student)
        and (not args.chapter or record.chapter in args.chapter)
    ]
    if not records:
        raise UserError(
            "no graded submission was found. Grade first (`python -m autograde grade`), and check the names after "
            "--student and --chapter."
        )
    written, refused = write_pages(course, records)
    print(f"{written} pages in {course.feedback.relative_to(course.root)}/<student>/<chapter>/")
    for name in refused:
        print(f"no page for {name!a}: its name cannot be a folder's; rename the folder and grade again")
    missing = args.moodle_zip and not pack_for_moodle(course, args.moodle_zip, args.chapter[0], records)
    return 1 if refused or gathered.unreadable or missing else 0


def pack_for_moodle(course: Course, download: Path, chapter: str, records: Sequence[Record]) -> bool:
    """Pack the pages of the records for Moodle and say what is in the zip; whether all of them are."""
    output = course.build / "feedback" / f"moodle_{chapter}.zip"
    done = moodle_feedback.pack(course, download, chapter, {record.student for record in records}, output)
    print(
        f"{output.relative_to(course.root)}: {done.pages} pages. In Moodle: the assignment, Submissions, Upload "
        "multiple feedback files in a zip (it is there if the assignment has the feedback type Feedback files)."
    )
    for title, names in (
        ("Handed in, and no page yet", done.without_page),
        ("A page, and not in this download, so not in the zip", done.not_in_download),
        ("In doubt whose it is, so not in the zip", done.problems),
    ):
        if names:
            print(f"{title}: {listed(names)}", file=sys.stderr)
    return not (done.not_in_download or done.problems)
