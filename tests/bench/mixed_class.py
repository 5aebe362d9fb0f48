"""The class that all graders grade, with answers from the bank; and a copy of the course in which to grade it."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import nbformat

from autograde.assignment import Assignment, load_assignment
from autograde.course import Course, find_course
from autograde.damage import answer_cell, pack
from autograde.quality.bank import read_bank
from autograde.sample_class import WRITTEN
from tests.bench.measure import Command, run

CHAPTERS = ("01_neurons", "02_activations")
STUDENTS = 30
# Each ten in a row are a class of their own, so that a third of the students stands for all of them.
WAYS = ("right", "wrong", "mixed", "right", "wrong", "prints", "right", "unfinished", "wrong", "warns")
NOISE = {
    "prints": "for step in range(40):\n    print('step', step, 'so far so good')\n\n",
    "warns": "import sys, warnings\nprint('debug: got here', file=sys.stderr)\nwarnings.warn('a warning')\n\n",
}
SEED = 7  # of what the tests draw, under every grader
_NOT_COPIED = shutil.ignore_patterns(
    ".venv", ".git", "_build", "__pycache__", "submitted", "autograded", "feedback", "gradebook.db*", "release"
)


@dataclass(frozen=True)
class HandIn:
    """One notebook as it was handed in; `way` says how it was answered."""

    student: str
    chapter: str
    way: str
    data: bytes


def mixed_class(course: Course, students: int = STUDENTS) -> list[HandIn]:
    """The hand-ins of so many students to both chapters. The same bank gives the same bytes."""
    fillers = [Filler(load_assignment(course, chapter), course) for chapter in CHAPTERS]
    return [
        HandIn(f"student-{number + 1:02}", filler.assignment.name, way, filler.fill(way, number))
        for number, way in ((number, WAYS[number % len(WAYS)]) for number in range(students))
        for filler in fillers
    ]


class Filler:
    """Fills in one chapter's notebook with answers from its bank."""

    def __init__(self, assignment: Assignment, course: Course) -> None:
        self.assignment = assignment
        self.bank = read_bank(course.answers / assignment.name)

    def fill(self, way: str, number: int) -> bytes:
        notebook = json.loads(nbformat.writes(deepcopy(self.assignment.released)))
        exercises = [name for name in self.assignment.solutions if name in self.bank]
        for place, name in enumerate(exercises):
            if way in ("mixed", "unfinished") and place >= len(exercises) // 2:
                continue
            right = [answer for answer in self.bank[name] if answer.right]
            wrong = [answer for answer in self.bank[name] if not answer.right]
            chosen = wrong if way in ("wrong", "mixed") and (place + number) % 3 == 0 else right
            source = chosen[number % len(chosen)].source
            answer_cell(notebook, name)["source"] = NOISE.get(way, "") + source
        for name in self.assignment.solutions:
            if name in self.assignment.points:
                answer_cell(notebook, name)["source"] = WRITTEN
        return pack(notebook)


class Classroom:
    """A copy of the checkout with a gradebook that knows the chapters, in which classes are graded.

    Parameters
    ----------
    root : Path
        Where to make it; must not exist.
    like : Classroom, optional
        Another one to copy, which is faster.
    """

    def __init__(self, root: Path, like: Classroom | None = None) -> None:
        shutil.copytree(like.course.root if like else find_course().root, root, ignore=_NOT_COPIED)
        self.course = Course(root)
        if like:
            self._gradebook = like._gradebook
            return
        for chapter in CHAPTERS:
            run([self.command("nbgrader", "generate_assignment", chapter, "--force")])
        self._gradebook = (self.course.nbgrader / "gradebook.db").read_bytes()

    def command(self, *words: str) -> Command:
        """`python -m WORDS` in this copy, with the tests' random numbers fixed."""
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
        root = self.course.root
        variables = {**os.environ, "PATH": path, "PYTHONPATH": str(root / "chapters"), "BYHAND_SEED": str(SEED)}
        return Command([sys.executable, "-m", *words], root, variables)

    def seat(self, hand_ins: Iterable[HandIn]) -> None:
        """Let this be all that was handed in, with nothing graded so far."""
        self.forget_grades()
        shutil.rmtree(self.course.submitted, ignore_errors=True)
        for hand_in in hand_ins:
            folder = self.course.submitted / hand_in.student / hand_in.chapter
            folder.mkdir(parents=True)
            (folder / f"{hand_in.chapter}.ipynb").write_bytes(hand_in.data)

    def forget_grades(self) -> None:
        """Let nothing be graded so far of what was handed in."""
        shutil.rmtree(self.course.autograded, ignore_errors=True)
        (self.course.nbgrader / "gradebook.db").write_bytes(self._gradebook)
