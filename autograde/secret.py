"""What students must not see before they hand in, and what tells it from what they may see.

Secret are the solutions, the hidden tests, the reference answers and mark schemes of written answers, and the
right answers of the answer bank. A line is worth looking for if it does not stand in the students' own cells too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from autograde.course import Course
from autograde.generate import package_files
from autograde.markers import regions
from autograde.quality.bank import read_answers
from autograde.solutions import reference_answer
from autograde.source import Chapter
from autograde.student_notebook import student_notebook

LONG = 12  # letters of code, without spaces, that hardly meet by chance in another text
LONG_PROSE = 20  # letters and digits of a written answer
SHORT = 6  # letters of code; such a line counts only where it fills a line of its own
IGNORED = "\"'`‘’“”\\"
LETTER_OR_DIGIT = re.compile(r"[^\W_]+")
STATEMENT = re.compile(r"[a-z].*[=(]|^return")
LETTERS = re.compile(r"[a-z].*[a-z].*[a-z].*[a-z]")
WORD = re.compile(r"\w{5,}")


def squash(text: str) -> str:
    """Code without what escaping, highlighting and wrapping change: spaces, quotes, backslashes, case."""
    text = "".join(text.split()).lower()
    for letter in IGNORED:
        text = text.replace(letter, "")
    return text


def words_only(text: str) -> str:
    """Prose without what Markdown and typography change: only its letters and digits are left."""
    return "".join(LETTER_OR_DIGIT.findall(text)).lower()


@dataclass(frozen=True)
class Secret:
    """A text that must not be published, and where it comes from (which is what messages name)."""

    text: str
    chapter: str
    cell: str
    kind: str  # "solution", "hidden test", "written answer", "answer bank"
    prose: bool = False

    def __str__(self) -> str:
        return f"{self.kind} of {self.cell!r} in {self.chapter}"


@dataclass(frozen=True)
class Public:
    """What students may see: squashed text, its single lines and its words."""

    code: str
    prose: str
    lines: frozenset[str]
    words: frozenset[str]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Public:
        texts = list(texts)
        return cls(
            "\n".join(squash(text) for text in texts),
            "\n".join(words_only(text) for text in texts),
            frozenset(squash(line) for text in texts for line in text.splitlines()),
            frozenset(word.lower() for text in texts for word in WORD.findall(text)),
        )

    def holds(self, secret: Secret) -> bool:
        if secret.prose:
            return words_only(secret.text) in self.prose
        wanted = squash(secret.text)
        return wanted in self.lines or (len(wanted) >= LONG and wanted in self.code)


def secrets(course: Course, chapters: Sequence[Chapter]) -> list[Secret]:
    """Every secret line and, where lines are short, every secret block of the course.

    Raises
    ------
    UserError
        If a file of the answer bank is not in its format: a right answer in it might not be looked for.
    """
    found: dict[tuple[str, str, bool], Secret] = {}
    for secret in [*_of_chapters(chapters), *_of_answer_bank(course)]:
        for text in _looked_for(secret):
            new = Secret(text, secret.chapter, secret.cell, secret.kind, secret.prose)
            found.setdefault((squash(text), secret.chapter, secret.prose), new)
    return list(found.values())


def public_texts(course: Course, chapters: Sequence[Chapter]) -> tuple[dict[str, Public], Public]:
    """What students may see of each chapter, and of the `byhand` package.

    Made from the sources, not from the files under check.
    """
    by_chapter = {
        chapter.name: Public.of(cell.source for cell in student_notebook(course, chapter.notebook).cells)
        for chapter in chapters
    }
    package = package_files(course.byhand)
    code = Public.of(content.decode() for path, content in package.items() if path.suffix == ".py")
    return by_chapter, code


def reference_answers(chapter: Chapter) -> list[str]:
    """What the instructor may release of a chapter: its reference answers, without hidden tests and mark schemes."""
    cells = chapter.notebook.cells
    return [reference_answer(cell) for cell in cells if cell.metadata.get("nbgrader", {}).get("solution")]


def _looked_for(secret: Secret) -> list[str]:
    """The pieces of a secret region that are searched: its lines, and the whole where lines are short."""
    lines = [line.strip() for line in secret.text.splitlines() if line.strip()]
    if secret.prose:
        return [line for line in lines if len(words_only(line)) >= LONG_PROSE]
    kept = [line for line in lines if _is_distinctive(squash(line))]
    whole = "\n".join(lines)
    if len(lines) > 1 and len(squash(whole)) >= LONG and not any(len(squash(line)) >= LONG for line in kept):
        kept.append(whole)
    return kept


def _is_distinctive(line: str) -> bool:
    if len(line) >= LONG:
        return bool(LETTERS.search(line))
    return len(line) >= SHORT and bool(STATEMENT.search(line))


def _of_chapters(chapters: Sequence[Chapter]) -> Iterable[Secret]:
    for chapter in chapters:
        for cell in chapter.notebook.cells:
            marks = cell.metadata.get("nbgrader", {})
            if cell.cell_type == "markdown" and marks.get("solution"):
                text = "\n".join(text for _, text in regions(cell.source))
                yield Secret(text, chapter.name, cell["id"], "written answer", prose=True)
            elif marks.get("solution") or marks.get("grade"):
                kind = "solution" if marks["solution"] else "hidden test"
                for region, text in regions(cell.source):
                    if region:
                        yield Secret(text, chapter.name, cell["id"], kind)


def _of_answer_bank(course: Course) -> Iterable[Secret]:
    for path in sorted(course.answers.glob("*/*.py")):
        for answer in read_answers(path):
            if answer.right:
                yield Secret(answer.source, path.parent.name, path.stem, "answer bank")
