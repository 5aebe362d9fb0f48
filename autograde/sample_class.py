"""Makes the sample class: hand-ins for the chapters, from the answer bank and from the catalogue of broken files.

`python -m autograde.sample_class` writes them into autograde/submitted/, `--remove` takes them out again, with their
grades and pages. The same sources give the same bytes, and `expected` tells how each submission has to be graded.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path

import nbformat

from autograde import personal
from autograde.assignment import Assignment, load_assignment
from autograde.course import Course, UserError, find_course
from autograde.damage import DAMAGES, Damage, Files, answer_cell, pack
from autograde.quality.bank import Answer, read_bank

CHAPTERS = ("01_neurons", "02_activations")
WRITTEN = "Because the pre-activation decides on which side of the threshold the output lies."

# Who answers how. "right" takes right answers only, "wrong" a wrong one for every third exercise, "half" leaves
# the second half blank, "mixed" does both, "blank" changes nothing.
STUDENTS = (
    ("amina.diallo", "right"),
    ("b.kowalski", "wrong"),
    ("chen.wei", "right"),
    ("dora-nagy", "half"),
    ("e.lindqvist", "wrong"),
    ("farid.haddad", "mixed"),
    ("g.oconnor", "wrong"),
)
BLANK = "hana.sato"
BROKEN = (
    "i.petrov", "jade.martin", "k.mensah", "l.rossi", "maya.cohen", "n.fernandez", "omar.aziz", "p.jansen",
    "quynh.tran", "r.silva", "s.muller", "t.novak", "uma.patel", "v.hughes",
)  # fmt: skip


@dataclass(frozen=True)
class Expected:
    """How one submission has to be graded.

    Parameters
    ----------
    case : str
        What kind of hand-in it is: a way of answering, or a row of the catalogue.
    status : str
    flags : tuple of str
        Exactly these, in any order.
    right, blank, lost : frozenset of str
        Exercises with all points; left blank, so without points; without points for another reason.
    wrong : dict of str to str
        {exercise: the misconception that has to be named}; some of its points are lost.

    The score is that of the exercises in `right`, and what tests leave to those in `wrong`. Written answers
    count 0 until they are marked.
    """

    student: str
    chapter: str
    case: str
    status: str
    flags: tuple[str, ...] = ()
    right: frozenset[str] = frozenset()
    blank: frozenset[str] = frozenset()
    lost: frozenset[str] = frozenset()
    wrong: dict[str, str] = field(default_factory=dict)


def sample_class(course: Course) -> list[tuple[Expected, Files]]:
    """Every submission of the class: how it has to be graded, and its files.

    Raises
    ------
    UserError
        If a chapter or its answer bank is missing.
    """
    makers = {chapter: _Maker(course, chapter) for chapter in CHAPTERS}
    made = []
    for number, (student, way) in enumerate(STUDENTS):
        made += [makers[chapter].answered(student, way, number) for chapter in CHAPTERS]
    made.append(makers[CHAPTERS[0]].answered(BLANK, "blank", 0))
    for number, (student, damage) in enumerate(zip(BROKEN, DAMAGES, strict=True)):
        made.append(makers[CHAPTERS[number % 2]].broken(student, damage, number))
    return made


def expected(course: Course) -> list[Expected]:
    """The table of the class: how each submission has to be graded."""
    return [one for one, _ in sample_class(course)]


class RealHandIns(UserError):
    """The folder holds students who are not of the sample class."""


def write_sample_class(course: Course, folder: Path | None = None) -> list[Expected]:
    """Write the class into `folder`, by default `course.submitted`.

    Raises
    ------
    RealHandIns
        If `folder` holds a student of another class: a real hand-in is never touched.
    """
    folder = folder or course.submitted
    made = sample_class(course)
    students = {one.student for one, _ in made}
    folder.mkdir(parents=True, exist_ok=True)
    others = sorted(path.name for path in folder.iterdir() if path.name not in students)
    if others:
        raise RealHandIns(
            f"{folder} holds other hand-ins ({', '.join(others[:3])}); the sample class is not mixed with a real one"
        )
    for one, files in made:
        _write(folder / one.student / one.chapter, files)
    return [one for one, _ in made]


def remove_sample_class(course: Course) -> list[str]:
    """Take the class out, with its grades, pages and rows in the gradebook; returns the students that were removed.

    Raises
    ------
    UserError
        If one of them has handed in anything else than the sample class does: then nothing is removed.
    """
    made = {(one.student, one.chapter): files for one, files in sample_class(course)}
    students = sorted({student for student, _ in made})
    for student in students:
        for folder in _entries(course.submitted / student):
            if not _holds(folder, made.get((student, folder.name))):
                raise UserError(
                    f"{folder} is not what the sample class has handed in, so nothing was removed. "
                    f"To delete one student: `python -m autograde student {student} --delete`."
                )
    gone = [student for student in students if personal.folders(course, student)]
    if gone:
        personal.delete(course, *gone)
    return gone


def _entries(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _holds(folder: Path, files: Files | None) -> bool:
    """Whether `folder` holds just these files."""
    paths = _entries(folder)
    if files is None or not all(path.is_file() and not path.is_symlink() for path in paths):
        return False
    return {path.name: path.read_bytes() for path in paths} == files


class _Maker:
    """Fills in one chapter's notebook."""

    def __init__(self, course: Course, chapter: str) -> None:
        self.assignment: Assignment = load_assignment(course, chapter)
        self.bank = read_bank(course.answers / chapter)
        self.written = [name for name in self.assignment.solutions if name in self.assignment.points]
        self.exercises = [name for name in self.assignment.solutions if name not in self.written]
        missing = [name for name in self.exercises if not self._right(name) or not self._wrong(name)]
        if missing:
            raise UserError(f"the answer bank of {chapter} lacks right or wrong answers to {', '.join(missing)}")

    def answered(self, student: str, way: str, number: int) -> tuple[Expected, Files]:
        chosen: dict[str, Answer | None] = {}
        for place, name in enumerate(self.exercises):
            right, wrong = self._right(name), self._wrong(name)
            chosen[name] = right[number % len(right)]
            if way in ("wrong", "mixed") and (place + number) % 3 == 0:
                chosen[name] = wrong[number % len(wrong)]
            if way == "blank" or (way in ("half", "mixed") and place >= len(self.exercises) // 2):
                chosen[name] = None
        notebook = self._fill({name: answer.source for name, answer in chosen.items() if answer}, way != "blank")
        outcome = Expected(
            student,
            self.assignment.name,
            way,
            "graded",
            right=frozenset(name for name, answer in chosen.items() if answer and answer.right),
            blank=frozenset(name for name, answer in chosen.items() if answer is None),
            wrong={name: answer.misconception for name, answer in chosen.items() if answer and not answer.right},
        )
        return outcome, {f"{self.assignment.name}.ipynb": pack(notebook)}

    def broken(self, student: str, damage: Damage, number: int) -> tuple[Expected, Files]:
        """All right, then damaged; the touched exercise is one whose answer is a function."""
        right = {name: self._right(name)[number % len(self._right(name))].source for name in self.exercises}
        functions = [name for name in self.exercises if right[name].lstrip().startswith("def ")]
        touched = functions[number % len(functions)]
        failed = damage.status == "failed"
        lost = set(self.exercises) if failed else {touched} if damage.loses else set()
        outcome = Expected(
            student,
            self.assignment.name,
            damage.row,
            damage.status,
            damage.flags,
            right=frozenset(self.exercises) - lost,
            lost=frozenset(lost),
        )
        return outcome, damage.make(self._fill(right, True), self.assignment.name, touched)

    def _right(self, name: str) -> list[Answer]:
        return [answer for answer in self.bank.get(name, []) if answer.right]

    def _wrong(self, name: str) -> list[Answer]:
        return [answer for answer in self.bank.get(name, []) if not answer.right]

    def _fill(self, sources: dict[str, str], written: bool) -> dict:
        notebook = json.loads(nbformat.writes(deepcopy(self.assignment.released)))
        for name, source in sources.items():
            answer_cell(notebook, name)["source"] = source
        for name in self.written if written else []:
            answer_cell(notebook, name)["source"] = WRITTEN
        return notebook


def _write(folder: Path, files: Files) -> None:
    """Make `folder` hold `files` and nothing else; what is right already is not touched."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name not in files:
            path.unlink()
    for name, data in files.items():
        path = folder / name
        if not path.is_file() or path.read_bytes() != data:
            path.write_bytes(data)


def main(argv: list[str] | None = None) -> int:
    """The command line; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m autograde.sample_class", description=__doc__.splitlines()[0])
    parser.add_argument("--remove", action="store_true", help="take the class out again, with its grades and pages")
    args = parser.parse_args(argv)
    try:
        if args.remove:
            print(f"{len(remove_sample_class(find_course()))} students of the sample class were removed.")
            return 0
        table = write_sample_class(find_course())
    except RealHandIns as note:  # no mistake: there is something to grade already
        print(f"autograde: {note}")
        return 0
    except UserError as error:
        print(f"autograde: {error}", file=sys.stderr)
        return 2
    titles = {damage.row: damage.title for damage in DAMAGES}
    print(f"{'student':<14} {'chapter':<15} {'case':<44} has to be")
    for one in table:
        case = f"{one.case} {titles.get(one.case, '')}".strip()
        print(f"{one.student:<14} {one.chapter:<15} {case:<44} {one.status} {' '.join(one.flags)}".rstrip())
    print(f"{len(table)} submissions of {len({one.student for one in table})} students in autograde/submitted.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
