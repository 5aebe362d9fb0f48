"""One malformed hand-in: how it is made, and how grading it has to end."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path

from small_course import CHAPTER, cell_of, place_of

from autograde.damage import pack
from autograde.flags import FAILURES

FULL = {"double": 3.0, "predict_sign": 1.0, "parts": 2.0}  # points of an answer that is right throughout
NAME = f"{CHAPTER}.ipynb"

Arrange = Callable[[Path, dict, dict], None]


@dataclass(frozen=True)
class Case:
    """One fixture of the suite.

    Parameters
    ----------
    row : str
        The row of the catalogue, "M22", and a letter if it has several fixtures: "M22b".
    title : str
        What was handed in.
    arrange : callable
        (the submission's folder, a notebook with right answers, the blank notebook) -> None; fills the folder.
    flags : tuple of str
        Exactly the flags that have to be set; a failure is one of them, and decides the status.
    points : dict of str to float
        {exercise: points by the tests} where they are not the full ones.
    says : tuple of str
        Words that the student's page has to hold, besides the texts of the flags.
    tells : tuple of str
        Words that the instructor's report has to hold, besides the texts of the flags.
    outcomes : dict of str to str
        {exercise: outcome of its first test that lost points}.
    chapter, student : str
        The names of the two folders; `student` is made from the row where it is empty.
    """

    row: str
    title: str
    arrange: Arrange
    flags: tuple[str, ...] = ()
    points: dict[str, float] = field(default_factory=dict)
    says: tuple[str, ...] = ()
    tells: tuple[str, ...] = ()
    outcomes: dict[str, str] = field(default_factory=dict)
    chapter: str = CHAPTER
    student: str = ""

    @property
    def number(self) -> str:
        """The row without its letter."""
        return self.row[:3]

    @property
    def folder(self) -> str:
        return self.student or self.row.lower()

    @property
    def status(self) -> str:
        if any(code in FAILURES for code in self.flags):
            return "failed"
        return "flagged" if self.flags else "graded"

    @property
    def expected(self) -> dict[str, float]:
        """{exercise: points by the tests}."""
        return dict.fromkeys(FULL, 0.0) if self.status == "failed" else FULL | self.points


def data(make: Callable[[dict], bytes], name: str = NAME) -> Arrange:
    """One file, made from the notebook with right answers."""

    def arrange(folder: Path, solved: dict, blank: dict) -> None:
        (folder / name).write_bytes(make(solved))

    return arrange


def files(make: Callable[[dict], dict[str, bytes]]) -> Arrange:
    """Several files: {path below the folder: content}."""

    def arrange(folder: Path, solved: dict, blank: dict) -> None:
        for name, content in make(solved).items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)

    return arrange


def edited(change: Callable[[dict], None]) -> Arrange:
    """The notebook with right answers after `change`, which works on its JSON data in place."""

    def make(solved: dict) -> bytes:
        notebook = deepcopy(solved)
        change(notebook)
        return pack(notebook)

    return data(make)


def beside(name: str, content: bytes) -> Arrange:
    """A right notebook and one other file."""
    return files(lambda solved: {NAME: pack(solved), name: content})


def answer(name: str, source: str) -> Arrange:
    """The right notebook but for the source of one cell."""
    return edited(lambda notebook: cell_of(notebook, name).update(source=source))


def spare(*sources: str, after: str = "title") -> Arrange:
    """The right notebook with code cells of the student's own, by default near the top."""

    def change(notebook: dict) -> None:
        at = 1 if after == "title" else place_of(notebook, after) + 1
        notebook["cells"][at:at] = [own(source) for source in sources]

    return edited(change)


def own(source: str) -> dict:
    """A code cell that a student added."""
    return {"cell_type": "code", "metadata": {}, "source": source, "outputs": [], "execution_count": None}


def marks(notebook: dict, name: str) -> dict:
    """nbgrader's metadata of a cell."""
    return cell_of(notebook, name)["metadata"]["nbgrader"]
