"""Reads the exercises of a chapter: heading, points line, hints, answer cell and test cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from nbformat import NotebookNode

from autograde.markers import REGIONS, regions

TITLE = re.compile(r"^# +(?P<title>.+?)\s*$", re.MULTILINE)
HEADING = re.compile(r"^### Exercise (?P<number>\d+\.\d+): (?P<title>.+?)\s*$", re.MULTILINE)
ALMOST_HEADING = re.compile(r"^#+\s*Exercise\b.*$", re.MULTILINE | re.IGNORECASE)
POINTS = re.compile(
    r"\s*\*Points: (?P<points>\d+(?:\.\d+)?) · Difficulty: (?P<difficulty>[★☆]{3}) · "
    r"About (?P<minutes>\d+) minutes?\*[ \t]*(?:\n|\Z)"
)
POINTS_FORM = "*Points: 3 · Difficulty: ★★☆ · About 10 minutes*"
HINT = re.compile(
    r"<details>\s*<summary>\s*Hint (?P<number>\d+)[^<]*</summary>(?P<text>.*?)</details>", re.DOTALL
)


@dataclass(frozen=True)
class Exercise:
    """One exercise as its text tells it.

    Parameters
    ----------
    name : str
        Grade id of the answer cell.
    title, number : str
        From the heading `### Exercise 1.3: A whole layer at once`.
    points : float
        The sum of its test cells, or of its written answer.
    difficulty : str
        Three stars, full or empty.
    minutes : int
        How long it should take.
    hints : list of str
        Markdown, in the order in which they are to be read.
    tests : list of str
        Grade ids of its test cells; empty for a written answer.
    manual : bool
        Whether a person marks it.
    """

    name: str
    title: str
    number: str
    points: float
    difficulty: str
    minutes: int
    hints: list[str]
    tests: list[str]
    manual: bool


class ExerciseError(ValueError):
    """A mistake in an exercise's text; `cell` is the cell's index and `line` counts from 0 within it."""

    def __init__(self, cell: int, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.cell = cell
        self.line = line


@dataclass
class _Draft:
    """An exercise whose heading was read and whose cells are being collected."""

    number: str
    title: str
    points: float
    difficulty: str
    minutes: int
    cell: int
    line: int
    hints: list[str] = field(default_factory=list)
    name: str = ""
    manual: bool = False
    worth: float = 0
    tests: list[str] = field(default_factory=list)
    hidden: bool = False

    def finish(self) -> Exercise:
        where = f"Exercise {self.number}"
        if not self.name:
            raise ExerciseError(self.cell, f"{where} has no answer cell tagged exercise: or manual:", self.line)
        if not self.tests and not self.manual:
            raise ExerciseError(self.cell, f"{where} has no test cell tagged test:{self.name}:POINTS", self.line)
        if not self.hidden and not self.manual:
            message = f"{where} has no hidden test: put ### BEGIN HIDDEN TESTS in one of its test cells"
            raise ExerciseError(self.cell, message, self.line)
        if self.worth != self.points:
            message = f"{where} says {self.points:g} points, but its tests are worth {self.worth:g}"
            raise ExerciseError(self.cell, message, self.line)
        return Exercise(
            name=self.name,
            title=self.title,
            number=self.number,
            points=self.points,
            difficulty=self.difficulty,
            minutes=self.minutes,
            hints=self.hints,
            tests=self.tests,
            manual=self.manual,
        )


def read_exercises(
    cells: Sequence[NotebookNode], chapter_number: int
) -> tuple[str, dict[str, Exercise]]:
    """Read a chapter's title and exercises from the cells of its solved notebook.

    Returns
    -------
    (str, dict of str to Exercise)
        The title, and the exercises by grade id in the order of the text.

    Raises
    ------
    ExerciseError
        If a heading, points line, hint, answer cell or test cell is missing, doubled or out of place.
    """
    drafts: list[_Draft] = []
    for index, cell in enumerate(cells):
        marks = cell.metadata.get("nbgrader")
        if marks is None:
            if cell.cell_type == "markdown":
                _read_text(cell.source, index, chapter_number, drafts)
        elif marks["solution"]:
            _add_answer(marks, index, drafts)
        elif marks["grade"]:
            _add_test(cell, marks, index, drafts)
    exercises = [draft.finish() for draft in drafts]
    return _title(cells), {exercise.name: exercise for exercise in exercises}


def _title(cells: Sequence[NotebookNode]) -> str:
    found = TITLE.search(cells[0].source) if cells[0].cell_type == "markdown" else None
    if found is None:
        raise ExerciseError(0, "the chapter does not start with its title: # Title")
    return found["title"]


def _read_text(source: str, index: int, chapter_number: int, drafts: list[_Draft]) -> None:
    """Read the headings and hints of one Markdown cell."""
    found = [(match.start(), _read_heading, match) for match in ALMOST_HEADING.finditer(source)]
    found += [(match.start(), _read_hint, match) for match in HINT.finditer(source)]
    for start, reader, match in sorted(found, key=lambda item: item[0]):
        reader(source, match, index, source.count("\n", 0, start), chapter_number, drafts)


def _read_heading(source: str, match: re.Match, index: int, line: int, chapter: int, drafts: list) -> None:
    heading = HEADING.match(source, match.start())
    if heading is None:
        raise ExerciseError(index, f"write the heading as '### Exercise {chapter}.1: Title'", line)
    expected = f"{chapter}.{len(drafts) + 1}"
    if heading["number"] != expected:
        raise ExerciseError(index, f"this is Exercise {expected}, not {heading['number']}", line)
    details = POINTS.match(source, heading.end())
    if details is None:
        raise ExerciseError(index, f"the line after the heading must be {POINTS_FORM}", line)
    drafts.append(
        _Draft(
            number=heading["number"],
            title=heading["title"],
            points=float(details["points"]),
            difficulty=details["difficulty"],
            minutes=int(details["minutes"]),
            cell=index,
            line=line,
        )
    )


def _read_hint(source: str, match: re.Match, index: int, line: int, chapter: int, drafts: list) -> None:
    if not drafts or drafts[-1].name:
        raise ExerciseError(index, "hints stand between an exercise's text and its answer cell", line)
    hints = drafts[-1].hints
    if int(match["number"]) != len(hints) + 1:
        raise ExerciseError(index, f"this is Hint {len(hints) + 1}, not Hint {match['number']}", line)
    hints.append(match["text"].strip())


def _add_answer(marks: dict, index: int, drafts: list[_Draft]) -> None:
    if not drafts or drafts[-1].name:
        message = f"the answer cell {marks['grade_id']!r} has no heading '### Exercise N.N: Title' of its own"
        raise ExerciseError(index, message)
    drafts[-1].name = marks["grade_id"]
    drafts[-1].manual = marks["grade"]
    drafts[-1].worth = marks.get("points", 0)


def _add_test(cell: NotebookNode, marks: dict, index: int, drafts: list[_Draft]) -> None:
    grade_id = marks["grade_id"]
    name = grade_id.removeprefix("test-").split("-")[0]
    draft = next((draft for draft in drafts if draft.name == name), None)
    if draft is None:
        raise ExerciseError(index, f"the test {grade_id!r} stands before or without its exercise {name!r}")
    if draft.manual:
        raise ExerciseError(index, f"{name!r} is a written answer; it has no test cells")
    draft.tests.append(grade_id)
    draft.worth += marks["points"]
    draft.hidden = draft.hidden or any(region == REGIONS["test"] for region, _ in regions(cell.source))
