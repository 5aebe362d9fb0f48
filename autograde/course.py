"""Where everything in the course lives: the one place that knows the folder names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

# What may be part of a path and of a web page. A dot or a dash at the start would hide a folder or look like an option.
STUDENT_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,99}")
ROSTER = "autograde/students.csv"  # below the top of the checkout
TIMESTAMP = "timestamp.txt"  # in a submission's folder, where nbgrader keeps when it was handed in


@dataclass(frozen=True)
class Course:
    """The folders of one checkout of the course.

    Parameters
    ----------
    root : Path
        The top of the checkout (the folder that holds `_toc.yml`).
    """

    root: Path

    @property
    def solutions(self) -> Path:
        """The hand-edited chapter sources, `NN_topic.md`."""
        return self.root / "solutions"

    @property
    def answers(self) -> Path:
        """The answer bank: right and wrong answers for every exercise."""
        return self.solutions / "answers"

    @property
    def chapters(self) -> Path:
        """What students and readers get: generated notebooks, pages and the `byhand` package."""
        return self.root / "chapters"

    @property
    def byhand(self) -> Path:
        """The package that the notebooks import."""
        return self.chapters / "byhand"

    @property
    def build(self) -> Path:
        """Everything that can be deleted and made again."""
        return self.root / "_build"

    @property
    def nbgrader(self) -> Path:
        """nbgrader's course directory: source, release, submitted, autograded, feedback, gradebook."""
        return self.root / "autograde"

    @property
    def roster(self) -> Path:
        """The list of the class; a course need not have one."""
        return self.root / ROSTER

    @property
    def source(self) -> Path:
        return self.nbgrader / "source"

    @property
    def release(self) -> Path:
        return self.nbgrader / "release"

    @property
    def submitted(self) -> Path:
        return self.nbgrader / "submitted"

    @property
    def autograded(self) -> Path:
        return self.nbgrader / "autograded"

    @property
    def feedback(self) -> Path:
        return self.nbgrader / "feedback"

    @property
    def db_url(self) -> str:
        return f"sqlite:///{self.nbgrader / 'gradebook.db'}"

    @property
    def chapter_names(self) -> list[str]:
        """The chapters that are notebooks, in reading order: `["00_introduction", "01_neurons", ...]`."""
        return sorted(path.stem for path in self.solutions.glob("[0-9][0-9]_*.md"))


def find_course(start: Path | None = None) -> Course:
    """The course of the checkout which this package is part of, or of the one at `start`."""
    return Course((start or Path(__file__).resolve().parent.parent).resolve())


class UserError(Exception):
    """Something the person at the keyboard can put right; the message says how. Shown without a traceback."""
